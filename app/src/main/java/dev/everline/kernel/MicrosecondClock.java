package dev.everline.kernel;

import java.time.Clock;
import java.time.Duration;

/**
 * A clock that ticks in microseconds, which is what the database stores: a time that was written
 * equals the one that is read. Every clock of the application is one, so nothing rounds by itself.
 */
public final class MicrosecondClock {

  private static final Duration TICK = Duration.ofNanos(1_000);

  private MicrosecondClock() {}

  /** The time of day, in UTC. */
  public static Clock system() {
    return of(Clock.systemUTC());
  }

  public static Clock of(Clock clock) {
    return Clock.tick(clock, TICK);
  }
}
