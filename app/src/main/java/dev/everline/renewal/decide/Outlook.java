package dev.everline.renewal.decide;

import dev.everline.catalog.Catalog;
import dev.everline.catalog.LapseRule;
import dev.everline.catalog.Plan;
import dev.everline.catalog.PrintedDate;
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
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
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
   * @param obstacle why Everline can't renew it from here, or null when it can
   */
  public record Standing(LineToday line, Reach.@Nullable Cause obstacle) {

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
      LapseRule rule = line.rule();
      LocalDate until = coveredUntil();
      return rule == null || until == null || !rule.printed().differs()
          ? null
          : rule.printed().shownFor(until);
    }

    /** What the carrier means by its dates. */
    public PrintedDate printed() {
      LapseRule rule = line.rule();
      return rule == null ? PrintedDate.UNKNOWN : rule.printed();
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

    /** Whether taxes come on top of that, and the line's state isn't known. */
    public boolean needsState() {
      return line.feesAssumed();
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
    return standing(
        LineToday.of(line, accountState, catalog, quoter, clock.instant()),
        line.carrier(),
        line.brandConfirmedAt() != null);
  }

  /** The same for a line that a search found. */
  public Standing of(LineSearch.Found line, @Nullable String accountState) {
    return standing(
        LineToday.of(line, accountState, catalog, quoter, clock.instant()),
        line.carrier(),
        line.brandConfirmed());
  }

  private Standing standing(LineToday today, String carrier, boolean brandConfirmed) {
    boolean hasRoute = routes.to(carrier).isPresent();
    return new Standing(today, Reach.obstacle(today, hasRoute, brandConfirmed));
  }

  /**
   * What will happen to a line if nobody acts.
   *
   * @param accountState the US state whose fees apply where the line names none, or null
   * @throws ProblemException NOT_RENEWABLE when the line's plan, and so its lapse rule, isn't known
   */
  public Timeline timeline(Line line, @Nullable String accountState) {
    LineToday today = LineToday.of(line, accountState, catalog, quoter, clock.instant());
    Plan plan = today.plan();
    LapseRule rule = today.rule();
    if (plan == null || rule == null) {
      throw new ProblemException(
          ProblemType.NOT_RENEWABLE,
          "Line "
              + line.id()
              + " has no plan, so it can't be said when it lapses; set its plan"
              + " ('everline catalog plans --carrier "
              + line.carrier()
              + "' lists them).");
    }
    return Timeline.of(
        line.facts(),
        rule,
        today.period(),
        plan.servedFromBalance(),
        today.need(),
        catalog.refillAmountsFor(plan).orElse(null),
        Reminders.DAYS_BEFORE_EXPIRY,
        today.today());
  }

  /** Whether any carrier at all can be paid over a connected route. */
  public boolean reachesAnyCarrier() {
    return catalog.carriers().keySet().stream().anyMatch(carrier -> routes.to(carrier).isPresent());
  }
}
