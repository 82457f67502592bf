package dev.everline.line.message;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.MonthDay;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A day as a message writes it, before it is known which day that is. */
sealed interface Written {

  /** What is said of the day: what lies ahead can't be over, what happened can't lie ahead. */
  enum Tense {
    AHEAD,
    HAPPENED
  }

  /**
   * The day meant, or null when two readings fit, or none.
   *
   * @param received the day on which the message was received
   * @param dayFirst whether its language may put the day before the month
   */
  @Nullable LocalDate day(LocalDate received, boolean dayFirst, Tense tense);

  /** Can't be read in one way only. */
  record Unclear() implements Written {
    @Override
    public @Nullable LocalDate day(LocalDate received, boolean dayFirst, Tense tense) {
      return null;
    }
  }

  /**
   * Counted from the day on which the message was received.
   *
   * @param within whether it says until when rather than when
   */
  record Relative(int days, boolean within) implements Written {
    @Override
    public @Nullable LocalDate day(LocalDate received, boolean dayFirst, Tense tense) {
      boolean fits = tense == Tense.AHEAD ? days >= 0 : days <= 0;
      return fits ? received.plusDays(days) : null;
    }
  }

  /** The next such day of the week; of two, neither. */
  record Weekday(DayOfWeek of) implements Written {
    @Override
    public @Nullable LocalDate day(LocalDate received, boolean dayFirst, Tense tense) {
      int ahead = Math.floorMod(of.getValue() - received.getDayOfWeek().getValue(), 7);
      return ahead == 0 || tense == Tense.HAPPENED ? null : received.plusDays(ahead);
    }
  }

  /**
   * A date of the calendar.
   *
   * @param year null when it isn't said
   * @param readings month and day, the order of the United States first; two when either fits
   * @param weekday as the message says it, or null
   */
  record Calendar(@Nullable Integer year, List<MonthDay> readings, @Nullable DayOfWeek weekday)
      implements Written {

    /** Beyond this a date without a year may be the last one as well as the next. */
    private static final int CLEARLY_ONE = 300;

    private static final int YEARS_AHEAD = 3;

    @Override
    public @Nullable LocalDate day(LocalDate received, boolean dayFirst, Tense tense) {
      if (readings.size() > 1 && dayFirst) {
        return null;
      }
      LocalDate first = of(readings.getFirst(), received, tense);
      if (readings.size() > 1) {
        LocalDate second = of(readings.getLast(), received, tense);
        // The usual order gives a day long over, the other one to come: either may be meant.
        if (first == null || (isOver(first, received, tense) && second != null)) {
          return null;
        }
      }
      return first == null || (weekday != null && first.getDayOfWeek() != weekday) ? null : first;
    }

    /** The days that its readings give. */
    List<LocalDate> readings(LocalDate received, Tense tense) {
      return readings.stream()
          .map(reading -> of(reading, received, tense))
          .filter(Objects::nonNull)
          .filter(date -> weekday == null || date.getDayOfWeek() == weekday)
          .distinct()
          .toList();
    }

    private static boolean isOver(LocalDate day, LocalDate received, Tense tense) {
      return tense == Tense.AHEAD && day.isBefore(received);
    }

    private @Nullable LocalDate of(MonthDay monthDay, LocalDate received, Tense tense) {
      try {
        if (year != null) {
          LocalDate date = in(year, monthDay);
          boolean plausible =
              tense == Tense.AHEAD
                  ? date.isAfter(received.minusYears(1))
                      && date.isBefore(received.plusYears(YEARS_AHEAD))
                  : date.isAfter(received.minusYears(2)) && !date.isAfter(received.plusDays(1));
          return plausible ? date : null;
        }
        int thisYear = received.getYear();
        LocalDate date = in(thisYear, monthDay);
        if (tense == Tense.AHEAD) {
          date = date.isBefore(received) ? in(thisYear + 1, monthDay) : date;
          return date.isAfter(received.plusDays(CLEARLY_ONE)) ? null : date;
        }
        date = date.isAfter(received.plusDays(1)) ? in(thisYear - 1, monthDay) : date;
        return date.isBefore(received.minusDays(CLEARLY_ONE)) ? null : date;
      } catch (DateTimeException none) {
        return null;
      }
    }

    /**
     * @throws DateTimeException for the 29th of February in a common year
     */
    private static LocalDate in(int year, MonthDay monthDay) {
      return LocalDate.of(year, monthDay.getMonthValue(), monthDay.getDayOfMonth());
    }
  }
}
