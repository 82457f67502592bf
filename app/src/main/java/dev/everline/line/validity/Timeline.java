package dev.everline.line.validity;

import dev.everline.catalog.Basis;
import dev.everline.catalog.LapseRule;
import dev.everline.catalog.LapseRule.Alternative;
import dev.everline.catalog.LapseRule.BalanceRole;
import dev.everline.catalog.Length;
import dev.everline.catalog.Provenance;
import dev.everline.catalog.RefillAmounts;
import dev.everline.kernel.Money;
import dev.everline.line.LineFacts;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What will happen to a line, and when, if nobody acts; and what would keep it at least cost. Every
 * date says how it was counted and by which source, so that a reader can check it. Dates are days
 * in the carrier's zone.
 *
 * @param today the day it was drawn up for
 * @param state the line's state on that day
 * @param suspendedBy what ended the service, or null when the line isn't suspended
 * @param facts the line's facts rolled forward to that day
 * @param balanceRole what money in the balance does for the plan
 * @param milestones in order of date; a date that has passed stays in
 * @param leastCost the cheapest known way to keep the number, or null when none is known
 * @param taxOnTop whether taxes come on top of what a period costs, and nobody here knows how much
 */
public record Timeline(
    LocalDate today,
    LineState state,
    LineStatus.@Nullable Cause suspendedBy,
    LineFacts facts,
    BalanceRole balanceRole,
    List<Milestone> milestones,
    @Nullable LeastCost leastCost,
    boolean taxOnTop) {

  private static final Comparator<Milestone> IN_ORDER =
      Comparator.comparing(Milestone::date).thenComparing(Milestone::kind);

  public Timeline {
    milestones = List.copyOf(milestones);
  }

  /** Why money in the balance isn't counted on; null when all of it is counted or there is none. */
  public @Nullable BalanceRole uncounted() {
    Money balance = facts.balance();
    return balance != null && balance.isPositive() && balanceRole.isNotCounted()
        ? balanceRole
        : null;
  }

  /** What kind of thing happens on a day. */
  public enum Kind {
    /** The owner is reminded. */
    REMINDER,
    /** The carrier renews the plan out of the balance by itself. */
    CYCLE,
    /** The carrier's own autopay may charge from this day on. */
    AUTOPAY_CHARGE,
    /** Its owner is asked whether that charge went through. */
    AUTOPAY_CHECK,
    /** The last paid day. */
    EXPIRY,
    /** The first day without service. */
    SUSPENSION,
    /** The first day on which the money in the balance has expired. */
    BALANCE_LOSS,
    /** The first day on which the number may be lost, by the smallest credible figure. */
    NUMBER_MAY_BE_LOST,
    /** The same by another figure that a source gives. */
    NUMBER_MAY_BE_LOST_ALTERNATIVE
  }

  /**
   * Something that happens on a day.
   *
   * @param countedFrom the date that {@code days} are counted from
   * @param days after {@code countedFrom}; negative for days before it
   * @param amount the money that is taken or lost, or null when none or not known
   * @param note the rule's own words on it, or null
   * @param source who says so
   * @param asOf the date of the source as it gives it, or null when it gives none
   * @param fact false when it is a hint that must not be shown as a fact
   */
  public record Milestone(
      LocalDate date,
      Kind kind,
      LocalDate countedFrom,
      long days,
      @Nullable Money amount,
      @Nullable String note,
      String source,
      @Nullable String asOf,
      boolean fact) {

    private Milestone costing(Money other) {
      return new Milestone(date, kind, countedFrom, days, other, note, source, asOf, fact);
    }
  }

  /** What keeps a number. */
  public enum Way {
    /** Paying a whole period, or what the balance lacks for it. */
    WHOLE_PERIOD,
    /** A smaller payment that keeps the number, with or without service. */
    KEEP_ALIVE,
    /** Changing to the carrier's cheapest plan. */
    SMALLER_PLAN,
    /** Calling, texting or using data. */
    USE,
    /** Paying the bill. */
    BILL
  }

  /**
   * The cheapest known way to keep the number.
   *
   * @param amount what it costs; zero when nothing; null when not known
   * @param lastDay the last day on which it is known to work, or null when not known
   * @param keepsUntil the last day on which the number is safe when it is done on that day, or
   *     today where that day has passed; null when not known
   * @param confirmed false when it rests on a note that nobody has confirmed
   * @param taxOnTop whether taxes come on top of the amount, and nobody here knows how much
   * @param note the rule's own words on it, or null
   */
  public record LeastCost(
      Way way,
      @Nullable Money amount,
      @Nullable LocalDate lastDay,
      @Nullable LocalDate keepsUntil,
      boolean confirmed,
      boolean taxOnTop,
      @Nullable String note,
      Provenance provenance) {

    private LeastCost withTaxOnTop(
        Money cost, Money need, Money price, @Nullable RefillAmounts allowed) {
      boolean refill = need.isLessThan(cost) && allowed != null && allowed.allows(cost);
      Money bare = cost.minus(need.minus(price));
      return refill || !bare.isPositive()
          ? this
          : new LeastCost(way, bare, lastDay, keepsUntil, confirmed, true, note, provenance);
    }
  }

  /**
   * @param period length of a period, or null when not known
   * @param servedFromBalance whether service is paid out of the balance, see {@link LineStatus}
   * @param need what the carrier takes for a period, plan and taxes; null when not known, in which
   *     case no cycle is foreseen and a whole period has no price
   * @param allowed the amounts that may be paid into a balance, or null when not known
   * @param reminderDaysBefore how many days before the last day covered the owner is reminded
   * @param today in the carrier's zone
   */
  public static Timeline of(
      LineFacts facts,
      LapseRule rule,
      @Nullable Length period,
      boolean servedFromBalance,
      @Nullable Money need,
      @Nullable RefillAmounts allowed,
      List<Integer> reminderDaysBefore,
      LocalDate today) {
    boolean cycles = rule.cyclesFromBalance() && need != null && period != null;
    LineFacts now =
        need != null && cycles ? Validity.rolledForward(facts, rule, period, need, today) : facts;
    LineFacts end =
        need != null && period != null && cycles ? lastCycle(now, rule, period, need) : now;
    LineStatus status =
        LineStatus.of(LineState.ofRolled(now, rule, period, today), now, servedFromBalance);
    List<Milestone> milestones = new ArrayList<>();
    if (need != null && period != null && cycles) {
      addCycles(milestones, now, end, rule, period, need);
    }
    addEnd(milestones, end, rule, reminderDaysBefore, status);
    addBalanceLoss(milestones, end, rule);
    addNumberLoss(milestones, end, rule, period);
    milestones.sort(IN_ORDER);
    return new Timeline(
        today,
        status.state(),
        status.suspendedBy(),
        now,
        rule.balanceRole(),
        milestones,
        CheapestWay.of(now, end, rule, period, need, allowed, today),
        false);
  }

  /** In the place of a source where only the line's own end is known, and no rule says more. */
  public static final String BY_ITS_END = "the line's end date";

  /**
   * What is known where the line's plan isn't, and so neither what follows its end nor what it
   * costs: when its owner is reminded, and the last day of service.
   *
   * @param reminderDaysBefore as above
   */
  public static Timeline ofEnd(
      LocalDate end,
      LineFacts facts,
      LineStatus status,
      List<Integer> reminderDaysBefore,
      LocalDate today) {
    List<Milestone> milestones = new ArrayList<>();
    for (int before : reminderDaysBefore) {
      milestones.add(ofEnd(Days.plus(end, -before), Kind.REMINDER, end, -before));
    }
    milestones.add(ofEnd(end, Kind.EXPIRY, end, 0));
    milestones.sort(IN_ORDER);
    return new Timeline(
        today,
        status.state(),
        status.suspendedBy(),
        facts,
        BalanceRole.UNKNOWN,
        milestones,
        null,
        false);
  }

  private static Milestone ofEnd(LocalDate date, Kind kind, LocalDate end, long days) {
    return new Milestone(date, kind, end, days, null, null, BY_ITS_END, null, true);
  }

  /**
   * The same where a period's cost holds fees that are only assumed: its price is said without
   * them, and that taxes come on top. A refill costs what it costs.
   *
   * @param need what the carrier takes for a period with the fees
   * @param price the same without
   * @param allowed the amounts that may be paid into a balance, or null when not known
   */
  public Timeline withTaxOnTop(Money need, Money price, @Nullable RefillAmounts allowed) {
    LeastCost least = leastCost;
    return new Timeline(
        today,
        state,
        suspendedBy,
        facts,
        balanceRole,
        milestones.stream()
            .map(event -> need.equals(event.amount()) ? event.costing(price) : event)
            .toList(),
        least == null || least.way() != Way.WHOLE_PERIOD || least.amount() == null
            ? least
            : least.withTaxOnTop(least.amount(), need, price, allowed),
        true);
  }

  /** The same with another way as the cheapest. */
  public Timeline withLeastCost(LeastCost other) {
    return new Timeline(today, state, suspendedBy, facts, balanceRole, milestones, other, taxOnTop);
  }

  /** The same with another status, and more that happens. */
  public Timeline with(LineStatus status, List<Milestone> more) {
    List<Milestone> all = new ArrayList<>(milestones);
    all.addAll(more);
    all.sort(IN_ORDER);
    return new Timeline(
        today, status.state(), status.suspendedBy(), facts, balanceRole, all, leastCost, taxOnTop);
  }

  /** The facts when the balance has paid all the cycles that it can. */
  private static LineFacts lastCycle(LineFacts now, LapseRule rule, Length period, Money need) {
    LocalDate covered = Validity.coveredUntil(now, rule, period, need);
    LocalDate validUntil = now.validUntil();
    if (covered == null || validUntil == null || !covered.isAfter(validUntil)) {
      return now;
    }
    return PlanCycle.run(now, period, need, Days.plus(covered, -1));
  }

  private static void addCycles(
      List<Milestone> to, LineFacts now, LineFacts end, LapseRule rule, Length period, Money need) {
    LocalDate date = now.validUntil();
    LocalDate last = end.validUntil();
    while (date != null && last != null && date.isBefore(last)) {
      to.add(milestone(date, Kind.CYCLE, date, 0, need, null, rule));
      date = PlanCycle.nextEnd(date, period, now.anchorDay());
    }
  }

  private static void addEnd(
      List<Milestone> to,
      LineFacts end,
      LapseRule rule,
      List<Integer> reminderDaysBefore,
      LineStatus status) {
    LocalDate served = LineState.lastDayServed(end, rule);
    if (served == null) {
      return;
    }
    for (int before : reminderDaysBefore) {
      to.add(
          milestone(Days.plus(served, -before), Kind.REMINDER, served, -before, null, null, rule));
    }
    if (rule.basis() == Basis.ACTIVITY) {
      return;
    }
    to.add(milestone(served, Kind.EXPIRY, served, 0, null, null, rule));
    if (status.suspendedBy() == LineStatus.Cause.BALANCE) {
      // Service has stopped already; a later day for it would contradict that.
      return;
    }
    int suspendedAfter = rule.suspendedAfterDays() + 1;
    to.add(
        milestone(
            Days.plus(served, suspendedAfter),
            Kind.SUSPENSION,
            served,
            suspendedAfter,
            null,
            null,
            rule));
  }

  private static void addBalanceLoss(List<Milestone> to, LineFacts end, LapseRule rule) {
    LocalDate expires = end.balanceExpiresOn();
    Money balance = end.balance();
    if (expires != null && balance != null && balance.isPositive()) {
      to.add(milestone(Days.plus(expires, 1), Kind.BALANCE_LOSS, expires, 1, balance, null, rule));
    }
  }

  private static void addNumberLoss(
      List<Milestone> to, LineFacts end, LapseRule rule, @Nullable Length period) {
    LocalDate from = LineState.countedFrom(end, rule, period);
    LocalDate safe = LineState.numberMayBeLostOn(end, rule, rule.numberLostAfterDays(), period);
    if (from == null) {
      return;
    }
    if (safe != null) {
      long days = safe.toEpochDay() - from.toEpochDay();
      to.add(milestone(safe, Kind.NUMBER_MAY_BE_LOST, from, days, null, rule.counting(), rule));
    }
    for (Alternative other : rule.alternatives()) {
      LocalDate date = LineState.numberMayBeLostOn(end, rule, other.days(), period);
      if (date != null) {
        to.add(
            new Milestone(
                date,
                Kind.NUMBER_MAY_BE_LOST_ALTERNATIVE,
                from,
                date.toEpochDay() - from.toEpochDay(),
                null,
                rule.counting(),
                other.source(),
                null,
                false));
      }
    }
  }

  private static Milestone milestone(
      LocalDate date,
      Kind kind,
      LocalDate countedFrom,
      long days,
      @Nullable Money amount,
      @Nullable String note,
      LapseRule rule) {
    Provenance by = rule.provenance();
    return new Milestone(
        date, kind, countedFrom, days, amount, note, by.source(), by.asOf(), by.isFact());
  }
}
