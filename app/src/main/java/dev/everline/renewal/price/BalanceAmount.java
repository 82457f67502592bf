package dev.everline.renewal.price;

import dev.everline.kernel.Money;
import java.util.Optional;

/** A flexible top-up costs its amount; keeping a number costs the smallest payment that does. */
final class BalanceAmount implements PriceRule {

  @Override
  public Optional<Quote.Component> part(Sale sale, Money toCarrier) {
    return switch (sale.kind()) {
      case WHOLE_PERIOD -> Optional.empty();
      case FLEXIBLE -> PriceRule.part(Quote.Name.BALANCE, sale.carrier(), sale.bought());
      case KEEP_ALIVE -> PriceRule.part(Quote.Name.BALANCE, sale.rule().id(), sale.bought());
    };
  }
}
