package dev.everline.line;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.text.SpreadsheetCell;
import dev.everline.kernel.text.TelephoneDigits;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads telephone numbers as people write them into the digits of E.164, country code first. A
 * number without a country code is taken for one of the United States.
 */
public final class Msisdn {

  private static final String HOME = "US";
  // The longest E.164 number has 15 digits; the rest is room for separators.
  private static final int LONGEST = 40;

  /** A decimal number, which isn't one of a telephone grouped by points. */
  private static final Pattern DECIMAL = Pattern.compile("[0-9]{7,}[.,][0-9]{1,2}");

  private Msisdn() {}

  /**
   * @throws InvalidValue when it is no telephone number; the message does not repeat it, but names
   *     the letter or other character that no number has
   */
  public static String parse(String text) {
    String usual = northAmerican(text);
    if (usual != null) {
      return usual;
    }
    if (SpreadsheetCell.isScientific(text)) {
      throw rounded();
    }
    String bare = SpreadsheetCell.digits(text);
    if (!bare.equals(text)) {
      return parse(bare);
    }
    if (text.length() > LONGEST
        || text.codePoints().noneMatch(Character::isDigit)
        || DECIMAL.matcher(text).matches()) {
      throw notANumber();
    }
    // The library would read letters as the digits of a telephone's keys, and drop extensions.
    String digits = TelephoneDigits.of(text);
    String american = northAmerican(digits);
    return american == null ? byLibrary(digits) : american;
  }

  /** For people who may see it: in the international form, such as {@code +1 212-555-0123}. */
  public static String formatted(String msisdn) {
    PhoneNumberUtil library = PhoneNumberUtil.getInstance();
    try {
      PhoneNumber number = library.parse("+" + msisdn, null);
      return library.format(number, PhoneNumberUtil.PhoneNumberFormat.INTERNATIONAL);
    } catch (NumberParseException unknown) {
      return "+" + msisdn;
    }
  }

  /** For files: as people write it in the United States; {@link #parse} reads it back. */
  public static String written(String msisdn) {
    return msisdn.startsWith("1") ? msisdn : "+" + msisdn;
  }

  /** For people: all but the last four digits hidden. */
  public static String masked(String msisdn) {
    int hidden = Math.max(0, msisdn.length() - 4);
    return "•••" + msisdn.substring(hidden);
  }

  /**
   * The usual forms of a number of the North American plan, which is nearly every row of a file:
   * reading them by the library costs several times as much as all the rest of the row.
   */
  private static @Nullable String northAmerican(String text) {
    if (text.length() > 20) {
      return null;
    }
    char[] digits = new char[11];
    digits[0] = '1';
    int count = 1;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= '0' && c <= '9') {
        boolean countryCode = count == 1 && c == '1';
        if (countryCode) {
          continue;
        }
        if (count == digits.length) {
          return null;
        }
        digits[count++] = c;
      } else if (c == '+' ? count > 1 || i > 0 || !text.startsWith("+1") : !isSeparator(c)) {
        return null;
      }
    }
    boolean plausible =
        count == digits.length && digits[1] >= '2' && digits[4] >= '2' && !isDecimal(text);
    return plausible ? new String(digits) : null;
  }

  /** Whether a point has one or two digits behind it, as no group of a telephone number does. */
  private static boolean isDecimal(String text) {
    int length = text.length();
    return text.charAt(length - 2) == '.' || text.charAt(length - 3) == '.';
  }

  private static boolean isSeparator(char c) {
    return c == ' ' || c == '-' || c == '.' || c == '(' || c == ')';
  }

  private static String byLibrary(String text) {
    PhoneNumberUtil library = PhoneNumberUtil.getInstance();
    PhoneNumber number;
    try {
      number = library.parse(text, HOME);
    } catch (NumberParseException none) {
      throw notANumber();
    }
    String digits = library.format(number, PhoneNumberUtil.PhoneNumberFormat.E164).substring(1);
    boolean american = number.getCountryCode() == 1;
    // Area codes are opened faster than tables of them are: for +1 the form decides.
    if (american ? northAmerican(digits) == null : !library.isValidNumber(number)) {
      throw american && digits.length() == 11 ? noSuchNumber() : notANumber();
    }
    return digits;
  }

  private static InvalidValue rounded() {
    return InvalidValue.withoutValue(
            LineField.NUMBER.key(),
            "was rounded by a spreadsheet, and its last digits are lost",
            "format the column as text in the spreadsheet and enter the number again")
        .as("NUMBER_ROUNDED");
  }

  /** It has all its digits, and can't be one. */
  private static InvalidValue noSuchNumber() {
    return InvalidValue.withoutValue(
            LineField.NUMBER.key(),
            "is no telephone number of the United States: the area code and the three digits after"
                + " it begin with 2 to 9",
            "check each digit, or give + and the country code")
        .as("NO_SUCH_NUMBER");
  }

  private static InvalidValue notANumber() {
    return InvalidValue.withoutValue(
            LineField.NUMBER.key(),
            "is not a telephone number",
            "give ten digits for the United States, or + and the country code")
        .as("NOT_A_NUMBER");
  }
}
