package dev.everline.catalog.file;

import dev.everline.catalog.OwnFee;
import dev.everline.kernel.Money;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Reads {@code ownFee} of a carrier. */
final class OwnFeeReader {

  private OwnFeeReader() {}

  static @Nullable OwnFee read(@Nullable YamlFields fields) {
    if (fields == null) {
      return null;
    }
    Money least = fields.usd("usd");
    Money upTo = fields.usd("upToUsd");
    BigDecimal percent = fields.decimal("percent", 100);
    OwnFee fee =
        new OwnFee(
            fields.required("name", Values::text, ""),
            fields.required(
                "per",
                (name, raw) -> Values.choice(name, raw, OwnFee.Per.class),
                OwnFee.Per.PAYMENT),
            least,
            upTo == null ? least : upTo,
            percent,
            fields.provenance());
    if ((least == null) == (percent == null)) {
      fields.wrong("usd", "and percent are both given, or neither is", "give one of the two");
    }
    if (upTo != null && (least == null || !least.isLessThan(upTo))) {
      fields.wrong(
          "upToUsd", "is not above usd", "give usd for the least and upToUsd for the most");
    }
    return fields.isSound() ? fee : null;
  }
}
