package dev.everline.renewal.price;

import dev.everline.kernel.Money;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** What the carrier charges for a period bought after the end, by how late it is. */
final class Reactivation implements PriceRule {

  @Override
  public Optional<Quote.Component> part(Sale sale, Money toCarrier) {
    LocalDate end = sale.facts().validUntil();
    if (sale.kind() != Quote.Kind.WHOLE_PERIOD || end == null || !sale.day().isAfter(end)) {
      return Optional.empty();
    }
    Money fee = sale.rule().late().feeAfter(ChronoUnit.DAYS.between(end, sale.day()));
    return fee.currency().equals(toCarrier.currency())
        ? PriceRule.part(Quote.Name.REACTIVATION, sale.carrier(), fee)
        : Optional.empty();
  }
}
