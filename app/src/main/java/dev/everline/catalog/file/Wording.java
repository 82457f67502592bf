package dev.everline.catalog.file;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Joins the fields that say something in words into the one text that a record keeps. */
final class Wording {

  private final List<String> sentences = new ArrayList<>();

  Wording add(String label, @Nullable String words) {
    if (words != null) {
      sentences.add((label.isEmpty() ? capital(words) : label + ": " + words) + stop(words));
    }
    return this;
  }

  Wording addAll(String label, List<String> all) {
    all.forEach(words -> add(label, words));
    return this;
  }

  @Nullable String joined() {
    return sentences.isEmpty() ? null : String.join(" ", sentences);
  }

  private static String capital(String words) {
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }

  private static String stop(String words) {
    return words.endsWith(".") ? "" : ".";
  }
}
