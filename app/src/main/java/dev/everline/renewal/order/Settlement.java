package dev.everline.renewal.order;

import dev.everline.carrier.CarrierConnector.Done;
import dev.everline.line.due.DueLine;
import dev.everline.notice.NoticeKind;
import dev.everline.renewal.engine.RenewalFlow;
import dev.everline.renewal.engine.RouteRecords;
import java.time.Duration;
import java.time.Instant;

/** Where an order stands after a call, and what that means for its money; pure. */
public sealed interface Settlement {

  DueLine line();

  /** The order as it was when the call was made. */
  Order was();

  /** The order as it stands now. */
  Order is();

  /** The carrier renewed: the money is paid out. */
  record Fulfilled(DueLine line, Order was, Order is, Done done) implements Settlement {}

  /** The carrier will not renew: the money goes back. */
  record Returned(DueLine line, Order was, Order is) implements Settlement {}

  /** Not over yet: the money stays set aside. */
  record Open(DueLine line, Order was, Order is, Instant nextLook) implements Settlement {

    /** What its owner is told when time runs short. */
    public NoticeKind notice() {
      return is.state() instanceof OrderState.Paid
          ? NoticeKind.NOT_RENEWED_YET
          : NoticeKind.STILL_IN_DOUBT;
    }
  }

  /**
   * Reads a call's outcome.
   *
   * @param settling how long after a call the carrier may still turn out to have taken it
   */
  static Settlement of(
      DueLine line, RenewalFlow.Answered answered, Duration settling, Instant now) {
    Order was = answered.task().order();
    return switch (answered.outcome()) {
      case Outcome.Renewed renewed ->
          new Fulfilled(line, was, confirmed(was, renewed.done(), now), renewed.done());
      case Outcome.Working working -> {
        Order is =
            was.in(taken(was.state()), null, now).knownToCarrierAs(working.carrierReference());
        yield new Open(line, was, is, now.plus(sinceAsked(was, now)));
      }
      case Outcome.WillNot willNot ->
          new Returned(line, was, was.in(refused(was.state()), willNot.code(), now));
      case Outcome.NotNow notNow ->
          new Open(
              line,
              was,
              was.in(notTaken(was.state()), notNow.code(), now),
              now.plus(NextStep.backoff(was.calls())));
      case Outcome.Absent absent -> absent(line, was, settling, now);
      case Outcome.Unclear unclear -> {
        boolean lookAtOnce = "REFERENCE_USED".equals(unclear.cause());
        yield new Open(
            line,
            was,
            was.in(doubted(was.state()), unclear.cause(), now),
            lookAtOnce ? now : now.plus(sinceAsked(was, now)));
      }
    };
  }

  /** "Not found" is believed only when the carrier can't turn out to have it any more. */
  private static Settlement absent(DueLine line, Order was, Duration settling, Instant now) {
    Instant asked = was.lastCallAt();
    if (asked != null && now.isBefore(asked.plus(settling))) {
      return new Open(
          line, was, was.in(doubted(was.state()), "NOT_FOUND_YET", now), asked.plus(settling));
    }
    Instant retry = asked == null ? now : asked.plus(NextStep.backoff(was.calls()));
    return new Open(
        line,
        was,
        was.in(notTaken(was.state()), "NOT_FOUND", now).foundNothing(),
        retry.isBefore(now) ? now : retry);
  }

  private static Order confirmed(Order was, Done done, Instant now) {
    // A carrier that shows several top-ups under one reference has paid us more than once.
    String remark = done.copies() > 1 ? "CARRIER_SHOWS_" + done.copies() + "_COPIES" : null;
    return was.in(renewed(was.state()), remark, now).knownToCarrierAs(done.carrierReference());
  }

  private static OrderState renewed(OrderState state) {
    return switch (state) {
      case OrderState.Fulfilling fulfilling -> fulfilling.confirmed();
      case OrderState.InDoubt inDoubt -> inDoubt.confirmed();
      // Looked up once more before asking again, and there it was.
      case OrderState.Paid paid -> paid.ask().confirmed();
      default -> throw unexpected(state);
    };
  }

  private static OrderState taken(OrderState state) {
    return switch (state) {
      case OrderState.Fulfilling fulfilling -> fulfilling;
      case OrderState.InDoubt inDoubt -> inDoubt.taken();
      case OrderState.Paid paid -> paid.ask();
      default -> throw unexpected(state);
    };
  }

  private static OrderState refused(OrderState state) {
    return switch (state) {
      case OrderState.Fulfilling fulfilling -> fulfilling.refused();
      case OrderState.InDoubt inDoubt -> inDoubt.refused();
      case OrderState.Paid paid -> paid.giveUp();
      default -> throw unexpected(state);
    };
  }

  private static OrderState notTaken(OrderState state) {
    return switch (state) {
      case OrderState.Fulfilling fulfilling -> fulfilling.notTaken();
      case OrderState.InDoubt inDoubt -> inDoubt.notTaken();
      case OrderState.Paid paid -> paid;
      default -> throw unexpected(state);
    };
  }

  private static OrderState doubted(OrderState state) {
    return switch (state) {
      case OrderState.Fulfilling fulfilling -> fulfilling.unknown();
      case OrderState.InDoubt inDoubt -> inDoubt;
      case OrderState.Paid paid -> paid;
      default -> throw unexpected(state);
    };
  }

  private static IllegalStateException unexpected(OrderState state) {
    return new IllegalStateException("no call is made for an order that is " + state.code());
  }

  /** The longer it has been open, the longer until the next look: a minute to two hours. */
  private static Duration sinceAsked(Order order, Instant now) {
    Instant asked = order.lastCallAt();
    Duration since = asked == null ? Duration.ZERO : Duration.between(asked, now);
    if (since.compareTo(Duration.ofMinutes(1)) < 0) {
      return Duration.ofMinutes(1);
    }
    return since.compareTo(Duration.ofHours(2)) > 0 ? Duration.ofHours(2) : since;
  }

  /** What this adds to the route's record. */
  default RouteRecords.Addition record(Instant now) {
    return switch (this) {
      case Fulfilled fulfilled ->
          new RouteRecords.Addition(is().route(), 1, 0, 0, Duration.between(is().createdAt(), now));
      case Returned returned -> new RouteRecords.Addition(is().route(), 0, 1, 0, Duration.ZERO);
      case Open open -> {
        boolean newlyInDoubt =
            is().state() instanceof OrderState.InDoubt
                && !(was().state() instanceof OrderState.InDoubt);
        yield new RouteRecords.Addition(is().route(), 0, 0, newlyInDoubt ? 1 : 0, Duration.ZERO);
      }
    };
  }

  static RouteRecords.Addition sum(RouteRecords.Addition a, RouteRecords.Addition b) {
    return new RouteRecords.Addition(
        a.route(),
        a.renewed() + b.renewed(),
        a.refused() + b.refused(),
        a.inDoubt() + b.inDoubt(),
        a.slowest().compareTo(b.slowest()) >= 0 ? a.slowest() : b.slowest());
  }
}
