package dev.everline.channel.web.frame;

import java.text.Normalizer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount of dollars as people type it: with a sign of currency, with commas between thousands,
 * or with a comma before the cents. What can be read in one way only is made a plain decimal;
 * anything else is left as it is, to be refused where it is read.
 */
public final class TypedAmount {

  private static final Pattern CURRENCY =
      Pattern.compile("^(?:US\\$|USD|\\$)\\s*|\\s*(?:USD|US\\$|\\$|美元)$", Pattern.CASE_INSENSITIVE);

  private static final Pattern THOUSANDS =
      Pattern.compile("[0-9]{1,3}(?:,[0-9]{3})+(?:\\.[0-9]{1,2})?");
  private static final Pattern COMMA_BEFORE_CENTS = Pattern.compile("([0-9]+),([0-9]{1,2})");

  private TypedAmount() {}

  public static String plain(String typed) {
    String text = Normalizer.normalize(typed, Normalizer.Form.NFKC).strip();
    text = CURRENCY.matcher(text).replaceFirst("");
    if (THOUSANDS.matcher(text).matches()) {
      return text.replace(",", "");
    }
    Matcher cents = COMMA_BEFORE_CENTS.matcher(text);
    return cents.matches() ? cents.group(1) + "." + cents.group(2) : text;
  }
}
