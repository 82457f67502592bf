package dev.everline.renewal.price;

import dev.everline.catalog.Catalog;
import dev.everline.catalog.Plan;
import dev.everline.kernel.Money;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A state's 911 fee on prepaid service, where the plan's price is known not to include it; pure.
 */
final class Fee911 {

  private final Catalog catalog;
  private final Map<Sold, Money> dearest = new ConcurrentHashMap<>();

  Fee911(Catalog catalog) {
    this.catalog = catalog;
  }

  /**
   * What the carrier takes out of a balance besides the price. Where the state isn't known, the
   * dearest state's fee is assumed: a line is never taken for covered that may not be.
   *
   * @param state where the line is used, or null when it isn't known
   * @param price of the service sold, without the fee
   * @param months months of service sold, at least 1
   */
  Money atMost(Plan plan, @Nullable String state, Money price, int months) {
    return state == null && Boolean.FALSE.equals(plan.taxesIncluded())
        ? dearest.computeIfAbsent(new Sold(price, months), this::dearest)
        : on(plan, state, price, months);
  }

  private Money dearest(Sold sold) {
    return catalog.prepaidFees().values().stream()
        .map(fee -> fee.on(sold.price(), sold.months()))
        .max(Comparator.naturalOrder())
        .orElse(Money.zero(sold.price().currency()));
  }

  /** What a fee is taken on; there are as many as prices in the catalog. */
  private record Sold(Money price, int months) {}

  /**
   * @param state where the line is used, or null when it isn't known
   * @param price of the service sold, without the fee
   * @param months months of service sold, at least 1
   * @return zero when none is due
   */
  Money on(Plan plan, @Nullable String state, Money price, int months) {
    if (state == null || !Boolean.FALSE.equals(plan.taxesIncluded())) {
      return Money.zero(price.currency());
    }
    return catalog
        .prepaidFee(state)
        .map(fee -> fee.on(price, months))
        .orElse(Money.zero(price.currency()));
  }
}
