package dev.everline.catalog;

import org.jspecify.annotations.Nullable;

/**
 * Something wrong in a data file, said so that its editor can fix it.
 *
 * @param file as the user knows it
 * @param line counted from 1; 0 when it is about the whole file
 * @param field such as {@code plans.visible-base.prices[0].regularUsd}, or null
 * @param reason what is wrong
 * @param remedy what to do
 */
public record Finding(String file, int line, @Nullable String field, String reason, String remedy) {

  @Override
  public String toString() {
    return file
        + (line > 0 ? ":" + line : "")
        + ": "
        + (field == null ? "" : field + " ")
        + reason
        + "; "
        + remedy
        + ".";
  }
}
