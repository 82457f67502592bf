package dev.everline.renewal;

import dev.everline.catalog.Carrier;
import dev.everline.catalog.Catalog;
import dev.everline.catalog.LapseRule;
import dev.everline.catalog.Plan;
import dev.everline.kernel.Money;
import dev.everline.kernel.ProblemException;
import dev.everline.line.DueLine;
import dev.everline.line.IfNotRenewed;
import dev.everline.line.LineFacts;
import dev.everline.line.LineState;
import dev.everline.line.LineStatus;
import dev.everline.line.Validity;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a line needs; a pure function of the line, the catalog, the route's record and the
 * time.
 */
public final class Decide {

  /** Days before the end of service on which the owner of a line that isn't renewed is told. */
  static final List<Integer> DAYS_BEFORE_EXPIRY = List.of(7, 3, 1);

  /** Days before the number may be lost on which he is told again. */
  private static final List<Integer> DAYS_BEFORE_LOSS = List.of(14, 3);

  /**
   * Owners are told by day. The law's window for such messages is 8:00 to 21:00 (47 CFR 64.1200);
   * an hour is kept from either end.
   */
  private static final LocalTime EARLIEST = LocalTime.of(9, 0);

  private static final LocalTime LATEST = LocalTime.of(20, 0);

  private final Catalog catalog;
  private final Quoter quoter;
  private final KeepNumber keepNumber;
  private final RenewalSettings settings;

  public Decide(Catalog catalog, Quoter quoter, RenewalSettings settings) {
    this.catalog = catalog;
    this.quoter = quoter;
    this.keepNumber = new KeepNumber(catalog, quoter);
    this.settings = settings;
  }

  /**
   * What the line needs.
   *
   * @param slowest the longest that its route lately took to renew
   * @param hasRoute whether there is a way to its carrier
   */
  public Decision decide(DueLine line, Duration slowest, boolean hasRoute, Instant now) {
    if (line.paused()) {
      return new Decision.Wait(null);
    }
    Plan plan = line.plan() == null ? null : catalog.plans().get(line.plan());
    Carrier carrier = catalog.carriers().get(line.carrier());
    if (plan == null || carrier == null) {
      return unknown(line, Decision.Told.PLAN_NOT_KNOWN, now);
    }
    LapseRule rule = catalog.lapseRule(plan.lapseRule());
    ZoneId zone = carrier.zone();
    LocalDate today = LocalDate.ofInstant(now, zone);
    Money price = quoter.need(plan, line.state(), today);
    Integer days = plan.validityDays();
    int periodDays = days == null ? 0 : days;
    Money need = price == null ? Money.zero(line.currency()) : price;
    boolean priced = price != null && days != null;
    LineFacts facts =
        priced ? Validity.rolledForward(line.facts(), rule, periodDays, need, today) : line.facts();
    LocalDate end =
        priced ? Validity.coveredUntil(facts, rule, periodDays, need) : facts.validUntil();
    if (end == null) {
      return unknown(line, Decision.Told.VALIDITY_NOT_KNOWN, now);
    }
    Instant expiry = end.plusDays(1).atStartOfDay(zone).toInstant();
    At at = new At(line, facts, plan, rule, zone, slowest, end, expiry, today, now);
    LineState state = LineState.of(facts, rule, periodDays, need, today);
    if (state == LineState.LOST) {
      return new Decision.Escalate(Decision.Told.NUMBER_MAY_BE_LOST, end, null, expiry, null);
    }
    boolean usedUp =
        LineStatus.of(state, facts, plan.servedFromBalance()).suspendedBy()
            == LineStatus.Cause.BALANCE;
    if (usedUp && !at.wasTold()) {
      // Told, not paid: when use empties a balance is the owner's affair, and what is put in again
      // and again without a date to hold it could be a runaway. The date is kept as ever.
      return new Decision.Escalate(
          Decision.Told.BALANCE_USED_UP, end, price, expiry, now.plus(settings.recheck()));
    }
    if (!line.autoRenew()) {
      LocalDate loss =
          LineState.numberMayBeLostOn(facts, rule, rule.numberLostAfterDays(), periodDays);
      return remind(line, end, loss, zone, now);
    }
    if (!rule.basis().isRenewable() || carrier.postpaid()) {
      return obstacle(Decision.Told.KEPT_OTHERWISE, null, at, false);
    }
    if (!line.brandConfirmed()) {
      return obstacle(Decision.Told.BRAND_NOT_CONFIRMED, null, at, false);
    }
    if (!priced) {
      return obstacle(Decision.Told.PRICE_NOT_KNOWN, null, at, hasRoute);
    }
    if (!hasRoute) {
      return obstacle(Decision.Told.NO_ROUTE, null, at, false);
    }
    Instant moment = SafeMoment.of(rule, expiry, slowest);
    if (now.isBefore(moment)) {
      // The ceiling is looked at early: the owner needs his time to act.
      Instant warned = expiry.minus(settings.tellAhead());
      if (line.priceCeiling() == null || now.isBefore(warned)) {
        Instant next = line.priceCeiling() == null || !warned.isBefore(moment) ? moment : warned;
        return new Decision.Wait(next);
      }
    }
    return renew(at, moment);
  }

