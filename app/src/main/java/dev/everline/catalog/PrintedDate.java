package dev.everline.catalog;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a carrier means by the date that people read in its app, texts and receipts, and when
 * service really ends.
 *
 * @param means what kind of day it is
 * @param word the carrier's own word for it, in its own language, or null when not found
 * @param otherwise other readings that a source gives; where sources disagree, {@code means} is the
 *     one that ends service earlier
 * @param endsAt the time of the last day at which service ends, or null for the end of that day
 * @param zone whose day it is, or null for the carrier's own
 * @param source who says so, or null when nobody does
 */
public record PrintedDate(
    Means means,
    @Nullable String word,
    List<Otherwise> otherwise,
    @Nullable LocalTime endsAt,
    @Nullable ZoneId zone,
    @Nullable String source) {

  /** Nothing is known; the date is taken for the last day of service. */
  public static final PrintedDate UNKNOWN =
      new PrintedDate(Means.UNKNOWN, null, List.of(), null, null, null);

  /** What kind of day a printed date is. */
  public enum Means {
    /** Service runs to the end of it, or to a time on it. */
    LAST_DAY,
    /** Service has ended when it begins. */
    FIRST_DAY_WITHOUT,
    /** The plan is charged on it; service runs until then. */
    CHARGE_DAY,
    UNKNOWN
  }

  /** Another reading of the same date. */
  public record Otherwise(Means means, String source) {}

  /** The last day of service for a date as the carrier shows it. */
  public LocalDate lastDayOf(LocalDate shown) {
    return means == Means.FIRST_DAY_WITHOUT ? shown.minusDays(1) : shown;
  }

  /** The date that the carrier shows for a last day of service. */
  public LocalDate shownFor(LocalDate lastDay) {
    return means == Means.FIRST_DAY_WITHOUT ? lastDay.plusDays(1) : lastDay;
  }

  /** Whether the date that people read isn't the last day of service. */
  public boolean differs() {
    return means == Means.FIRST_DAY_WITHOUT;
  }

  /**
   * The first instant without service after a last day.
   *
   * @param carriers the carrier's own zone
   */
  public Instant serviceEnd(LocalDate lastDay, ZoneId carriers) {
    ZoneId in = zone == null ? carriers : zone;
    return endsAt == null
        ? lastDay.plusDays(1).atStartOfDay(in).toInstant()
        : lastDay.atTime(endsAt).atZone(in).toInstant();
  }
}
