package dev.everline.catalog.file;

import dev.everline.catalog.Provenance;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the dial codes and the care number of a carrier. A wrong code does something else on a
 * phone, and a wrong number may belong to a fraud: one that was only recalled is never shown, and
 * its editor is told.
 */
final class DialCodes {

  private final YamlFields carrier;
  private final Provenance ofCarrier;

  DialCodes(YamlFields carrier, Provenance ofCarrier) {
    this.carrier = carrier;
    this.ofCarrier = ofCarrier;
  }

  /** The codes that may be shown. A code without a source of its own has that of its carrier. */
  List<String> shown(String name) {
    if (!carrier.holdsRecords(name)) {
      List<String> codes = carrier.scalars(name, Values::text);
      return codes.isEmpty() || isFact(name, ofCarrier) ? codes : List.of();
    }
    List<String> codes = new ArrayList<>();
    for (YamlFields fields : carrier.list(name)) {
      String code = fields.required("code", Values::text, "");
      Provenance provenance = fields.provenance();
      if (fields.isSound() && isFact(fields, "code", provenance)) {
        codes.add(code);
      }
    }
    return List.copyOf(codes);
  }

  /** The care number that may be shown, or null. */
  @Nullable String care() {
    String care = carrier.text("care");
    return care != null && isFact("care", ofCarrier) ? care : null;
  }

  /** Tells of codes that are said to be both confirmed and not. */
  void compare(String name, List<String> confirmed, @Nullable YamlFields unconfirmed) {
    if (unconfirmed == null) {
      return;
    }
    for (String code : unconfirmed.scalars(name, Values::text)) {
      if (Set.copyOf(confirmed).contains(code)) {
        unconfirmed.doubt(
            name,
            "contains " + Values.shown(code) + "which stands among the confirmed codes too",
            "remove it from one of the two");
      }
    }
  }

  private boolean isFact(String name, Provenance provenance) {
    return isFact(carrier, name, provenance);
  }

  private static boolean isFact(YamlFields fields, String name, Provenance provenance) {
    if (provenance.isFact()) {
      return true;
    }
    fields.doubt(
        name,
        "would be shown, but is "
            + (provenance.lookedUp() ? "of low confidence" : "recalled, not looked up"),
        "move it under 'unconfirmed', or look it up and write its source and"
            + " 'verified: looked-up'");
    return false;
  }
}
