package dev.everline.line;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** An end of validity so far ahead that its year is likelier mistyped than right. */
public final class FarEnd {

  /** Carriers sell a year at most; two years and some weeks hold a year bought ahead of time. */
  private static final int DAYS = 800;

  private FarEnd() {}

  /**
   * Whether someone should look at the date once more before it is believed.
   *
   * @param end as it was given, or null when none was
   */
  public static boolean isDoubtful(@Nullable LocalDate end, LocalDate today) {
    return end != null && end.isAfter(today.plusDays(DAYS));
  }
}
