package dev.everline.sandbox.carrier.books;

import dev.everline.sandbox.carrier.wire.Problem;
import java.time.LocalDate;
import java.time.YearMonth;
import org.jspecify.annotations.Nullable;

/**
 * How carriers count money and days. Pure: takes a line and a day in the carrier's zone, gives the
 * line. A payment on the last day served is in time. Written apart from the application's own
 * rules, so that each checks the other.
 */
final class CarrierRules {

  private CarrierRules() {}

  /**
   * The line as it stands on a day: a plan cycle has taken its price from the balance on the last
   * day of each period, as long as the money sufficed and lived, and dead money is forfeited.
   */
  static Line rolledForward(Line line, LocalDate today) {
    Line now = line.terms().basis() == Basis.PLAN_CYCLE ? withCyclesRun(line, today) : line;
    return now.holdsLiveMoney(today) || now.balanceMinor() == 0
        ? now
        : now.withBalance(0, now.balanceExpiresOn());
  }

  /**
   * The line after a top-up.
   *
   * @param forPlan whether the plan is bought; otherwise the money is credited
   * @param periods how many periods the amount pays for; has no meaning for credit
   * @throws Problem when the carrier refuses
   */
  static Line afterTopUp(
      Line line, long amountMinor, boolean forPlan, int periods, LocalDate today) {
    Line now = rolledForward(line, today);
    return switch (now.terms().basis()) {
      case PLAN_CYCLE -> withLateCycle(credited(now, amountMinor, today), today);
      case FROM_EXPIRY -> fromExpiry(now, amountMinor, forPlan, periods, today);
      case FROM_PAYMENT -> fromPayment(now, amountMinor, forPlan, periods, today);
      case BILLING_DATE ->
          forPlan
              ? onBillingDate(bought(now, amountMinor, periods, today), periods, today)
              : credited(now, amountMinor, today);
      case ANNIVERSARY ->
          forPlan
              ? onAnniversary(bought(now, amountMinor, periods, today), periods, today)
              : credited(now, amountMinor, today);
    };
  }

  /**
   * The line after money came that is no payment. It lives as long as what is there; where that is
   * dead, without an end.
   */
  static Line afterGift(Line line, long amountMinor, LocalDate today) {
    Line now = rolledForward(line, today);
    Line more =
        now.withBalance(
            Math.addExact(now.balanceMinor(), amountMinor),
            now.holdsLiveMoney(today) ? now.balanceExpiresOn() : null);
    return now.terms().basis() == Basis.PLAN_CYCLE ? withLateCycle(more, today) : more;
  }

  /**
   * The line after money was taken from its balance.
   *
   * @throws Problem when there is less
   */
  static Line afterTaking(Line line, long amountMinor, LocalDate today) {
    Line now = rolledForward(line, today);
    if (amountMinor > now.balanceMinor() || amountMinor == 0) {
      throw Problem.refused(
          "insufficientBalance", "The balance holds less than that; nothing was taken.");
    }
    return now.withBalance(now.balanceMinor() - amountMinor, now.balanceExpiresOn());
  }

  private static Line withCyclesRun(Line line, LocalDate today) {
    Line now = line;
    LocalDate renewal = now.validUntil();
    // Ends: a period is a day or more, and the calendar stops at today.
    while (renewal != null
        && !renewal.isAfter(today)
        && now.balanceMinor() >= now.terms().needMinor()
        && now.holdsLiveMoney(renewal)) {
      now = withCycleFrom(now, renewal);
      renewal = now.validUntil();
    }
    return now;
  }

  /** A line that is due or late, and now holds enough, starts its cycle today. */
  private static Line withLateCycle(Line line, LocalDate today) {
    LocalDate until = line.validUntil();
    boolean due = until == null || !until.isAfter(today);
    return due && line.balanceMinor() >= line.terms().needMinor() && line.holdsLiveMoney(today)
        ? withCycleFrom(line, today)
        : line;
  }

  private static Line withCycleFrom(Line line, LocalDate start) {
    return line.withBalance(line.balanceMinor() - line.terms().needMinor(), line.balanceExpiresOn())
        .withValidUntil(start.plusDays(line.terms().validityDays()));
  }

  private static Line fromExpiry(
      Line line, long amountMinor, boolean forPlan, int periods, LocalDate today) {
    if (forPlan) {
      return bought(line, amountMinor, periods, today)
          .withValidUntil(
              later(line.validUntil(), today)
                  .plusDays((long) line.terms().validityDays() * periods));
    }
    // Airtime: where the carrier gives days by the amount, they extend the service too.
    int days = Math.max(0, line.terms().lifeDays(amountMinor));
    Line paid = credited(line, amountMinor, today);
    return days > 0 ? paid.withValidUntil(later(line.validUntil(), today).plusDays(days)) : paid;
  }

