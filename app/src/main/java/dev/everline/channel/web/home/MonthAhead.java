package dev.everline.channel.web.home;

import dev.everline.kernel.Money;
import dev.everline.renewal.decide.ExpectedDay;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.time.temporal.WeekFields;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The next days drawn as a calendar: a cell a day in weeks, with a mark for each kind of thing that
 * happens and what is paid.
 *
 * @param weekdays their short names, in the order of the reader's week
 * @param soonest the first days on which something happens
 * @param more how many days with something on them are not among those
 */
record MonthAhead(
    List<String> weekdays,
    List<Cell> cells,
    int height,
    List<Agenda.Day> soonest,
    int more,
    @Nullable Money cost) {

  static final int DAYS = 30;

  /** A number's last day says enough: nothing can be done on the day after it. */
  static final Set<ExpectedDay.Kind> KINDS =
      EnumSet.complementOf(EnumSet.of(ExpectedDay.Kind.NUMBER_LOSS));

  static final int CELL_WIDTH = 46;
  static final int CELL_HEIGHT = 34;
  static final int HEAD = 14;
  static final int WIDTH = 7 * CELL_WIDTH;

  private static final int MARK = 11;
  private static final int LISTED = 8;

  /** A day at its place. */
  record Cell(LocalDate date, boolean today, int x, int y, List<Mark> marks, @Nullable Money cost) {

    Cell {
      marks = List.copyOf(marks);
    }
  }

  /** A sign of what happens on a day. */
  record Mark(ExpectedDay.Kind kind, int x, int y) {}

  static MonthAhead of(Agenda agenda, LocalDate today, Locale locale) {
    DayOfWeek firstOfWeek = WeekFields.of(locale).getFirstDayOfWeek();
    LocalDate start = today.with(TemporalAdjusters.previousOrSame(firstOfWeek));
    List<Cell> cells = new ArrayList<>();
    for (int i = 0; i < DAYS; i++) {
      LocalDate date = today.plusDays(i);
      int place = Math.toIntExact(ChronoUnit.DAYS.between(start, date));
      int x = place % 7 * CELL_WIDTH;
      int y = HEAD + place / 7 * CELL_HEIGHT;
      Agenda.Day day = agenda.day(date);
      List<Mark> marks = new ArrayList<>();
      for (Agenda.Sum sum : day.sums()) {
        marks.add(new Mark(sum.kind(), x + CELL_WIDTH - 8 - marks.size() * MARK, y + 10));
      }
      cells.add(new Cell(date, i == 0, x, y, marks, day.cost()));
    }
    List<Agenda.Day> days = agenda.days();
    return new MonthAhead(
        CalendarPages.weekdays(firstOfWeek, locale),
        List.copyOf(cells),
        cells.getLast().y() + CELL_HEIGHT,
        days.subList(0, Math.min(LISTED, days.size())),
        Math.max(0, days.size() - LISTED),
        agenda.cost());
  }
}
