package dev.everline.kernel.text;

import dev.everline.kernel.InvalidValue;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes the digits out of a telephone number as people write, paste or scan it. Only what separates
 * digits is left out: a letter never becomes a digit and never vanishes, since the number that is
 * left would be somebody else's. What can't be taken is named by its character.
 */
public final class TelephoneDigits {

  private static final String NUMBER = "number";
  private static final String SCHEME = "tel:";

  /** Beside blanks and dashes of all kinds. */
  private static final String SEPARATORS = "()[]./（）［］．／−";

  /** What follows a whole number to dial a desk behind it. */
  private static final Pattern EXTENSION =
      Pattern.compile(
          "(?:[,;]?\\s*(?:x|ext|extn|extension|int|anexo|分机|转)[.:=]?|#)\\s*\\d{1,7}#?\\s*",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CHARACTER_CLASS);

  private static final int SHORTEST_BEFORE_EXTENSION = 7;
  private static final int FEWEST_OF_A_NUMBER = 6;

  private final StringBuilder digits = new StringBuilder();
  private int zero = -1;
  private int count;

  private TelephoneDigits() {}

  /**
   * The digits as 0 to 9, after a plus where the text begins with one; perhaps none.
   *
   * <p>Digits may be of any script, as keyboards for Chinese or Arabic give them, but of one only:
   * some look like other digits of another.
   *
   * @throws InvalidValue at the first character that is no part of a number; it names that one
   *     character and never the number
   */
  public static String of(String text) {
    TelephoneDigits read = new TelephoneDigits();
    int from = begin(text);
    for (int i = from; i < text.length(); ) {
      int c = text.codePointAt(i);
      if (!read.take(c)) {
        throw refused(text, i, c, read.count);
      }
      i += Character.charCount(c);
    }
    return read.digits.toString();
  }

  /**
   * What is wrong with a text that has about as many digits as a telephone number, or null where
   * nothing is or it is something else.
   */
  public static @Nullable InvalidValue problemOf(String text) {
    if (text.codePoints().filter(Character::isDigit).count() < FEWEST_OF_A_NUMBER) {
      return null;
    }
    try {
      of(text);
      return null;
    } catch (InvalidValue wrong) {
      return wrong;
    }
  }

  /** Behind a scheme, which stands at the very beginning or not at all. */
  private static int begin(String text) {
    int at = 0;
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return text.regionMatches(true, at, SCHEME, 0, SCHEME.length()) ? at + SCHEME.length() : 0;
  }

  private boolean take(int c) {
    if (Character.isDigit(c)) {
      return digit(c);
    }
    if (c == '+' || c == '＋') {
      boolean first = digits.isEmpty();
      digits.append('+');
      return first;
    }
    return isSeparator(c);
  }

  private boolean digit(int c) {
    int value = Character.digit(c, 10);
    int own = c - value;
    boolean same = zero < 0 || zero == own;
    zero = own;
    count++;
    digits.append((char) ('0' + value));
    return same;
  }

  private static boolean isSeparator(int c) {
    return isBlank(c)
        || Character.getType(c) == Character.DASH_PUNCTUATION
        || SEPARATORS.indexOf(c) >= 0;
  }

  /** Address books put marks of direction, which nobody sees, around what is copied from them. */
  private static boolean isBlank(int c) {
    return Character.isWhitespace(c)
        || Character.isSpaceChar(c)
        || Character.getType(c) == Character.FORMAT;
  }

  private static InvalidValue refused(String text, int at, int c, int digitsBefore) {
    if (digitsBefore >= SHORTEST_BEFORE_EXTENSION
        && EXTENSION.matcher(text).region(at, text.length()).matches()) {
      return InvalidValue.withoutValue(
              NUMBER,
              "has an extension",
              "give the line's own number; a desk behind a switchboard has no line to renew")
          .as("EXTENSION");
    }
    String shown = shown(c);
    if (Character.isLetter(c)) {
      return InvalidValue.withoutValue(
              NUMBER,
              "contains the letter '" + shown + "'",
              "give digits only; the digits 0 and 1 are often mistyped as letters, and a name goes"
                  + " into the label")
          .as("LETTER_IN_NUMBER", shown);
    }
    return InvalidValue.withoutValue(
            NUMBER,
            Character.isDigit(c)
                ? "mixes digits of two scripts, such as '" + shown + "'"
                : "contains the character '" + shown + "'",
            "give digits only, separated by spaces, hyphens, dots or parentheses if you like")
        .as("CHARACTER_IN_NUMBER", shown);
  }

  /** The character itself, or its code where it can't be seen. */
  private static String shown(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.PRIVATE_USE,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.NON_SPACING_MARK,
          Character.ENCLOSING_MARK,
          Character.COMBINING_SPACING_MARK ->
          "U+%04X".formatted(c);
      default -> Character.toString(c);
    };
  }
}
