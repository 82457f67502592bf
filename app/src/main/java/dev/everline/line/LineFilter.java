package dev.everline.line;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Which lines of an account to list; null where it doesn't matter.
 *
 * @param carrier the carrier's id
 * @param tag one of the line's tags
 * @param validUntilBefore lines whose known validity ends before this day
 * @param autoRenew whether they are renewed automatically
 * @param paused whether they are paused
 */
public record LineFilter(
    @Nullable String carrier,
    @Nullable String tag,
    @Nullable LocalDate validUntilBefore,
    @Nullable Boolean autoRenew,
    @Nullable Boolean paused) {

  /** Every line. */
  public static final LineFilter ALL = new LineFilter(null, null, null, null, null);
}
