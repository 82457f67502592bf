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
   * @param bought what the amount pays for
   * @throws Problem when the carrier refuses
   */
  static Line afterTopUp(Line line, long amountMinor, Bought bought, LocalDate today) {
    Line now = rolledForward(line, today);
    Sale sale = Sale.of(now, bought, today);
    return switch (now.terms().basis()) {
      case PLAN_CYCLE -> withLateCycle(credited(now, amountMinor, today), today);
      case FROM_EXPIRY -> fromExpiry(now, amountMinor, sale, today);
      case FROM_PAYMENT -> fromPayment(now, amountMinor, sale, today);
      case BILLING_DATE ->
          sale == null
              ? credited(now, amountMinor, today)
              : onBillingDate(paid(now, amountMinor, sale, today), sale.length(), today);
      case ANNIVERSARY ->
          sale == null
              ? credited(now, amountMinor, today)
              : onAnniversary(paid(now, amountMinor, sale, today), sale.length(), today);
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

  /**
   * What is sold, and for how much.
   *
   * @param leastMinor the least that is accepted: the price without tax
   * @param needMinor what is taken, tax and all
   * @param exact whether nothing may be left over
   */
  private record Sale(Length length, long leastMinor, long needMinor, boolean exact) {

    /** Null for credit, which has no price. */
    static @Nullable Sale of(Line line, Bought bought, LocalDate today) {
      Terms terms = line.terms();
      long fee = terms.late().feeMinor(daysLate(line, today));
      return switch (bought) {
        case Bought.Credit() -> null;
        case Bought.Periods(int count) ->
            new Sale(
                terms.period().times(count),
                Math.multiplyExact(terms.priceMinor(), (long) count) + fee,
                Math.multiplyExact(terms.needMinor(), (long) count) + fee,
                false);
        case Bought.Term(Length length) -> {
          Terms.Term term = terms.term(length);
          if (term == null) {
            throw Problem.refused(
                "termNotSold",
                "This plan isn't sold for %s at once; it is for %s."
                    .formatted(
                        length.key(),
                        terms.terms().stream().map(sold -> sold.length().key()).toList()));
          }
          yield new Sale(length, term.priceMinor() + fee, term.priceMinor() + fee, true);
        }
      };
    }
  }

  /** Days since the last day served; 0 where it isn't over, or there never was one. */
  private static long daysLate(Line line, LocalDate today) {
    LocalDate until = line.validUntil();
    return until == null ? 0 : Math.max(0, today.toEpochDay() - until.toEpochDay());
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
        .withValidUntil(line.terms().period().after(start));
  }

  private static Line fromExpiry(
      Line line, long amountMinor, @Nullable Sale sale, LocalDate today) {
    if (sale != null) {
      LocalDate end = sale.length().after(later(line.validUntil(), today));
      LocalDate until = line.validUntil();
      boolean late = until == null || until.isBefore(today);
      return paid(line, amountMinor, sale, today)
          .withValidUntil(late && line.terms().late().firstDayCounts() ? end.minusDays(1) : end);
    }
    // Airtime: where the carrier gives days by the amount, they extend the service too.
    int days = Math.max(0, line.terms().lifeDays(amountMinor));
    Line paid = credited(line, amountMinor, today);
    return days > 0 ? paid.withValidUntil(later(line.validUntil(), today).plusDays(days)) : paid;
  }

  private static Line fromPayment(
      Line line, long amountMinor, @Nullable Sale sale, LocalDate today) {
    int life = line.terms().lifeDays(amountMinor);
    if (life >= 0) {
      // Credit whose life depends on the amount: the service lives as long as the money.
      return credited(line, amountMinor, today)
          .withValidUntil(later(line.validUntil(), today.plusDays(life)));
    }
    if (sale == null) {
      return credited(line, amountMinor, today);
    }
    return paid(line, amountMinor, sale, today)
        .withValidUntil(later(line.validUntil(), sale.length().after(today)));
  }

  private static Line onBillingDate(Line line, Length length, LocalDate today) {
    LocalDate until = line.validUntil();
    boolean inTime = until != null && !until.isBefore(today);
    if (line.terms().late().firstDayCounts()) {
      return inTime && until != null
          ? nextCycle(line, length, until)
          : cycleFrom(line, length, today);
    }
    LocalDate from = inTime && until != null ? until : today;
    int anchor = inTime && line.anchorDay() > 0 ? line.anchorDay() : from.getDayOfMonth();
    LocalDate end = length.months() ? anchored(from, length.count(), anchor) : length.after(from);
    return line.withAnchorDay(anchor).withValidUntil(end);
  }

  /** A cycle that begins today ends on the day before the next one would. */
  private static Line cycleFrom(Line line, Length length, LocalDate today) {
    int day = today.getDayOfMonth();
    LocalDate next = length.months() ? anchored(today, length.count(), day) : length.after(today);
    // Where cycles begin on the 1st, each lasts to the end of a month.
    return line.withAnchorDay(day == 1 ? 31 : day - 1).withValidUntil(next.minusDays(1));
  }

  /** The next cycle begins on its own day; in a month that lacks the day, on the last. */
  private static Line nextCycle(Line line, Length length, LocalDate until) {
    int last = line.anchorDay() > 0 ? line.anchorDay() : until.getDayOfMonth();
    LocalDate begins = last == 31 ? until.plusDays(1) : until;
    LocalDate end =
        length.months()
            ? anchored(begins, length.count(), last == 31 ? 1 : last + 1).minusDays(1)
            : length.after(until);
    return line.withAnchorDay(last).withValidUntil(end);
  }

  private static Line onAnniversary(Line line, Length length, LocalDate today) {
    LocalDate until = line.validUntil();
    LocalDate known = until == null ? today : until;
    int anchor = line.anchorDay() == 0 ? known.getDayOfMonth() : line.anchorDay();
    LocalDate end;
    if (!length.months()) {
      int days = line.terms().period().months() ? length.count() : line.terms().period().count();
      long late = Math.max(0, today.toEpochDay() - known.toEpochDay());
      end = length.after(known.plusDays(late / days * days));
    } else if (until != null && !until.isBefore(today)) {
      end = anchored(until, length.count(), anchor);
    } else {
      // Paid late, the period ends at the next anniversary: it is short.
      LocalDate thisMonth = anchored(today, 0, anchor);
      LocalDate next = thisMonth.isAfter(today) ? thisMonth : anchored(today, 1, anchor);
      end = anchored(next, length.count() - 1L, anchor);
    }
    return line.withAnchorDay(anchor).withValidUntil(end);
  }

  /** Takes what is bought; what is more than price and tax stays in the balance. */
  private static Line paid(Line line, long amountMinor, Sale sale, LocalDate today) {
    if (amountMinor < sale.leastMinor()) {
      throw Problem.refused(
          "insufficientAmount",
          "This costs %d in minor units before tax, and %d came; send at least that."
              .formatted(sale.leastMinor(), amountMinor));
    }
    long over = amountMinor - sale.needMinor();
    if (over > 0 && sale.exact()) {
      throw Problem.refused(
          "wrongAmount",
          "A term costs exactly %d in minor units, and %d came; send what it costs."
              .formatted(sale.needMinor(), amountMinor));
    }
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

  /** The anchor day that many months on, or the last day of a month too short for it. */
  private static LocalDate anchored(LocalDate from, long months, int anchor) {
    YearMonth month = YearMonth.from(from).plusMonths(months);
    return month.atDay(Math.min(anchor, month.lengthOfMonth()));
  }

  private static LocalDate later(@Nullable LocalDate a, LocalDate b) {
    return a == null || a.isBefore(b) ? b : a;
  }
}
