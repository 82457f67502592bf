package dev.everline.channel.web.home;

import dev.everline.catalog.Catalog;
import dev.everline.channel.web.frame.Pages;
import dev.everline.channel.web.frame.ServesPages;
import dev.everline.channel.web.frame.Visit;
import dev.everline.channel.web.line.LineCard;
import dev.everline.line.LineFilter;
import dev.everline.line.LineSearch;
import dev.everline.line.LineStore;
import dev.everline.renewal.decide.ExpectedDay;
import dev.everline.renewal.decide.Outlook;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.format.TextStyle;
import java.time.temporal.ChronoUnit;
import java.time.temporal.WeekFields;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/** What ends, is renewed, charged or lost in a month, day by day. */
@ServesPages
final class CalendarPages {

  /** How far back and ahead one can turn, in months. */
  private static final int BACK = 12;

  private static final int AHEAD = 24;

  private final LineStore lines;
  private final LineSearch search;
  private final Catalog catalog;
  private final Outlook outlook;
  private final Clock clock;
  private final Pages pages;

  CalendarPages(
      LineStore lines,
      LineSearch search,
      Catalog catalog,
      Outlook outlook,
      Clock clock,
      Pages pages) {
    this.lines = lines;
    this.search = search;
    this.catalog = catalog;
    this.outlook = outlook;
    this.clock = clock;
    this.pages = pages;
  }

  /**
   * @param firstColumn of the month's first day, from 1
   * @param weekdays their names, in the order of the reader's week
   * @param before the month before, or null where one can't turn back
   * @param after the month after, or null likewise
   * @param zones whose days the days are, as far as they aren't the reader's
   * @param wrong whether a month was asked for that can't be shown
   */
  record CalendarPage(
      YearMonth month,
      LocalDate today,
      int firstColumn,
      List<String> weekdays,
      List<Agenda.Day> days,
      Agenda agenda,
      @Nullable YearMonth before,
      @Nullable YearMonth after,
      List<ZoneId> zones,
      boolean wrong) {

    boolean isNow() {
      return month.equals(YearMonth.from(today));
    }

    boolean isEmpty() {
      return days.stream().allMatch(Agenda.Day::isEmpty);
    }

    /** The first month that can be shown. */
    YearMonth earliest() {
      return YearMonth.from(today).minusMonths(BACK);
    }

    YearMonth latest() {
      return YearMonth.from(today).plusMonths(AHEAD);
    }
  }

  @GetMapping("/calendar")
  View calendar(Visit visit, @RequestParam(defaultValue = "") String month) {
    ZoneId zone = visit.words().zone();
    LocalDate today = LocalDate.ofInstant(clock.instant(), zone);
    YearMonth now = YearMonth.from(today);
    YearMonth asked = month.isEmpty() ? now : monthOf(month, now);
    YearMonth shown = asked == null ? now : asked;
    Agenda agenda =
        new Agenda(
            today, shown.atDay(1), shown.atEndOfMonth(), EnumSet.allOf(ExpectedDay.Kind.class));
    fill(visit, agenda);
    Locale locale = visit.words().language().locale();
    DayOfWeek firstOfWeek = WeekFields.of(locale).getFirstDayOfWeek();
    long back = ChronoUnit.MONTHS.between(now, shown);
    CalendarPage page =
        new CalendarPage(
            shown,
            today,
            Math.floorMod(shown.atDay(1).getDayOfWeek().getValue() - firstOfWeek.getValue(), 7) + 1,
            weekdays(firstOfWeek, locale),
            IntStream.rangeClosed(1, shown.lengthOfMonth())
                .mapToObj(day -> agenda.day(shown.atDay(day)))
                .toList(),
            agenda,
            back > -BACK ? shown.minusMonths(1) : null,
            back < AHEAD ? shown.plusMonths(1) : null,
            agenda.otherZones(zone, clock.instant()),
            asked == null);
    return pages.show(
        asked == null ? HttpStatus.BAD_REQUEST : HttpStatus.OK, "home/calendar", visit, page);
  }

  static List<String> weekdays(DayOfWeek first, Locale locale) {
    return IntStream.range(0, 7)
        .mapToObj(first::plus)
        .map(day -> day.getDisplayName(TextStyle.SHORT_STANDALONE, locale))
        .toList();
  }

  /** The month asked for, or null where there is none of that name or it is too far away. */
  private static @Nullable YearMonth monthOf(String text, YearMonth now) {
    YearMonth month;
    try {
      month = YearMonth.parse(text);
    } catch (DateTimeException noMonth) {
      return null;
    }
    long away = ChronoUnit.MONTHS.between(now, month);
    return away < -BACK || away > AHEAD ? null : month;
  }

  /** Of very many lines only what they add up to is kept. */
  private void fill(Visit visit, Agenda agenda) {
    if (lines.count(visit.accountId()) <= LineStore.LARGEST_PAGE) {
      lines
          .list(visit.accountId(), LineFilter.ALL, null, LineStore.LARGEST_PAGE)
          .lines()
          .forEach(
              line -> {
                LineCard card = LineCard.of(line, outlook.of(line, visit.state()), catalog);
                agenda.add(card.outlook(), card.paused(), card);
              });
      return;
    }
    search.each(
        visit.accountId(),
        new LineSearch.Wanted("", null, null, null, null, null, null, false),
        line -> agenda.add(outlook.of(line, visit.state()), line.paused(), null));
  }
}
