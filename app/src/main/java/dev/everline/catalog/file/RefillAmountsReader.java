package dev.everline.catalog.file;

import dev.everline.catalog.RefillAmounts;
import dev.everline.kernel.Money;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one record of {@code refill-amounts.yaml}. */
final class RefillAmountsReader {

  private RefillAmountsReader() {}

  static @Nullable RefillAmounts read(YamlFields fields) {
    RefillAmounts amounts =
        new RefillAmounts(
            fields.required("carrier", Values::id, ""),
            fields.required(
                "kind",
                (name, raw) -> Values.choice(name, raw, RefillAmounts.Kind.class),
                RefillAmounts.Kind.PLAN),
            fields.scalars("amountsUsd", Values::usd),
            fields.usd("minUsd"),
            fields.usd("maxUsd"),
            fields.usd("mostHeldUsd"),
            fields.provenance());
    // For the people who edit the file: nothing is decided by it.
    fields.text("notes");
    check(fields, amounts);
    return fields.isSound() ? amounts : null;
  }

  private static void check(YamlFields fields, RefillAmounts amounts) {
    boolean range = fields.has("minUsd") || fields.has("maxUsd");
    boolean listed = fields.has("amountsUsd");
    boolean fits =
        switch (amounts.kind()) {
          case FIXED -> listed && !range;
          case RANGE -> range && !listed;
          case PLAN -> !listed && !range;
        };
    if (!fits) {
      fields.wrong(
          "kind",
          "does not fit the amounts given",
          "fixed wants amountsUsd, range wants minUsd or maxUsd, plan wants neither");
    }
    Money min = amounts.min();
    Money max = amounts.max();
    if (min != null && max != null && max.isLessThan(min)) {
      fields.wrong("maxUsd", "is below minUsd", "swap them");
    }
    List<Money> listedAmounts = amounts.amounts();
    for (int i = 1; i < listedAmounts.size(); i++) {
      if (!listedAmounts.get(i - 1).isLessThan(listedAmounts.get(i))) {
        fields.wrong("amountsUsd", "don't rise", "sort them, smallest first, each once");
        return;
      }
    }
  }
}
