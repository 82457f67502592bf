package dev.everline.line.validity;

import dev.everline.catalog.Length;
import dev.everline.kernel.Money;
import dev.everline.line.LineFacts;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A plan that renews itself out of a balance: on the last day served the carrier takes the plan's
 * price and taxes, if the balance covers it and hasn't expired; if a cent is missing, nothing
 * happens until enough comes in, and that day starts the new cycle.
 */
final class PlanCycle {

  private PlanCycle() {}

  /**
   * The facts once every cycle that starts on or before this day has run. None runs where the need
   * isn't known, which is to say zero, or the length of a period.
   */
  static LineFacts run(LineFacts facts, @Nullable Length period, Money need, LocalDate lastStart) {
    if (period == null || !need.isPositive()) {
      return facts;
    }
    LineFacts now = facts;
    // Ends: each turn takes a positive amount from the balance and moves the date by a day or more.
    while (true) {
      LocalDate start = nextStart(now, need);
      Money balance = now.balance();
      if (start == null || balance == null || start.isAfter(lastStart)) {
        return now;
      }
      now = next(now.withBalance(balance.minus(need), now.balanceExpiresOn()), period, start);
    }
  }

  /**
   * The end that the next cycle leads to.
   *
   * @param anchor the day of the month that the line keeps to, or 0 when not known
   */
  static LocalDate nextEnd(LocalDate end, Length period, int anchor) {
    return period.unit() == Length.Unit.DAY || anchor == 0
        ? Days.plus(end, period)
        : Days.anchored(end, period.count(), anchor);
  }

  /** A cycle of months keeps its day of the month, until one begins late. */
  private static LineFacts next(LineFacts facts, Length period, LocalDate start) {
    if (period.unit() == Length.Unit.DAY) {
      return facts.withValidUntil(Days.plus(start, period));
    }
    boolean inTime = start.equals(facts.validUntil()) && facts.anchorDay() > 0;
    int anchor = inTime ? facts.anchorDay() : start.getDayOfMonth();
    return facts.withAnchorDay(anchor).withValidUntil(Days.anchored(start, period.count(), anchor));
  }

  /** The day on which the money there starts the next cycle, or null when it can't. */
  private static @Nullable LocalDate nextStart(LineFacts facts, Money need) {
    LocalDate validUntil = facts.validUntil();
    Money balance = facts.balance();
    if (validUntil == null || balance == null || !balance.currency().equals(need.currency())) {
      return null;
    }
    if (balance.isLessThan(need)) {
      return null;
    }
    LocalDate start = Days.laterOf(facts.lastPaymentOn(), validUntil);
    LocalDate expires = facts.balanceExpiresOn();
    return expires != null && expires.isBefore(start) ? null : start;
  }
}
