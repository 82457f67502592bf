package dev.everline.renewal.decide;

import dev.everline.catalog.Carrier;
import dev.everline.catalog.Catalog;
import dev.everline.catalog.LapseRule;
import dev.everline.catalog.Plan;
import dev.everline.kernel.Money;
import dev.everline.kernel.ProblemException;
import dev.everline.line.IfNotRenewed;
import dev.everline.line.due.DueLine;
import dev.everline.line.renewer.RenewedBy;
import dev.everline.line.validity.LineState;
import dev.everline.line.validity.LineStatus;
import dev.everline.notice.NoticeKind;
import dev.everline.renewal.RenewalSettings;
import dev.everline.renewal.price.Quote;
import dev.everline.renewal.price.Quoter;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a line needs; a pure function of the line, the catalog, the route's track record and
 * the time.
 */
public final class Decide {

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
   * @param slowest the longest that its route recently took to renew
   * @param hasRoute whether there is a route to its carrier
   */
  public Decision decide(DueLine line, Duration slowest, boolean hasRoute, Instant now) {
    if (line.paused()) {
      return new Decision.Wait(null);
    }
    Look look = look(line, hasRoute, now);
    LocalDate end = look.end();
    if (end == null) {
      // Tomorrow's catalog may contain its plan.
      return new Decision.Wait(isEverlines(look) ? now.plus(Duration.ofDays(1)) : null);
    }
    Plan plan = look.today().plan();
    LapseRule rule = look.today().rule();
    ExpectedCharge charge = ExpectedCharge.of(look.today());
    if (plan == null || rule == null) {
      return charge == null ? remind(look, end, null) : watch(look, charge);
    }
    At at = new At(look, plan, rule, slowest, end, look.today().serviceEnd(end));
    if (look.state() == LineState.LOST) {
      return new Decision.NeedsOwner(NoticeKind.NUMBER_MAY_BE_LOST, at.end(), null, null, null);
    }
    if (look.usedUp() && !at.wasTold()) {
      // The owner is told, but nothing is paid: using up a balance is the owner's choice, and
      // topping it up repeatedly with no date to limit that could run away. The date is watched as
      // always.
      return new Decision.NeedsOwner(
          NoticeKind.BALANCE_USED_UP,
          at.end(),
          look.today().need(),
          at.expiry(),
          now.plus(settings.recheck()));
    }
    if (charge != null) {
      return watch(look, charge);
    }
    Reach.Cause obstacle = look.obstacle();
    if (!isEverlines(look) || (obstacle != null && obstacle.isOwnersAffair())) {
      return remind(look, end, look.today().numberMayBeLostOn());
    }
    if (obstacle != null) {
      return obstacle(obstacle.notice(), null, at, obstacle == Reach.Cause.PRICE_NOT_KNOWN);
    }
    Instant moment = SafeMoment.of(at.rule(), at.expiry(), slowest);
    if (now.isBefore(moment)) {
      // The ceiling is checked early: the owner needs time to act.
      Instant warned = at.expiry().minus(settings.tellAhead());
      if (line.priceCeiling() == null || now.isBefore(warned)) {
        Instant next = line.priceCeiling() == null || !warned.isBefore(moment) ? moment : warned;
        return new Decision.Wait(next);
      }
    }
    return renew(at, moment);
  }

  /**
   * The notice that is given at once, however far away the line's end is: that its auto-renewal
   * can't work here. It stays true until that changes, whatever happens to the dates.
   *
   * @return null when there is nothing of the kind to tell
   */
  public @Nullable NoticeKind standing(DueLine line, boolean hasRoute, Instant now) {
    if (line.paused() || line.renewer().by() != RenewedBy.EVERLINE) {
      return null;
    }
    Carrier carrier = catalog.carriers().get(line.carrier());
    Plan plan = line.plan() == null ? null : catalog.plans().get(line.plan());
    LapseRule rule = plan == null ? null : catalog.lapseRule(plan.lapseRule());
    // Notices about price or brand are not given at once.
    Reach.Cause obstacle = Reach.obstacle(carrier, plan, rule, true, hasRoute, true);
    if (obstacle != null) {
      return obstacle.notice();
    }
    boolean endless = line.facts().validUntil() == null && look(line, hasRoute, now).end() == null;
    return endless ? NoticeKind.VALIDITY_NOT_KNOWN : null;
  }

