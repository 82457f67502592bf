package dev.everline.storage;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a loop's work goes, measured by a clock that nobody sets.
 *
 * @param name of the loop
 * @param running whether it was started, and not stopped since
 * @param dead whether its thread has ended though nobody stopped it
 * @param silence since it last showed that it goes on: a pass began or ended, or a step in one
 * @param allowed the longest silence of a loop that is well
 * @param sincePass since a pass last ended well; null before the first
 * @param failing since when no pass has ended well but at least one failed; null when the last did
 */
public record Pulse(
    String name,
    boolean running,
    boolean dead,
    Duration silence,
    Duration allowed,
    @Nullable Duration sincePass,
    @Nullable Duration failing) {

  /** Failures shorter than this are a neighbour's restart or a deadlock. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Whether it does its work. */
  public boolean isWell() {
    return running
        && !dead
        && silence.compareTo(allowed) <= 0
        && (failing == null || failing.compareTo(PATIENCE) <= 0);
  }

  /** Since when it isn't well, as far as can be told. */
  public Duration ill() {
    return failing != null && failing.compareTo(silence) > 0 ? failing : silence;
  }
}
