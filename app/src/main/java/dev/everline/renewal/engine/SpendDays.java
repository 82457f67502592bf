package dev.everline.renewal.engine;

import dev.everline.kernel.Bucket;
import dev.everline.renewal.engine.stop.SpendingLimits;
import dev.everline.renewal.engine.stop.Spent;
import dev.everline.storage.Columns;
import dev.everline.storage.Pipeline;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What was charged on a day, by account and in total; the spending limits are checked against this.
 * Written in the transaction that sets the money aside, under the ledger's lock of the bucket.
 */
public final class SpendDays {

  /** Stands for the whole bucket. */
  private static final long ALL = 0;

  /** What accounts of a bucket were charged on a day; absent for those charged nothing. */
  public Pipeline.Answer<Map<Long, Spent>> of(
      Pipeline pipeline, int bucket, Collection<Long> accounts, LocalDate day) {
    String sql =
        """
        SELECT account_id, count, minor FROM spend_day
         WHERE bucket = ? AND account_id = ANY (?) AND day = ?
        """;
    return pipeline.query(
        sql,
        columns ->
            columns.number(bucket).longs(List.copyOf(accounts), account -> account).date(day),
        rows -> {
          Map<Long, Spent> spent = new HashMap<>();
          while (rows.next()) {
            spent.put(rows.getLong(1), new Spent(rows.getLong(2), rows.getLong(3)));
          }
          return spent;
        });
  }

  /** How long the day's total is cached, plus what this process has added since. */
  private static final Duration FRESH = Duration.ofSeconds(1);

  private record Total(LocalDate day, Spent spent, Instant at) {}

  private volatile Total total = new Total(LocalDate.MIN, Spent.NOTHING, Instant.MIN);

  /**
   * What all accounts of all buckets were charged on a day. Near a limit this is exact: then
   * charges are made one after another, across all processes, until their transactions end. Where
   * the limit is so far away that it can't be reached within a second, the charges of other
   * processes in the last second may be missing.
   *
   * @param more what is about to be charged
   */
  public Spent ofAll(
      Connection connection, LocalDate day, Spent more, SpendingLimits.Limit limit, Instant now)
      throws SQLException {
    Total known = total;
    boolean fresh =
        known.day().equals(day) && !known.at().isAfter(now) && known.at().isAfter(now.minus(FRESH));
    Spent spent = fresh ? known.spent() : read(connection, day, now);
    if (limit.isFarFrom(spent, more)) {
      return spent;
    }
    oneAtATime(connection, day);
    return read(connection, day, now);
  }

  /** Waits until nobody else charges near the limit; holds until the transaction ends. */
  private static void oneAtATime(Connection connection, LocalDate day) throws SQLException {
    String sql = "SELECT pg_advisory_xact_lock(?, ?)";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      // The first number keeps these locks apart from other locks in the same database.
      new Columns(statement).number(0x5BE17D).number((int) day.toEpochDay());
      statement.execute();
    }
  }

  private Spent read(Connection connection, LocalDate day, Instant now) throws SQLException {
    Spent read = readAll(connection, day);
    total = new Total(day, read, now);
    return read;
  }

  private static Spent readAll(Connection connection, LocalDate day) throws SQLException {
    // One index probe per bucket; the limit keeps the planner from reading the whole table instead.
    String sql =
        """
        SELECT coalesce(sum(s.count), 0), coalesce(sum(s.minor), 0)
          FROM generate_series(0, %d) AS b (bucket)
          CROSS JOIN LATERAL (SELECT d.count, d.minor FROM spend_day d
                               WHERE d.bucket = b.bucket AND d.account_id = 0 AND d.day = ?
                               LIMIT 1) AS s
        """
            .formatted(Bucket.COUNT - 1);
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new Columns(statement).date(day);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return new Spent(row.getLong(1), row.getLong(2));
      }
    }
  }

  /** Adds what is being charged now. */
  public void add(Pipeline pipeline, int bucket, Map<Long, Spent> byAccount, LocalDate day) {
    if (byAccount.isEmpty()) {
      return;
    }
    Map<Long, Spent> rows = new HashMap<>(byAccount);
    Spent all = byAccount.values().stream().reduce(Spent.NOTHING, Spent::plus);
    rows.put(ALL, all);
    addToTotal(day, all);
    List<Map.Entry<Long, Spent>> list = List.copyOf(rows.entrySet());
    String sql =
        """
        INSERT INTO spend_day AS s (bucket, account_id, day, count, minor)
        SELECT ?, a.account_id, ?, a.count, a.minor
          FROM (SELECT unnest(?) AS account_id, unnest(?) AS count, unnest(?) AS minor) AS a
        ON CONFLICT (bucket, account_id, day) DO UPDATE
           SET count = s.count + excluded.count, minor = s.minor + excluded.minor
        """;
    pipeline.update(
        sql,
        list.size(),
        columns ->
            columns
                .number(bucket)
                .date(day)
                .longs(list, Map.Entry::getKey)
                .longs(list, row -> row.getValue().count())
                .longs(list, row -> row.getValue().minor()));
  }

  private synchronized void addToTotal(LocalDate day, Spent more) {
    Total known = total;
    if (known.day().equals(day)) {
      total = new Total(day, known.spent().plus(more), known.at());
    }
  }
}
