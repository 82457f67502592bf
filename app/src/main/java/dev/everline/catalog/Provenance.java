package dev.everline.catalog;

import java.time.LocalDate;

/**
 * Where a record comes from.
 *
 * @param source who says so, with enough to find it again
 * @param asOf the date of the source as it gives it: a year, a month or a day
 * @param confidence how far to trust it
 * @param lookedUp true when the source was read; false when it was recalled and must be checked
 */
public record Provenance(String source, String asOf, Confidence confidence, boolean lookedUp) {

  private static final int STALE_AFTER_DAYS = 90;

  /** Whether the record may be shown as a fact, with its date, rather than as a hint. */
  public boolean isFact() {
    return lookedUp && confidence != Confidence.LOW;
  }

  /**
   * Whether the source is older than 90 days, so that what it says, prices above all, should be
   * checked again. A date that gives only the year or the month counts from its first day.
   */
  public boolean isStale(LocalDate today) {
    LocalDate from = LocalDate.parse(asOf + "0000-01-01".substring(asOf.length()));
    return from.plusDays(STALE_AFTER_DAYS).isBefore(today);
  }
}
