package dev.everline.renewal.decide;

import dev.everline.catalog.Autopay;
import dev.everline.catalog.Catalog;
import dev.everline.catalog.LapseRule;
import dev.everline.catalog.Plan;
import dev.everline.catalog.PrintedDate;
import dev.everline.catalog.Provenance;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.line.Line;
import dev.everline.line.LineFacts;
import dev.everline.line.LineSearch;
import dev.everline.line.validity.LineState;
import dev.everline.line.validity.LineStatus;
import dev.everline.line.validity.Timeline;
import dev.everline.renewal.price.Quoter;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a line stands today and what lies before it, for interfaces that show lines. */
public final class Outlook {

  private final Catalog catalog;
  private final Quoter quoter;
  private final Routes routes;
  private final Clock clock;

  public Outlook(Catalog catalog, Quoter quoter, Routes routes, Clock clock) {
    this.catalog = catalog;
    this.quoter = quoter;
    this.routes = routes;
    this.clock = clock;
  }

  /**
   * How a line stands.
   *
   * @param charge the charge by the carrier's own autopay that is to extend it, or null when
   *     someone else renews it
   * @param at when it stands so
   * @param obstacle why Everline can't renew it from here, or null when it can
   * @param printed what its carrier means by its dates, also where the plan isn't known
   * @param leastRefill the smallest refill that pays a period, where that is more than its price
   */
  public record Standing(
      LineToday line,
      Reach.@Nullable Cause obstacle,
      @Nullable ExpectedCharge charge,
      PrintedDate printed,
      @Nullable Money leastRefill,
      Instant at) {

    /** Whether the carrier's autopay should have charged by now, and its owner is to confirm it. */
    public boolean isAutopayToBeChecked() {
      return charge != null && charge.isToBeChecked(at) && suspendedBy() == null;
    }

    /**
     * The charge expected of the carrier's own autopay.
     *
     * @throws ProblemException CONFLICT when none is
     */
    public ExpectedCharge requireCharge(LineId id) {
      if (charge == null) {
        throw new ProblemException(
            ProblemType.CONFLICT,
            "Line "
                + id
                + (coveredUntil() == null
                    ? " has no end date, so no charge by its carrier's autopay is expected; set its"
                        + " end date."
                    : " isn't renewed by its carrier's autopay at its present end."));
      }
      return charge;
    }

    /**
     * The last day served that the carrier's autopay has led to, for its owner to confirm.
     *
     * @throws ProblemException CONFLICT when no charge is expected, or where it leads can't be said
     */
    public LocalDate requireEndByAutopay(LineId id) {
      requireCharge(id);
      LocalDate next = endByAutopay();
      if (next == null) {
        throw new ProblemException(
            ProblemType.CONFLICT,
            "Where the autopay of line "
                + id
                + " led to can't be computed; look up the new end date at its carrier and set it.");
      }
      return next;
    }

    /**
     * The same, once the charge can have come, so that confirming twice doesn't confirm the next.
     *
     * @throws ProblemException CONFLICT when none is expected, or it is still to come, or where it
     *     led to can't be computed
     */
    public LocalDate requireCharged(LineId id) {
      LocalDate next = requireEndByAutopay(id);
      Instant earliest = requireCharge(id).earliest();
      if (at.isBefore(earliest)) {
        throw new ProblemException(
            ProblemType.CONFLICT,
            "The carrier's autopay charges line "
                + id
                + " for the end of "
                + requireCharge(id).end()
                + " not before "
                + earliest
                + ", so there is nothing to confirm yet; if the carrier shows another date, set the"
                + " end date instead.");
      }
      return next;
    }

    /**
     * The last day served that the carrier's autopay has led to if it if it went through, for its
     * owner to confirm; null when that can't be said.
     */
    public @Nullable LocalDate endByAutopay() {
      LocalDate next = charge == null ? null : line.nextEnd();
      return next == null || next.isBefore(today()) ? null : next;
    }

    /** The same as the carrier shows it, or null where that is the last day itself. */
    public @Nullable LocalDate endByAutopayAsShown() {
      LocalDate next = endByAutopay();
      return next == null || !printed.differs() ? null : printed.shownFor(next);
    }

    public LineState state() {
      return line.status().state();
    }

    /** What ended the service, or null when the line isn't suspended. */
    public LineStatus.@Nullable Cause suspendedBy() {
      return line.status().suspendedBy();
    }

    /** In the carrier's zone. */
    public LocalDate today() {
      return line.today();
    }

    /** The line's facts rolled forward to today. */
    public LineFacts facts() {
      return line.facts();
    }

    /** The last day that the money already paid covers, or null when not known. */
    public @Nullable LocalDate coveredUntil() {
      return line.coveredUntil();
    }

    /**
     * The date that the carrier shows for that day, where it isn't the same; it may show the first
     * day without service.
     */
    public @Nullable LocalDate shownByCarrier() {
      LocalDate until = coveredUntil();
      return until == null || !printed.differs() ? null : printed.shownFor(until);
    }

    /** Days until then, negative when it has passed; null when not known. */
    public @Nullable Long daysLeft() {
      LocalDate until = coveredUntil();
      return until == null ? null : ChronoUnit.DAYS.between(today(), until);
    }

    /**
     * What the carrier charges for a period, plan and known fees; no fee is assumed. Null when not
     * known.
     */
    public @Nullable Money need() {
      return line.costKnown();
    }

    /** What is paid at least for a period: a refill of at least its price. Null when not known. */
    public @Nullable Money leastPaid() {
      return leastRefill == null ? need() : leastRefill;
    }

    /** Whether taxes come on top of that, and the line's state isn't known. */
    public boolean needsState() {
      return line.feesAssumed();
    }

    /** Whether sales tax and the like may come on top of that, and nobody here knows how much. */
    public boolean isTaxOnTop() {
      Plan plan = line.plan();
      return plan != null && Boolean.FALSE.equals(plan.taxesIncluded());
    }

    /** The role of money in the balance for the plan; null without a plan. */
    public LapseRule.@Nullable BalanceRole balanceRole() {
      LapseRule rule = line.rule();
      return rule == null ? null : rule.balanceRole();
    }

    /**
     * Why money in the balance isn't counted on; null when all of it is counted or there is none.
     */
    public LapseRule.@Nullable BalanceRole uncounted() {
      Money balance = facts().balance();
      LapseRule.BalanceRole role = balanceRole();
      return balance != null && balance.isPositive() && role != null && role.isNotCounted()
          ? role
          : null;
    }

    /** Whether a line with auto-renewal on will be renewed. */
    public boolean canRenew() {
      return obstacle == null;
    }

    /**
     * The first day on which the number may be lost by the safe figure, regardless of state; null
     * when it isn't known.
     */
    public @Nullable LocalDate numberMayBeLostOn() {
      LocalDate lost = line.numberMayBeLostOn();
      LocalDate covered = coveredUntil();
      return lost == null || covered == null || lost.isAfter(covered) ? lost : covered.plusDays(1);
    }
  }

