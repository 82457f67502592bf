package dev.everline.line;

import dev.everline.line.renewer.RenewedBy;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Which lines of an account to list; null where it doesn't matter.
 *
 * @param carrier the carrier's id
 * @param tag one of the line's tags
 * @param validUntilBefore lines whose known validity ends before this day
 * @param renewedBy who renews them
 * @param paused whether they are paused
 */
public record LineFilter(
    @Nullable String carrier,
    @Nullable String tag,
    @Nullable LocalDate validUntilBefore,
    @Nullable RenewedBy renewedBy,
    @Nullable Boolean paused) {

  /** Every line. */
  public static final LineFilter ALL = new LineFilter(null, null, null, null, null);
}
