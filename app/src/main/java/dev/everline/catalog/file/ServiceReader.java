package dev.everline.catalog.file;

import dev.everline.catalog.Service;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what a record of {@code carriers.yaml} says of the carrier's lines. */
final class ServiceReader {

  private ServiceReader() {}

  static Service read(YamlFields carrier) {
    Service.Kind kind =
        carrier.optional("kind", (name, raw) -> Values.choice(name, raw, Service.Kind.class));
    return new Service(
        kind == null ? Service.Kind.MOBILE : kind,
        numbers(carrier.mapping("numberClass")),
        earlierNetworks(carrier),
        AbroadReader.read(carrier.mapping("abroad")),
        OwnFeeReader.read(carrier.mapping("ownFee")));
  }

  private static Service.@Nullable Numbers numbers(@Nullable YamlFields fields) {
    if (fields == null) {
      return null;
    }
    Service.Numbers numbers =
        new Service.Numbers(
            fields.required(
                "is",
                (name, raw) -> Values.choice(name, raw, Service.NumberClass.class),
                Service.NumberClass.MOBILE),
            fields.provenance());
    return fields.isSound() ? numbers : null;
  }

  private static List<Service.EarlierNetwork> earlierNetworks(YamlFields carrier) {
    return carrier.list("earlierNetworks").stream()
        .map(
            fields -> {
              Service.EarlierNetwork earlier =
                  new Service.EarlierNetwork(
                      fields.required("network", Values::text, ""),
                      fields.optional("until", Values::asOf),
                      fields.text("note"),
                      fields.provenance());
              fields.isSound();
              return earlier;
            })
        .toList();
  }
}
