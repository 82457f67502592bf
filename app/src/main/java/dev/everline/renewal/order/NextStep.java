package dev.everline.renewal.order;

import java.time.Duration;
import java.time.Instant;

/**
 * What to do next about an order that is under way; pure. The rules that keep a line from being
 * paid twice are here:
 *
 * <ul>
 *   <li>A carrier is asked to top up only when it certainly holds no top-up of this order: it was
 *       never asked, or since the last request a look-up has found none.
 *   <li>An order whose last call has no known outcome is only ever looked up.
 *   <li>Money goes back only when the carrier certainly did not renew.
 * </ul>
 */
public sealed interface NextStep {

  /** Ask the carrier to top up. */
  record Ask() implements NextStep {}

  /** Ask the carrier for the outcome. */
  record LookUp() implements NextStep {}

  /** The carrier certainly did not renew and will not be asked again: return the money. */
  record GiveUp() implements NextStep {}

  /** Nobody released it in time: it expires; no money was taken. */
  record Expire() implements NextStep {}

  /** Nothing before this time. */
  record Wait(Instant until) implements NextStep {}

  /** The wait between attempts: a minute at first, doubled each time, up to two hours. */
  static Duration backoff(int tries) {
    long minutes = 1L << Math.min(Math.max(tries - 1, 0), 7);
    return Duration.ofMinutes(Math.min(minutes, 120));
  }

  static NextStep of(Order order, int maxCalls, Instant now) {
    return switch (order.state()) {
      case OrderState.Paid paid -> {
        boolean tooLate = !now.isBefore(order.deadline()) || order.calls() >= maxCalls;
        if (order.calls() == 0) {
          yield tooLate ? new GiveUp() : new Ask();
        }
        if (order.lookUps() == 0) {
          yield new LookUp();
        }
        yield tooLate ? new GiveUp() : new Ask();
      }
      case OrderState.Fulfilling fulfilling -> new LookUp();
      case OrderState.InDoubt inDoubt -> new LookUp();
      case OrderState.HeldForApproval held ->
          now.isBefore(order.deadline()) ? new Wait(order.deadline()) : new Expire();
      case OrderState.Renewed renewed -> new Wait(now);
      case OrderState.Declined declined -> new Wait(now);
      case OrderState.Reversed reversed -> new Wait(now);
      case OrderState.Cancelled cancelled -> new Wait(now);
      case OrderState.Expired expired -> new Wait(now);
    };
  }
}
