package dev.everline.crash;

import dev.everline.kernel.MicrosecondClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * A clock that runs faster than the world, from the same instant in every process, so that the
 * minutes for which claims and retries wait pass in seconds.
 */
final class FastClock extends Clock {

  /** Simulated seconds in a second. */
  static final int SPEED = 6;

  private final Instant start;
  private final Clock world;

  FastClock(Instant start) {
    this(start, MicrosecondClock.system());
  }

  private FastClock(Instant start, Clock world) {
    this.start = start;
    this.world = world;
  }

  @Override
  public Instant instant() {
    return start.plus(Duration.between(start, world.instant()).multipliedBy(SPEED));
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
