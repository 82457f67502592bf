package dev.everline.renewal.price;

import dev.everline.kernel.Money;
import java.util.Optional;

/**
 * A plan that renews itself from a balance takes the state's 911 fee out of it too, so the fee is
 * paid into the balance with the plan's price; the dearest state's where the state isn't known.
 */
final class CarrierFee911 implements PriceRule {

  private final Fee911 fee;

  CarrierFee911(Fee911 fee) {
    this.fee = fee;
  }

  @Override
  public Optional<Quote.Component> part(Sale sale, Money toCarrier) {
    if (sale.kind() != Quote.Kind.WHOLE_PERIOD || !sale.isCycle()) {
      return Optional.empty();
    }
    String state = sale.state();
    if (state == null && sale.rule().cyclesFromBalance()) {
      // What the state doesn't take stays in the balance.
      return PriceRule.part(
          Quote.Name.KEPT_FOR_FEES,
          "",
          fee.atMost(sale.plan(), null, sale.bought(), sale.months()));
    }
    return state == null
        ? Optional.empty()
        : PriceRule.part(
            Quote.Name.FEE_911_BY_CARRIER,
            state,
            fee.on(sale.plan(), state, sale.bought(), sale.months()));
  }
}