  /**
   * When the number of a line may be lost if nothing is paid any more.
   *
   * @return null when it isn't known
   */
  @Nullable Instant lossOf(DueLine line, Instant now) {
    Plan plan = line.plan() == null ? null : catalog.plans().get(line.plan());
    Carrier carrier = catalog.carriers().get(line.carrier());
    if (plan == null || carrier == null) {
      return null;
    }
    LapseRule rule = catalog.lapseRule(plan.lapseRule());
    LocalDate today = LocalDate.ofInstant(now, carrier.zone());
    Money need = quoter.need(plan, line.state(), today);
    Integer days = plan.validityDays();
    LineFacts facts =
        need == null || days == null
            ? line.facts()
            : Validity.rolledForward(line.facts(), rule, days, need, today);
    LocalDate safe = KeepNumber.lastSafeDay(facts, rule, plan);
    return safe == null ? null : safe.plusDays(1).atStartOfDay(carrier.zone()).toInstant();
  }

  /**
   * A line of a known plan, and when it is looked at.
   *
   * @param facts rolled forward to today
   * @param zone the carrier's
   * @param slowest the longest that its route lately took to renew
   * @param end the last day that is paid
   * @param expiry the first instant after it
   * @param today in the carrier's zone
   */
  private record At(
      DueLine line,
      LineFacts facts,
      Plan plan,
      LapseRule rule,
      ZoneId zone,
      Duration slowest,
      LocalDate end,
      Instant expiry,
      LocalDate today,
      Instant now) {

    @Nullable LocalDate lastSafeDay() {
      return KeepNumber.lastSafeDay(facts, rule, plan);
    }

    /** Whether the owner was told that he must act, for this end or this loss of the number. */
    boolean wasTold() {
      LocalDate told = line.escalatedFor();
      return told != null && (told.equals(end) || told.equals(lastSafeDay()));
    }
  }

  private Decision renew(At at, Instant moment) {
    DueLine line = at.line();
    Quote quote;
    try {
      quote = quoter.wholePeriods(line, at.facts(), 1, at.today());
    } catch (ProblemException unpriced) {
      return obstacle(Decision.Told.PRICE_NOT_KNOWN, null, at, true);
    }
    Money costs = costs(quote, line);
    Money ceiling = line.priceCeiling();
    if (ceiling != null && ceiling.isLessThan(costs)) {
      return obstacle(Decision.Told.PRICE_ABOVE_CEILING, costs, at, true);
    }
    if (at.now().isBefore(moment)) {
      return new Decision.Wait(moment);
    }
    // A line that has lapsed is still worth renewing; its owner gets a day's tries at a time.
    Instant deadline =
        at.now().isBefore(at.expiry()) ? at.expiry() : at.now().plus(Duration.ofDays(1));
    Decision.Renew keep = keeping(at);
    if (keep != null) {
      // Tries of the whole period must leave time for those of what keeps the number.
      Instant half = at.now().plus(Duration.between(at.now(), keep.deadline()).dividedBy(2));
      deadline = half.isBefore(deadline) ? half : deadline;
    }
    return new Decision.Renew(quote, at.facts(), at.end(), deadline, keep);
  }

  /**
   * What a renewal is taken to cost. Of a line whose number is kept, what its balance pays counts
   * too: else the money that kept the number would make a period affordable that is too dear.
   */
  private static Money costs(Quote quote, DueLine line) {
    Money costs = quote.total();
    if (line.ifNotRenewed() == IfNotRenewed.KEEP_NUMBER) {
      for (Quote.Component component : quote.components()) {
        if (component.name() == Quote.Name.FROM_BALANCE) {
          costs = costs.minus(component.amount());
        }
      }
    }
    return costs;
  }

  private Decision.@Nullable Renew keeping(At at) {
    return keepNumber.due(
        at.line(), at.facts(), at.plan(), at.rule(), at.zone(), at.slowest(), at.today(), at.now());
  }

