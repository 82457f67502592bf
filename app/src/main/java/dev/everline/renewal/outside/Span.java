package dev.everline.renewal.outside;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

/**
 * The days that a renewal pays for; pure. Two renewals pay the same period when more than half of
 * the shorter one lies within the other, whatever days they are named by: an end that was corrected
 * by some days begins no new period.
 *
 * @param from the day before the first
 * @param until the last
 */
record Span(LocalDate from, LocalDate until) {

  /** Where no end was moved, the days of a period before it are meant. */
  static Span of(LocalDate from, LocalDate paidOn, LocalDate until, int periodDays) {
    LocalDate starts = from.isBefore(paidOn) ? paidOn : from;
    return starts.isBefore(until)
        ? new Span(starts, until)
        : new Span(until.minusDays(periodDays), until);
  }

  boolean isSamePeriodAs(Span other) {
    LocalDate from = this.from.isAfter(other.from) ? this.from : other.from;
    LocalDate until = this.until.isBefore(other.until) ? this.until : other.until;
    return 2 * ChronoUnit.DAYS.between(from, until) > Math.min(days(), other.days());
  }

  private long days() {
    return ChronoUnit.DAYS.between(from, until);
  }
}
