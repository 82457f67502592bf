package dev.everline.renewal.decide;

import dev.everline.catalog.Basis;
import dev.everline.catalog.Carrier;
import dev.everline.catalog.Catalog;
import dev.everline.catalog.LapseRule;
import dev.everline.catalog.Length;
import dev.everline.catalog.Plan;
import dev.everline.kernel.Money;
import dev.everline.line.Line;
import dev.everline.line.LineFacts;
import dev.everline.line.LineSearch;
import dev.everline.line.due.DueLine;
import dev.everline.line.renewer.RenewedBy;
import dev.everline.line.renewer.Renewer;
import dev.everline.line.validity.LineState;
import dev.everline.line.validity.LineStatus;
import dev.everline.line.validity.Validity;
import dev.everline.renewal.price.Quoter;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A line on one day, as every rule and page sees it: its plan and lapse rule looked up, the price
 * of a period, and its facts rolled forward to the day. Computed once and passed on, so that no two
 * of them reach different answers. Immutable.
 *
 * @param carrier null when the catalog doesn't have it
 * @param plan null when it isn't known; then the rule is null too
 * @param zone the carrier's; where that isn't known, the one given for the line
 * @param today the day in that zone
 * @param need what the carrier charges for a period, plan and taxes; null when that isn't known
 * @param charged what the carrier's own autopay takes for one where it renews the line, which may
 *     be less; else the same
 * @param feesAssumed whether that need holds the dearest state's fees, since the state isn't known
 * @param facts rolled forward to the day
 * @param coveredUntil the last day that the money already paid covers, or null when not known
 * @param status its status by its facts, and by who renews it
 * @param renewer who renews it
 */
