package dev.everline.renewal.order;

import dev.everline.kernel.AccountId;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.kernel.OrderId;
import dev.everline.line.due.DueLine;
import dev.everline.renewal.price.Quote;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * An order that is priced and not stored yet. It begins in one of three ways: paid for and ready to
 * be sent to the carrier, held for approval, or declined for lack of money.
 *
 * @param periodFrom the end of validity that it extends
 * @param attempt 0 for the first order of that period, then counted up for each order after one
 *     that ended without renewal
 * @param validUntil the last day served after the renewal, or null when it isn't known
 * @param origin who ordered, see {@link Origin}
 * @param route the route by which the carrier is asked
 * @param deadline the time after which the carrier isn't asked any more
 */
public record OrderDraft(
    OrderId id,
    AccountId account,
    LineId line,
    Purchase purchase,
    LocalDate periodFrom,
    int attempt,
    @Nullable LocalDate validUntil,
    String origin,
    String carrier,
    String route,
    Instant deadline,
    Instant createdAt) {

  /** The first order of a line's period. */
  public static OrderDraft of(
      OrderId id,
      DueLine line,
      Quote quote,
      LocalDate periodFrom,
      String origin,
      String route,
      Instant deadline,
      Instant now) {
    return new OrderDraft(
        id,
        line.account(),
        line.id(),
        Purchase.of(quote),
        periodFrom,
        0,
        quote.validUntil(),
        origin,
        line.carrier(),
        route,
        deadline,
        now);
  }

  public Quote.Kind kind() {
    return purchase.kind();
  }

  public Money total() {
    return purchase.total();
  }

  /** Whether this is Everline's own keep-alive payment, made since the line can't be renewed. */
  public boolean keepsNumberUnasked() {
    return kind() == Quote.Kind.KEEP_ALIVE && origin.equals(Origin.HEARTBEAT);
  }

  /**
   * Whether a line still is the number and the carrier that the order was made for. A new number or
   * carrier has its brand confirmed again, hence later than the order.
   */
  public boolean isFor(DueLine now) {
    Instant confirmed = now.subscription().brandConfirmedAt();
    return carrier.equals(now.carrier()) && confirmed != null && !confirmed.isAfter(createdAt);
  }

  /** The same draft with that attempt number for its period. */
  public OrderDraft withAttempt(int number) {
    return new OrderDraft(
        id,
        account,
        line,
        purchase,
        periodFrom,
        number,
        validUntil,
        origin,
        carrier,
        route,
        deadline,
        createdAt);
  }

  OrderDraft withValidUntil(@Nullable LocalDate until) {
    return new OrderDraft(
        id,
        account,
        line,
        purchase,
        periodFrom,
        attempt,
        until,
        origin,
        carrier,
        route,
        deadline,
        createdAt);
  }

  /** Starts: its money is set aside, and the intent to ask the carrier at once is stored. */
  public Order asking() {
    return Order.asking(this);
  }

  /** Holds it for approval, for a reason given as a code; no money is taken. */
  public Order heldForApproval(String why) {
    return Order.heldForApproval(this, why);
  }

  /** Declines it at once, since the wallet lacks this much; nothing is taken. */
  public Order declined(Money missing) {
    return Order.declined(this, missing);
  }
}
