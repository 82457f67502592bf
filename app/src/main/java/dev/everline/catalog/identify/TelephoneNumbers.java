package dev.everline.catalog.identify;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.ValidationResult;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import dev.everline.catalog.Confidence;
import dev.everline.catalog.identify.Identification.Kind;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.text.TelephoneDigits;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a telephone number says: whether it can exist and where, and never whose line it is. */
final class TelephoneNumbers {

  private static final Pattern FICTION = Pattern.compile("[0-9]{3}55501[0-9]{2}");

  /** Null when the text is no telephone number at all. */
  @Nullable Identification identify(String text) {
    PhoneNumberUtil util = PhoneNumberUtil.getInstance();
    PhoneNumber number;
    try {
      number = util.parse(TelephoneDigits.of(text), "US");
    } catch (InvalidValue | NumberParseException none) {
      return null;
    }
    ValidationResult possible = util.isPossibleNumberWithReason(number);
    if (possible != ValidationResult.IS_POSSIBLE
        && possible != ValidationResult.IS_POSSIBLE_LOCAL_ONLY) {
      return null;
    }
    boolean valid = util.isValidNumber(number);
    String region = util.getRegionCodeForNumber(number);
    List<String> warnings = new ArrayList<>();
    if (possible == ValidationResult.IS_POSSIBLE_LOCAL_ONLY) {
      warnings.add("The area code is missing; give all ten digits.");
    } else if (!valid) {
      warnings.add("No such number can exist in its country; check whether digits are mistyped.");
    }
    boolean american = number.getCountryCode() == 1;
    if (american && FICTION.matcher(util.getNationalSignificantNumber(number)).matches()) {
      warnings.add("Numbers 555-0100 to 555-0199 are reserved for fiction; no line has them.");
    }
    if (region != null && !region.equals("US")) {
      warnings.add("This is a number of the region " + region + ", not of the United States.");
    } else if (region == null && !american) {
      warnings.add(
          "This isn't a number of the United States: its country code is +"
              + number.getCountryCode()
              + ".");
    }
    warnings.add(
        "The carrier can't be told from the number: people keep their number when they change"
            + " carriers. Look instead at the ICCID printed on the SIM or in the phone's settings"
            + " under 'About' (it tells the network), at the carrier's name in those settings, at"
            + " its app or its last receipt; or ask the line's owner.");
    return new Identification(
        Kind.MSISDN,
        valid,
        null,
        null,
        List.of(),
        valid ? Confidence.HIGH : Confidence.LOW,
        "number portability: can't be told from the number (47 CFR part 52)",
        warnings);
  }
}
