package dev.everline.catalog;

import dev.everline.kernel.Money;
import java.util.List;

/**
 * What a payment after the end costs and gives, beside what the {@link Basis} says.
 *
 * @param firstDayCounts whether the day of a late payment is the first day of the new period, so
 *     that a month paid on the 29th ends on the 28th; otherwise it ends on the 29th
 * @param shortMonth where the date falls in a month that lacks its day
 * @param fees what is charged besides the plan, by how late it is; sorted by day
 */
public record LateRule(boolean firstDayCounts, ShortMonth shortMonth, List<Fee> fees) {

  /** Nothing special: the date falls on the same day, a short month's last stands for it. */
  public static final LateRule NONE = new LateRule(false, ShortMonth.LAST, List.of());

  /** Where the 29th to 31st fall in a shorter month. */
  public enum ShortMonth {
    LAST,
    /** No source says; the earlier day is assumed, and that is said. */
    UNKNOWN
  }

  /**
   * A charge for coming back.
   *
   * @param fromDay days after the last day served from which it is charged, 1 or more
   */
  public record Fee(int fromDay, Money amount) {}

  /** The charge for a payment so many days after the last day served; zero when there is none. */
  public Money feeAfter(long daysLate) {
    Money fee = Money.usd(0);
    for (Fee step : fees) {
      if (daysLate >= step.fromDay()) {
        fee = step.amount();
      }
    }
    return fee;
  }
}
