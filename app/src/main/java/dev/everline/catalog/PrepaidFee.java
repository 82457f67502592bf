package dev.everline.catalog;

import dev.everline.kernel.Money;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A state's 911 fee on prepaid service, collected at the point of sale.
 *
 * @param state the two-letter code
 * @param method how it is counted
 * @param amount for a fee of a fixed amount, else null
 * @param percent for a fee in per cent of the price, else null
 */
public record PrepaidFee(
    String state,
    String name,
    Method method,
    @Nullable Money amount,
    @Nullable BigDecimal percent,
    Provenance provenance) {

  /** How a fee is counted. */
  public enum Method {
    PER_TRANSACTION,
    PERCENT,
    /** A fixed amount for each month of service bought. */
    MONTHLY,
    NONE
  }

  /**
   * The fee on one sale; per cents are rounded half up to the cent.
   *
   * @param price of the service sold, without taxes
   * @param months months of service sold, at least 1
   */
  public Money on(Money price, int months) {
    Money zero = Money.zero(price.currency());
    return switch (method) {
      case NONE -> zero;
      case PER_TRANSACTION -> amount == null ? zero : amount;
      case MONTHLY -> amount == null ? zero : amount.times(Math.max(1, months));
      case PERCENT -> percent == null ? zero : price.percent(percent);
    };
  }
}
