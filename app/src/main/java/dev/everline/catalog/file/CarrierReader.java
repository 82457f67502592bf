package dev.everline.catalog.file;

import dev.everline.catalog.Carrier;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one record of {@code carriers.yaml}. */
final class CarrierReader {

  private CarrierReader() {}

  static @Nullable Carrier read(YamlFields fields) {
    YamlFields sites = fields.mapping("sites");
    Carrier carrier =
        new Carrier(
            fields.required("id", Values::id, ""),
            fields.required("brand", Values::text, ""),
            fields.text("legal"),
            fields.required("network", Values::text, ""),
            fields.required("zone", Values::zone, ZoneOffset.UTC),
            fields.required("postpaid", Values::bool, false),
            fields.text("care"),
            fields.scalars("balanceCodes", Values::text),
            fields.scalars("refillCodes", Values::text),
            sites == null ? java.util.Map.of() : java.util.Map.copyOf(sites.all(Values::site)),
            fields.scalars("apps", Values::text),
            fields.text("notes"),
            fields.provenance(),
            fields.required(
                "status",
                (name, raw) -> Values.choice(name, raw, Carrier.Status.class),
                Carrier.Status.ACTIVE),
            unconfirmed(fields.mapping("unconfirmed")));
    return fields.isSound() ? carrier : null;
  }

  private static List<String> unconfirmed(@Nullable YamlFields fields) {
    if (fields == null) {
      return List.of();
    }
    List<String> hints = new ArrayList<>();
    add(hints, "customer care: ", fields.text("care"));
    fields
        .scalars("balanceCodes", Values::text)
        .forEach(code -> add(hints, "to see the balance: ", code));
    fields.scalars("refillCodes", Values::text).forEach(code -> add(hints, "to refill: ", code));
    add(hints, "", fields.text("notes"));
    fields.isSound();
    return List.copyOf(hints);
  }

  private static void add(List<String> hints, String what, @Nullable String hint) {
    if (hint != null) {
      hints.add(what + hint);
    }
  }
}
