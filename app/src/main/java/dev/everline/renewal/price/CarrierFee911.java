package dev.everline.renewal.price;

import dev.everline.kernel.Money;
import java.util.Optional;

/**
 * A plan that renews itself from a balance takes the state's 911 fee out of it too, so the fee is
 * paid into the balance with the plan's price.
 */
final class CarrierFee911 implements PriceRule {

  private final Fee911 fee;

  CarrierFee911(Fee911 fee) {
    this.fee = fee;
  }

  @Override
  public Optional<Quote.Component> part(Sale sale, Money toCarrier) {
    String state = sale.state();
    if (state == null || sale.kind() != Quote.Kind.WHOLE_PERIOD || !sale.isCycle()) {
      return Optional.empty();
    }
    return PriceRule.part(
        Quote.Name.FEE_911_BY_CARRIER,
        state,
        fee.on(sale.plan(), state, sale.bought(), sale.periods()));
  }
}
