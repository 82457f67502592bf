package dev.everline.carrier;

import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import java.time.Duration;

/**
 * How much of a carrier a route may ask for at once, and when it stops asking for a while.
 *
 * @param concurrency most calls under way at once over the route, 1 to 10,000
 * @param queueing longest wait for a place among them; then the call is turned away, unsent
 * @param breakerCalls how many of a carrier's last calls are looked at, 1 to 10,000
 * @param breakerMinimum fewest calls before anything is concluded, at most {@code breakerCalls}
 * @param breakerPercent share of calls without a usable answer that opens the breaker, 1 to 100
 * @param breakerOpenFor how long it stays open before a few calls are let through to try
 */
public record CallLimits(
    int concurrency,
    Duration queueing,
    int breakerCalls,
    int breakerMinimum,
    int breakerPercent,
    Duration breakerOpenFor) {

  /** 64 calls at once, a wait of 2 s, open for 30 s when half of the last 100 calls got nothing. */
  public static CallLimits usual() {
    return new CallLimits(64, Duration.ofSeconds(2), 100, 20, 50, Duration.ofSeconds(30));
  }

  /**
   * @throws ProblemException when a figure is out of its bounds
   */
  public CallLimits {
    within("concurrency", concurrency, 1, 10_000);
    within("breaker.calls", breakerCalls, 1, 10_000);
    within("breaker.minimum", breakerMinimum, 1, breakerCalls);
    within("breaker.percent", breakerPercent, 1, 100);
    within("queueing", queueing, Duration.ZERO, Duration.ofMinutes(1));
    within("breaker.open-for", breakerOpenFor, Duration.ofMillis(1), Duration.ofHours(1));
  }

  private static <T extends Comparable<T>> void within(String name, T value, T least, T most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new ProblemException(
          ProblemType.CONFIGURATION,
          name + " is " + value + "; it must be from " + least + " to " + most + ".");
    }
  }
}
