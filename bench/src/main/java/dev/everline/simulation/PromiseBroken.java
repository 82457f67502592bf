package dev.everline.simulation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A promise that did not hold: which, when, and how to see it again. */
public final class PromiseBroken extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final long seed;
  private final int days;
  private final String what;
  private final List<String> lastSteps;

  PromiseBroken(
      long seed, int days, String what, List<String> lastSteps, @Nullable Throwable cause) {
    super("Seed " + seed + ": " + what + " Replay: " + replay(seed, days), cause);
    this.seed = seed;
    this.days = days;
    this.what = what;
    this.lastSteps = List.copyOf(lastSteps);
  }

  public long seed() {
    return seed;
  }

  /** What did not hold, in words. */
  public String what() {
    return what;
  }

  /** The command that shows it again. */
  public String replay() {
    return replay(seed, days);
  }

  /** What happened last, oldest first. */
  public List<String> lastSteps() {
    return lastSteps;
  }

  private static String replay(long seed, int days) {
    return "./everline simulate --seed " + seed + " --days " + days;
  }
}
