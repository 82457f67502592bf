package dev.everline.renewal.order;

import dev.everline.catalog.Length;
import dev.everline.kernel.AccountId;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.kernel.OrderId;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.renewal.price.Quote;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A renewal order: what was ordered, its state, and what was asked of the carrier. Its id is the
 * idempotency key at the carrier and for payments. It begins as an {@link OrderDraft} and changes
 * only by the methods here; each returns the order in its new state and leaves this one unchanged.
 * A transition that the state doesn't allow is refused.
 */
public final class Order {

  private final OrderDraft made;
  private final Progress progress;

  private Order(OrderDraft made, Progress progress) {
    this.made = made;
    this.progress = progress;
  }

  /**
   * How far an order has come.
   *
   * @param reason the reason for its state, as a code, or null
   * @param calls how many times the carrier was asked to top up; stored before each call
   * @param lastCallAt when it was last asked to top up
   * @param lookUps how many times since that call the carrier has answered that it knows no such
   *     top-up
   */
  private record Progress(
      OrderState state,
      @Nullable String reason,
      @Nullable String carrierReference,
      int calls,
      @Nullable Instant lastCallAt,
      int lookUps,
      Instant changedAt) {

    Progress in(OrderState next, @Nullable String why, Instant at) {
      return new Progress(next, why, carrierReference, calls, lastCallAt, lookUps, at);
    }

    Progress askedOnceMore(Instant at) {
      return new Progress(state, reason, carrierReference, calls + 1, at, 0, changedAt);
    }

    Progress foundNothing() {
      return new Progress(
          state, reason, carrierReference, calls, lastCallAt, lookUps + 1, changedAt);
    }

    Progress knownAs(String reference) {
      return new Progress(state, reason, reference, calls, lastCallAt, lookUps, changedAt);
    }
  }

  /** A draft is started: its money is set aside, and the intent to ask the carrier is stored. */
  static Order asking(OrderDraft draft) {
    return begun(draft, OrderState.Fulfilling.STATE, null).askedOnceMore(draft.createdAt());
  }

  /** A draft is held for approval. */
  static Order heldForApproval(OrderDraft draft, String why) {
    return begun(draft, OrderState.HeldForApproval.STATE, why);
  }

  /** A draft is declined at once for lack of money. */
  static Order declined(OrderDraft draft, Money missing) {
    return begun(draft, OrderState.Declined.STATE, shortBy(missing));
  }

  private static Order begun(OrderDraft draft, OrderState state, @Nullable String why) {
    return new Order(draft, new Progress(state, why, null, 0, null, 0, draft.createdAt()));
  }

  /** An order as it was read from the database; for {@link OrderRows} only. */
  static Order stored(
      OrderDraft made,
      OrderState state,
      @Nullable String reason,
      @Nullable String carrierReference,
      int calls,
      @Nullable Instant lastCallAt,
      int lookUps,
      Instant changedAt) {
    return new Order(
        made, new Progress(state, reason, carrierReference, calls, lastCallAt, lookUps, changedAt));
  }

  // Decisions of people.

  /**
   * Released by a person, with its money set aside and the intent to ask the carrier at once.
   *
   * @throws ProblemException ILLEGAL_TRANSITION when it is no longer held for approval
   */
  public Order released(Instant now) {
    return in(toDecide("released").released(), null, now).askedOnceMore(now);
  }

  /**
   * Released by a person, but the wallet lacks this much; nothing is taken.
   *
   * @throws ProblemException ILLEGAL_TRANSITION when it is no longer held for approval
   */
  public Order declined(Money missing, Instant now) {
    return in(toDecide("released").declined(), shortBy(missing), now);
  }

  /**
   * Cancelled by a person before any money was taken.
   *
   * @throws ProblemException ILLEGAL_TRANSITION when it is no longer held for approval
   */
  public Order cancelled(Instant now) {
    return in(toDecide("cancelled").cancelled(), "BY_OWNER", now);
  }

  /**
   * A renewed order is refunded after all.
   *
   * @throws ProblemException ILLEGAL_TRANSITION when it wasn't renewed
   */
  public Order refunded(String why, Instant now) {
    return in(
        decidable(OrderState.Renewed.class, "RENEWED", "refunded").refunded(),
        "REFUNDED " + why,
        now);
  }

  /**
   * @throws ProblemException ILLEGAL_TRANSITION when it is no longer held for approval
   */
  public void requireReleasable() {
    toDecide("released");
  }

  private OrderState.HeldForApproval toDecide(String act) {
    return decidable(OrderState.HeldForApproval.class, "HELD_FOR_APPROVAL", act);
  }

  private <S extends OrderState> S decidable(Class<S> wanted, String code, String act) {
    if (wanted.isInstance(state())) {
      return wanted.cast(state());
    }
    throw new ProblemException(
        ProblemType.ILLEGAL_TRANSITION,
        "An order that is "
            + state().code()
            + " can't be "
            + act
            + "; only one that is "
            + code
            + " can. Its state has changed; load it again.");
  }

  // Decisions of time and of the carrier. An illegal transition is a bug here, so these throw an
  // IllegalStateException.

  /** Nobody released it in time; no money was taken. */
  public Order expired(Instant now) {
    OrderState.HeldForApproval held = be(OrderState.HeldForApproval.class, "expired");
    return in(held.expired(), "NOT_RELEASED_IN_TIME", now);
  }

