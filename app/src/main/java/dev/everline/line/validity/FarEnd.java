package dev.everline.line.validity;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** An end of validity so far from today that its year is more likely a typo than right. */
public final class FarEnd {

  /** Carriers sell a year at most; two years and some weeks leave room for a year bought early. */
  private static final int DAYS = 800;

  /** After a year without service no number is left to look after. */
  private static final int DAYS_PAST = 366;

  private FarEnd() {}

  /** Beyond it a date is refused, so nobody is asked about it. */
  private static final LocalDate LAST_DAY = LocalDate.of(2100, 12, 31);

  /**
   * Whether someone should check the date again before it is trusted.
   *
   * @param end as it was given, or null when none was
   */
  public static boolean isDoubtful(@Nullable LocalDate end, LocalDate today) {
    return isLongPast(end, today)
        || (end != null && end.isAfter(today.plusDays(DAYS)) && !end.isAfter(LAST_DAY));
  }

  /** Whether it is so because it lies more than a year back. */
  public static boolean isLongPast(@Nullable LocalDate end, LocalDate today) {
    return end != null && end.isBefore(today.minusDays(DAYS_PAST));
  }
}
