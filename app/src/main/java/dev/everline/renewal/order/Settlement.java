package dev.everline.renewal.order;

import dev.everline.carrier.CarrierConnector.Done;
import dev.everline.line.due.DueLine;
import dev.everline.notice.NoticeKind;
import java.time.Duration;
import java.time.Instant;

/** The state of an order after a call, and what that means for its money; pure. */
public sealed interface Settlement {

  DueLine line();

  /** The order as it was when the call was made. */
  Order before();

  /** The order in its new state. */
  Order after();

  /** Whether this call put the order in doubt. */
  default boolean isNewlyInDoubt() {
    return after().state() instanceof OrderState.InDoubt
        && !(before().state() instanceof OrderState.InDoubt);
  }

  /** The carrier renewed: the money is paid out. */
  record Fulfilled(DueLine line, Order before, Order after, Done done) implements Settlement {}

  /** The carrier will not renew: the money goes back. */
  record Returned(DueLine line, Order before, Order after) implements Settlement {}

  /** Not finished yet: the money stays set aside. */
  record Open(DueLine line, Order before, Order after, Instant nextLook) implements Settlement {

    /** The owner's notice when time runs short. */
    public NoticeKind notice() {
      return after.state() instanceof OrderState.Paid
          ? NoticeKind.NOT_RENEWED_YET
          : NoticeKind.STILL_IN_DOUBT;
    }
  }

  /**
   * Interprets a call's outcome.
   *
   * @param before the order as it was when the call was made
   * @param settling how long after a call the carrier may still turn out to have taken it
   */
  static Settlement of(
      DueLine line, Order before, Outcome outcome, Duration settling, Instant now) {
    return switch (outcome) {
      case Outcome.Renewed renewed ->
          new Fulfilled(line, before, confirmed(before, renewed.done(), now), renewed.done());
      case Outcome.Working working ->
          new Open(
              line,
              before,
              before.taken(working.carrierReference(), now),
              now.plus(sinceAsked(before, now)));
      case Outcome.WillNot willNot ->
          new Returned(line, before, before.refused(willNot.code(), now));
      case Outcome.NotNow notNow ->
          new Open(
              line,
              before,
              before.notTaken(notNow.code(), now),
              now.plus(NextStep.backoff(before.calls())));
      case Outcome.Absent absent -> absent(line, before, settling, now);
      case Outcome.Unclear unclear -> {
        boolean lookAtOnce = "REFERENCE_USED".equals(unclear.cause());
        yield new Open(
            line,
            before,
            before.doubted(unclear.cause(), now),
            lookAtOnce ? now : now.plus(sinceAsked(before, now)));
      }
    };
  }

  /** "Not found" is trusted only once the carrier can no longer turn out to have it. */
  private static Settlement absent(DueLine line, Order before, Duration settling, Instant now) {
    Instant asked = before.lastCallAt();
    if (asked != null && now.isBefore(asked.plus(settling))) {
      return new Open(line, before, before.doubted("NOT_FOUND_YET", now), asked.plus(settling));
    }
    Instant retry = asked == null ? now : asked.plus(NextStep.backoff(before.calls()));
    return new Open(line, before, before.notFound(now), retry.isBefore(now) ? now : retry);
  }

  private static Order confirmed(Order before, Done done, Instant now) {
    // A carrier that shows several top-ups under one reference has paid us more than once.
    String remark = done.copies() > 1 ? "CARRIER_SHOWS_" + done.copies() + "_COPIES" : null;
    return before.confirmed(done.carrierReference(), remark, now);
  }

  /** The longer it has been open, the longer until the next look-up: a minute to two hours. */
  private static Duration sinceAsked(Order order, Instant now) {
    Instant asked = order.lastCallAt();
    Duration since = asked == null ? Duration.ZERO : Duration.between(asked, now);
    if (since.compareTo(Duration.ofMinutes(1)) < 0) {
      return Duration.ofMinutes(1);
    }
    return since.compareTo(Duration.ofHours(2)) > 0 ? Duration.ofHours(2) : since;
  }
}
