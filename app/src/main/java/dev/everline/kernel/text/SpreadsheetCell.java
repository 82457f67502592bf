package dev.everline.kernel.text;

import java.util.regex.Pattern;

/**
 * What spreadsheets do to digits: they put an apostrophe or a formula around them, give them a
 * decimal point, or keep only the first ones.
 */
public final class SpreadsheetCell {

  private static final String APOSTROPHES = "'’‘`´＇";
  private static final String QUOTES = "\"“”„«»＂";

  private static final Pattern FORMULA = Pattern.compile("[=＝]\\s*[\"“”＂]([^\"“”＂]{0,100})[\"“”＂]");
  private static final Pattern SCIENTIFIC =
      Pattern.compile("[+-]?[0-9](?:[.,][0-9]{1,20})?\\s?[eE]\\s?\\+?[0-9]{1,3}");
  private static final Pattern DECIMAL = Pattern.compile("([+-]?[0-9]{1,24})[.,]0{1,2}");

  private SpreadsheetCell() {}

  /**
   * Digits as they were before a spreadsheet wrapped them: without an apostrophe in front, without
   * quotation marks or {@code ="…"} around, without {@code .0} behind. Any other text is returned
   * as it is. Not for labels, which may begin with an apostrophe.
   */
  public static String digits(String text) {
    if (!mayBeWrapped(text)) {
      return text;
    }
    String bare = text.strip();
    for (int layers = 0; layers < 4; layers++) {
      String inner = unwrapped(bare);
      if (inner.equals(bare)) {
        break;
      }
      bare = inner.strip();
    }
    var decimal = DECIMAL.matcher(bare);
    return decimal.matches() ? decimal.group(1) : bare;
  }

  /**
   * Whether this is a number of which a spreadsheet shows the first digits and the count of the
   * others: {@code 8.90126E+18}.
   */
  public static boolean isScientific(String text) {
    return (text.indexOf('E') > 0 || text.indexOf('e') > 0)
        && text.length() <= 40
        && SCIENTIFIC.matcher(digits(text)).matches();
  }

  /** Nearly all cells are none of this, and there are millions. */
  private static boolean mayBeWrapped(String text) {
    if (text.isEmpty() || text.length() > 200) {
      return false;
    }
    char first = text.charAt(0);
    char last = text.charAt(text.length() - 1);
    return first == '='
        || first == '＝'
        || Character.isWhitespace(first)
        || APOSTROPHES.indexOf(first) >= 0
        || QUOTES.indexOf(first) >= 0
        || last == '0'
        || QUOTES.indexOf(last) >= 0;
  }

  private static String unwrapped(String text) {
    var formula = FORMULA.matcher(text);
    if (formula.matches()) {
      return formula.group(1);
    }
    int length = text.length();
    if (length > 1 && isQuote(text.charAt(0)) && isQuote(text.charAt(length - 1))) {
      return text.substring(1, length - 1);
    }
    return length > 1 && APOSTROPHES.indexOf(text.charAt(0)) >= 0 ? text.substring(1) : text;
  }

  private static boolean isQuote(char c) {
    return QUOTES.indexOf(c) >= 0 || APOSTROPHES.indexOf(c) >= 0;
  }
}
