package dev.everline.channel.web.frame;

import dev.everline.catalog.Carrier;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A way to reach a carrier's customer care.
 *
 * @param text as the catalog has it
 * @param dial what a telephone is to dial, or empty where it is none
 * @param ownPhoneOnly whether it is a short code, which works on a phone of that carrier only
 */
public record CarePhone(String text, String dial, boolean ownPhoneOnly) {

  private static final Pattern NUMBER =
      Pattern.compile("(?:\\+?1[- ])?[0-9]{3}[- ][0-9]{3}[- ][0-9]{4}");
  private static final Pattern SHORT = Pattern.compile("\\*?[0-9]{3,6}");

  /** Those of a carrier, in the catalog's order; none where nothing is known. */
  public static List<CarePhone> of(Carrier carrier) {
    String care = carrier.care();
    return care == null
        ? List.of()
        : Arrays.stream(care.split(";")).map(part -> of(part.strip())).toList();
  }

  private static CarePhone of(String text) {
    if (NUMBER.matcher(text).matches()) {
      String digits = text.replaceAll("[^0-9]", "");
      return new CarePhone(text, "+" + (digits.length() == 10 ? "1" : "") + digits, false);
    }
    return SHORT.matcher(text).matches()
        ? new CarePhone(text, text, true)
        : new CarePhone(text, "", false);
  }
}
