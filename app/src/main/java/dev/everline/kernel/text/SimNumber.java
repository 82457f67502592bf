package dev.everline.kernel.text;

import dev.everline.kernel.InvalidValue;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The number of a SIM (ICCID, ITU-T E.118) as people and programs write it. Cards print it with or
 * without its check digit, modems with a filler F behind it or with the digits of each pair
 * swapped; {@link #identity} is the same for all of these.
 *
 * @param digits as they were given, without separators; 18 to 20, from 89
 * @param swapped whether each pair of digits was given the other way round, as a SIM stores them
 */
public record SimNumber(String digits, boolean swapped) {

  private static final int SHORTEST = 18;
  private static final int LONGEST = 20;

  /** Of a number that a spreadsheet keeps; those behind become zeros. */
  private static final int SIGNIFICANT = 15;

  private static final int MOST_ZEROS_OF_A_ROUNDED = 8;

  private static final Pattern NAME =
      Pattern.compile("^[+^#]?(?:CCID|ICCID|QCCID|SIM)\\b[\\s:=#]{0,9}", Pattern.CASE_INSENSITIVE);

  /** Without the number, so that it may be logged. */
  @Override
  public String toString() {
    return "SimNumber[]";
  }

  /**
   * @param field that it was given for
   * @throws InvalidValue when it is no SIM's number, or one that a spreadsheet has rounded; the
   *     number is never repeated
   */
  public static SimNumber parse(String field, String text) {
    if (SpreadsheetCell.isScientific(text)) {
      throw rounded(field);
    }
    SimNumber sim = orNull(text);
    if (sim == null) {
      throw InvalidValue.withoutValue(
              field, "is not an ICCID", "give the 18 to 20 digits on the SIM that begin with 89")
          .as("NOT_AN_ICCID");
    }
    if (isRounded(sim.digits)) {
      throw rounded(field);
    }
    return sim;
  }

  /** The number in a text, or null where there is none. */
  public static @Nullable SimNumber orNull(String text) {
    String digits = compact(text);
    if (digits == null || digits.length() < SHORTEST || digits.length() > LONGEST + 1) {
      return null;
    }
    if (digits.startsWith("98")) {
      String turned = swapPairs(digits);
      return turned == null ? null : new SimNumber(turned, true);
    }
    String plain = digits.endsWith("F") ? digits.substring(0, digits.length() - 1) : digits;
    return isPlain(plain) ? new SimNumber(plain, false) : null;
  }

  /**
   * Whether a spreadsheet has put zeros in the place of the last digits: nothing but zeros is left
   * behind those that it keeps, and the check digit isn't right.
   *
   * @param digits of a SIM, from 89
   */
  public static boolean isRounded(String digits) {
    int length = digits.length();
    if (length < SHORTEST || length > LONGEST || Luhn.holds(digits)) {
      return false;
    }
    int zeros = length - digits.replaceFirst("0+$", "").length();
    // Eighteen digits are whole without a check digit, so that nothing but these zeros is odd.
    boolean plausible = length == SHORTEST && zeros > MOST_ZEROS_OF_A_ROUNDED;
    return zeros >= length - SIGNIFICANT && !plausible;
  }

  /**
   * The number with its check digit, by which SIMs are told apart. A number of 18 digits, and one
   * of 19 whose last is no check digit, was given without.
   */
  public String identity() {
    boolean whole = digits.length() == LONGEST || (digits.length() == 19 && Luhn.holds(digits));
    return whole ? digits : digits + Luhn.checkDigit(digits);
  }

  /** Whether it has all its digits and the last isn't their check digit: most likely mistyped. */
  public boolean isDoubtful() {
    return digits.length() == LONGEST && !Luhn.holds(digits);
  }

  /** All digits by which this SIM may have been written down, the identity first. */
  public List<String> spellings() {
    String whole = identity();
    String unchecked = whole.substring(0, whole.length() - 1);
    boolean checked = Luhn.holds(whole);
    boolean other = unchecked.length() == 19 && Luhn.holds(unchecked);
    return checked && !other ? List.of(whole, unchecked) : List.of(whole);
  }

  /**
   * Whether both are numbers of one SIM; texts that are no SIM's number are compared as they are.
   */
  public static boolean same(@Nullable String one, @Nullable String other) {
    if (one == null || other == null) {
      return one == null && other == null;
    }
    SimNumber first = orNull(one);
    SimNumber second = orNull(other);
    return (first == null || second == null)
        ? one.equals(other)
        : first.identity().equals(second.identity());
  }

  private static boolean isPlain(String digits) {
    return digits.length() >= SHORTEST
        && digits.length() <= LONGEST
        && digits.startsWith("89")
        && digits.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /** EF_ICCID (ETSI TS 102 221): each byte has its first digit in the lower half. */
  private static @Nullable String swapPairs(String digits) {
    if (digits.length() % 2 != 0) {
      return null;
    }
    StringBuilder turned = new StringBuilder(digits.length());
    for (int i = 0; i < digits.length(); i += 2) {
      turned.append(digits.charAt(i + 1)).append(digits.charAt(i));
    }
    String plain = turned.toString();
    if (plain.endsWith("F")) {
      plain = plain.substring(0, plain.length() - 1);
    }
    return isPlain(plain) ? plain : null;
  }

  /** Digits, with F where a filler stands; null where anything else is in the text. */
  private static @Nullable String compact(String text) {
    if (text.length() > 80) {
      return null;
    }
    String bare = SpreadsheetCell.digits(text);
    if (!bare.isEmpty() && !isAsciiDigit(bare.charAt(0))) {
      bare = SpreadsheetCell.digits(NAME.matcher(bare.strip()).replaceFirst(""));
    }
    StringBuilder compact = new StringBuilder(LONGEST + 1);
    for (int i = 0; i < bare.length(); ) {
      int c = bare.codePointAt(i);
      i += Character.charCount(c);
      if (isAsciiDigit(c)) {
        compact.append((char) c);
      } else if (c == 'F' || c == 'f') {
        compact.append('F');
      } else if (c >= '０' && c <= '９') {
        compact.append((char) (c - '０' + '0'));
      } else if (!isSeparator(c)) {
        return null;
      }
    }
    return compact.toString();
  }

  private static boolean isAsciiDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isSeparator(int c) {
    return Character.isWhitespace(c)
        || Character.isSpaceChar(c)
        || Character.getType(c) == Character.FORMAT
        || Character.getType(c) == Character.DASH_PUNCTUATION;
  }

  private static InvalidValue rounded(String field) {
    return InvalidValue.withoutValue(
            field,
            "was rounded by a spreadsheet, and its last digits are lost",
            "format the column as text in the spreadsheet and enter the digits on the SIM again")
        .as("SIM_ROUNDED");
  }
}