  /** The intent to ask again a carrier that certainly holds no top-up of this order. */
  public Order asked(Instant now) {
    return in(be(OrderState.Paid.class, "asked").asked(), null, now).askedOnceMore(now);
  }

  /** The carrier isn't asked any more: the money goes back. */
  public Order givenUp(String why, Instant now) {
    return in(be(OrderState.Paid.class, "givenUp").givenUp(), why, now);
  }

  /**
   * The carrier has renewed.
   *
   * @param remark what is odd about it, as a code, or null
   */
  public Order confirmed(String carrierReference, @Nullable String remark, Instant now) {
    return in(underWay("confirmed").confirmed(), remark, now).knownAs(carrierReference);
  }

  /** The carrier has it and works on it. */
  public Order taken(String carrierReference, Instant now) {
    return in(underWay("taken").taken(), null, now).knownAs(carrierReference);
  }

  /** The carrier certainly will not renew: the money goes back. */
  public Order refused(String why, Instant now) {
    return in(underWay("refused").refused(), why, now);
  }

  /** The carrier certainly did not take it this time. */
  public Order notTaken(String why, Instant now) {
    return in(underWay("notTaken").notTaken(), why, now);
  }

  /** The carrier was asked for the outcome and certainly knows of no such top-up. */
  public Order notFound(Instant now) {
    Order notTaken = in(underWay("notFound").notTaken(), "NOT_FOUND", now);
    return new Order(made, notTaken.progress.foundNothing());
  }

  /** The call had no clear outcome. */
  public Order doubted(String why, Instant now) {
    return in(underWay("doubted").doubted(), why, now);
  }

  private OrderState.UnderWay underWay(String transition) {
    return be(OrderState.UnderWay.class, transition);
  }

  private <S extends OrderState> S be(Class<S> wanted, String transition) {
    if (wanted.isInstance(state())) {
      return wanted.cast(state());
    }
    throw new IllegalStateException(
        "order " + id() + " is " + state().code() + ", which allows no '" + transition + "'");
  }

  /** The same order with the end that its renewal has led to. */
  Order withValidUntil(@Nullable LocalDate until) {
    return new Order(made.withValidUntil(until), progress);
  }

  private Order in(OrderState next, @Nullable String why, Instant at) {
    return new Order(made, progress.in(next, why, at));
  }

  private Order askedOnceMore(Instant at) {
    return new Order(made, progress.askedOnceMore(at));
  }

  private Order knownAs(String carrierReference) {
    return new Order(made, progress.knownAs(carrierReference));
  }

  private static String shortBy(Money missing) {
    return "WALLET_SHORT_BY " + missing;
  }

  /** The order as it was created. */
  public OrderDraft draft() {
    return made;
  }

  public OrderId id() {
    return made.id();
  }

  public AccountId account() {
    return made.account();
  }

  public LineId line() {
    return made.line();
  }

  public Quote.Kind kind() {
    return made.kind();
  }

  /** The end of validity that it extends. */
  public LocalDate periodFrom() {
    return made.periodFrom();
  }

  /** See {@link OrderDraft#attempt}. */
  public int attempt() {
    return made.attempt();
  }

  public int periods() {
    return made.purchase().periods();
  }

  /** The term paid for, in place of periods; else null. */
  public @Nullable Length term() {
    return made.purchase().term();
  }

  public OrderState state() {
    return progress.state();
  }

  /** The reason for its state, as a code, or null. */
  public @Nullable String reason() {
    return progress.reason();
  }

  /** Who ordered, see {@link Origin}. */
  public String origin() {
    return made.origin();
  }

  public String carrier() {
    return made.carrier();
  }

  public @Nullable String plan() {
    return made.purchase().plan();
  }

  /** The route by which the carrier is asked. */
  public String route() {
    return made.route();
  }

  /** What the owner pays. */
  public Money total() {
    return made.total();
  }

  /** What the carrier is paid. */
  public Money topUp() {
    return made.purchase().topUp();
  }

  /** Every part of the price, see {@link dev.everline.renewal.price.QuoteText}. */
  public String components() {
    return made.purchase().components();
  }

  public @Nullable String carrierReference() {
    return progress.carrierReference();
  }

  /** How many times the carrier was asked to top up; stored before each call. */
  public int calls() {
    return progress.calls();
  }

  public @Nullable Instant lastCallAt() {
    return progress.lastCallAt();
  }

  /** How many times since that call the carrier has answered that it knows no such top-up. */
  public int lookUps() {
    return progress.lookUps();
  }

  /** The last day served after the renewal, or null when it isn't known. */
  public @Nullable LocalDate validUntil() {
    return made.validUntil();
  }

  /** The time after which the carrier isn't asked any more. */
  public Instant deadline() {
    return made.deadline();
  }

  public Instant createdAt() {
    return made.createdAt();
  }

  public Instant changedAt() {
    return progress.changedAt();
  }

  /**
   * Whether this is Everline's own keep-alive payment, made since the line could not be renewed.
   */
  public boolean keepsNumberUnasked() {
    return made.keepsNumberUnasked();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Order order
        && made.equals(order.made)
        && progress.equals(order.progress);
  }

  @Override
  public int hashCode() {
    return Objects.hash(made, progress);
  }

  @Override
  public String toString() {
    return "Order[" + made + ", " + progress + "]";
  }
}
