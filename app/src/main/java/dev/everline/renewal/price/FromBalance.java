package dev.everline.renewal.price;

import dev.everline.kernel.Money;
import java.time.LocalDate;
import java.util.Optional;

/**
 * Money in the line's balance that is known to pay for its plan, and is valid until the plan is
 * due, need not be paid again. A balance that covers everything lowers nothing: then its owner buys
 * ahead.
 */
final class FromBalance implements PriceRule {

  @Override
  public Optional<Quote.Component> part(Sale sale, Money toCarrier) {
    Money balance = sale.facts().balance();
    if (sale.kind() != Quote.Kind.WHOLE_PERIOD
        || !sale.isCycle()
        || !sale.rule().cyclesFromBalance()
        || balance == null
        || !balance.isPositive()
        || !livesUntilDue(sale)
        || !balance.isLessThan(toCarrier)) {
      return Optional.empty();
    }
    return PriceRule.part(Quote.Name.FROM_BALANCE, sale.carrier(), balance.negate());
  }

  private static boolean livesUntilDue(Sale sale) {
    LocalDate due = sale.facts().validUntil();
    LocalDate aliveUntil = sale.facts().balanceExpiresOn();
    return due == null || aliveUntil == null || !aliveUntil.isBefore(due);
  }
}
