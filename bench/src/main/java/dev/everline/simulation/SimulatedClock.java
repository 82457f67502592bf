package dev.everline.simulation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The only time there is in a simulation; it stands until it is moved, and never goes back. */
final class SimulatedClock extends Clock {

  private Instant now;

  SimulatedClock(Instant start) {
    now = start;
  }

  void move(Duration by) {
    now = now.plus(by);
  }

  void moveTo(Instant later) {
    if (later.isAfter(now)) {
      now = later;
    }
  }

  @Override
  public Instant instant() {
    return now;
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
