package dev.everline.renewal.price;

import dev.everline.catalog.Catalog;
import dev.everline.kernel.Money;
import java.util.Optional;

/**
 * If a carrier takes only certain amounts, the next larger one is paid; the excess stays in the
 * line's balance.
 */
final class KeptInBalance implements PriceRule {

  private final Catalog catalog;

  KeptInBalance(Catalog catalog) {
    this.catalog = catalog;
  }

  @Override
  public Optional<Quote.Component> part(Sale sale, Money toCarrier) {
    boolean paysIntoBalance =
        switch (sale.kind()) {
          case WHOLE_PERIOD -> sale.isCycle();
          case KEEP_ALIVE -> true;
          // Its amount is already one that the carrier takes.
          case FLEXIBLE -> false;
        };
    if (!paysIntoBalance) {
      return Optional.empty();
    }
    return catalog
        .refillAmountsFor(sale.plan())
        .map(allowed -> allowed.smallestAtLeast(toCarrier))
        .flatMap(
            taken ->
                PriceRule.part(Quote.Name.KEPT_IN_BALANCE, sale.carrier(), taken.minus(toCarrier)));
  }
}
