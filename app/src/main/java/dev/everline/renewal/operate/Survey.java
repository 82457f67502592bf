package dev.everline.renewal.operate;

import dev.everline.kernel.AccountId;
import dev.everline.kernel.Bucket;
import dev.everline.kernel.LineId;
import dev.everline.line.due.Quarantine;
import dev.everline.renewal.order.Order;
import dev.everline.renewal.order.OrderState;
import dev.everline.renewal.order.Orders;
import dev.everline.storage.Columns;
import dev.everline.storage.Transactions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The state of renewals over all accounts, for operators. Goes through the buckets a few at a time,
 * each in a short transaction, and keeps no more than a screen shows: it may run alongside renewals
 * on a database of any size.
 */
public final class Survey {

  private static final int BUCKETS_AT_ONCE = 16;

  /**
   * How many of those that wait longest are kept; an installation with more has another problem.
   */
  private static final int WAITING_SHOWN = 200;

  /** The most for buckets read together; more need not be counted. */
  private static final int WAITING_COUNTED = 10_000;

  private static final int LATE_SHOWN = 10;
  private static final int ANSWERS_SHOWN = 5;
  private static final Duration SLOWEST_OF = Duration.ofDays(30);

  private final Transactions transactions;
  private final Clock clock;
  private final Orders orders = new Orders();

