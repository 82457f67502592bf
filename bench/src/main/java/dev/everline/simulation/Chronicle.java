package dev.everline.simulation;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happened in a seed's world: its last steps to read, and all of them as a fingerprint. */
final class Chronicle {

  private static final int STEPS_SHOWN = 80;

  private final long seed;
  private final int days;
  private final Clock clock;
  private final MessageDigest trace;
  private final Deque<String> lastSteps = new ArrayDeque<>();

  Chronicle(long seed, int days, Clock clock) {
    this.seed = seed;
    this.days = days;
    this.clock = clock;
    try {
      this.trace = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every JDK has SHA-256", missing);
    }
  }

  /** That something does not hold, with the steps that led there. */
  PromiseBroken broken(String what, @Nullable Throwable cause) {
    return new PromiseBroken(seed, days, what, List.copyOf(lastSteps), cause);
  }

  void note(String what) {
    String step = clock.instant() + " " + what;
    trace.update(step.getBytes(StandardCharsets.UTF_8));
    lastSteps.addLast(step);
    if (lastSteps.size() > STEPS_SHOWN) {
      lastSteps.removeFirst();
    }
  }

  /** The fingerprint of all that was noted; ask for it once, at the end. */
  String fingerprint() {
    return HexFormat.of().formatHex(trace.digest()).substring(0, 16);
  }
}