  private static Line fromPayment(
      Line line, long amountMinor, boolean forPlan, int periods, LocalDate today) {
    int life = line.terms().lifeDays(amountMinor);
    if (life >= 0) {
      // Credit whose life depends on the amount: the service lives as long as the money.
      return credited(line, amountMinor, today)
          .withValidUntil(later(line.validUntil(), today.plusDays(life)));
    }
    if (!forPlan) {
      return credited(line, amountMinor, today);
    }
    LocalDate end = today.plusDays((long) line.terms().validityDays() * periods);
    return bought(line, amountMinor, periods, today).withValidUntil(later(line.validUntil(), end));
  }

  private static Line onBillingDate(Line line, int periods, LocalDate today) {
    LocalDate until = line.validUntil();
    LocalDate from = until == null || until.isBefore(today) ? today : until;
    boolean lapsed = !from.equals(until);
    int anchor = lapsed || line.anchorDay() == 0 ? from.getDayOfMonth() : line.anchorDay();
    int months = wholeMonths(line.terms().validityDays());
    LocalDate end =
        months > 0
            ? anchored(from, (long) months * periods, anchor)
            : from.plusDays((long) line.terms().validityDays() * periods);
    return line.withAnchorDay(anchor).withValidUntil(end);
  }

  private static Line onAnniversary(Line line, int periods, LocalDate today) {
    LocalDate until = line.validUntil();
    LocalDate known = until == null ? today : until;
    int anchor = line.anchorDay() == 0 ? known.getDayOfMonth() : line.anchorDay();
    int days = line.terms().validityDays();
    int months = wholeMonths(days);
    LocalDate end;
    if (months == 0) {
      long late = Math.max(0, today.toEpochDay() - known.toEpochDay());
      end = known.plusDays(late / days * days + (long) days * periods);
    } else if (until != null && !until.isBefore(today)) {
      end = anchored(until, (long) months * periods, anchor);
    } else {
      // Paid late, the period ends at the next anniversary: it is short.
      LocalDate thisMonth = anchored(today, 0, anchor);
      LocalDate next = thisMonth.isAfter(today) ? thisMonth : anchored(today, 1, anchor);
      end = anchored(next, (long) months * periods - 1, anchor);
    }
    return line.withAnchorDay(anchor).withValidUntil(end);
  }

  /** Takes the price of the periods; what is more than price and tax stays in the balance. */
  private static Line bought(Line line, long amountMinor, int periods, LocalDate today) {
    long price = Math.multiplyExact(line.terms().priceMinor(), (long) periods);
    if (amountMinor < price) {
      throw Problem.refused(
          "insufficientAmount",
          "%d period(s) of this plan cost %d in minor units before tax, and %d came; send at least the price."
              .formatted(periods, price, amountMinor));
    }
    long over = amountMinor - Math.multiplyExact(line.terms().needMinor(), (long) periods);
    return over > 0 ? credited(line, over, today) : line;
  }

  private static Line credited(Line line, long amountMinor, LocalDate today) {
    long balance = Math.addExact(line.balanceMinor(), amountMinor);
    int life = line.terms().lifeDays(amountMinor);
    LocalDate expires = line.balanceExpiresOn();
    if (life < 0) {
      // Money without an end: the end of what died before doesn't concern it.
      return line.withBalance(balance, line.holdsLiveMoney(today) ? expires : null);
    }
    if (life == 0 && expires == null && line.balanceMinor() > 0) {
      return line.withBalance(balance, null);
    }
    return line.withBalance(balance, later(expires, today.plusDays(life)));
  }

  /** Calendar months that a period stands for, or 0 when it is counted in days. */
  private static int wholeMonths(int days) {
    if (days >= 28 && days <= 31) {
      return 1;
    }
    if (days % 365 == 0) {
      return 12 * (days / 365);
    }
    return days % 30 == 0 ? days / 30 : 0;
  }

  /** The anchor day that many months on, or the last day of a month too short for it. */
  private static LocalDate anchored(LocalDate from, long months, int anchor) {
    YearMonth month = YearMonth.from(from).plusMonths(months);
    return month.atDay(Math.min(anchor, month.lengthOfMonth()));
  }

  private static LocalDate later(@Nullable LocalDate a, LocalDate b) {
    return a == null || a.isBefore(b) ? b : a;
  }
}
