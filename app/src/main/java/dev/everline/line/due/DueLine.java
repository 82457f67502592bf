package dev.everline.line.due;

import dev.everline.kernel.AccountId;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.kernel.OrderId;
import dev.everline.line.IfNotRenewed;
import dev.everline.line.LineFacts;
import dev.everline.line.LineWishes;
import dev.everline.line.renewer.Renewer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Currency;
import org.jspecify.annotations.Nullable;

/**
 * A line as the heartbeat sees it: the known facts, its owner's wishes, and the heartbeat's own
 * state for it. Immutable; the methods that change something return the changed line to save.
 *
 * @param ownersZone where the owner lives, for the hours in which they may be told
 * @param msisdn E.164 digits; empty for a line that was erased
 * @param changedAt when the owner or an import last changed it
 */
public record DueLine(
    LineId id,
    AccountId account,
    ZoneId ownersZone,
    String msisdn,
    Subscription subscription,
    Known known,
    LineWishes wishes,
    Claim claim,
    Reminded reminded,
    Charged charged,
    Instant changedAt) {

  /**
   * Whom it is with, and on what plan.
   *
   * @param brandConfirmedAt when its owner confirmed that its present number is this carrier's, or
   *     null
   * @param plan the plan's id in the catalog, or null when not known
   * @param state the US state whose fees apply, or null when not known
   * @param currency of the balance and the ceiling
   */
  public record Subscription(
      String carrier,
      @Nullable Instant brandConfirmedAt,
      @Nullable String plan,
      @Nullable String state,
      Currency currency) {}

  /**
   * Its facts with their source.
   *
   * @param source who says until when it is valid; null when that isn't known
   * @param asOf when that was so
   */
  public record Known(LineFacts facts, @Nullable String source, @Nullable Instant asOf) {}

  /**
   * When it is looked at, and who has claimed it.
   *
   * @param nextWakeAt when it is to be looked at next; null: never, until it is changed
   * @param until when the claim of a process that makes an outside call ends, or null
   * @param order the order under way, or null
   */
  public record Claim(
      @Nullable Instant nextWakeAt, @Nullable Instant until, @Nullable OrderId order) {}

  /**
   * What its owner has been told.
   *
   * @param of the end of validity that they were last reminded of, or null
   * @param step how many reminders of it there were
   * @param notifiedFor the end of validity for which they were told that they must act, or null
   */
  public record Reminded(@Nullable LocalDate of, int step, @Nullable LocalDate notifiedFor) {

    public static final Reminded OF_NOTHING = new Reminded(null, 0, null);
  }

  /**
   * What was last charged for it.
   *
   * @param on the day (UTC), or null
   * @param count how many charges there were on that day
   * @param minor what they came to, in minor units of the line's currency
   */
  public record Charged(@Nullable LocalDate on, int count, long minor) {

    public static final Charged NOTHING = new Charged(null, 0, 0);
  }

  public String carrier() {
    return subscription.carrier();
  }

  public boolean brandConfirmed() {
    return subscription.brandConfirmedAt() != null;
  }

  public @Nullable String plan() {
    return subscription.plan();
  }

  public @Nullable String state() {
    return subscription.state();
  }

  public Currency currency() {
    return subscription.currency();
  }

  public LineFacts facts() {
    return known.facts();
  }

  public Renewer renewer() {
    return wishes.renewer();
  }

  public @Nullable Money priceCeiling() {
    return wishes.priceCeiling();
  }

  public IfNotRenewed ifNotRenewed() {
    return wishes.ifNotRenewed();
  }

  public boolean paused() {
    return wishes.isPaused();
  }

  public @Nullable Instant nextWakeAt() {
    return claim.nextWakeAt();
  }

  public @Nullable Instant claimedUntil() {
    return claim.until();
  }

  public @Nullable OrderId openOrder() {
    return claim.order();
  }

  /** The line with this wake-up and no claim. Null: never, until it is changed. */
  public DueLine wakingAt(@Nullable Instant at) {
    return with(known, new Claim(at, null, claim.order()), reminded, charged);
  }

  /** When it is due, with no claim holding it; null for never. */
  @Nullable Instant due() {
    Instant wake = claim.nextWakeAt();
    Instant until = claim.until();
    return wake != null && until != null && until.isAfter(wake) ? until : wake;
  }

  /** The line claimed by us until then, with an order under way. */
  public DueLine claimedUntil(Instant until, OrderId order) {
    return with(known, new Claim(claim.nextWakeAt(), until, order), reminded, charged);
  }

  /** The line as it would be if its owner had confirmed its carrier. */
  public DueLine withBrandConfirmed() {
    Subscription confirmed =
        new Subscription(
            subscription.carrier(),
            subscription.brandConfirmedAt() == null ? changedAt : subscription.brandConfirmedAt(),
            subscription.plan(),
            subscription.state(),
            subscription.currency());
    return new DueLine(
        id,
        account,
        ownersZone,
        msisdn,
        confirmed,
        known,
        wishes,
        claim,
        reminded,
        charged,
        changedAt);
  }

  /** The line without an order under way. */
  public DueLine withoutOrder() {
    return with(known, new Claim(claim.nextWakeAt(), claim.until(), null), reminded, charged);
  }

  /** The line with newer facts and their source. */
  public DueLine knowing(LineFacts newer, String source, Instant asOf) {
    return with(new Known(newer, source, asOf), claim, reminded, charged);
  }

  /**
   * The owner was reminded of an end of validity.
   *
   * @param of null when what they were reminded of is no longer true
   */
  public DueLine reminded(@Nullable LocalDate of, int step) {
    return with(known, claim, new Reminded(of, step, reminded.notifiedFor()), charged);
  }

  /**
   * The owner was told that they must act for an end of validity.
   *
   * @param forDate null when that is no longer true
   */
  public DueLine notified(@Nullable LocalDate forDate) {
    return with(known, claim, new Reminded(reminded.of(), reminded.step(), forDate), charged);
  }

  /** One more charge on a day (UTC). */
  public DueLine charged(LocalDate day, long minor) {
    boolean sameDay = day.equals(charged.on());
    return with(
        known,
        claim,
        reminded,
        new Charged(
            day,
            sameDay ? charged.count() + 1 : 1,
            sameDay ? Math.addExact(charged.minor(), minor) : minor));
  }

  private DueLine with(Known newKnown, Claim newClaim, Reminded newReminded, Charged newCharged) {
    return new DueLine(
        id,
        account,
        ownersZone,
        msisdn,
        subscription,
        newKnown,
        wishes,
        newClaim,
        newReminded,
        newCharged,
        changedAt);
  }

  /** Without the number, so that it may be logged. */
  @Override
  public String toString() {
    return "DueLine[" + id + ", " + carrier() + ", " + plan() + "]";
  }
}
