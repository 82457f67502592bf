package dev.everline.carrier.tmf654;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a carrier's server says until when something is valid. The standard gives an instant; a
 * line's validity is a day in the carrier's zone.
 *
 * @param zones each carrier's zone, by its id
 * @param otherwise the zone of a carrier that has none there
 * @param meaning what the instant means
 */
public record EndDates(Map<String, ZoneId> zones, ZoneId otherwise, Meaning meaning) {

  /** What {@code endDateTime} means. */
  public enum Meaning {
    /** The first instant that is no longer served, or the last that is: the end of the last day. */
    INSTANT,
    /** Its date, as written, is the last day, whatever the time and the offset beside it say. */
    WRITTEN_DATE
  }

  private static final int FIRST_YEAR = 1970;
  private static final int LAST_YEAR = 9999;

  public EndDates {
    zones = Map.copyOf(zones);
  }

  /**
   * The last day served, or null when the text is no date of the years 1970 to 9999.
   *
   * @param carrier the carrier's id
   */
  @Nullable LocalDate lastDay(String carrier, String text) {
    try {
      LocalDate day = read(zones.getOrDefault(carrier, otherwise), text);
      return day.getYear() < FIRST_YEAR || day.getYear() > LAST_YEAR ? null : day;
    } catch (DateTimeException notADate) {
      return null;
    }
  }

  private LocalDate read(ZoneId zone, String text) {
    if (text.length() == "2026-11-24".length()) {
      return LocalDate.parse(text);
    }
    // Servers leave the offset out; the time is then the carrier's own.
    TemporalAccessor read =
        DateTimeFormatter.ISO_DATE_TIME.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
    return switch (meaning) {
      case WRITTEN_DATE -> LocalDate.from(read);
      case INSTANT -> {
        Instant end =
            read instanceof OffsetDateTime withOffset
                ? withOffset.toInstant()
                : LocalDateTime.from(read).atZone(zone).toInstant();
        // Midnight is the end of the day before it, and one second before midnight of the same.
        yield end.minusNanos(1).atZone(zone).toLocalDate();
      }
    };
  }
}
