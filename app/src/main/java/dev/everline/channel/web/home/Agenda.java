package dev.everline.channel.web.home;

import dev.everline.channel.web.line.LineCard;
import dev.everline.kernel.Money;
import dev.everline.renewal.decide.ExpectedDay;
import dev.everline.renewal.decide.Outlook;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What happens on the days of a stretch of time, of however many lines: of each day a few are kept,
 * and of all of them how many there are and what they cost.
 */
final class Agenda {

  /** So many of a day are named; if there are more, only their number is. */
  private static final int NAMED = 4;

  private final LocalDate today;
  private final LocalDate from;
  private final LocalDate to;
  private final Set<ExpectedDay.Kind> kinds;
  private final TreeMap<LocalDate, Tally> days = new TreeMap<>();
  private final TreeSet<String> zones = new TreeSet<>();

  /**
   * @param today the reader's
   * @param to the last day
   * @param kinds of what happens; anything else is left out
   */
  Agenda(LocalDate today, LocalDate from, LocalDate to, Set<ExpectedDay.Kind> kinds) {
    this.today = today;
    this.from = from;
    this.to = to;
    this.kinds = kinds;
  }

  /** What happens to a line on a day. */
  record Event(ExpectedDay.Kind kind, LineCard card, @Nullable Money amount, boolean fact) {}

  /**
   * What happens to several lines on a day.
   *
   * @param amount of those of which it is known, or null when it is of none
   * @param page where these lines are listed, among others
   */
  record Sum(ExpectedDay.Kind kind, long count, @Nullable Money amount, String page) {}

  /**
   * A day.
   *
   * @param events each, where there are few; else none
   * @param sums by what happens
   * @param cost of all of them, or null when nothing is paid or it isn't known
   */
  record Day(LocalDate date, List<Event> events, List<Sum> sums, @Nullable Money cost) {

    Day {
      events = List.copyOf(events);
      sums = List.copyOf(sums);
    }

    boolean isEmpty() {
      return sums.isEmpty();
    }
  }

  /** What has been added up of a day. */
  private static final class Tally {
    private final List<Event> events = new ArrayList<>();
    private final Map<ExpectedDay.Kind, Sum> sums = new EnumMap<>(ExpectedDay.Kind.class);

    void add(ExpectedDay day, @Nullable LineCard card, String page) {
      if (card != null && events.size() <= NAMED) {
        events.add(new Event(day.kind(), card, day.amount(), day.fact()));
      }
      sums.merge(
          day.kind(),
          new Sum(day.kind(), 1, day.amount(), page),
          (one, other) ->
              new Sum(
                  one.kind(),
                  one.count() + other.count(),
                  sum(one.amount(), other.amount()),
                  page));
    }

    Day day(LocalDate date) {
      long count = sums.values().stream().mapToLong(Sum::count).sum();
      events.sort(Comparator.comparing(Event::kind).thenComparing(event -> event.card().title()));
      boolean named = count <= NAMED && count == events.size();
      Money cost = null;
      for (Sum each : sums.values()) {
        cost = each.kind().isPaid() ? sum(cost, each.amount()) : cost;
      }
      return new Day(date, named ? events : List.of(), List.copyOf(sums.values()), cost);
    }
  }

  /**
   * @param card to be named with, or null where there are too many
   */
  void add(Outlook.Standing line, boolean paused, @Nullable LineCard card) {
    for (ExpectedDay day : ExpectedDay.of(line, paused, from, to)) {
      if (!kinds.contains(day.kind())) {
        continue;
      }
      days.computeIfAbsent(day.date(), any -> new Tally()).add(day, card, page(day));
      zones.add(line.line().zone().getId());
    }
  }

  /** The view of the lines that is nearest to what happens on a day. */
  private String page(ExpectedDay day) {
    long left = ChronoUnit.DAYS.between(today, day.date());
    if (!day.kind().isPaid()) {
      return "/lines?state=at-risk";
    }
    return left < 0 ? "/lines?state=needs-me" : "/lines?within=" + left + "&sort=validity";
  }

  /** Of two currencies the first is kept: they can't be added. */
  private static @Nullable Money sum(@Nullable Money one, @Nullable Money other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.currency().equals(other.currency()) ? one.plus(other) : one;
  }

  /** Those on which something happens, the first first. */
  List<Day> days() {
    return days.entrySet().stream().map(day -> day.getValue().day(day.getKey())).toList();
  }

  /** A day of the stretch, whether something happens on it or not. */
  Day day(LocalDate date) {
    Tally tally = days.get(date);
    return tally == null ? new Day(date, List.of(), List.of(), null) : tally.day(date);
  }

  /** What is paid on all days, or null when nothing is or it isn't known. */
  @Nullable Money cost() {
    Money cost = null;
    for (Day day : days()) {
      cost = sum(cost, day.cost());
    }
    return cost;
  }

  /** Zones whose days its days are, as far as they aren't the reader's. */
  List<ZoneId> otherZones(ZoneId readers, Instant now) {
    return zones.stream()
        .map(ZoneId::of)
        .filter(zone -> !zone.getRules().getOffset(now).equals(readers.getRules().getOffset(now)))
        .toList();
  }
}
