package dev.everline.renewal.order;

import dev.everline.kernel.AccountId;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.kernel.OrderId;
import dev.everline.renewal.price.Quote;
import dev.everline.storage.Columns;
import dev.everline.storage.Pipeline;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Currency;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Stores orders, a batch of one bucket at a time. */
public final class Orders {

  /**
   * Stores new orders. The caller holds the rows of their lines and has numbered the orders after
   * the period's existing ones ({@link #earlier}), so that nobody else can have stored the same
   * number; the database refuses duplicates anyway.
   *
   * @param now when they are created, and their first calls intended
   */
  public void insert(Pipeline pipeline, int bucket, List<Order> orders, Instant now) {
    if (orders.isEmpty()) {
      return;
    }
    pipeline.update(
        OrderRows.INSERT,
        orders.size(),
        columns -> OrderRows.bindInsert(columns, bucket, orders, now));
  }

  /**
   * Writes the new states of orders. The caller holds their lines, so nobody can have changed them
   * meanwhile; if one is not in the state in which it was read, the pipeline fails.
   *
   * @param from what was read, in the order of {@code to}
   * @param to the orders in their new states, all changed at the same time
   */
  public void move(Pipeline pipeline, int bucket, List<Order> from, List<Order> to) {
    if (to.isEmpty()) {
      return;
    }
    pipeline.update(
        OrderRows.MOVE,
        to.size(),
        columns -> OrderRows.bindMove(columns, bucket, from, to),
        moved -> {
          if (moved != to.size()) {
            throw new IllegalStateException(
                "of " + to.size() + " orders only " + moved + " could be written");
          }
        });
  }

  /**
   * The same for only those that are still as they were read: in the same state, with the same
   * number of calls. Those that another process has changed are left alone.
   *
   * @return the ids of those written
   */
  public Pipeline.Answer<Set<OrderId>> moveWhereUnmoved(
      Pipeline pipeline, int bucket, List<Order> from, List<Order> to) {
    if (to.isEmpty()) {
      return Set::of;
    }
    return pipeline.query(
        OrderRows.MOVE + " RETURNING o.id",
        to.size(),
        columns -> OrderRows.bindMove(columns, bucket, from, to),
        Orders::ids);
  }

