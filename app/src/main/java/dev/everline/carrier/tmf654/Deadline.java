package dev.everline.carrier.tmf654;

import java.time.Duration;

/**
 * The end of a call that may take several requests. Runs on the machine's own elapsed time, since a
 * carrier's server doesn't follow a clock that is moved.
 *
 * @param nanos as counted by {@link System#nanoTime}
 */
record Deadline(long nanos) {

  static Deadline in(Duration time) {
    return new Deadline(System.nanoTime() + time.toNanos());
  }

  /** Nanoseconds left, at least 0. */
  long remaining() {
    return Math.max(0, nanos - System.nanoTime());
  }
}
