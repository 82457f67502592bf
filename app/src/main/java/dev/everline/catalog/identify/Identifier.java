package dev.everline.catalog.identify;

import dev.everline.catalog.Catalog;
import dev.everline.catalog.Confidence;
import dev.everline.catalog.Derived;
import dev.everline.catalog.identify.Identification.Kind;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.text.Luhn;
import dev.everline.kernel.text.SimNumber;
import dev.everline.kernel.text.TelephoneDigits;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells what an identifier is and what it says of a line. Never guesses: what an identifier can't
 * say is left null, with a warning that names what to look at instead.
 *
 * <p>Pure and safe for use by many threads. Takes any text; nonsense is answered as {@link
 * Kind#UNKNOWN}, never by an exception.
 */
public final class Identifier {

  /** The longest identifier has 32 digits; the rest is room for separators, a name and a GID1. */
  static final int MAX_LENGTH = 256;

  /** Such as 1-800-FLOWERS and (212) 555-ABCD: digits first, then letters in their place. */
  private static final Pattern LETTERED =
      Pattern.compile("\\+?[0-9 ().-]{3,12}[A-Za-z]{3,8}[0-9A-Za-z .-]{0,8}");

  private final Catalog catalog;
  private final Derived<SimMarks> marks;
  private final TelephoneNumbers telephoneNumbers = new TelephoneNumbers();

  public Identifier(Catalog catalog, SimTables tables) {
    this(catalog, () -> tables);
  }

  /**
   * @param tables those of the catalog that is in force
   */
  public Identifier(Catalog catalog, Supplier<SimTables> tables) {
    this.catalog = catalog;
    this.marks = new Derived<>(catalog, () -> new SimMarks(catalog, tables.get()));
  }

  /**
   * @param text an identifier with or without separators, a name in front ({@code ICCID: …}) and a
   *     GID1 behind ({@code … GID1=6D38})
   */
  public Identification identify(String text) {
    return identify(text, null);
  }

  /**
   * @param gid1 the SIM's group identifier in hexadecimal, which tells the brand behind an IMSI, or
   *     null when not known
   */
  public Identification identify(String text, @Nullable String gid1) {
    if (text.length() > MAX_LENGTH || (gid1 != null && gid1.length() > MAX_LENGTH)) {
      return unknown(
          List.of(
              "This has more than "
                  + MAX_LENGTH
                  + " characters, an identifier at most 32 digits; give one identifier at a"
                  + " time."));
    }
    Cleaned cleaned = Cleaned.of(text);
    String group = gid1 == null ? cleaned.gid1() : gid1;
    Identification answer = answer(cleaned, group);
    return cleaned.warnings().isEmpty() ? answer : with(answer, cleaned.warnings());
  }

  private Identification answer(Cleaned cleaned, @Nullable String gid1) {
    Kind named = cleaned.named();
    Identification whole = Wholes.of(cleaned.plain(), catalog);
    if (whole != null && named != Kind.MSISDN) {
      return whole;
    }
    SimNumber swapped = swapped(cleaned.plain());
    if (swapped != null && (named == null || named == Kind.ICCID)) {
      return with(
          marks.get().iccid(swapped.digits()),
          List.of(
              "The digits of each pair are swapped, as a SIM stores them and modems show them: turned"
                  + " round, they are a SIM's number."));
    }
    String digits = withoutFiller(cleaned.compact());
    if (!digits.chars().allMatch(c -> c >= '0' && c <= '9') || digits.isEmpty()) {
      return named == null || named == Kind.MSISDN
          ? telephoneOrUnknown(cleaned)
          : unknown(List.of("An " + named + " has digits only; type it again."));
    }
    if (cleaned.compact().length() > digits.length() && !digits.startsWith("89")) {
      return unknown(List.of("Only an ICCID ends with the filler F, and it begins with 89."));
    }
    return switch (named == null ? kindOf(digits, gid1 != null) : named) {
      case ICCID -> marks.get().iccid(digits);
      case IMSI -> marks.get().imsi(digits, gid1);
      case EID -> eid(digits);
      case IMEI -> imei(digits);
      case MSISDN -> telephoneOrUnknown(cleaned);
      case ACTIVATION_CODE, BRAND, UNKNOWN -> unknown(List.of(lengthAdvice(digits.length())));
    };
  }

  private static @Nullable SimNumber swapped(String text) {
    SimNumber sim = SimNumber.orNull(text);
    return sim != null && sim.swapped() ? sim : null;
  }

  /** The file EF_ICCID pads 19 digits to 20 with F (ETSI TS 102 221). */
  private static String withoutFiller(String compact) {
    int end = compact.length();
    while (end > 0 && end > compact.length() - 2 && compact.charAt(end - 1) == 'F') {
      end--;
    }
    return compact.substring(0, end);
  }

  /** By length and beginning alone; what both an IMSI and an IMEI could be is told apart here. */
  private static Kind kindOf(String digits, boolean hasGid1) {
    int length = digits.length();
    boolean telecom = digits.startsWith("89");
    if (length > 24) {
      return length == 32 || telecom ? Kind.EID : Kind.UNKNOWN;
    }
    if (telecom && length >= 16) {
      return Kind.ICCID;
    }
    if (hasGid1 && length >= 6 && length <= 15) {
      return Kind.IMSI;
    }
    return switch (length) {
      // No type approval code begins with 310 to 316, so a US IMSI can't be taken for an IMEI.
      case 15 -> SimMarks.isUsMcc(digits) ? Kind.IMSI : Kind.IMEI;
      case 14, 16 -> Kind.IMEI;
      case 7, 10, 11, 12, 13 -> Kind.MSISDN;
      default -> Kind.UNKNOWN;
    };
  }

  private Identification telephoneOrUnknown(Cleaned cleaned) {
    Identification answer = telephoneNumbers.identify(cleaned.plain());
    return answer != null ? answer : unknown(List.of(advice(cleaned)));
  }

  private static String advice(Cleaned cleaned) {
    if (cleaned.plain().isEmpty()) {
      return "There is nothing to identify; give an ICCID, IMSI, EID, IMEI or number.";
    }
    if (cleaned.isDigits()) {
      return lengthAdvice(cleaned.compact().length());
    }
    InvalidValue wrong = TelephoneDigits.problemOf(cleaned.plain());
    if (wrong == null && LETTERED.matcher(cleaned.plain()).matches()) {
      return "This is a telephone number with letters, which stand for the digits of a keypad; give"
          + " digits only.";
    }
    return wrong == null
        ? "This is none of the identifiers of a line; they are digits (a number may begin with +)."
        : "As a telephone number it " + wrong.reason() + "; " + wrong.remedy() + ".";
  }

  private static Identification eid(String digits) {
    boolean valid = digits.length() == 32 && digits.startsWith("89") && CheckDigits.mod97(digits);
    List<String> warnings = new ArrayList<>();
    if (digits.length() != 32) {
      warnings.add("An EID has 32 digits, this has " + digits.length() + ".");
    } else if (!digits.startsWith("89")) {
      warnings.add("An EID begins with 89.");
    } else if (!valid) {
      warnings.add("The check digits are wrong: a digit was mistyped; look again.");
    }
    warnings.add(
        "An EID names the eSIM chip of a device, not a line and not a carrier; for those look at"
            + " the ICCID of the profile, in the phone's settings under 'About'.");
    return answer(
        Kind.EID,
        valid,
        "EID: 32 digits from 89, the whole number leaves 1 when divided by 97 (GSMA SGP.02, SGP.29)",
        warnings);
  }

  private static Identification imei(String digits) {
    boolean valid =
        switch (digits.length()) {
          case 15 -> Luhn.holds(digits);
          case 16 -> true;
          default -> false;
        };
    List<String> warnings = new ArrayList<>();
    switch (digits.length()) {
      case 15 -> {
        if (!valid) {
          warnings.add(
              "The check digit is wrong: a digit was mistyped; dial *#06# and look again. (As an"
                  + " IMSI it would belong to no US network: those begin with 310 to"
                  + " 316.)");
        }
      }
      case 16 -> warnings.add("16 digits without a check digit: taken for an IMEISV.");
      case 14 -> warnings.add("14 digits: the IMEI's last one, its check digit, is missing.");
      default -> warnings.add("An IMEI has 15 digits, this has " + digits.length() + ".");
    }
    warnings.add(
        "An IMEI names the device, not a line and not a carrier; for those look at the ICCID printed"
            + " on the SIM card.");
    return answer(
        Kind.IMEI,
        valid,
        "IMEI: 15 digits, the last a Luhn check digit (3GPP TS 23.003)",
        warnings);
  }

  private static String lengthAdvice(int length) {
    return "No identifier has "
        + length
        + " digits: an ICCID has 18 to 20 and begins with 89, an IMSI or IMEI 15, an EID"
        + " 32, a US number 10; check whether digits are missing or doubled.";
  }

  private static Identification unknown(List<String> warnings) {
    return new Identification(
        Kind.UNKNOWN, false, null, null, List.of(), Confidence.LOW, "none fits", warnings);
  }

  private static Identification answer(
      Kind kind, boolean valid, String rule, List<String> warnings) {
    return new Identification(
        kind,
        valid,
        null,
        null,
        List.of(),
        valid ? Confidence.HIGH : Confidence.LOW,
        rule,
        warnings);
  }

  private static Identification with(Identification answer, List<String> first) {
    List<String> warnings = new ArrayList<>(first);
    warnings.addAll(answer.warnings());
    return new Identification(
        answer.kind(),
        answer.valid(),
        answer.network(),
        answer.brand(),
        answer.candidates(),
        answer.confidence(),
        answer.rule(),
        warnings);
  }
}
