package dev.everline.catalog.file;

import dev.everline.catalog.LapseRule;
import dev.everline.catalog.Plan;
import dev.everline.catalog.RefillAmounts;
import dev.everline.kernel.Money;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Compares the payment that keeps a number with the refills that its carrier takes. */
final class KeepAliveAmounts {

  private KeepAliveAmounts() {}

  /**
   * Doubts a keep-alive payment that is smaller than every refill of the plans that follow the
   * rule: an owner would be told to pay what nobody takes.
   *
   * @param amounts by the carrier's id, and by the plan's where it differs
   */
  static void check(
      LapseRule rule,
      YamlFields fields,
      Collection<Plan> plans,
      Map<String, RefillAmounts> amounts) {
    LapseRule.KeepAlive keepAlive = rule.keepAlive();
    if (keepAlive == null) {
      return;
    }
    plans.stream()
        .filter(plan -> plan.lapseRule().equals(rule.id()))
        .map(plan -> amounts.getOrDefault(plan.id(), amounts.get(plan.carrier())))
        .map(KeepAliveAmounts::smallest)
        .filter(Objects::nonNull)
        .min(Comparator.comparingLong(Money::minor))
        .filter(keepAlive.amount()::isLessThan)
        .ifPresent(
            smallest ->
                fields.doubt(
                    "keepAlive",
                    "is $"
                        + keepAlive.amount().toDecimal().toPlainString()
                        + ", but the smallest refill in refill-amounts.yaml is $"
                        + smallest.toDecimal().toPlainString(),
                    "write the amount that the carrier takes, or correct its refill amounts"));
  }

  /** The smallest refill, or null where only a plan's own price is taken or nothing is known. */
  private static @Nullable Money smallest(@Nullable RefillAmounts amounts) {
    if (amounts == null) {
      return null;
    }
    return switch (amounts.kind()) {
      case FIXED -> amounts.amounts().isEmpty() ? null : amounts.amounts().getFirst();
      case RANGE -> amounts.min();
      case PLAN -> null;
    };
  }
}
