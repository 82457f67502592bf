package dev.everline.kernel.text;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What may be repeated of a text that somebody sent. People put a telephone number or a SIM's where
 * something else belongs, and answers are logged by many; so what can be one is left out, whatever
 * field it stands in.
 */
public final class Echo {

  private static final String LEFT_OUT = "•••";

  /** Seven digits or more of any script, with signs and blanks between them but no letter. */
  private static final Pattern NUMBER =
      Pattern.compile("\\p{Nd}(?:[^\\p{L}\\p{Nd}]{0,4}\\p{Nd}){6,}");

  private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");

  private Echo() {}

  /** The text with each part that can be a number of a line or a SIM left out. */
  public static String of(String text) {
    Matcher numbers = NUMBER.matcher(text);
    return numbers.replaceAll(
        found -> DATE.matcher(found.group()).matches() ? found.group() : LEFT_OUT);
  }
}
