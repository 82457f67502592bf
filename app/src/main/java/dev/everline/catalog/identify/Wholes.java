package dev.everline.catalog.identify;

import dev.everline.catalog.Carrier;
import dev.everline.catalog.Catalog;
import dev.everline.catalog.Confidence;
import dev.everline.catalog.identify.Identification.Brand;
import dev.everline.catalog.identify.Identification.Kind;
import dev.everline.kernel.text.SpreadsheetCell;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What is known by its whole form and isn't made of digits alone. */
final class Wholes {

  /** GSMA SGP.22, 4.1: format, server, matching id, and perhaps an object id and a flag. */
  private static final Pattern ACTIVATION_CODE =
      Pattern.compile(
          "(?:LPA:)?1\\$([A-Za-z0-9.-]{1,100})\\$([A-Za-z0-9-]{0,100})"
              + "(?:\\$[0-9.]{0,40})?(?:\\$1)?",
          Pattern.CASE_INSENSITIVE);

  private Wholes() {}

  /** Null when the text is none of these. */
  static @Nullable Identification of(String text, Catalog catalog) {
    if (SpreadsheetCell.isScientific(text)) {
      return rounded(text);
    }
    Matcher code = ACTIVATION_CODE.matcher(text);
    if (code.matches()) {
      return activationCode(code);
    }
    if (text.regionMatches(true, 0, "LPA:", 0, 4)) {
      return answer(
          Kind.ACTIVATION_CODE,
          false,
          "activation code of an eSIM (GSMA SGP.22)",
          "It isn't whole: it has the form LPA:1$SERVER$CODE. Scan it again, or copy all of it.");
    }
    return brand(text, catalog);
  }

  private static Identification activationCode(Matcher code) {
    boolean valid = code.group(1).contains(".") && !code.group(2).isEmpty();
    return answer(
        Kind.ACTIVATION_CODE,
        valid,
        "activation code of an eSIM: LPA:1$SERVER$CODE (GSMA SGP.22)",
        "This installs an eSIM on a phone, once: whoever has it can take the line, so show it to"
            + " nobody. It names no line and no carrier; once installed, the phone shows the eSIM's"
            + " ICCID in its settings under 'About'.");
  }

  private static Identification rounded(String text) {
    boolean sim = SpreadsheetCell.digits(text).startsWith("8");
    return answer(
        sim ? Kind.ICCID : Kind.UNKNOWN,
        false,
        "a number as a spreadsheet shortens it",
        "A spreadsheet has rounded this number, and its last digits are lost: format the column as"
            + " text and enter the digits again.");
  }

  /** Whoever types a brand wants to know what it is called here. */
  private static @Nullable Identification brand(String text, Catalog catalog) {
    boolean letters = text.codePoints().anyMatch(Character::isLetter);
    Set<String> ids = letters ? catalog.names().of(text) : Set.of();
    if (ids.isEmpty()) {
      return null;
    }
    List<Carrier> carriers = ids.stream().map(catalog::carrier).toList();
    List<Brand> brands =
        carriers.stream().map(carrier -> new Brand(carrier.id(), carrier.brand())).toList();
    boolean one = carriers.size() == 1;
    return new Identification(
        Kind.BRAND,
        true,
        one && !carriers.getFirst().network().equals(Carrier.SEVERAL_NETWORKS)
            ? carriers.getFirst().network()
            : null,
        one ? brands.getFirst() : null,
        one ? List.of() : brands,
        Confidence.HIGH,
        "a carrier's name in the catalog",
        List.of(
            one
                ? "This is the name of a carrier, whose id is " + carriers.getFirst().id() + "."
                : "Several carriers are called so; their ids are " + String.join(", ", ids) + "."));
  }

  private static Identification answer(Kind kind, boolean valid, String rule, String warning) {
    return new Identification(
        kind, valid, null, null, List.of(), Confidence.HIGH, rule, List.of(warning));
  }
}
