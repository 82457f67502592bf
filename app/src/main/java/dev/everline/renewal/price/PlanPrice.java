package dev.everline.renewal.price;

import dev.everline.kernel.Money;
import java.util.Optional;

/** Each whole period costs the plan's price. */
final class PlanPrice implements PriceRule {

  @Override
  public Optional<Quote.Component> part(Sale sale, Money toCarrier) {
    return sale.kind() == Quote.Kind.WHOLE_PERIOD
        ? Optional.of(new Quote.Component(Quote.Name.PLAN, sale.plan().name(), sale.bought()))
        : Optional.empty();
  }
}
