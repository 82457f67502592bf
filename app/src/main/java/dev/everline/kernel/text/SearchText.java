package dev.everline.kernel.text;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/** Makes texts comparable in which somebody searches as they type: without case and accents. */
public final class SearchText {

  /** So many of a number's last digits are shown on every page. */
  public static final int SHOWN_DIGITS = 4;

  private static final Pattern MARKS = Pattern.compile("\\p{M}+");
  private static final Pattern DIGITS = Pattern.compile("[0-9]{4,9}");

  private SearchText() {}

  public static String folded(String text) {
    return isPlain(text)
        ? text.toLowerCase(Locale.ROOT)
        : MARKS
            .matcher(Normalizer.normalize(text, Normalizer.Form.NFKD))
            .replaceAll("")
            .toLowerCase(Locale.ROOT);
  }

  /** Whether a word may be the end of a telephone number. */
  public static boolean isEndOfNumber(String word) {
    return DIGITS.matcher(word).matches();
  }

  /** Most labels are, and need no tables. */
  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }
}
