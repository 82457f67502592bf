package dev.everline.sandbox.carrier;

/** Lets so many through in each second of the machine's time. */
final class Throttle {

  private static final long SECOND = 1_000_000_000L;

  private boolean started;
  private long secondBegan;
  private int passed;

  /**
   * @param nanos of {@link System#nanoTime}
   * @param perSecond 0 for no limit
   */
  synchronized boolean passes(long nanos, int perSecond) {
    if (perSecond <= 0) {
      return true;
    }
    if (!started || nanos - secondBegan >= SECOND) {
      started = true;
      secondBegan = nanos;
      passed = 0;
    }
    if (passed >= perSecond) {
      return false;
    }
    passed++;
    return true;
  }
}