  /** Orders by id. */
  public Map<OrderId, Order> find(Connection connection, int bucket, Collection<OrderId> ids)
      throws SQLException {
    if (ids.isEmpty()) {
      return Map.of();
    }
    String sql =
        "SELECT " + OrderRows.COLUMNS + " FROM renewal_order WHERE bucket = ? AND id = ANY (?)";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new Columns(statement).number(bucket).longs(List.copyOf(ids), OrderId::value);
      Map<OrderId, Order> orders = new HashMap<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          Order order = OrderRows.read(rows);
          orders.put(order.id(), order);
        }
      }
      return orders;
    }
  }

  /** Locks one order. */
  public Optional<Order> lock(Connection connection, OrderId id) throws SQLException {
    String sql =
        "SELECT "
            + OrderRows.COLUMNS
            + " FROM renewal_order WHERE bucket = ? AND id = ? FOR UPDATE";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new Columns(statement).number(id.bucket()).number(id.value());
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() ? Optional.of(OrderRows.read(rows)) : Optional.empty();
      }
    }
  }

  /**
   * The orders of a line's period so far. An order belongs to the period when it has the same
   * {@code periodFrom}, or when its days overlap those of the period ({@link
   * Period#TOLERANCE_DAYS}): after a date was corrected, the same days have a different {@code
   * periodFrom}.
   *
   * @param next the attempt number of a further order with this {@code periodFrom}
   * @param renewed whether one of them renews, or may still renew, the whole period
   * @param inVain how many were paid for and refunded, not counting keep-alive payments
   * @param kept whether one of them keeps the number, or may still do so
   * @param keptInVain how many of these were paid for and refunded
   * @param paidUntil the last day paid by those for whole periods, or null where there are none
   */
  public record Earlier(
      int next,
      boolean renewed,
      int inVain,
      boolean kept,
      int keptInVain,
      @Nullable LocalDate paidUntil) {

    public static final Earlier NOTHING = new Earlier(0, false, 0, false, 0, null);

    /** Whether the period needs no further payment of this kind. */
    public boolean isPaid(Quote.Kind kind) {
      return switch (kind) {
        case WHOLE_PERIOD -> renewed;
        case KEEP_ALIVE -> kept;
        case FLEXIBLE -> false;
      };
    }

    public int inVain(Quote.Kind kind) {
      return kind == Quote.Kind.KEEP_ALIVE ? keptInVain : inVain;
    }
  }

  /**
   * The orders that {@link Earlier} counts, and what owners paid outside beside them. Served by
   * renewal_order_period (bucket, line_id, period_from, attempt) and outside_renewal_line, starting
   * with the earliest day from which one can reach into the period.
   */
  private static final String EARLIER =
      """
      SELECT p.line_id, e.last_attempt, e.renewed, e.in_vain, e.kept, e.kept_in_vain, e.paid_until
        FROM (SELECT unnest(?) AS line_id, date 'epoch' + unnest(?) AS named,
                     date 'epoch' + unnest(?) AS starts, date 'epoch' + unnest(?) AS until) AS p
       CROSS JOIN LATERAL (
         SELECT max(o.attempt) FILTER (WHERE o.period_from = p.named) AS last_attempt,
                bool_or(o.pays AND o.kind = 'WHOLE_PERIOD') AS renewed,
                count(*) FILTER (WHERE o.state = 'REVERSED' AND o.kind <> 'KEEP_ALIVE') AS in_vain,
                bool_or(o.pays AND o.kind = 'KEEP_ALIVE') AS kept,
                count(*) FILTER (WHERE o.state = 'REVERSED' AND o.kind = 'KEEP_ALIVE')
                  AS kept_in_vain,
                max(o.until) FILTER (WHERE o.pays AND o.kind = 'WHOLE_PERIOD') AS paid_until
           FROM (SELECT period_from, attempt, kind, state,
                        state IN ('PAID', 'FULFILLING', 'IN_DOUBT', 'RENEWED') AS pays,
                        CASE WHEN valid_until > period_from THEN valid_until
                             WHEN term IS NULL THEN period_from + %1$d * periods
                             ELSE period_from + substring(term FROM '[0-9]+')::int
                                  * CASE WHEN term LIKE '%%M' THEN %1$d ELSE 1 END
                        END AS until
                   FROM renewal_order
                  WHERE bucket = ? AND line_id = p.line_id
                    AND period_from >= least(p.named, p.starts - %3$d)
                    AND period_from < greatest(p.until, p.named + 1)
                 UNION ALL
                 SELECT period_from, NULL, 'WHOLE_PERIOD', 'RENEWED', true, valid_until
                   FROM outside_renewal
                  WHERE bucket = ? AND line_id = p.line_id AND undone_at IS NULL
                    AND valid_until > period_from
                    AND period_from >= least(p.named, p.starts - %3$d)
                    AND period_from < greatest(p.until, p.named + 1)) AS o
          WHERE o.period_from = p.named
             OR least(o.until, p.until) - greatest(o.period_from, p.starts)
                > least(%2$d, p.until - p.starts - 1)) AS e
       WHERE e.renewed IS NOT NULL
      """
          .formatted(Period.USUAL_DAYS, Period.TOLERANCE_DAYS, Period.MOST_DAYS);

  /** The orders of lines for periods, by line; lines without any are absent. */
  public Pipeline.Answer<Map<LineId, Earlier>> earlier(
      Pipeline pipeline, int bucket, Map<LineId, Period> periods) {
    if (periods.isEmpty()) {
      return Map::of;
    }
    List<Map.Entry<LineId, Period>> rows = List.copyOf(periods.entrySet());
    return pipeline.query(
        EARLIER,
        rows.size(),
        columns ->
            columns
                .longs(rows, row -> row.getKey().value())
                .dates(rows, row -> row.getValue().named())
                .dates(rows, row -> row.getValue().starts())
                .dates(rows, row -> row.getValue().until())
                .number(bucket)
                .number(bucket),
        Orders::earlier);
  }

  private static Map<LineId, Earlier> earlier(ResultSet found) throws SQLException {
    Map<LineId, Earlier> earlier = new HashMap<>();
    while (found.next()) {
      int lastAttempt = found.getInt(2);
      int next = found.wasNull() ? 0 : lastAttempt + 1;
      earlier.put(
          new LineId(found.getLong(1)),
          new Earlier(
              next,
              found.getBoolean(3),
              found.getInt(4),
              found.getBoolean(5),
              found.getInt(6),
              found.getObject(7, LocalDate.class)));
    }
    return earlier;
  }

  /** An account's orders, newest first, below an id. */
  public List<Order> list(
      Connection connection, AccountId account, @Nullable OrderId below, int limit)
      throws SQLException {
    // Served by renewal_order_account (bucket, account_id, id).
    String sql =
        "SELECT "
            + OrderRows.COLUMNS
            + " FROM renewal_order WHERE bucket = ? AND account_id = ? AND id < ?"
            + " ORDER BY id DESC LIMIT ?";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new Columns(statement)
          .number(account.bucket())
          .number(account.value())
          .number(below == null ? Long.MAX_VALUE : below.value())
          .number(limit);
      return readAll(statement);
    }
  }

  /** A line's orders, newest first; none when the line is another account's. */
  public List<Order> ofLine(Connection connection, AccountId account, LineId line, int limit)
      throws SQLException {
    // Served by renewal_order_period (bucket, line_id, ...).
    String sql =
        "SELECT "
            + OrderRows.COLUMNS
            + " FROM renewal_order WHERE bucket = ? AND line_id = ? AND account_id = ?"
            + " ORDER BY id DESC LIMIT ?";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new Columns(statement)
          .number(line.bucket())
          .number(line.value())
          .number(account.value())
          .number(limit);
      return readAll(statement);
    }
  }

  /**
   * Open orders that wait for an answer that got lost, or for somebody to release them. Reads the
   * lines of these buckets: no index may cover what a claim changes.
   */
  public List<Order> waiting(Connection connection, int from, int to, int limit)
      throws SQLException {
    String sql =
        "SELECT "
            + OrderRows.COLUMNS
            + """
              FROM renewal_order
             WHERE bucket BETWEEN ? AND ? AND state IN ('IN_DOUBT', 'HELD_FOR_APPROVAL')
               AND (bucket, id) IN (SELECT bucket, open_order_id FROM line
                                     WHERE bucket BETWEEN ? AND ? AND open_order_id IS NOT NULL)
             ORDER BY changed_at LIMIT ?
            """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new Columns(statement).number(from).number(to).number(from).number(to).number(limit);
      return readAll(statement);
    }
  }

  /** The newest orders of each bucket, newest first within the bucket. */
  public List<Order> newest(Connection connection, int from, int to, int each) throws SQLException {
    // Served by the primary key, backwards.
    String sql =
        "SELECT o.* FROM generate_series(?, ?) AS b (bucket) CROSS JOIN LATERAL (SELECT "
            + OrderRows.COLUMNS
            + " FROM renewal_order WHERE bucket = b.bucket ORDER BY id DESC LIMIT ?) AS o";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new Columns(statement).number(from).number(to).number(each);
      return readAll(statement);
    }
  }

  /** Changes whenever the line gets an order, and only then. */
  public String marker(Connection connection, AccountId account, LineId line) throws SQLException {
    // Served by renewal_order_period (bucket, line_id, ...).
    String sql =
        """
        SELECT count(*), coalesce(max(id), 0) FROM renewal_order
         WHERE bucket = ? AND line_id = ? AND account_id = ?
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new Columns(statement).number(line.bucket()).number(line.value()).number(account.value());
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getLong(1) + "-" + row.getLong(2);
      }
    }
  }

  /**
   * What the newest renewed orders of an account have cost, by the month of their creation; without
   * what was paid outside.
   *
   * @param limit how many orders are looked at
   * @return by month, with the time since which every order is included
   */
  public SpentByMonth spentByMonth(
      Connection connection, AccountId account, ZoneId zone, Currency currency, int limit)
      throws SQLException {
    // Served by renewal_order_account (bucket, account_id, id), from its end.
    String sql =
        """
        SELECT (date_trunc('month', o.created_at AT TIME ZONE ?))::date AS month,
               coalesce(sum(o.total) FILTER (WHERE o.state = 'RENEWED' AND o.currency = ?), 0),
               min(o.created_at), count(*)
          FROM (SELECT created_at, state, currency, total FROM renewal_order
                 WHERE bucket = ? AND account_id = ? ORDER BY id DESC LIMIT ?) AS o
         GROUP BY 1
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new Columns(statement)
          .text(zone.getId())
          .text(currency.getCurrencyCode())
          .number(account.bucket())
          .number(account.value())
          .number(limit);
      Map<YearMonth, Money> months = new HashMap<>();
      Instant oldest = Instant.MAX;
      long seen = 0;
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          months.put(
              YearMonth.from(row.getObject(1, LocalDate.class)),
              new Money(row.getLong(2), currency));
          Instant first = row.getObject(3, OffsetDateTime.class).toInstant();
          oldest = first.isBefore(oldest) ? first : oldest;
          seen += row.getLong(4);
        }
      }
      return new SpentByMonth(months, Map.of(), seen < limit ? Instant.MIN : oldest);
    }
  }

  private static List<Order> readAll(PreparedStatement statement) throws SQLException {
    List<Order> orders = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        orders.add(OrderRows.read(rows));
      }
    }
    return orders;
  }

  private static Set<OrderId> ids(ResultSet rows) throws SQLException {
    Set<OrderId> ids = new HashSet<>();
    while (rows.next()) {
      ids.add(new OrderId(rows.getLong(1)));
    }
    return ids;
  }
}
