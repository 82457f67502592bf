package dev.everline.renewal.price;

import dev.everline.kernel.Money;
import java.time.LocalDate;
import java.util.Optional;

/**
 * Money in the line's balance that is known to pay for its plan, and is valid until the plan is
 * due, need not be paid again. Whole periods that it covers are covered already, and what is bought
 * follows them; so only what is left beyond them lowers the price.
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
        || !livesUntilDue(sale)) {
      return Optional.empty();
    }
    long need = toCarrier.minor() / sale.periods();
    Money left = new Money(need == 0 ? 0 : balance.minor() % need, balance.currency());
    return left.isPositive()
        ? PriceRule.part(Quote.Name.FROM_BALANCE, sale.carrier(), left.negate())
        : Optional.empty();
  }

  private static boolean livesUntilDue(Sale sale) {
    LocalDate due = sale.facts().validUntil();
    LocalDate aliveUntil = sale.facts().balanceExpiresOn();
    return due == null || aliveUntil == null || !aliveUntil.isBefore(due);
  }
}
