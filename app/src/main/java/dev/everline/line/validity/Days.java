package dev.everline.line.validity;

import dev.everline.catalog.Length;
import dev.everline.kernel.InvalidValue;
import java.time.LocalDate;
import java.time.YearMonth;
import org.jspecify.annotations.Nullable;

/**
 * Arithmetic of days and anchored months that refuses to leave the calendar people use: no result
 * lies after the year 9999, and none wraps.
 */
public final class Days {

  private static final LocalDate LAST_DAY = LocalDate.of(9999, 12, 31);

  private Days() {}

  public static LocalDate later(LocalDate a, LocalDate b) {
    return a.isBefore(b) ? b : a;
  }

  static LocalDate laterOf(@Nullable LocalDate a, LocalDate b) {
    return a == null ? b : later(a, b);
  }

  /**
   * @throws InvalidValue when the day lies after the year 9999
   */
  static LocalDate plus(LocalDate day, long days) {
    long epochDay = Math.addExact(checked(day).toEpochDay(), days);
    if (epochDay > LAST_DAY.toEpochDay()) {
      throw tooFar(day + " + " + days + " days");
    }
    return LocalDate.ofEpochDay(epochDay);
  }

  /**
   * So much later; a month later is the same day of that month, or its last where it is shorter.
   *
   * @throws InvalidValue when the day lies after the year 9999
   */
  public static LocalDate plus(LocalDate day, Length length) {
    return length.unit() == Length.Unit.DAY
        ? plus(day, length.count())
        : anchored(day, length.count(), day.getDayOfMonth());
  }

  /** The day from which {@link #plus(LocalDate, Length)} leads to this one, or the earliest. */
  static LocalDate before(LocalDate day, Length length) {
    return length.unit() == Length.Unit.DAY
        ? day.minusDays(length.count())
        : day.minusMonths(length.count());
  }

  /** This many years on, or the last day of the calendar when that is nearer. */
  static LocalDate plusYearsBounded(LocalDate day, int years) {
    LocalDate then = checked(day).plusYears(years);
    return then.isAfter(LAST_DAY) ? LAST_DAY : then;
  }

  /**
   * The anchor day in the month that lies this many months after the date's, or that month's last
   * day when it is shorter.
   *
   * @throws InvalidValue when the month lies after the year 9999
   */
  static LocalDate anchored(LocalDate date, long months, int anchorDay) {
    YearMonth from = YearMonth.from(checked(date));
    if (months > 12L * (9999 - from.getYear()) + 12 - from.getMonthValue()) {
      throw tooFar(date + " + " + months + " months");
    }
    YearMonth month = from.plusMonths(months);
    return month.atDay(Math.min(anchorDay, month.lengthOfMonth()));
  }

  /** The first anchored date strictly after the day. */
  static LocalDate nextAnchored(LocalDate day, int anchorDay) {
    LocalDate thisMonth = anchored(day, 0, anchorDay);
    return thisMonth.isAfter(day) ? thisMonth : anchored(day, 1, anchorDay);
  }

  private static LocalDate checked(LocalDate day) {
    if (day.isAfter(LAST_DAY)) {
      throw tooFar(day.toString());
    }
    return day;
  }

  private static InvalidValue tooFar(String what) {
    return InvalidValue.of(
        "date", what, "lies after 9999-12-31", "check the validity and the number of periods");
  }
}
