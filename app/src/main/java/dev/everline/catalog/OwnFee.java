package dev.everline.catalog;

import dev.everline.kernel.Money;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A fee of its own that a carrier adds to what a plan costs: no tax, though it is often called one.
 * It is told before paying and never part of a sum, since a source gives only about what it is.
 *
 * @param name what the carrier calls it
 * @param least of each payment or month, or null for a fee in per cent
 * @param most the same as the least where a source gives one amount
 * @param percent of what is paid, for a fee in per cent, else null
 */
public record OwnFee(
    String name,
    Per per,
    @Nullable Money least,
    @Nullable Money most,
    @Nullable BigDecimal percent,
    Provenance provenance) {

  /** What the fee is taken for. */
  public enum Per {
    PAYMENT,
    /** Each month of service bought; begun ones count. */
    MONTH
  }

  /** The least that it comes to. */
  public Money from(Money paid, int months) {
    return of(least, paid, months);
  }

  /** The most that it comes to. */
  public Money to(Money paid, int months) {
    return of(most, paid, months);
  }

  private Money of(@Nullable Money amount, Money paid, int months) {
    if (percent != null) {
      return paid.percent(percent);
    }
    Money each = amount == null ? Money.zero(paid.currency()) : amount;
    return per == Per.MONTH ? each.times(Math.max(1, months)) : each;
  }
}
