package dev.everline.renewal.price;

import dev.everline.catalog.Length;
import dev.everline.kernel.Money;
import java.util.Optional;
import java.util.function.BiFunction;

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
          ofEachPayment(sale, (price, months) -> fee.atMost(sale.plan(), null, price, months)));
    }
    return state == null
        ? Optional.empty()
        : PriceRule.part(
            Quote.Name.FEE_911_BY_CARRIER,
            state,
            ofEachPayment(sale, (price, months) -> fee.on(sale.plan(), state, price, months)));
  }

  /**
   * The carrier takes period after period out of the balance, and the fee with each: for three of
   * them that is three times the fee of one, rounded three times. A cent less buys only two.
   */
  private static Money ofEachPayment(Sale sale, BiFunction<Money, Integer, Money> fee) {
    Money price = sale.plan().priceOn(sale.day());
    Length period = sale.plan().period();
    return sale.term() != null || price == null || period == null
        ? fee.apply(sale.bought(), sale.months())
        : fee.apply(price, period.feeMonths()).times(sale.periods());
  }
}
