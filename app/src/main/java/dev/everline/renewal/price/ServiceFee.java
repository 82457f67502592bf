package dev.everline.renewal.price;

import dev.everline.kernel.Money;
import java.util.Optional;

/** What the operator of this installation charges for each renewal, only in its own currency. */
final class ServiceFee implements PriceRule {

  private final Money fee;

  /**
   * @param fee may be zero
   */
  ServiceFee(Money fee) {
    this.fee = fee;
  }

  @Override
  public Optional<Quote.Component> part(Sale sale, Money toCarrier) {
    return fee.isPositive() && fee.currency().equals(toCarrier.currency())
        ? Optional.of(new Quote.Component(Quote.Name.SERVICE_FEE, "", fee))
        : Optional.empty();
  }
}