  /**
   * @param accountState the US state whose fees apply where the line names none, or null
   */
  public Standing of(Line line, @Nullable String accountState) {
    Instant now = clock.instant();
    return standing(
        LineToday.of(line, accountState, catalog, quoter, now),
        line.carrier(),
        line.plan(),
        line.brandConfirmedAt() != null,
        now);
  }

  /** The same for a line that a search found. */
  public Standing of(LineSearch.Found line, @Nullable String accountState) {
    Instant now = clock.instant();
    return standing(
        LineToday.of(line, accountState, catalog, quoter, now),
        line.carrier(),
        line.plan(),
        line.brandConfirmed(),
        now);
  }

  private Standing standing(
      LineToday today, String carrier, @Nullable String plan, boolean brandConfirmed, Instant now) {
    boolean hasRoute = routes.to(carrier).isPresent();
    return new Standing(
        today,
        Reach.obstacle(today, hasRoute, brandConfirmed),
        ExpectedCharge.of(today),
        catalog.printedDate(carrier, plan),
        leastRefill(today),
        now);
  }

  /** Where a plan is paid out of money in the balance, that comes as refills of certain amounts. */
  private @Nullable Money leastRefill(LineToday today) {
    Plan plan = today.plan();
    LapseRule rule = today.rule();
    Money price = today.costKnown();
    if (plan == null || rule == null || price == null || !price.isPositive()) {
      return null;
    }
    Money refill = paidFor(plan, rule, price);
    return refill != null && price.isLessThan(refill) ? refill : null;
  }

  /**
   * What will happen to a line if nobody acts. Of a line without a plan, and so without a rule,
   * only what its end date tells.
   *
   * @param accountState the US state whose fees apply where the line names none, or null
   * @throws ProblemException NOT_RENEWABLE when neither the line's plan nor its end is known
   */
  public Timeline timeline(Line line, @Nullable String accountState) {
    LineToday today = LineToday.of(line, accountState, catalog, quoter, clock.instant());
    Plan plan = today.plan();
    LapseRule rule = today.rule();
    ExpectedCharge charge = ExpectedCharge.of(today);
    List<Integer> reminders = charge == null ? Reminders.DAYS_BEFORE_EXPIRY : List.of();
    if (plan == null || rule == null) {
      LocalDate end = today.coveredUntil();
      if (end == null) {
        throw new ProblemException(
            ProblemType.NOT_RENEWABLE,
            "Line "
                + line.id()
                + " has neither a plan nor an end date, so it can't be said when it lapses; set one"
                + " of them ('everline catalog plans --carrier "
                + line.carrier()
                + "' lists the plans).");
      }
      Timeline known = Timeline.ofEnd(end, line.facts(), today.status(), reminders, today.today());
      return charge == null ? known : byAutopay(known, today, null, charge);
    }
    Timeline ahead =
        Timeline.of(
            line.facts(),
            rule,
            today.period(),
            plan.servedFromBalance(),
            today.need(),
            catalog.refillAmountsFor(plan).orElse(null),
            reminders,
            today.today());
    Timeline whole = withSmallerPlan(ahead, plan, rule, line, accountState);
    Money need = today.need();
    Money price = plan.priceOn(today.today());
    Timeline known =
        today.feesAssumed() && need != null && price != null
            ? whole.withTaxOnTop(need, price, catalog.refillAmountsFor(plan).orElse(null))
            : whole;
    return charge == null ? known : byAutopay(known, today, rule, charge);
  }

