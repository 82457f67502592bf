package dev.everline.renewal.price;

import dev.everline.kernel.Money;
import java.util.Optional;

/** A rule that may add a part to a price; pure. {@link Quoter} applies its rules in order. */
interface PriceRule {

  /**
   * @param toCarrier what the parts before it pay to the carrier
   * @return empty when the rule doesn't apply; never a part of zero
   */
  Optional<Quote.Component> part(Sale sale, Money toCarrier);

  /** A part with that amount, or none when it is zero. */
  static Optional<Quote.Component> part(Quote.Name name, String detail, Money amount) {
    return amount.isZero()
        ? Optional.empty()
        : Optional.of(new Quote.Component(name, detail, amount));
  }
}
