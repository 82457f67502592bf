package dev.everline.renewal.order;

import dev.everline.kernel.AccountId;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.kernel.OrderId;
import dev.everline.renewal.engine.RenewalFlow;
import dev.everline.renewal.price.Quote;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A renewal order: what was quoted, where it stands, and what was asked of the carrier. Its id is
 * the idempotency key at the carrier and at whoever pays.
 *
 * @param periodFrom the end of validity that it extends
 * @param attempt 0 for the first order of that period, more for orders after one that ended without
 *     renewal
 * @param reason why it stands where it does, as a code, or null
 * @param origin who ordered: {@code heartbeat}, {@code api}, {@code cli}
 * @param route by which the carrier is asked
 * @param calls how many times the carrier was asked to top up; stored before each call
 * @param lastCallAt when it was last asked to
 * @param lookUps how many times it has said, since that call, that it knows no such top-up
 * @param validUntil the last day served after the renewal, once known
 * @param deadline after which it isn't asked any more
 */
public record Order(
    OrderId id,
    AccountId account,
    LineId line,
    Quote.Kind kind,
    LocalDate periodFrom,
    int attempt,
    int periods,
    OrderState state,
    @Nullable String reason,
    String origin,
    String carrier,
    @Nullable String plan,
    String route,
    Money total,
    Money topUp,
    String components,
    @Nullable String carrierReference,
    int calls,
    @Nullable Instant lastCallAt,
    int lookUps,
    @Nullable LocalDate validUntil,
    Instant deadline,
    Instant createdAt,
    Instant changedAt) {

  /** Whether Everline itself had the number kept, since the line could not be renewed. */
  public boolean keepsNumberUnasked() {
    return kind == Quote.Kind.KEEP_ALIVE && origin.equals(RenewalFlow.HEARTBEAT);
  }

  public Order in(OrderState newState, @Nullable String why, Instant at) {
    return copy(newState, why, carrierReference, calls, lastCallAt, lookUps, validUntil, at);
  }

  /** The intent to ask the carrier once more. */
  public Order asking(OrderState.Fulfilling fulfilling, Instant at) {
    return copy(fulfilling, null, carrierReference, calls + 1, at, 0, validUntil, at);
  }

  /** The same order stopped before any charge. */
  public Order heldForApproval(String why) {
    return new Order(
        id,
        account,
        line,
        kind,
        periodFrom,
        attempt,
        periods,
        new OrderState.Quoted().hold(),
        why,
        origin,
        carrier,
        plan,
        route,
        total,
        topUp,
        components,
        null,
        0,
        null,
        0,
        validUntil,
        deadline,
        createdAt,
        changedAt);
  }

  public Order withAttempt(int number) {
    return new Order(
        id,
        account,
        line,
        kind,
        periodFrom,
        number,
        periods,
        state,
        reason,
        origin,
        carrier,
        plan,
        route,
        total,
        topUp,
        components,
        carrierReference,
        calls,
        lastCallAt,
        lookUps,
        validUntil,
        deadline,
        createdAt,
        changedAt);
  }

  Order knownToCarrierAs(String reference) {
    return copy(state, reason, reference, calls, lastCallAt, lookUps, validUntil, changedAt);
  }

  Order foundNothing() {
    return copy(
        state, reason, carrierReference, calls, lastCallAt, lookUps + 1, validUntil, changedAt);
  }

  Order validUntil(@Nullable LocalDate until) {
    return copy(state, reason, carrierReference, calls, lastCallAt, lookUps, until, changedAt);
  }

  private Order copy(
      OrderState newState,
      @Nullable String newReason,
      @Nullable String newCarrierReference,
      int newCalls,
      @Nullable Instant newLastCallAt,
      int newLookUps,
      @Nullable LocalDate newValidUntil,
      Instant newChangedAt) {
    return new Order(
        id,
        account,
        line,
        kind,
        periodFrom,
        attempt,
        periods,
        newState,
        newReason,
        origin,
        carrier,
        plan,
        route,
        total,
        topUp,
        components,
        newCarrierReference,
        newCalls,
        newLastCallAt,
        newLookUps,
        newValidUntil,
        deadline,
        createdAt,
        newChangedAt);
  }
}