  /** While a line is served, its owner may change to a cheaper plan that lapses alike. */
  private Timeline withSmallerPlan(
      Timeline ahead, Plan plan, LapseRule rule, Line line, @Nullable String accountState) {
    Timeline.LeastCost least = ahead.leastCost();
    Money amount = least == null ? null : least.amount();
    if (least == null
        || amount == null
        || ahead.state() != LineState.ACTIVE
        || least.way() != Timeline.Way.WHOLE_PERIOD) {
      return ahead;
    }
    String state = line.state() == null ? accountState : line.state();
    Money best = amount;
    Plan smaller = null;
    for (Plan other : catalog.plansOf(plan.carrier())) {
      Money need =
          isAlternative(other, rule) && !other.id().equals(plan.id())
              ? paidFor(other, rule, quoter.need(other, state, ahead.today()))
              : null;
      if (need != null
          && need.isPositive()
          && need.currency().equals(best.currency())
          && need.isLessThan(best)) {
        best = need;
        smaller = other;
      }
    }
    if (smaller == null) {
      return ahead;
    }
    boolean taxOnTop = state == null && Boolean.FALSE.equals(smaller.taxesIncluded());
    Money bare = smaller.priceOn(ahead.today());
    return ahead.withLeastCost(
        new Timeline.LeastCost(
            Timeline.Way.SMALLER_PLAN,
            taxOnTop && bare != null ? bare : best,
            least.lastDay(),
            null,
            true,
            taxOnTop,
            smaller.name(),
            smaller.provenance()));
  }

  /** What is paid at least for a period of a plan: what a refill costs where one pays it. */
  private @Nullable Money paidFor(Plan plan, LapseRule rule, @Nullable Money need) {
    return need == null || !isRefilled(rule)
        ? need
        : catalog.refillAmountsFor(plan).map(amounts -> amounts.smallestAtLeast(need)).orElse(need);
  }

  private static boolean isRefilled(LapseRule rule) {
    return rule.cyclesFromBalance() || rule.balanceRole() == LapseRule.BalanceRole.IS_SERVICE;
  }

  private static boolean isAlternative(Plan other, LapseRule rule) {
    boolean ordinary =
        switch (other.kind()) {
          case UNLIMITED, CAPPED, METERED -> true;
          case TOURIST, TRIAL -> false;
        };
    return ordinary
        && !other.legacy()
        && !other.servedFromBalance()
        && other.lapseRule().equals(rule.id())
        && other.provenance().isFact();
  }

  /** The same for a line that its carrier's autopay renews: when it charges, and is checked. */
  private static Timeline byAutopay(
      Timeline ahead, LineToday today, @Nullable LapseRule rule, ExpectedCharge charge) {
    Autopay known = charge.known();
    Provenance by = known != null ? known.provenance() : rule == null ? null : rule.provenance();
    List<Timeline.Milestone> more = new ArrayList<>();
    Instant from = charge.from();
    if (from != null) {
      more.add(
          milestone(Timeline.Kind.AUTOPAY_CHARGE, day(from, today), charge, today.costKnown(), by));
    }
    more.add(
        milestone(Timeline.Kind.AUTOPAY_CHECK, day(charge.checkFrom(), today), charge, null, by));
    return ahead.with(today.status(), more);
  }

  private static Timeline.Milestone milestone(
      Timeline.Kind kind,
      LocalDate date,
      ExpectedCharge charge,
      @Nullable Money amount,
      @Nullable Provenance by) {
    LocalDate end = charge.end();
    long days = ChronoUnit.DAYS.between(end, date);
    return new Timeline.Milestone(
        date,
        kind,
        end,
        days,
        amount,
        null,
        by == null ? Timeline.BY_ITS_END : by.source(),
        by == null ? null : by.asOf(),
        by == null || by.isFact());
  }

  private static LocalDate day(Instant at, LineToday line) {
    return LocalDate.ofInstant(at, line.zone());
  }

  /** Whether any carrier at all can be paid over a connected route. */
  public boolean reachesAnyCarrier() {
    return catalog.carriers().keySet().stream().anyMatch(carrier -> routes.to(carrier).isPresent());
  }
}
