package dev.everline.renewal.price;

import dev.everline.kernel.Money;
import java.util.Optional;

/** Each whole period costs the plan's price, a term its own. */
final class PlanPrice implements PriceRule {

  @Override
  public Optional<Quote.Component> part(Sale sale, Money toCarrier) {
    if (sale.kind() != Quote.Kind.WHOLE_PERIOD) {
      return Optional.empty();
    }
    Quote.Name name = sale.term() == null ? Quote.Name.PLAN : Quote.Name.TERM;
    return Optional.of(new Quote.Component(name, sale.plan().name(), sale.bought()));
  }
}
