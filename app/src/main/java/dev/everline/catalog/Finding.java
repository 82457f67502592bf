package dev.everline.catalog;

import org.jspecify.annotations.Nullable;

/**
 * Something in a data file that its editor should see, said so that it can be fixed.
 *
 * @param file as the user knows it
 * @param line counted from 1; 0 when it is about the whole file
 * @param field such as {@code plans.visible-base.prices[0].regularUsd}, or null
 * @param reason what is wrong
 * @param remedy what to do
 */
public record Finding(
    Severity severity,
    String file,
    int line,
    @Nullable String field,
    String reason,
    String remedy) {

  /** What follows from a finding. */
  public enum Severity {
    /** The catalog can't be used before it is fixed. */
    MISTAKE,
    /** To be fixed, but usable: a folder that was accepted yesterday must not stop a server. */
    IMPLAUSIBLE,
    /** Sources contradict one another; right until someone finds out which one errs. */
    DISAGREEMENT
  }

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
