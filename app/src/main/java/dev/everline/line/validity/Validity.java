package dev.everline.line.validity;

import dev.everline.catalog.Basis;
import dev.everline.catalog.LapseRule;
import dev.everline.catalog.LapseRule.CountingFrom;
import dev.everline.catalog.LateRule;
import dev.everline.catalog.Length;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.Money;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.line.LineFacts;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * The rules by which a line's validity moves, one for each {@link Basis}. Pure: they take facts and
 * return facts. Dates are days in the carrier's zone, and {@code validUntil} is the last day
 * served; a payment on that day is still in time.
 *
 * <p>{@code need} is what the carrier takes for one period, plan and taxes together; only a plan
 * cycle looks at it. Where it isn't known, zero stands for it, and where it or the length of a
 * period isn't known, no cycle is foreseen; nor is one where the balance is of another currency.
 * Which carrier follows which basis, with its source, is in the catalog's lapse rules.
 */
public final class Validity {

  private static final int LOOK_AHEAD_YEARS = 10;

  private Validity() {}

  /**
   * The last day of service that the money already paid covers. For a plan that renews itself out
   * of the balance ({@link LapseRule#cyclesFromBalance}) it looks ahead, at most ten years, through
   * the cycles that the balance will pay; for every other basis it is the validity itself.
   *
   * @param period length of a period, or null when not known
   * @return null when the validity is not known
   * @throws InvalidValue when a date would lie after the year 9999
   */
  public static @Nullable LocalDate coveredUntil(
      LineFacts facts, LapseRule rule, @Nullable Length period, Money need) {
    LocalDate validUntil = facts.validUntil();
    if (validUntil == null || !rule.cyclesFromBalance()) {
      return validUntil;
    }
    LocalDate horizon = Days.plusYearsBounded(validUntil, LOOK_AHEAD_YEARS);
    return PlanCycle.run(facts, period, need, horizon).validUntil();
  }

  /**
   * The last day that one more cycle out of the balance leads to.
   *
   * @param end the last day of the one before
   * @throws InvalidValue when a date would lie after the year 9999
   */
  public static LocalDate afterOneCycle(LocalDate end, LineFacts facts, Length period) {
    return PlanCycle.nextEnd(end, period, facts.anchorDay());
  }

  /**
   * The facts as they stand today, once the carrier's own cycles have run: a plan paid out of the
   * balance has taken its price from the balance on each of its days, or on the day the money
   * sufficed, and expired money is forfeited. Applying it again changes nothing.
   *
   * @throws InvalidValue when a date would lie after the year 9999
   */
  public static LineFacts rolledForward(
      LineFacts facts, LapseRule rule, @Nullable Length period, Money need, LocalDate today) {
    LineFacts run = facts;
    if (rule.cyclesFromBalance()) {
      run = PlanCycle.run(facts, period, need, today);
    }
    return withoutDeadMoney(run, today);
  }

  /**
   * The facts after a payment.
   *
   * <p>From expiry, what is bought follows what is left; when nothing is left, it starts on the
   * day, which is its first where that day counts ({@link LateRule#firstDayCounts}). From payment,
   * it starts on the day, or lasts as long as the rule gives for the amount; an end already further
   * away stays. A billing date and an anniversary keep to their day of the month, the 29th to 31st
   * standing for the last day of a shorter month; after a lapse the billing date moves to the day
   * of payment, or to the day before where that day counts as the first ({@link
   * LateRule#firstDayCounts}), while the anniversary stays and the first period is short. Into a
   * plan cycle's balance the amount goes as it is, whatever was bought; where it isn't known that
   * the balance pays the plan, the days count from the payment, which is the earliest that they
   * can. A bill, and what is kept by use, only remember the day.
   *
   * @param period length of the plan's period
   * @param amount what the carrier received
   * @param bought what the amount buys: so many periods, or a term
   * @throws InvalidValue when the amount isn't positive, a period or what is bought isn't known, a
   *     date would lie after the year 9999, or currencies differ
   */
  public static LineFacts afterPayment(
      LineFacts facts,
      LapseRule rule,
      @Nullable Length period,
      Money need,
      Money amount,
      Length bought,
      LocalDate day) {
    amount.requirePositive("amount");
    if (rule.basis().isRenewable() && period == null) {
      throw InvalidValue.withoutValue(
          "period", "is not known", "give a plan with a known validity");
    }
    LineFacts now = rolledForward(facts, rule, period, need, day);
    LineFacts paid = now.paidOn(day);
    return switch (rule.basis()) {
      case FROM_EXPIRY -> fromExpiry(paid, rule.late(), bought, day);
      case FROM_PAYMENT -> fromPayment(paid, rule, bought, amount, day);
      case PLAN_CYCLE ->
          rule.cyclesFromBalance()
              ? rolledForward(
                  intoBalance(paid, amount, rule.balanceLifeDays(amount), day),
                  rule,
                  period,
                  need,
                  day)
              : paid.withValidUntil(Days.laterOf(now.validUntil(), Days.plus(day, bought)));
      case BILLING_DATE -> onBillingDate(paid, rule.late(), bought, day);
      case ANNIVERSARY -> onAnniversary(paid, period, bought, day);
      case BILL, ACTIVITY, OTHER -> paid;
    };
  }