  /**
   * The notice that is given at once, in addition to the reminders, when a line's owner wants its
   * number kept but nothing can be paid for it from here.
   *
   * @return null when there is nothing of the kind to tell
   */
  public Decision.@Nullable NeedsOwner numberNotKept(DueLine line, boolean hasRoute, Instant now) {
    if (line.paused() || !wishesNumberKept(line)) {
      return null;
    }
    Look look = look(line, hasRoute, now);
    Reach.Cause obstacle = look.obstacle();
    LocalDate safe = look.lastSafeDay();
    if (obstacle == null || !obstacle.isOwnersAffair() || safe == null) {
      return null;
    }
    Instant loss = look.today().endOf(safe);
    return now.isBefore(loss)
        ? new Decision.NeedsOwner(NoticeKind.NUMBER_NOT_KEPT, safe, null, loss, null)
        : null;
  }

  private static boolean wishesNumberKept(DueLine line) {
    return line.renewer().by() == RenewedBy.EVERLINE
        && line.ifNotRenewed() == IfNotRenewed.KEEP_NUMBER;
  }

  /** Whether the owner who was told that the number can't be kept still has to act. */
  private boolean isNumberNotKept(LocalDate forDate, Look look) {
    if (!wishesNumberKept(look.line()) || look.state() == LineState.LOST) {
      return false;
    }
    if (!forDate.equals(look.lastSafeDay())) {
      return look.end() == null || forDate.equals(look.end());
    }
    Reach.Cause obstacle = look.obstacle();
    Instant late = look.today().endOf(forDate).minus(settings.tellAhead());
    return (obstacle != null && obstacle.isOwnersAffair()) || !look.now().isBefore(late);
  }

  /**
   * Whether a notice about a line is still true.
   *
   * @param forDate the end of validity, or the last safe day, that the notice was about
   */
  public boolean holds(
      NoticeKind kind, LocalDate forDate, DueLine line, boolean hasRoute, Instant now) {
    if (line.paused()) {
      return false;
    }
    Look look = look(line, hasRoute, now);
    boolean ofThisEnd = forDate.equals(look.end());
    Reach.Cause obstacle = look.obstacle();
    boolean everlines = isEverlines(look);
    ExpectedCharge charge = ExpectedCharge.of(look.today());
    return switch (kind) {
      case KEPT_OTHERWISE, NO_ROUTE, PLAN_NOT_KNOWN, VALIDITY_NOT_KNOWN ->
          kind == standing(line, hasRoute, now);
      case EXPIRES_SOON, NUMBER_AT_RISK ->
          ofThisEnd && charge == null && !(everlines && obstacle == null);
      case NUMBER_MAY_BE_LOST -> look.state() == LineState.LOST;
      case BALANCE_USED_UP -> look.usedUp();
      case BRAND_NOT_CONFIRMED ->
          ofThisEnd && everlines && obstacle == Reach.Cause.BRAND_NOT_CONFIRMED;
      case PRICE_NOT_KNOWN -> ofThisEnd && everlines && costs(look) == null;
      case WALLET_SHORT -> ofThisEnd && everlines;
      case PRICE_ABOVE_CEILING -> ofThisEnd && everlines && isAboveCeiling(look);
      case AUTOPAY_BALANCE_SHORT, AUTOPAY_MAY_BE_OFF ->
          ofThisEnd && charge != null && charge.isEndangered(kind, now);
      case AUTOPAY_UNCONFIRMED -> ofThisEnd && charge != null;
      // Kept without service: its day of loss has moved, but it still has no service.
      case NUMBER_KEPT -> look.state() != LineState.ACTIVE;
      case NUMBER_NOT_KEPT -> isNumberNotKept(forDate, look);
      case HELD_FOR_APPROVAL -> line.openOrder() != null;
      case NOT_RENEWED_YET, STILL_IN_DOUBT ->
          line.openOrder() != null && (ofThisEnd || look.end() == null);
      case HELD_SINCE_RESTORE -> ofThisEnd && everlines;
      case CARRIER_REFUSED, NO_CHANGE_AT_CARRIER, GAVE_UP -> ofThisEnd || look.end() == null;
    };
  }

