package dev.everline.renewal.price;

import dev.everline.catalog.Catalog;
import dev.everline.catalog.Plan;
import dev.everline.kernel.Money;
import org.jspecify.annotations.Nullable;

/**
 * A state's 911 fee on prepaid service, where the plan's price is known not to include it; pure.
 */
final class Fee911 {

  private final Catalog catalog;

  Fee911(Catalog catalog) {
    this.catalog = catalog;
  }

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