  /**
   * The facts after the smallest payment that keeps the number. Where the number depends on the
   * balance, the money stays there and gives no service; elsewhere the payment buys the days that
   * the rule gives.
   *
   * @throws ProblemException when no such payment is known for the rule
   * @throws InvalidValue when a date would lie after the year 9999
   */
  public static LineFacts afterKeepAlive(LineFacts facts, LapseRule rule, LocalDate day) {
    LapseRule.KeepAlive keepAlive = rule.keepAlive();
    if (keepAlive == null) {
      throw new ProblemException(
          ProblemType.NOT_RENEWABLE,
          "No payment is known that keeps a number under the lapse rule '"
              + rule.id()
              + "' without a whole period; renew a whole period instead.");
    }
    LineFacts paid = withoutDeadMoney(facts, day).paidOn(day);
    int days = keepAlive.extendsDays();
    return switch (rule.basis()) {
      case FROM_EXPIRY ->
          paid.withValidUntil(Days.plus(Days.laterOf(facts.validUntil(), day), days));
      case PLAN_CYCLE -> {
        boolean hangsOnBalance =
            rule.countingFrom() == CountingFrom.BALANCE_EXPIRY || !rule.balanceLives().isEmpty();
        yield hangsOnBalance
            ? intoBalance(paid, keepAlive.amount(), days, day)
            : paid.withValidUntil(Days.plus(Days.laterOf(facts.validUntil(), day), days));
      }
      case FROM_PAYMENT, BILLING_DATE, ANNIVERSARY ->
          paid.withValidUntil(Days.laterOf(facts.validUntil(), Days.plus(day, days)));
      case BILL, ACTIVITY, OTHER -> paid;
    };
  }

  /**
   * The facts, reaching as far as a payment of an earlier day is known to have led; what reaches
   * further already stays. The balance stays as it is, and the days that it pays for count.
   *
   * @param covered the last day that these facts cover, or null when not known
   * @param end the last day that the payment has led to
   * @param paidOn when it was made
   */
  public static LineFacts reaching(
      LineFacts facts, @Nullable LocalDate covered, LocalDate end, LocalDate paidOn) {
    LineFacts paid = facts.paidOn(paidOn);
    LocalDate validUntil = facts.validUntil();
    if (covered == null || validUntil == null) {
      return paid.withValidUntil(end);
    }
    if (!covered.isBefore(end)) {
      return paid;
    }
    long byBalance = covered.toEpochDay() - validUntil.toEpochDay();
    LocalDate until = Days.later(validUntil, Days.plus(end, -byBalance));
    return paid.withEndGiven(until);
  }

  /**
   * The facts after a payment, with the money in the balance where service is paid out of it. Rules
   * by which only days are bought leave the balance as it was; without this, a line whose balance
   * was used up would stay suspended after it has been paid. What isn't known stays unknown.
   *
   * @param before the facts before the payment
   * @param paid the facts after it by the line's rule
   */
  public static LineFacts credited(LineFacts before, LineFacts paid, Money amount) {
    Money balance = paid.balance();
    boolean leftAsItWas = balance != null && balance.equals(before.balance());
    if (balance == null || !leftAsItWas || !balance.currency().equals(amount.currency())) {
      return paid;
    }
    LocalDate expires = paid.balanceExpiresOn();
    LocalDate alive = paid.validUntil();
    return paid.withBalance(
        balance.plus(amount),
        expires == null || alive == null ? expires : Days.later(expires, alive));
  }

  private static LineFacts fromExpiry(LineFacts paid, LateRule late, Length bought, LocalDate day) {
    LocalDate validUntil = paid.validUntil();
    if (validUntil != null && !day.isAfter(validUntil)) {
      return paid.withValidUntil(Days.plus(validUntil, bought));
    }
    LocalDate until = Days.plus(day, bought);
    return paid.withValidUntil(late.firstDayCounts() ? Days.plus(until, -1) : until);
  }