  /** Whether Everline is to renew the line at its present end. */
  private static boolean isEverlines(Look look) {
    return look.today().renewedBy() == RenewedBy.EVERLINE;
  }

  private boolean isAboveCeiling(Look look) {
    Money ceiling = look.line().priceCeiling();
    Money costs = costs(look);
    return ceiling != null && costs != null && ceiling.isLessThan(costs);
  }

  /** The expected cost of a renewal, or null when it isn't known. */
  private @Nullable Money costs(Look look) {
    if (look.today().plan() == null) {
      return null;
    }
    try {
      return costs(wholePeriod(look), look.line());
    } catch (ProblemException unpriced) {
      return null;
    }
  }

  /** The first instant after a day of a line's carrier. */
  public Instant endOf(LocalDate day, DueLine line) {
    Carrier carrier = catalog.carriers().get(line.carrier());
    ZoneId zone = carrier == null ? line.ownersZone() : carrier.zone();
    return day.plusDays(1).atStartOfDay(zone).toInstant();
  }

  /**
   * When the number of a line may be lost if nothing more is paid.
   *
   * @return null when it isn't known
   */
  public @Nullable Instant lossOf(DueLine line, Instant now) {
    LineToday today = LineToday.of(line, catalog, quoter, now);
    LocalDate safe = today.lastSafeDay();
    return safe == null ? null : today.endOf(safe);
  }

  private Look look(DueLine line, boolean hasRoute, Instant now) {
    LineToday today = LineToday.of(line, catalog, quoter, now);
    Reach.Cause obstacle = Reach.obstacle(today, hasRoute, line.brandConfirmed());
    return new Look(line, today, obstacle, now);
  }

  /**
   * A line as seen at a given time.
   *
   * @param obstacle what prevents Everline from renewing it, or null
   */
  private record Look(DueLine line, LineToday today, Reach.@Nullable Cause obstacle, Instant now) {

    /** The last paid day, or null when it isn't known. */
    @Nullable LocalDate end() {
      return today.coveredUntil();
    }

    @Nullable LocalDate lastSafeDay() {
      return today.lastSafeDay();
    }

    /** The line has no known plan or no known end, so nothing can be decided. */
    LineState state() {
      return today.plan() == null || end() == null ? LineState.UNKNOWN : today.status().state();
    }

    boolean usedUp() {
      return end() != null && today.status().suspendedBy() == LineStatus.Cause.BALANCE;
    }
  }

  /**
   * A line with a known plan, and the time at which it is looked at.
   *
   * @param slowest the longest that its route recently took to renew
   * @param end the last paid day
   * @param expiry the first instant after it
   */
  private record At(
      Look look, Plan plan, LapseRule rule, Duration slowest, LocalDate end, Instant expiry) {

    DueLine line() {
      return look.line();
    }

    Instant now() {
      return look.now();
    }

    /** Whether the owner was told that they must act, for this end or this loss of the number. */
    boolean wasTold() {
      LocalDate told = line().reminded().notifiedFor();
      return told != null && (told.equals(end) || told.equals(look.lastSafeDay()));
    }
  }

