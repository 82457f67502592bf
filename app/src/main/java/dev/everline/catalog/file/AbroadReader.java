package dev.everline.catalog.file;

import dev.everline.catalog.Abroad;
import dev.everline.kernel.InvalidValue;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads {@code abroad} of a plan or a carrier. */
final class AbroadReader {

  private AbroadReader() {}

  static @Nullable Abroad read(@Nullable YamlFields fields) {
    if (fields == null) {
      return null;
    }
    Abroad abroad =
        new Abroad(
            fields.required(
                "smsAbroad",
                (name, raw) -> Values.choice(name, raw, Abroad.Texts.class),
                Abroad.Texts.UNKNOWN),
            fields.usd("smsPriceUsd"),
            fields.optional("smsPriceIn", AbroadReader::country),
            fields.optional("wifiCallingAbroad", Values::bool),
            fields.optional("activationOnlyInUs", Values::bool),
            fields.text("note"),
            fields.provenance());
    if (abroad.textPrice() != null && abroad.texts() != Abroad.Texts.ROAMING) {
      fields.wrong(
          "smsPriceUsd",
          "is the price of a text while roaming, but smsAbroad isn't roaming",
          "write 'smsAbroad: roaming', or remove the price");
    }
    if (abroad.textPriceIn() != null && abroad.textPrice() == null) {
      fields.wrong("smsPriceIn", "names a country without a price", "add smsPriceUsd or remove it");
    }
    if (abroad.texts() == Abroad.Texts.WIFI && Boolean.FALSE.equals(abroad.wifiCalling())) {
      fields.wrong(
          "smsAbroad",
          "is wifi, but wifiCallingAbroad is false",
          "check which of them the source says");
    }
    return fields.isSound() ? abroad : null;
  }

  private static String country(String name, String raw) {
    if (!Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2).contains(raw)) {
      throw InvalidValue.of(name, raw, "isn't the code of a country", "write two letters, like CN");
    }
    return raw;
  }
}
