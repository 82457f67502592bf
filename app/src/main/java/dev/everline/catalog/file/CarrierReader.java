package dev.everline.catalog.file;

import dev.everline.catalog.Carrier;
import dev.everline.catalog.Provenance;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one record of {@code carriers.yaml}. */
final class CarrierReader {

  private CarrierReader() {}

  static @Nullable Carrier read(YamlFields fields) {
    YamlFields sites = fields.mapping("sites");
    YamlFields unconfirmed = fields.mapping("unconfirmed");
    Provenance provenance = fields.provenance();
    DialCodes codes = new DialCodes(fields, provenance);
    List<String> balanceCodes = codes.shown("balanceCodes");
    List<String> refillCodes = codes.shown("refillCodes");
    codes.compare("balanceCodes", balanceCodes, unconfirmed);
    codes.compare("refillCodes", refillCodes, unconfirmed);
    Carrier carrier =
        new Carrier(
            fields.required("id", Values::id, ""),
            fields.required("brand", Values::text, ""),
            fields.text("legal"),
            fields.required("network", Values::text, ""),
            fields.required("zone", Values::zone, ZoneOffset.UTC),
            fields.required("postpaid", Values::bool, false),
            codes.care(),
            balanceCodes,
            refillCodes,
            sites == null ? java.util.Map.of() : java.util.Map.copyOf(sites.all(Values::site)),
            fields.scalars("apps", Values::text),
            notes(fields),
            provenance,
            fields.required(
                "status",
                (name, raw) -> Values.choice(name, raw, Carrier.Status.class),
                Carrier.Status.ACTIVE),
            unconfirmed(unconfirmed),
            ServiceReader.read(fields));
    return fields.isSound() ? carrier : null;
  }

  private static @Nullable String notes(YamlFields fields) {
    return new Wording()
        .add("", fields.text("notes"))
        .addAll("Another source", Conflicts.read(fields))
        .joined();
  }

  private static List<String> unconfirmed(@Nullable YamlFields fields) {
    if (fields == null) {
      return List.of();
    }
    List<String> hints = new ArrayList<>();
    add(hints, "customer care: ", fields.text("care"));
    // Codes are for the people who edit the file: dialled on trust, a wrong one can cost money.
    fields.scalars("balanceCodes", Values::text);
    fields.scalars("refillCodes", Values::text);
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