  private Quote wholePeriod(Look look) {
    return quoter.wholePeriods(look.line(), look.today().facts(), 1, look.today().today());
  }

  private Decision renew(At at, Instant moment) {
    DueLine line = at.line();
    Quote quote;
    try {
      quote = wholePeriod(at.look());
    } catch (ProblemException unpriced) {
      return obstacle(NoticeKind.PRICE_NOT_KNOWN, null, at, true);
    }
    Money costs = costs(quote, line);
    Money ceiling = line.priceCeiling();
    if (ceiling != null && ceiling.isLessThan(costs)) {
      return obstacle(NoticeKind.PRICE_ABOVE_CEILING, costs, at, true);
    }
    if (at.now().isBefore(moment)) {
      return new Decision.Wait(moment);
    }
    // A lapsed line is still worth renewing; it is tried for a day at a time.
    Instant deadline =
        at.now().isBefore(at.expiry()) ? at.expiry() : at.now().plus(Duration.ofDays(1));
    Decision.Renew keep = keeping(at);
    if (keep != null) {
      // Attempts at the whole period must leave time for attempts at the keep-alive payment.
      Instant half = at.now().plus(Duration.between(at.now(), keep.deadline()).dividedBy(2));
      deadline = half.isBefore(deadline) ? half : deadline;
    }
    return new Decision.Renew(quote, at.look().today().facts(), at.end(), deadline, keep);
  }

  /**
   * The expected cost of a renewal. For a line whose number is kept, the part paid from its balance
   * counts too: otherwise the money that kept the number would make a period above the ceiling seem
   * affordable.
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
    return keepNumber.due(at.line(), at.look().today(), at.slowest(), at.now());
  }

  /**
   * The line can't be renewed as its owner wants. Keeps its number when that is due; otherwise
   * tells the owner if the end is near, and looks again later if it isn't.
   *
   * @param needed what a renewal would cost, where the cost is the obstacle
   * @param payable whether anything at all can be paid for the line
   */
  private Decision obstacle(NoticeKind reason, @Nullable Money needed, At at, boolean payable) {
    Decision.Renew keep = payable ? keeping(at) : null;
    if (keep != null) {
      return keep;
    }
    Instant tell = at.expiry().minus(settings.tellAhead());
    if (at.now().isBefore(tell)) {
      return new Decision.Wait(tell);
    }
    Instant nextLook = at.now().plus(settings.recheck());
    LocalDate safe = at.look().lastSafeDay();
    if (at.line().ifNotRenewed() == IfNotRenewed.KEEP_NUMBER && at.wasTold() && safe != null) {
      Quote quote = payable ? keepNumber.quote(at.line(), at.look().today()) : null;
      boolean kept = quote != null && KeepNumber.isAllowed(quote, at.line().priceCeiling());
      Instant loss = at.look().today().endOf(safe);
      if (!kept && !at.now().isBefore(loss.minus(settings.tellAhead()))) {
        Money costs = quote == null ? null : quote.total();
        return new Decision.NeedsOwner(NoticeKind.NUMBER_NOT_KEPT, safe, costs, loss, nextLook);
      }
    }
    return new Decision.NeedsOwner(reason, at.end(), needed, at.expiry(), nextLook);
  }

  private static Decision remind(Look look, LocalDate end, @Nullable LocalDate loss) {
    DueLine line = look.line();
    int last = end.equals(line.reminded().of()) ? line.reminded().step() : 0;
    int done = last < AutopayWatch.FIRST_STEP ? last : 0;
    return new Reminders(end, loss, look.today().zone(), line.ownersZone()).next(done, look.now());
  }

  private static Decision watch(Look look, ExpectedCharge charge) {
    DueLine line = look.line();
    int done = charge.end().equals(line.reminded().of()) ? line.reminded().step() : 0;
    return new AutopayWatch(charge, look.today().zone(), line.ownersZone()).next(done, look.now());
  }
}
