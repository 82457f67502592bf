package dev.everline.renewal.decide;

import dev.everline.catalog.LapseRule;
import java.time.Duration;
import java.time.Instant;

/**
 * The best safe moment to renew; pure. Where a carrier counts from the day of payment, renewing
 * early wastes days, so it is the latest moment that leaves room for the retries the route has been
 * shown to need. Where it does not, nothing is lost by a day more of room.
 */
final class SafeMoment {

  /** However well a route does: a carrier's bad day must fit, and the owner's time to act. */
  private static final Duration LEAST_ROOM = Duration.ofHours(36);

  private static final Duration MOST_ROOM = Duration.ofDays(5);
  private static final Duration EXTRA_WHERE_FREE = Duration.ofDays(1);

  /** A route that once took an hour to come through may take three. */
  private static final int MARGIN = 3;

  private SafeMoment() {}

  /**
   * @param end when service stops: the first instant after the last day served
   * @param slowest the longest the route lately took from the first call to the renewal
   */
  static Instant of(LapseRule rule, Instant end, Duration slowest) {
    Duration room = slowest.multipliedBy(MARGIN);
    if (room.compareTo(LEAST_ROOM) < 0) {
      room = LEAST_ROOM;
    }
    if (room.compareTo(MOST_ROOM) > 0) {
      room = MOST_ROOM;
    }
    boolean earlyWastesDays =
        switch (rule.basis()) {
          case FROM_PAYMENT -> true;
          case PLAN_CYCLE -> !rule.cyclesFromBalance();
          case FROM_EXPIRY, BILLING_DATE, ANNIVERSARY, BILL, ACTIVITY, OTHER -> false;
        };
    return end.minus(earlyWastesDays ? room : room.plus(EXTRA_WHERE_FREE));
  }
}