public record LineToday(
    @Nullable Carrier carrier,
    @Nullable Plan plan,
    @Nullable LapseRule rule,
    ZoneId zone,
    LocalDate today,
    @Nullable Money need,
    @Nullable Money charged,
    boolean feesAssumed,
    LineFacts facts,
    @Nullable LocalDate coveredUntil,
    LineStatus status,
    Renewer renewer) {

  /** More than a year of weeks; the shortest plans last a day. */
  private static final int MOST_ENDS = 62;

  /** The line as the heartbeat reads it; its owner's zone is used when the carrier is unknown. */
  public static LineToday of(DueLine line, Catalog catalog, Quoter quoter, Instant now) {
    return of(
        new Known(
            line.carrier(),
            line.plan(),
            line.state(),
            line.currency(),
            line.facts(),
            line.renewer()),
        line.ownersZone(),
        catalog,
        quoter,
        now);
  }

  /**
   * The line as its owner sees it.
   *
   * @param accountState the US state whose fees apply where the line names none, or null
   */
  static LineToday of(
      Line line, @Nullable String accountState, Catalog catalog, Quoter quoter, Instant now) {
    String state = line.state() == null ? accountState : line.state();
    return of(
        new Known(
            line.carrier(), line.plan(), state, line.currency(), line.facts(), line.renewer()),
        ZoneOffset.UTC,
        catalog,
        quoter,
        now);
  }

  /** The same for a line that a search found. */
  static LineToday of(
      LineSearch.Found line,
      @Nullable String accountState,
      Catalog catalog,
      Quoter quoter,
      Instant now) {
    String state = line.state() == null ? accountState : line.state();
    return of(
        new Known(
            line.carrier(), line.plan(), state, line.currency(), line.facts(), line.renewer()),
        ZoneOffset.UTC,
        catalog,
        quoter,
        now);
  }

  /** What is known about a line on any day. */
  private record Known(
      String carrier,
      @Nullable String plan,
      @Nullable String state,
      Currency currency,
      LineFacts facts,
      Renewer renewer) {}

  private static LineToday of(
      Known line, ZoneId otherwise, Catalog catalog, Quoter quoter, Instant now) {
    Carrier carrier = catalog.carriers().get(line.carrier());
    String id = line.plan();
    Plan plan = carrier == null || id == null ? null : catalog.plans().get(id);
    ZoneId zone =
        zoneOf(carrier, plan == null ? null : catalog.lapseRule(plan.lapseRule()), otherwise);
    LocalDate today = LocalDate.ofInstant(now, zone);
    LineFacts known = line.facts();
    if (plan == null) {
      LocalDate until = known.validUntil();
      // Without its rule, all we can say is that a line has service to the end of its validity.
      boolean served = until != null && !today.isAfter(until);
      boolean awaited = until != null && line.renewer().at(until) == RenewedBy.CARRIER;
      LineState without = awaited ? LineState.UNCONFIRMED : LineState.UNKNOWN;
      LineStatus status = new LineStatus(served ? LineState.ACTIVE : without, null);
      return new LineToday(
          carrier,
          null,
          null,
          zone,
          today,
          null,
          null,
          false,
          known,
          until,
          status,
          line.renewer());
    }
    LapseRule rule = catalog.lapseRule(plan.lapseRule());
    Money need = quoter.need(plan, line.state(), today);
    Money taken = need == null ? Money.zero(line.currency()) : need;
    Length period = plan.period();
    LineFacts facts = Validity.rolledForward(known, rule, period, taken, today);
    LineState byDate = LineState.ofRolled(facts, rule, period, today);
    LocalDate covered = Validity.coveredUntil(facts, rule, period, taken);
    LineStatus status = LineStatus.of(byDate, facts, plan.servedFromBalance());
    boolean byCarrier = line.renewer().at(covered) == RenewedBy.CARRIER;
    Money charged = byCarrier ? quoter.needByAutopay(plan, line.state(), today) : need;
    return new LineToday(
        carrier,
        plan,
        rule,
        zone,
        today,
        need,
        charged,
        line.state() == null && Boolean.FALSE.equals(plan.taxesIncluded()),
        facts,
        covered,
        // A payment doesn't keep what only use keeps.
        byCarrier && rule.basis() != Basis.ACTIVITY ? status.ofAutopay() : status,
        line.renewer());
  }

  /** Who renews it at its present end. */
  public RenewedBy renewedBy() {
    return renewer.at(coveredUntil);
  }

  /**
   * The last day served once one more period is paid at its present end, as the carrier's autopay
   * pays it.
   *
   * @return null when that can't be said
   */
  public @Nullable LocalDate nextEnd() {
    LocalDate end = coveredUntil;
    LineFacts next = end == null ? null : afterOneMore(facts, end);
    return next == null ? null : next.validUntil();
  }

  /**
   * The last days served of the periods to come, each paid at the end of the one before, up to a
   * day; none where they can't be said. The first is {@link #nextEnd}.
   */
  List<LocalDate> nextEnds(LocalDate upTo) {
    List<LocalDate> ends = new ArrayList<>();
    LineFacts now = facts;
    LocalDate end = coveredUntil;
    while (end != null && end.isBefore(upTo) && ends.size() < MOST_ENDS) {
      now = afterOneMore(now, end);
      end = now == null ? null : now.validUntil();
      if (now == null || end == null || end.isAfter(upTo)) {
        return ends;
      }
      ends.add(end);
    }
    return ends;
  }

  /** The facts once a period is paid on the last day served; null when that can't be said. */
  private @Nullable LineFacts afterOneMore(LineFacts known, LocalDate end) {
    boolean byAmount = rule != null && !rule.balanceLives().isEmpty();
    Length length = period();
    if (rule == null || length == null || (byAmount && need == null)) {
      return null;
    }
    Money paid = need == null || !need.isPositive() ? Money.usd(1_00) : need;
    LineFacts after =
        rule.cyclesFromBalance()
            ? known.withValidUntil(Validity.afterOneCycle(end, known, length))
            : Validity.afterPayment(known, rule, length, paid, paid, length, end);
    LocalDate next = after.validUntil();
    return next == null || !next.isAfter(end) ? null : after;
  }

  /** Whose days a line's dates are: the rule's where it names a zone, else the carrier's. */
  static ZoneId zoneOf(@Nullable Carrier carrier, @Nullable LapseRule rule, ZoneId otherwise) {
    ZoneId ofTheRule = rule == null ? null : rule.printed().zone();
    return ofTheRule != null ? ofTheRule : carrier == null ? otherwise : carrier.zone();
  }

  /** Whether a period has a price and its length is known; otherwise the line is unpriced. */
  public boolean isPriced() {
    return need != null && need.isPositive() && period() != null;
  }

  /** What a period costs by all that is known: no fee that is only assumed; null when not known. */
  public @Nullable Money costKnown() {
    if (plan == null || !feesAssumed) {
      return charged;
    }
    Money autopay = renewedBy() == RenewedBy.CARRIER ? plan.autopayPriceOn(today) : null;
    return autopay == null ? plan.priceOn(today) : autopay;
  }

  /** The length of a period, or null when not known. */
  public @Nullable Length period() {
    return plan == null ? null : plan.period();
  }

  /**
   * The first day on which the number may be lost, by the smallest credible figure.
   *
   * @return null when it isn't known
   */
  public @Nullable LocalDate numberMayBeLostOn() {
    return rule == null
        ? null
        : LineState.numberMayBeLostOn(facts, rule, rule.numberLostAfterDays(), period());
  }

  /** The last day on which the number is safe, or null when it isn't known. */
  public @Nullable LocalDate lastSafeDay() {
    LocalDate lost = numberMayBeLostOn();
    return lost == null ? null : lost.minusDays(1);
  }

  /** The first instant without service, by the carrier's own cut-off, after a last day of it. */
  public Instant serviceEnd(LocalDate lastDay) {
    return rule == null ? endOf(lastDay) : rule.printed().serviceEnd(lastDay, zone);
  }

  /** The first instant after a day. */
  public Instant endOf(LocalDate day) {
    return day.plusDays(1).atStartOfDay(zone).toInstant();
  }
}
