package dev.everline.renewal.decide;

import dev.everline.catalog.Carrier;
import dev.everline.catalog.Catalog;
import dev.everline.catalog.LapseRule;
import dev.everline.catalog.Plan;
import dev.everline.kernel.Money;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.line.Line;
import dev.everline.line.LineFacts;
import dev.everline.line.LineSearch;
import dev.everline.line.validity.LineState;
import dev.everline.line.validity.LineStatus;
import dev.everline.line.validity.Timeline;
import dev.everline.line.validity.Validity;
import dev.everline.renewal.price.Quoter;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Currency;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a line stands today and what lies before it, for whoever shows lines: its plan's price and
 * its lapse rule looked up, today counted in its carrier's zone.
 */
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
   * @param suspendedBy what ended the service, or null when the line isn't suspended
   * @param today in the carrier's zone
   * @param facts the line's facts rolled forward to today
   * @param coveredUntil the last day that the money already paid covers, or null when not known
   * @param daysLeft days until then, negative when it has passed; null when not known
   * @param need what the carrier takes for a period, plan and taxes; null when not known
   * @param balanceRole what money in the balance does for the plan; null without a plan
   * @param obstacle why Everline can't renew it from here, or null when it can
   */
  public record Standing(
      LineState state,
      LineStatus.@Nullable Cause suspendedBy,
      LocalDate today,
      LineFacts facts,
      @Nullable LocalDate coveredUntil,
      @Nullable Long daysLeft,
      @Nullable Money need,
      LapseRule.@Nullable BalanceRole balanceRole,
      Reach.@Nullable Cause obstacle) {

    /** Why there is money in the balance that nothing counts on; null when there is none such. */
    public LapseRule.@Nullable BalanceRole uncounted() {
      Money balance = facts.balance();
      LapseRule.BalanceRole role = balanceRole;
      return balance != null && balance.isPositive() && role != null && role.isNotCounted()
          ? role
          : null;
    }

    /** Whether a line that its owner wants renewed by itself will be. */
    public boolean canRenew() {
      return obstacle == null;
    }
  }

  /**
   * @param accountState the US state whose fees apply where the line names none, or null
   */
  public Standing of(Line line, @Nullable String accountState) {
    String state = line.state() == null ? accountState : line.state();
    return of(
        line.carrier(),
        line.plan(),
        state,
        line.currency(),
        line.facts(),
        line.brandConfirmedAt() != null);
  }

  /** The same of a line that a search found. */
  public Standing of(LineSearch.Found line, @Nullable String accountState) {
    String state = line.state() == null ? accountState : line.state();
    return of(
        line.carrier(), line.plan(), state, line.currency(), line.facts(), line.brandConfirmed());
  }

  private Standing of(
      String carrier,
      @Nullable String planId,
      @Nullable String state,
      Currency currency,
      LineFacts known,
      boolean brandConfirmed) {
    LocalDate today = today(carrier);
    Plan plan = plan(planId);
    boolean hasRoute = routes.to(carrier).isPresent();
    Carrier sells = catalog.carriers().get(carrier);
    if (plan == null) {
      return withoutPlan(
          known, today, Reach.obstacle(sells, null, null, false, hasRoute, brandConfirmed));
    }
    LapseRule rule = catalog.lapseRule(plan.lapseRule());
    Money need = quoter.need(plan, state, today);
    Money taken = need == null ? Money.zero(currency) : need;
    int days = periodDays(plan);
    LineFacts facts = Validity.rolledForward(known, rule, days, taken, today);
    LocalDate covered = Validity.coveredUntil(facts, rule, days, taken);
    LineStatus status =
        LineStatus.of(
            LineState.of(facts, rule, days, taken, today), facts, plan.servedFromBalance());
    return new Standing(
        status.state(),
        status.suspendedBy(),
        today,
        facts,
        covered,
        daysLeft(today, covered),
        need,
        rule.balanceRole(),
        Reach.obstacle(
            sells,
            plan,
            rule,
            need != null && plan.validityDays() != null,
            hasRoute,
            brandConfirmed));
  }

  /**
   * What will happen to a line if nobody acts.
   *
   * @param accountState the US state whose fees apply where the line names none, or null
   * @throws ProblemException NOT_RENEWABLE when the line's plan, and so its lapse rule, isn't known
   */
  public Timeline timeline(Line line, @Nullable String accountState) {
    Plan plan = plan(line.plan());
    if (plan == null) {
      throw new ProblemException(
          ProblemType.NOT_RENEWABLE,
          "Line "
              + line.id()
              + " has no plan, and without one it can't be told when it lapses; give its plan"
              + " ('everline catalog plans --carrier "
              + line.carrier()
              + "' lists them).");
    }
    LocalDate today = today(line.carrier());
    return Timeline.of(
        line.facts(),
        catalog.lapseRule(plan.lapseRule()),
        periodDays(plan),
        plan.servedFromBalance(),
        quoter.need(plan, line.state() == null ? accountState : line.state(), today),
        catalog.refillAmountsFor(plan).orElse(null),
        Decide.DAYS_BEFORE_EXPIRY,
        today);
  }

  /**
   * The first day on which the number may be gone by the safe figure, whatever the line's standing;
   * null when it isn't known.
   *
   * @param standing of the line today
   */
  public @Nullable LocalDate numberMayBeLostOn(@Nullable String planId, Standing standing) {
    Plan plan = plan(planId);
    if (plan == null) {
      return null;
    }
    LapseRule rule = catalog.lapseRule(plan.lapseRule());
    LocalDate lost =
        LineState.numberMayBeLostOn(
            standing.facts(), rule, rule.numberLostAfterDays(), periodDays(plan));
    LocalDate covered = standing.coveredUntil();
    return lost == null || covered == null || lost.isAfter(covered) ? lost : covered.plusDays(1);
  }

  /** Whether a connected route pays any carrier at all. */
  public boolean reachesAnyCarrier() {
    return catalog.carriers().keySet().stream().anyMatch(carrier -> routes.to(carrier).isPresent());
  }

  /** What is known of the line's plan, where there is one. */
  private @Nullable Plan plan(@Nullable String id) {
    return id == null ? null : catalog.plans().get(id);
  }

  private LocalDate today(String carrier) {
    ZoneId zone =
        Optional.ofNullable(catalog.carriers().get(carrier))
            .map(Carrier::zone)
            .orElse(ZoneOffset.UTC);
    return LocalDate.ofInstant(clock.instant(), zone);
  }

  private static int periodDays(Plan plan) {
    Integer days = plan.validityDays();
    return days == null ? 0 : days;
  }

  /** Without its rule, only that a line is served to the end of its validity can be said. */
  private static Standing withoutPlan(
      LineFacts known, LocalDate today, Reach.@Nullable Cause obstacle) {
    LocalDate until = known.validUntil();
    boolean served = until != null && !today.isAfter(until);
    LineState state = served ? LineState.ACTIVE : LineState.UNKNOWN;
    return new Standing(
        state, null, today, known, until, daysLeft(today, until), null, null, obstacle);
  }

  private static @Nullable Long daysLeft(LocalDate today, @Nullable LocalDate until) {
    return until == null ? null : ChronoUnit.DAYS.between(today, until);
  }
}
