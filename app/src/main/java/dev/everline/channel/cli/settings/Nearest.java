package dev.everline.channel.cli.settings;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which of some names was probably meant by one that is none of them. */
final class Nearest {

  /** Beyond so large a part of its letters a name is another one, not a misspelt one. */
  private static final int LETTERS_A_MISTAKE = 4;

  private Nearest() {}

  /** The name with the fewest letters to change, or null when none is near. */
  static @Nullable String to(String given, Collection<String> names) {
    String typed = given.toLowerCase(Locale.ROOT);
    String nearest =
        names.stream()
            .min(Comparator.comparingInt(name -> distance(typed, name.toLowerCase(Locale.ROOT))))
            .orElse(null);
    return nearest == null
            || distance(typed, nearest.toLowerCase(Locale.ROOT))
                > Math.max(2, typed.length() / LETTERS_A_MISTAKE)
        ? null
        : nearest;
  }

  /** Levenshtein's: letters to put in, take out or change. */
  static int distance(String one, String other) {
    int[] row = new int[other.length() + 1];
    for (int j = 0; j <= other.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int changed = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[other.length()];
  }
}
