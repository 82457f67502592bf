package dev.everline.channel.cli.line;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * A line's last day as its reader needs it: whether it is today or tomorrow, and where, since the
 * carrier's day may be another than the reader's.
 */
final class DayThere {

  private DayThere() {}

  /**
   * @param there the carrier's zone
   * @param here the reader's
   */
  static @Nullable String of(@Nullable LocalDate day, ZoneId there, ZoneId here, Instant now) {
    if (day == null) {
      return null;
    }
    LocalDate today = LocalDate.ofInstant(now, there);
    String word = day.equals(today) ? "today" : day.equals(today.plusDays(1)) ? "tomorrow" : null;
    if (word == null) {
      return day.toString();
    }
    boolean same = there.getRules().getOffset(now).equals(here.getRules().getOffset(now));
    return day + ", " + word + (same ? "" : " in " + city(there));
  }

  private static String city(ZoneId zone) {
    String id = zone.getId();
    return id.substring(id.lastIndexOf('/') + 1).replace('_', ' ');
  }
}
