package dev.everline.bench;

import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;

/** How long each of many requests took, from when it was to be sent. */
final class Latencies {

  private final ConcurrentLinkedQueue<Long> nanos = new ConcurrentLinkedQueue<>();

  void add(long took) {
    nanos.add(took);
  }

  int count() {
    return nanos.size();
  }

  /**
   * The time within which a share of the requests was answered.
   *
   * @param share above 0, at most 1
   * @return in milliseconds
   */
  double percentile(double share) {
    long[] sorted = nanos.stream().mapToLong(Long::longValue).toArray();
    if (sorted.length == 0) {
      throw new IllegalStateException("nothing was measured");
    }
    Arrays.sort(sorted);
    return sorted[(int) Math.ceil(share * sorted.length) - 1] / 1e6;
  }
}
