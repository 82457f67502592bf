package dev.everline.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What a demo remembers from one start to the next, beside the database and the sandbox's books.
 *
 * @param seed of the faults
 * @param now where its clock stands; written before the clock moves there, so that it is never
 *     behind what the database or the sandbox has seen
 * @param ready whether the samples are imported and known to the sandbox; until then all of that is
 *     done again
 */
record DemoState(long seed, Instant now, boolean ready, List<Imported> imports) {

  /**
   * A sample file that was imported.
   *
   * @param rejects where the rejected rows are explained
   */
  record Imported(String file, long rows, long taken, long rejected, String rejects) {}

  /** A wallet takes only so much in a day, so the owners begin to fill theirs before. */
  private static final Duration FUNDING = Duration.ofDays(4);

  DemoState {
    imports = List.copyOf(imports);
  }

  static DemoState start(long seed) {
    return new DemoState(seed, SampleLines.START.minus(FUNDING), false, List.of());
  }

  DemoState at(Instant later) {
    return new DemoState(seed, later, ready, imports);
  }

  DemoState ready(List<Imported> done) {
    return new DemoState(seed, now, true, done);
  }
}
