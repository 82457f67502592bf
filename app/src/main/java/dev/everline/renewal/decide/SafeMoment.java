package dev.everline.renewal.decide;

import dev.everline.catalog.LapseRule;
import java.time.Duration;
import java.time.Instant;

/**
 * The best safe moment to renew; pure. Where a carrier counts from the day of payment, renewing
 * early wastes days, so it is the latest moment that leaves room for the retries that the route has
 * proved to need. Elsewhere, leaving a day more costs nothing.
 */
final class SafeMoment {

  /**
   * Even for a reliable route: there must be room for a carrier's bad day and for the owner to act.
   */
  private static final Duration LEAST_ROOM = Duration.ofHours(36);

  private static final Duration MOST_ROOM = Duration.ofDays(5);
  private static final Duration EXTRA_WHERE_FREE = Duration.ofDays(1);

  /** A route that once took an hour to succeed may take three. */
  private static final int MARGIN = 3;

  private SafeMoment() {}

  /**
   * @param end when service stops: the first instant after the last day served
   * @param slowest the longest the route recently took from the first call to the renewal
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
