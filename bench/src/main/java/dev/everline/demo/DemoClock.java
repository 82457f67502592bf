package dev.everline.demo;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * The time in the demo: it stands still until the demo moves it, and never goes back. It lives here
 * and not in the application, which therefore has no way to be given another time than the real
 * one.
 */
final class DemoClock extends Clock {

  private final ZoneId zone;
  private volatile Instant now;

  DemoClock(Instant start) {
    this(start, ZoneOffset.UTC);
  }

  private DemoClock(Instant start, ZoneId zone) {
    this.now = start;
    this.zone = zone;
  }

  void moveTo(Instant later) {
    if (later.isBefore(now)) {
      throw new IllegalArgumentException("the clock would go back from " + now + " to " + later);
    }
    now = later;
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return zone;
  }

  @Override
  public Clock withZone(ZoneId other) {
    DemoClock standing = this;
    return new Clock() {
      @Override
      public Instant instant() {
        return standing.instant();
      }

      @Override
      public ZoneId getZone() {
        return other;
      }

      @Override
      public Clock withZone(ZoneId another) {
        return standing.withZone(another);
      }
    };
  }
}
