package dev.everline.sandbox.carrier.fault;

/** Lets so many through in each second of the machine's time. */
public final class Throttle {

  private static final long SECOND = 1_000_000_000L;

  private boolean started;
  private long secondBegan;
  private int passed;

  /**
   * @param nanos of {@link System#nanoTime}
   * @param perSecond 0 for no limit
   */
  public synchronized boolean passes(long nanos, int perSecond) {
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