  /**
   * The line can't be renewed as its owner wishes. Keeps its number when that is due; else tells at
   * once when the end is near, and looks again when it isn't.
   *
   * @param needed what a renewal would cost, where that is what is in its way
   * @param payable whether anything at all can be paid for the line
   */
  private Decision obstacle(Decision.Told reason, @Nullable Money needed, At at, boolean payable) {
    Decision.Renew keep = payable ? keeping(at) : null;
    if (keep != null) {
      return keep;
    }
    Instant tell = at.expiry().minus(settings.tellAhead());
    if (at.now().isBefore(tell)) {
      return new Decision.Wait(tell);
    }
    Instant nextLook = at.now().plus(settings.recheck());
    LocalDate safe = at.lastSafeDay();
    if (at.line().ifNotRenewed() == IfNotRenewed.KEEP_NUMBER && at.wasTold() && safe != null) {
      Quote quote =
          payable
              ? keepNumber.quote(at.line(), at.facts(), at.plan(), at.rule(), at.today())
              : null;
      boolean kept = quote != null && KeepNumber.isAllowed(quote, at.line().priceCeiling());
      Instant loss = safe.plusDays(1).atStartOfDay(at.zone()).toInstant();
      if (!kept && !at.now().isBefore(loss.minus(settings.tellAhead()))) {
        Money costs = quote == null ? null : quote.total();
        return new Decision.Escalate(Decision.Told.NUMBER_NOT_KEPT, safe, costs, loss, nextLook);
      }
    }
    return new Decision.Escalate(reason, at.end(), needed, at.expiry(), nextLook);
  }

  private Decision unknown(DueLine line, Decision.Told reason, Instant now) {
    if (!line.autoRenew()) {
      return new Decision.Wait(null);
    }
    // No end is known to count from: the day stands for it, so that he is told once a day at most.
    LocalDate today = LocalDate.ofInstant(now, line.ownersZone());
    LocalDate since = line.escalatedFor() == null ? today : line.escalatedFor();
    return new Decision.Escalate(
        reason, since, null, now.plus(settings.tellAhead()), now.plus(Duration.ofDays(1)));
  }

  private static Decision remind(
      DueLine line, LocalDate end, @Nullable LocalDate loss, ZoneId carriersZone, Instant now) {
    int done = end.equals(line.toldFor()) ? line.toldStep() : 0;
    int steps = DAYS_BEFORE_EXPIRY.size();
    Instant expiry = end.plusDays(1).atStartOfDay(carriersZone).toInstant();
    int all = loss == null ? steps : steps + DAYS_BEFORE_LOSS.size();
    for (int step = done + 1; step <= all; step++) {
      boolean ofExpiry = step <= steps;
      LocalDate day =
          ofExpiry || loss == null
              ? end.minusDays(DAYS_BEFORE_EXPIRY.get(step - 1))
              : loss.minusDays(DAYS_BEFORE_LOSS.get(step - 1 - steps));
      Instant at = day.atTime(EARLIEST).atZone(line.ownersZone()).toInstant();
      if (now.isBefore(at)) {
        return new Decision.Wait(at);
      }
      Instant tooLate =
          ofExpiry || loss == null ? expiry : loss.atStartOfDay(carriersZone).toInstant();
      boolean lastOfKind = step == steps || step == all;
      LocalDate next = lastOfKind ? null : nextDay(step, end, loss);
      boolean superseded =
          next != null
              && !now.isBefore(next.atTime(EARLIEST).atZone(line.ownersZone()).toInstant());
      if (superseded || !now.isBefore(tooLate)) {
        continue;
      }
      LocalTime local = LocalTime.ofInstant(now, line.ownersZone());
      if (local.isBefore(EARLIEST) || local.isAfter(LATEST)) {
        LocalDate today = LocalDate.ofInstant(now, line.ownersZone());
        LocalDate tellOn = local.isBefore(EARLIEST) ? today : today.plusDays(1);
        Instant morning = tellOn.atTime(EARLIEST).atZone(line.ownersZone()).toInstant();
        if (morning.isBefore(tooLate)) {
          return new Decision.Wait(morning);
        }
      }
      return new Decision.Remind(
          ofExpiry ? Decision.Told.EXPIRES_SOON : Decision.Told.NUMBER_AT_RISK,
          end,
          step,
          tooLate,
          now.plus(Duration.ofHours(1)));
    }
    return new Decision.Wait(null);
  }

  private static LocalDate nextDay(int step, LocalDate end, @Nullable LocalDate loss) {
    int steps = DAYS_BEFORE_EXPIRY.size();
    return step < steps || loss == null
        ? end.minusDays(DAYS_BEFORE_EXPIRY.get(step))
        : loss.minusDays(DAYS_BEFORE_LOSS.get(step - steps));
  }
}
