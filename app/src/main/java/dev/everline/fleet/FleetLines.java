package dev.everline.fleet;

import dev.everline.catalog.Carrier;
import dev.everline.catalog.Catalog;
import dev.everline.fleet.FleetPage.Place;
import dev.everline.kernel.AccountId;
import dev.everline.kernel.LineId;
import dev.everline.line.LineSearch;
import dev.everline.line.LineStore;
import dev.everline.line.validity.LineState;
import dev.everline.notice.Notices;
import dev.everline.renewal.decide.Outlook;
import dev.everline.renewal.decide.Urgency;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An account's lines by their state, a page at a time. Each page reads all lines again, since the
 * state of a line follows from its facts and the day; only the page's own lines are kept.
 */
public final class FleetLines {

  /** How many days before its loss a number counts as at risk. */
  private static final int RISK_DAYS = 30;

  /** The dates of two time zones never differ by more. */
  private static final int ZONES_APART = 2;

  private static final long LAST = Integer.MAX_VALUE;

  private final LineSearch search;
  private final LineStore store;
  private final Outlook outlook;
  private final Catalog catalog;
  private final Notices notices;
  private final Clock clock;

  FleetLines(
      LineSearch search,
      LineStore store,
      Outlook outlook,
      Catalog catalog,
      Notices notices,
      Clock clock) {
    this.search = search;
    this.store = store;
    this.outlook = outlook;
    this.catalog = catalog;
    this.notices = notices;
    this.clock = clock;
  }

  /**
   * @param accountState the US state whose fees apply where a line names none, or null
   * @param after the {@link FleetPage#next} of the page before, or null for the first
   */
  public FleetPage page(
      AccountId account,
      @Nullable String accountState,
      FleetQuery query,
      @Nullable Place after,
      int limit) {
    Keys keys = new Keys(query.sort());
    // The last of those kept is on top, to be replaced by one that comes before it.
    PriorityQueue<Place> first = new PriorityQueue<>(limit + 2, Comparator.reverseOrder());
    long[] fitting = {0};
    each(
        account,
        accountState,
        query,
        (line, standing) -> {
          fitting[0]++;
          Place place = new Place(keys.of(line, standing), line.id());
          if (after != null && place.compareTo(after) <= 0) {
            return;
          }
          if (first.size() <= limit) {
            first.add(place);
          } else if (place.compareTo(first.element()) < 0) {
            first.remove();
            first.add(place);
          }
        });
    List<Place> places = new ArrayList<>(first);
    places.sort(Comparator.naturalOrder());
    boolean more = places.size() > limit;
    List<Place> shown = more ? places.subList(0, limit) : places;
    return new FleetPage(
        store.find(account, shown.stream().map(Place::line).toList()),
        fitting[0],
        more ? shown.getLast() : null);
  }

  /** The ids of all matching lines, in the order of the query. */
  public List<LineId> all(AccountId account, @Nullable String accountState, FleetQuery query) {
    Keys keys = new Keys(query.sort());
    List<Place> places = new ArrayList<>();
    each(
        account,
        accountState,
        query,
        (line, standing) -> places.add(new Place(keys.of(line, standing), line.id())));
    places.sort(Comparator.naturalOrder());
    return places.stream().map(Place::line).toList();
  }

  /**
   * What is missing of all matching lines.
   *
   * @param only the lines to count, or empty for all that match
   */
  public Lacking lacking(
      AccountId account, @Nullable String accountState, FleetQuery query, Collection<LineId> only) {
    Set<LineId> counted = Set.copyOf(only);
    Lacking lacking = new Lacking();
    each(
        account,
        accountState,
        query,
        (line, standing) -> {
          if (counted.isEmpty() || counted.contains(line.id())) {
            lacking.add(line);
          }
        });
    return lacking;
  }

  /** Takes a matching line and its state. */
  @FunctionalInterface
  private interface Taker {
    void take(LineSearch.Found line, Outlook.Standing standing);
  }