  private static LineFacts fromPayment(
      LineFacts paid, LapseRule rule, Length bought, Money amount, LocalDate day) {
    int life = rule.balanceLifeDays(amount);
    if (life < 0) {
      return paid.withValidUntil(Days.laterOf(paid.validUntil(), Days.plus(day, bought)));
    }
    // Credit whose life depends on the amount: the validity is the life of the balance.
    LocalDate until = Days.laterOf(paid.validUntil(), Days.plus(day, life));
    return intoBalance(paid, amount, life, day).withValidUntil(until);
  }

  /**
   * @param life days that the payment lives: negative when money has no life of its own
   */
  private static LineFacts intoBalance(LineFacts facts, Money amount, int life, LocalDate day) {
    Money before = facts.balance();
    LocalDate expired = facts.balanceExpiresOn();
    Money balance = before == null ? amount : before.plus(amount);
    if (life < 0) {
      // The new money has no end; the end of money that expired earlier doesn't affect it.
      boolean alive = expired != null && !expired.isBefore(day);
      return facts.withBalance(balance, alive ? expired : null);
    }
    if (life == 0 && expired == null && before != null && before.isPositive()) {
      // Too small to extend, and the end of what was there is not known: it stays unknown.
      return facts.withBalance(balance, null);
    }
    return facts.withBalance(balance, Days.laterOf(expired, Days.plus(day, life)));
  }

  private static LineFacts onBillingDate(
      LineFacts facts, LateRule late, Length bought, LocalDate day) {
    LocalDate validUntil = facts.validUntil();
    if (validUntil != null && !day.isAfter(validUntil)) {
      int anchor = anchorOf(facts, validUntil);
      LocalDate until = onDay(validUntil, bought, anchor);
      return facts
          .withAnchorDay(anchor)
          .withValidUntil(isUnclear(late, anchor, until) ? Days.plus(until, -1) : until);
    }
    if (!late.firstDayCounts()) {
      int anchor = day.getDayOfMonth();
      return facts.withAnchorDay(anchor).withValidUntil(onDay(day, bought, anchor));
    }
    // Paid on the 1st, the last day served is the last of each month.
    int anchor = day.getDayOfMonth() == 1 ? 31 : day.getDayOfMonth() - 1;
    LocalDate until = Days.plus(onDay(day, bought, day.getDayOfMonth()), -1);
    return facts.withAnchorDay(anchor).withValidUntil(until);
  }

  /**
   * Whether the day after the last one served, from which the next period counts, isn't in the
   * month and no source says what stands for it: then the earlier of the two days is assumed.
   */
  public static boolean isUnclear(LateRule late, int anchor, LocalDate until) {
    return late.firstDayCounts()
        && late.shortMonth() == LateRule.ShortMonth.UNKNOWN
        && anchor < 31
        && anchor >= until.lengthOfMonth();
  }

  private static LineFacts onAnniversary(
      LineFacts facts, @Nullable Length period, Length bought, LocalDate day) {
    LocalDate validUntil = facts.validUntil();
    boolean inTime = validUntil != null && !day.isAfter(validUntil);
    int anchor = anchorOf(facts, validUntil == null ? day : validUntil);
    LocalDate until;
    if (bought.unit() == Length.Unit.DAY) {
      // Dates follow each other by periods, however many of them are bought.
      int step =
          period != null && period.unit() == Length.Unit.DAY ? period.count() : bought.count();
      until = Days.plus(lastStepBefore(validUntil, step, day), bought);
    } else if (inTime && validUntil != null) {
      until = Days.anchored(validUntil, bought.count(), anchor);
    } else {
      until = Days.anchored(Days.nextAnchored(day, anchor), bought.count() - 1L, anchor);
    }
    return facts.withAnchorDay(anchor).withValidUntil(until);
  }

  /** The date of a fixed rhythm of days that a payment on this day continues from. */
  private static LocalDate lastStepBefore(@Nullable LocalDate validUntil, int days, LocalDate day) {
    if (validUntil == null) {
      return day;
    }
    long late = Math.max(0, day.toEpochDay() - validUntil.toEpochDay());
    return Days.plus(validUntil, late / days * days);
  }

  private static LocalDate onDay(LocalDate from, Length bought, int anchor) {
    return bought.unit() == Length.Unit.MONTH
        ? Days.anchored(from, bought.count(), anchor)
        : Days.plus(from, bought);
  }

  private static int anchorOf(LineFacts facts, LocalDate otherwise) {
    return facts.anchorDay() > 0 ? facts.anchorDay() : otherwise.getDayOfMonth();
  }

  private static LineFacts withoutDeadMoney(LineFacts facts, LocalDate today) {
    Money balance = facts.balance();
    LocalDate expires = facts.balanceExpiresOn();
    if (balance == null || expires == null || !expires.isBefore(today) || !balance.isPositive()) {
      return facts;
    }
    return facts.withBalance(Money.zero(balance.currency()), expires);
  }
}
