package dev.everline.line.due;

import dev.everline.kernel.AccountId;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.kernel.OrderId;
import dev.everline.line.IfNotRenewed;
import dev.everline.line.LineFacts;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Currency;
import org.jspecify.annotations.Nullable;

/**
 * A line as the heartbeat sees it: what is known, what its owner wants, and where the heartbeat
 * stands with it. Immutable; the {@code with…} methods give the changed line to save.
 *
 * @param ownersZone where the owner lives, for the hours in which he may be told
 * @param state the US state whose fees apply, or null when not known
 * @param priceCeiling the most the owner lets a renewal cost, or null for no bound
 * @param ifNotRenewed what is done when it can't be renewed as wished
 * @param openOrder the order under way, or null
 * @param remindedFor the end of validity that the owner was last reminded of, or null
 * @param remindedStep how many reminders of it there were
 * @param notifiedFor the end of validity for which the owner was told that he must act, or null
 * @param chargedOn the day (UTC) of the last charges, or null
 * @param chargedCount how many charges there were on that day
 * @param chargedMinor what they came to, in minor units of the line's currency
 * @param changedAt when the owner or an import last changed it
 */
public record DueLine(
    LineId id,
    AccountId account,
    ZoneId ownersZone,
    String msisdn,
    String carrier,
    boolean brandConfirmed,
    @Nullable String plan,
    @Nullable String state,
    Currency currency,
    LineFacts facts,
    boolean autoRenew,
    @Nullable Money priceCeiling,
    IfNotRenewed ifNotRenewed,
    boolean paused,
    @Nullable Instant nextWakeAt,
    @Nullable Instant claimedUntil,
    @Nullable OrderId openOrder,
    @Nullable LocalDate remindedFor,
    int remindedStep,
    @Nullable LocalDate notifiedFor,
    @Nullable LocalDate chargedOn,
    int chargedCount,
    long chargedMinor,
    @Nullable String factsSource,
    @Nullable Instant factsAsOf,
    Instant changedAt) {

  /** To be looked at again at this time; nobody holds it. Null: never, until it is changed. */
  public DueLine wakingAt(@Nullable Instant at) {
    return with(facts, at, null, openOrder, factsSource, factsAsOf);
  }

  /** When it is to be looked at, and nobody holds it any more; null for never. */
  @Nullable Instant due() {
    boolean held = nextWakeAt != null && claimedUntil != null && claimedUntil.isAfter(nextWakeAt);
    return held ? claimedUntil : nextWakeAt;
  }

  /** Held by us until then, with an order under way. */
  public DueLine heldUntil(Instant until, OrderId order) {
    return with(facts, nextWakeAt, until, order, factsSource, factsAsOf);
  }

  /** No order is under way any more. */
  public DueLine withoutOrder() {
    return with(facts, nextWakeAt, claimedUntil, null, factsSource, factsAsOf);
  }

  /** Newer facts, with who says so. */
  public DueLine knowing(LineFacts newer, String source, Instant asOf) {
    return with(newer, nextWakeAt, claimedUntil, openOrder, source, asOf);
  }

  /**
   * The owner was reminded of an end of validity.
   *
   * @param of null when what they were reminded of is no longer true
   */
  public DueLine reminded(@Nullable LocalDate of, int step) {
    return new DueLine(
        id,
        account,
        ownersZone,
        msisdn,
        carrier,
        brandConfirmed,
        plan,
        state,
        currency,
        facts,
        autoRenew,
        priceCeiling,
        ifNotRenewed,
        paused,
        nextWakeAt,
        claimedUntil,
        openOrder,
        of,
        step,
        notifiedFor,
        chargedOn,
        chargedCount,
        chargedMinor,
        factsSource,
        factsAsOf,
        changedAt);
  }

  /**
   * The owner was told that they must act for an end of validity.
   *
   * @param forDate null when that is no longer true
   */
  public DueLine notified(@Nullable LocalDate forDate) {
    return new DueLine(
        id,
        account,
        ownersZone,
        msisdn,
        carrier,
        brandConfirmed,
        plan,
        state,
        currency,
        facts,
        autoRenew,
        priceCeiling,
        ifNotRenewed,
        paused,
        nextWakeAt,
        claimedUntil,
        openOrder,
        remindedFor,
        remindedStep,
        forDate,
        chargedOn,
        chargedCount,
        chargedMinor,
        factsSource,
        factsAsOf,
        changedAt);
  }

  /** One more charge on a day (UTC). */
  public DueLine charged(LocalDate day, long minor) {
    boolean sameDay = day.equals(chargedOn);
    return new DueLine(
        id,
        account,
        ownersZone,
        msisdn,
        carrier,
        brandConfirmed,
        plan,
        state,
        currency,
        facts,
        autoRenew,
        priceCeiling,
        ifNotRenewed,
        paused,
        nextWakeAt,
        claimedUntil,
        openOrder,
        remindedFor,
        remindedStep,
        notifiedFor,
        day,
        sameDay ? chargedCount + 1 : 1,
        sameDay ? Math.addExact(chargedMinor, minor) : minor,
        factsSource,
        factsAsOf,
        changedAt);
  }

  private DueLine with(
      LineFacts newFacts,
      @Nullable Instant wake,
      @Nullable Instant claimed,
      @Nullable OrderId order,
      @Nullable String source,
      @Nullable Instant asOf) {
    return new DueLine(
        id,
        account,
        ownersZone,
        msisdn,
        carrier,
        brandConfirmed,
        plan,
        state,
        currency,
        newFacts,
        autoRenew,
        priceCeiling,
        ifNotRenewed,
        paused,
        wake,
        claimed,
        order,
        remindedFor,
        remindedStep,
        notifiedFor,
        chargedOn,
        chargedCount,
        chargedMinor,
        source,
        asOf,
        changedAt);
  }
}
