package dev.everline.renewal.price;

import dev.everline.kernel.Money;
import java.util.Optional;

/** The state's 911 fee is collected at the point of sale unless the carrier collects it itself. */
final class SaleFee911 implements PriceRule {

  private final Fee911 fee;

  SaleFee911(Fee911 fee) {
    this.fee = fee;
  }

  @Override
  public Optional<Quote.Component> part(Sale sale, Money toCarrier) {
    String state = sale.state();
    if (state == null || sale.isCycle()) {
      return Optional.empty();
    }
    return PriceRule.part(
        Quote.Name.FEE_911, state, fee.on(sale.plan(), state, toCarrier, sale.months()));
  }
}