  private void each(
      AccountId account, @Nullable String accountState, FleetQuery query, Taker taker) {
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    Integer days = query.withinDays();
    LineSearch.Wanted wanted =
        new LineSearch.Wanted(
            query.text(),
            query.carrier(),
            query.plan(),
            query.tag(),
            query.renewedBy(),
            query.missing(),
            // Paid days never end before the validity, so the database can leave the rest out.
            days == null ? null : today.plusDays((long) days + ZONES_APART),
            query.sort() == FleetQuery.Sort.ADDED);
    Set<LineId> noticed =
        query.state() == FleetQuery.State.NEEDS_ME ? notices.linesWithOpen(account) : Set.of();
    Consumer<LineSearch.Found> fitting =
        line -> {
          Outlook.Standing standing = outlook.of(line, accountState);
          if (isWithin(days, standing) && stands(query.state(), line, standing, noticed)) {
            taker.take(line, standing);
          }
        };
    search.each(account, wanted, fitting);
  }

  private static boolean isWithin(@Nullable Integer days, Outlook.Standing standing) {
    Long left = standing.daysLeft();
    return days == null || (left != null && left >= 0 && left <= days);
  }

  /**
   * @param noticed the lines that have an open notice
   */
  private boolean stands(
      FleetQuery.@Nullable State state,
      LineSearch.Found line,
      Outlook.Standing standing,
      Set<LineId> noticed) {
    return switch (state) {
      case null -> true;
      case NEEDS_ME -> urgency(line, standing).needsOwner() || noticed.contains(line.id());
      case ACTIVE -> standing.state() == LineState.ACTIVE && !line.paused();
      case AT_RISK -> isAtRisk(line, standing);
      case SUSPENDED -> standing.state() == LineState.SUSPENDED;
      case UNCONFIRMED ->
          standing.state() == LineState.UNCONFIRMED || standing.isAutopayToBeChecked();
      case LOST -> standing.state() == LineState.LOST;
      case PAUSED -> line.paused();
      case NOT_KNOWN -> standing.state() == LineState.UNKNOWN;
    };
  }

  private boolean isAtRisk(LineSearch.Found line, Outlook.Standing standing) {
    Urgency urgency = urgency(line, standing);
    if (!urgency.needsOwner() || urgency == Urgency.LOST) {
      return false;
    }
    LocalDate lost = standing.numberMayBeLostOn();
    return lost != null && !lost.isAfter(standing.today().plusDays(RISK_DAYS));
  }

  private static Urgency urgency(LineSearch.Found line, Outlook.Standing standing) {
    return Urgency.of(standing, line.paused());
  }

  /** The sort key of lines, as numbers in the same order. */
  private final class Keys {

    private final FleetQuery.Sort sort;
    private final Map<String, Long> brands = new HashMap<>();
    private final Map<Urgency, Long> needs = new EnumMap<>(Urgency.class);

    Keys(FleetQuery.Sort sort) {
      this.sort = sort;
      List<Carrier> byName =
          catalog.carriers().values().stream()
              .sorted(
                  Comparator.comparing(Carrier::brand, String.CASE_INSENSITIVE_ORDER)
                      .thenComparing(Carrier::id))
              .toList();
      byName.forEach(carrier -> brands.put(carrier.id(), (long) brands.size()));
      for (Urgency urgency : Urgency.values()) {
        needs.put(urgency, (long) needs.size());
      }
    }

    long of(LineSearch.Found line, Outlook.Standing standing) {
      return switch (sort) {
        case NEED -> (needs.getOrDefault(urgency(line, standing), LAST) << 32) + day(standing);
        case VALIDITY -> day(standing);
        case BRAND -> brands.getOrDefault(line.carrier(), LAST);
        case ADDED -> -line.addedAt();
      };
    }

    private static long day(Outlook.Standing standing) {
      LocalDate covered = standing.coveredUntil();
      return covered == null ? LAST : covered.toEpochDay();
    }
  }
}