  public Survey(Transactions transactions, Clock clock) {
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * The findings.
   *
   * @param at when it started
   * @param due the due lines that nobody is looking at
   * @param late the buckets that are furthest behind, the furthest first
   * @param waiting orders in doubt or held for approval, the longest first
   * @param quarantined lines that can't be read, the longest first
   * @param routes by name
   */
  public record Findings(
      Instant at,
      long due,
      List<LateBucket> late,
      List<Order> waiting,
      List<Quarantined> quarantined,
      List<RouteResults> routes) {

    /** How far behind the oldest due wake-up is; zero when nothing is due. */
    public Duration lag() {
      return late.isEmpty() ? Duration.ZERO : Duration.between(late.getFirst().oldest(), at);
    }
  }

  /**
   * A bucket with due lines.
   *
   * @param oldest the wake-up time of the one that waits longest
   */
  public record LateBucket(int bucket, Instant oldest, long due) {}

  /**
   * A line that the heartbeat skips.
   *
   * @param reason why
   * @param triedAt when it was last tried
   */
  public record Quarantined(
      LineId line, AccountId account, Reason reason, Instant since, Instant triedAt) {

    /** Why a line is left out. */
    public enum Reason {
      /** Its sealed number was changed, or its key is missing. */
      NUMBER_UNREADABLE
    }
  }

  /**
   * How a route has performed since it was first used.
   *
   * @param slowest the longest from a first call to the renewal in the last thirty days, or null
   * @param lastAnswers its newest orders of which the carrier has been asked, newest first
   */
  public record RouteResults(
      String name,
      long renewed,
      long refused,
      long inDoubt,
      @Nullable Duration slowest,
      List<Order> lastAnswers) {}

  /**
   * Open orders that wait for a carrier or a person.
   *
   * @param inDoubt those whose outcome the carrier has yet to report
   * @param heldForApproval those that a stop rule has stopped
   */
  public record WaitingOrders(long inDoubt, long heldForApproval) {}

  /** Counts the waiting orders. */
  public WaitingOrders waiting() {
    long[] counts = new long[2];
    for (int from = 0; from < Bucket.COUNT; from += BUCKETS_AT_ONCE) {
      int first = from;
      int last = from + BUCKETS_AT_ONCE - 1;
      for (Order order :
          transactions.run(
              connection -> orders.waiting(connection, first, last, WAITING_COUNTED))) {
        counts[order.state() instanceof OrderState.InDoubt ? 0 : 1]++;
      }
    }
    return new WaitingOrders(counts[0], counts[1]);
  }

  /**
   * Surveys all buckets.
   *
   * @param progress takes how many buckets have been looked at, of {@link Bucket#COUNT}
   */
  public Findings run(IntConsumer progress) {
    Instant now = clock.instant();
    Tally tally = new Tally();
    for (int from = 0; from < Bucket.COUNT; from += BUCKETS_AT_ONCE) {
      int first = from;
      int last = from + BUCKETS_AT_ONCE - 1;
      transactions.run(
          connection -> {
            due(connection, first, last, now, tally);
            quarantined(connection, first, last, now, tally);
            records(connection, first, last, now, tally);
            tally.waiting.addAll(orders.waiting(connection, first, last, WAITING_SHOWN));
            tally.newest(orders.newest(connection, first, last, ANSWERS_SHOWN));
            return tally;
          });
      tally.keepWhatIsShown();
      progress.accept(last + 1);
    }
    return tally.findings(now);
  }

  private static void due(Connection connection, int from, int to, Instant now, Tally tally)
      throws SQLException {
    // Served by the primary keys of wake_up and line.
    String sql =
        """
        SELECT l.bucket, min(l.next_wake_at), count(DISTINCT l.id)
          FROM (SELECT bucket, unnest(lines) AS line_id FROM wake_up
                 WHERE bucket BETWEEN ? AND ? AND at <= ?) AS w
          JOIN line l ON l.bucket = w.bucket AND l.id = w.line_id
         WHERE l.next_wake_at <= ? AND (l.claimed_until IS NULL OR l.claimed_until <= ?)
         GROUP BY l.bucket
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new Columns(statement).number(from).number(to).instant(now).instant(now).instant(now);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          tally.late.add(
              new LateBucket(
                  rows.getInt(1),
                  rows.getObject(2, OffsetDateTime.class).toInstant(),
                  rows.getLong(3)));
          tally.due += rows.getLong(3);
        }
      }
    }
  }

  private static void quarantined(Connection connection, int from, int to, Instant now, Tally tally)
      throws SQLException {
    // A line that could be read again is no longer retried; one still quarantined was tried a while
    // ago.
    String sql =
        """
        SELECT p.line_id, l.account_id, p.reason, p.since, p.tried_at
          FROM quarantined_line p JOIN line l ON l.bucket = p.bucket AND l.id = p.line_id
         WHERE p.bucket BETWEEN ? AND ? AND p.tried_at > ? AND l.removed_at IS NULL
         ORDER BY p.since LIMIT ?
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new Columns(statement)
          .number(from)
          .number(to)
          .instant(now.minus(Quarantine.LASTS.multipliedBy(2)))
          .number(WAITING_SHOWN);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          tally.quarantined.add(
              new Quarantined(
                  new LineId(rows.getLong(1)),
                  new AccountId(rows.getLong(2)),
                  Quarantined.Reason.valueOf(rows.getString(3)),
                  rows.getObject(4, OffsetDateTime.class).toInstant(),
                  rows.getObject(5, OffsetDateTime.class).toInstant()));
        }
      }
    }
  }

  private static void records(Connection connection, int from, int to, Instant now, Tally tally)
      throws SQLException {
    String sql =
        """
        SELECT route, sum(renewed)::bigint, sum(refused)::bigint, sum(in_doubt)::bigint,
               coalesce(max(slowest_seconds) FILTER (WHERE slowest_at > ?), -1)
          FROM route_record WHERE bucket BETWEEN ? AND ? GROUP BY route
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new Columns(statement).instant(now.minus(SLOWEST_OF)).number(from).number(to);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          long[] counts = tally.counts(rows.getString(1));
          counts[0] += rows.getLong(2);
          counts[1] += rows.getLong(3);
          counts[2] += rows.getLong(4);
          counts[3] = Math.max(counts[3], rows.getLong(5));
        }
      }
    }
  }

  /** The findings so far. */
  private static final class Tally {
    private long due;
    private final List<LateBucket> late = new ArrayList<>();
    private final List<Order> waiting = new ArrayList<>();
    private final List<Quarantined> quarantined = new ArrayList<>();
    private final SortedMap<String, long[]> counts = new TreeMap<>();
    private final SortedMap<String, List<Order>> answers = new TreeMap<>();

    /** The numbers of renewed, refused and in-doubt orders, and the seconds of the slowest. */
    private long[] counts(String route) {
      return counts.computeIfAbsent(route, name -> new long[] {0, 0, 0, -1});
    }

    private void newest(List<Order> orders) {
      for (Order order : orders) {
        if (order.calls() > 0) {
          counts(order.route());
          answers.computeIfAbsent(order.route(), route -> new ArrayList<>()).add(order);
        }
      }
    }

    private void keepWhatIsShown() {
      keep(late, Comparator.comparing(LateBucket::oldest), LATE_SHOWN);
      keep(waiting, Comparator.comparing(Order::changedAt), WAITING_SHOWN);
      keep(quarantined, Comparator.comparing(Quarantined::since), WAITING_SHOWN);
      Comparator<Order> newestFirst = Comparator.comparing(Order::changedAt).reversed();
      answers.values().forEach(each -> keep(each, newestFirst, ANSWERS_SHOWN));
    }

    private static <T> void keep(List<T> found, Comparator<T> order, int most) {
      found.sort(order);
      if (found.size() > most) {
        found.subList(most, found.size()).clear();
      }
    }

    private Findings findings(Instant at) {
      List<RouteResults> routes = new ArrayList<>();
      counts.forEach(
          (route, count) ->
              routes.add(
                  new RouteResults(
                      route,
                      count[0],
                      count[1],
                      count[2],
                      count[3] < 0 ? null : Duration.ofSeconds(count[3]),
                      List.copyOf(answers.getOrDefault(route, List.of())))));
      return new Findings(
          at,
          due,
          List.copyOf(late),
          List.copyOf(waiting),
          List.copyOf(quarantined),
          List.copyOf(routes));
    }
  }
}
