package dev.everline.kernel.text;

import java.util.regex.Pattern;

/**
 * An amount of money as people and spreadsheets write it: with a sign of its currency, groups of
 * thousands, a comma for the decimals. What could be a group as well as decimals ({@code 1,234}) is
 * left as it is, for nobody to guess.
 */
public final class WrittenAmount {

  private static final Pattern PLAIN = Pattern.compile("-?[0-9]+(?:\\.[0-9]+)?");
  private static final Pattern COMMA_GROUPS =
      Pattern.compile("-?[0-9]{1,3}(?:,[0-9]{3})+\\.[0-9]{1,2}|-?[0-9]{1,3}(?:,[0-9]{3}){2,}");
  private static final Pattern POINT_GROUPS =
      Pattern.compile("-?[0-9]{1,3}(?:\\.[0-9]{3})+,[0-9]{1,2}|-?[0-9]{1,3}(?:\\.[0-9]{3}){2,}");
  private static final Pattern DECIMAL_COMMA = Pattern.compile("-?[0-9]+,[0-9]{1,2}");

  private WrittenAmount() {}

  /**
   * The amount as a plain decimal number, or the text as it is where it can't be read in one way
   * only.
   *
   * @param currency its code; a sign or code of another is left where it is
   */
  public static String plain(String text, String currency) {
    if (text.length() > 60 || PLAIN.matcher(text).matches()) {
      return text;
    }
    String bare = SpreadsheetCell.digits(text).replaceAll("[\\s\\p{Z}\\p{Cf}]", "");
    bare = bare.replace('−', '-').replace('＄', '$');
    if (currency.equals("USD")) {
      bare = bare.replaceFirst("^(-?)(?:US\\$|\\$|USD)", "$1").replaceFirst("(?:USD|\\$|美元)$", "");
    }
    if (PLAIN.matcher(bare).matches()) {
      return bare;
    }
    if (COMMA_GROUPS.matcher(bare).matches()) {
      return bare.replace(",", "");
    }
    if (POINT_GROUPS.matcher(bare).matches()) {
      return bare.replace(".", "").replace(',', '.');
    }
    return DECIMAL_COMMA.matcher(bare).matches() ? bare.replace(',', '.') : text;
  }
}
