package dev.everline.line;

import dev.everline.kernel.AccountId;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.kernel.OrderId;
import dev.everline.kernel.ProblemException;
import dev.everline.storage.Columns;
import dev.everline.storage.Pipeline;
import dev.everline.storage.Seal;
import dev.everline.storage.Sealed;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The hot statements on lines: which are due, taking them, and writing back what became of them, a
 * batch at a time and one bucket a statement.
 *
 * <p>A line is taken by locking its row with {@code SKIP LOCKED} (so that nodes pass each other by)
 * and, where an outside call follows, by a claim that outlives the transaction and expires by
 * itself should the process die.
 */
public final class DueLines {

  /** How long a line that can't be read is left alone before it is tried again. */
  public static final Duration PARKED = Duration.ofMinutes(15);

  private static final Logger LOG = LoggerFactory.getLogger(DueLines.class);

  private static final String COLUMNS =
      """
      l.id, l.account_id, a.zone, l.msisdn, l.carrier, l.brand_confirmed_at, l.plan,
      coalesce(l.state_code, a.state_code) AS state, l.currency, l.valid_until, l.balance,
      l.balance_expires_on, l.anchor_day, l.last_payment_on, l.last_activity_on, l.auto_renew,
      l.price_ceiling, l.paused_at, l.next_wake_at, l.claimed_until, l.open_order_id, l.told_for,
      l.told_step, l.escalated_for, l.charged_on, l.charged_count, l.charged_minor,
      l.validity_source, l.validity_as_of, l.changed_at, l.if_not_renewed
      """;

  /** Its places are the wake-up time to set and more columns to unnest. */
  private static final String WRITE =
      """
      UPDATE line l
         SET valid_until = date 'epoch' + u.valid_until, balance = u.balance,
             balance_expires_on = date 'epoch' + u.balance_expires_on, anchor_day = u.anchor_day,
             last_payment_on = date 'epoch' + u.last_payment_on,
             next_wake_at = %s,
             claimed_until = timestamptz 'epoch' + u.claimed_until * interval '1 microsecond',
             open_order_id = u.open_order_id,
             told_for = date 'epoch' + u.told_for, told_step = u.told_step,
             escalated_for = date 'epoch' + u.escalated_for,
             charged_on = date 'epoch' + u.charged_on,
             charged_count = u.charged_count, charged_minor = u.charged_minor,
             validity_source = u.facts_source,
             validity_as_of = timestamptz 'epoch' + u.facts_as_of * interval '1 microsecond',
             balance_source = CASE WHEN u.balance IS NULL THEN l.balance_source
                                   ELSE u.facts_source END,
             balance_as_of = CASE WHEN u.balance IS NULL THEN l.balance_as_of
                                  ELSE timestamptz 'epoch'
                                       + u.facts_as_of * interval '1 microsecond' END
        FROM (SELECT unnest(?) AS id, unnest(?) AS valid_until, unnest(?) AS balance,
                     unnest(?) AS balance_expires_on, unnest(?) AS anchor_day,
                     unnest(?) AS last_payment_on, unnest(?) AS next_wake_at,
                     unnest(?) AS claimed_until, unnest(?) AS open_order_id,
                     unnest(?) AS told_for, unnest(?) AS told_step, unnest(?) AS escalated_for,
                     unnest(?) AS charged_on, unnest(?) AS charged_count,
                     unnest(?) AS charged_minor, unnest(?) AS facts_source,
                     unnest(?) AS facts_as_of, unnest(?) AS changed_at%s) AS u
       WHERE l.bucket = ? AND l.id = u.id
      """;

  private static final String WAKE =
      "timestamptz 'epoch' + u.next_wake_at * interval '1 microsecond'";

  private static final String SAVE =
      WRITE.formatted(
          """
          CASE WHEN l.changed_at
                    <> timestamptz 'epoch' + u.changed_at * interval '1 microsecond'
               THEN least(l.next_wake_at, %1$s) ELSE %1$s END
          """
              .formatted(WAKE),
          "");

  private static final String SAVE_HELD =
      WRITE.formatted(WAKE, ", unnest(?) AS held_order, unnest(?) AS held_until")
          + """
               AND l.open_order_id = u.held_order
               AND l.claimed_until = timestamptz 'epoch'
                                     + u.held_until * interval '1 microsecond'
               AND l.changed_at = timestamptz 'epoch' + u.changed_at * interval '1 microsecond'
            RETURNING l.id
            """;

  private final Seal seal;
  private final Map<String, ZoneId> zones = new ConcurrentHashMap<>();
  private final Map<String, Currency> currencies = new ConcurrentHashMap<>();

  public DueLines(Seal seal) {
    this.seal = seal;
  }

  /** The buckets that hold a line to be looked at now: one index probe a bucket. */
  public List<Integer> bucketsDue(Connection connection, Instant now) throws SQLException {
    // Served by line_wake (bucket, next_wake_at).
    String sql =
        """
        SELECT b.bucket
          FROM generate_series(0, 1023) AS b (bucket)
         WHERE EXISTS (SELECT 1 FROM line l
                        WHERE l.bucket = b.bucket AND l.next_wake_at <= ?
                          AND (l.claimed_until IS NULL OR l.claimed_until <= ?))
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new Columns(statement).instant(now).instant(now);
      try (ResultSet rows = statement.executeQuery()) {
        List<Integer> buckets = new ArrayList<>();
        while (rows.next()) {
          buckets.add(rows.getInt(1));
        }
        return buckets;
      }
    }
  }

  /** When the next line is to be looked at, claimed ones left out; empty when none is. */
  public Optional<Instant> nextWake(Connection connection) throws SQLException {
    String sql =
        """
        SELECT min(greatest(w.next_wake_at, w.claimed_until))
          FROM generate_series(0, 1023) AS b (bucket)
          CROSS JOIN LATERAL (SELECT l.next_wake_at, l.claimed_until FROM line l
                               WHERE l.bucket = b.bucket AND l.next_wake_at IS NOT NULL
                               ORDER BY l.next_wake_at LIMIT 1) AS w
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet row = statement.executeQuery()) {
      row.next();
      return Optional.ofNullable(instant(row, 1));
    }
  }

  /**
   * Locks the lines of a bucket that are due, most urgent first, passing by those others hold. One
   * whose number can't be opened is parked: left out for a while, so that it keeps no other from
   * being looked at.
   */
  public List<DueLine> take(Connection connection, int bucket, Instant now, int limit)
      throws SQLException {
    // Served by line_wake (bucket, next_wake_at).
    String sql =
        "SELECT "
            + COLUMNS
            + """
              FROM line l JOIN account a ON a.bucket = l.bucket AND a.id = l.account_id
             WHERE l.bucket = ? AND l.next_wake_at <= ?
               AND (l.claimed_until IS NULL OR l.claimed_until <= ?)
             ORDER BY l.next_wake_at
             LIMIT ?
               FOR UPDATE OF l SKIP LOCKED
            """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new Columns(statement).number(bucket).instant(now).instant(now).number(limit);
      List<Long> unreadable = new ArrayList<>();
      List<DueLine> taken = read(statement, unreadable);
      park(connection, bucket, unreadable, now);
      return taken;
    }
  }

  private static void park(Connection connection, int bucket, List<Long> lines, Instant now)
      throws SQLException {
    if (lines.isEmpty()) {
      return;
    }
    lines.forEach(
        id ->
            LOG.warn(
                "The number of line {} can't be opened; the line is left out for {} minutes",
                new LineId(id),
                PARKED.toMinutes()));
    String wait =
        "UPDATE line SET next_wake_at = ?, claimed_until = NULL WHERE bucket = ? AND id = ANY (?)";
    try (PreparedStatement statement = connection.prepareStatement(wait)) {
      new Columns(statement).instant(now.plus(PARKED)).number(bucket).longs(lines, Long::longValue);
      statement.executeUpdate();
    }
    String note =
        """
        INSERT INTO parked_line (bucket, line_id, reason, since, tried_at)
        SELECT ?, unnest(?), 'NUMBER_UNREADABLE', ?, ?
        ON CONFLICT (bucket, line_id) DO UPDATE SET tried_at = excluded.tried_at
        """;
    try (PreparedStatement statement = connection.prepareStatement(note)) {
      new Columns(statement).number(bucket).longs(lines, Long::longValue).instant(now).instant(now);
      statement.executeUpdate();
    }
  }

  /** Locks one line, waiting for whoever holds it. Removed lines are not found. */
  public Optional<DueLine> lock(Connection connection, LineId id) throws SQLException {
    Pipeline pipeline = new Pipeline(connection);
    Pipeline.Answer<Optional<DueLine>> line = lock(pipeline, id);
    pipeline.send();
    return line.get();
  }

  /** The same as a part of a pipeline. */
  public Pipeline.Answer<Optional<DueLine>> lock(Pipeline pipeline, LineId id) {
    String sql =
        "SELECT "
            + COLUMNS
            + """
              FROM line l JOIN account a ON a.bucket = l.bucket AND a.id = l.account_id
             WHERE l.bucket = ? AND l.id = ? AND l.removed_at IS NULL
               FOR UPDATE OF l
            """;
    return pipeline.query(
        sql,
        columns -> columns.number(id.bucket()).number(id.value()),
        rows -> rows.next() ? Optional.of(readLine(rows)) : Optional.empty());
  }

  /**
   * Locks lines of a bucket by id, in the order of their ids, waiting for whoever holds them. One
   * whose number can't be opened is left out: {@link #take} parks it.
   */
  public List<DueLine> lock(Connection connection, int bucket, Collection<LineId> ids)
      throws SQLException {
    String sql =
        "SELECT "
            + COLUMNS
            + """
              FROM line l JOIN account a ON a.bucket = l.bucket AND a.id = l.account_id
             WHERE l.bucket = ? AND l.id = ANY (?)
             ORDER BY l.id
               FOR UPDATE OF l
            """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new Columns(statement).number(bucket).longs(List.copyOf(ids), LineId::value);
      return read(statement, new ArrayList<>());
    }
  }

  /** Reads one line without locking it. Removed lines are not found. */
  public Optional<DueLine> find(Connection connection, LineId id) throws SQLException {
    String sql =
        "SELECT "
            + COLUMNS
            + """
              FROM line l JOIN account a ON a.bucket = l.bucket AND a.id = l.account_id
             WHERE l.bucket = ? AND l.id = ? AND l.removed_at IS NULL
            """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new Columns(statement).number(id.bucket()).number(id.value());
      return read(statement).stream().findFirst();
    }
  }

  /**
   * Writes back lines of a bucket whose rows the caller has locked. A line that its owner changed
   * since it was read keeps the earlier of the two wake-up times, so that the change is looked at.
   */
  public void save(Pipeline pipeline, int bucket, List<DueLine> lines) {
    if (lines.isEmpty()) {
      return;
    }
    pipeline.update(SAVE, lines.size(), columns -> bind(columns, lines).number(bucket));
  }

  /**
   * Writes back lines that the caller held for an outside call, but only those that still stand as
   * he held them: under the same order and claim, and not changed by their owner. This locks their
   * rows; the others are neither written nor locked.
   *
   * @param held the lines as they were held, in the order of {@code lines}
   * @return the ids of those written
   */
  public Set<LineId> saveHeld(
      Connection connection, int bucket, List<DueLine> held, List<DueLine> lines)
      throws SQLException {
    if (lines.isEmpty()) {
      return Set.of();
    }
    Pipeline pipeline = new Pipeline(connection);
    Pipeline.Answer<Set<LineId>> written =
        pipeline.query(
            SAVE_HELD,
            lines.size(),
            columns ->
                bind(columns, lines)
                    .longs(held, line -> java.util.Objects.requireNonNull(line.openOrder()).value())
                    .instants(held, DueLine::claimedUntil)
                    .number(bucket),
            rows -> {
              Set<LineId> ids = new HashSet<>();
              while (rows.next()) {
                ids.add(new LineId(rows.getLong(1)));
              }
              return ids;
            });
    pipeline.send();
    return written.get();
  }

  private static Columns bind(Columns columns, List<DueLine> lines) throws SQLException {
    return columns
        .longs(lines, line -> line.id().value())
        .dates(lines, line -> line.facts().validUntil())
        .nullableLongs(
            lines,
            line -> {
              Money balance = line.facts().balance();
              return balance == null ? null : balance.minor();
            })
        .dates(lines, line -> line.facts().balanceExpiresOn())
        .ints(lines, line -> line.facts().anchorDay())
        .dates(lines, line -> line.facts().lastPaymentOn())
        .instants(lines, DueLine::nextWakeAt)
        .instants(lines, DueLine::claimedUntil)
        .nullableLongs(
            lines,
            line -> {
              OrderId order = line.openOrder();
              return order == null ? null : order.value();
            })
        .dates(lines, DueLine::toldFor)
        .ints(lines, DueLine::toldStep)
        .dates(lines, DueLine::escalatedFor)
        .dates(lines, DueLine::chargedOn)
        .ints(lines, DueLine::chargedCount)
        .longs(lines, DueLine::chargedMinor)
        .texts(lines, DueLine::factsSource)
        .instants(lines, DueLine::factsAsOf)
        .instants(lines, DueLine::changedAt);
  }

  /**
   * Holds lines of a bucket, whose rows the caller has locked, for the outside calls of their
   * orders: writes the claim, the order and what was charged, all else stays as it was. Touches no
   * indexed column, so each row stays on its page.
   */
  public void hold(
      Pipeline pipeline, int bucket, List<DueLine> lines, Instant until, LocalDate day) {
    if (lines.isEmpty()) {
      return;
    }
    String sql =
        """
        UPDATE line l
           SET claimed_until = ?, open_order_id = u.open_order_id,
               charged_on = CASE WHEN u.charged_count > 0 THEN ? ELSE l.charged_on END,
               charged_count = CASE WHEN u.charged_count > 0 THEN u.charged_count
                                    ELSE l.charged_count END,
               charged_minor = CASE WHEN u.charged_count > 0 THEN u.charged_minor
                                    ELSE l.charged_minor END
          FROM (SELECT unnest(?) AS id, unnest(?) AS open_order_id, unnest(?) AS charged_count,
                       unnest(?) AS charged_minor) AS u
         WHERE l.bucket = ? AND l.id = u.id
        """;
    pipeline.update(
        sql,
        lines.size(),
        columns ->
            columns
                .instant(until)
                .date(day)
                .longs(lines, line -> line.id().value())
                .longs(lines, line -> java.util.Objects.requireNonNull(line.openOrder()).value())
                .ints(lines, line -> day.equals(line.chargedOn()) ? line.chargedCount() : 0)
                .longs(lines, DueLine::chargedMinor)
                .number(bucket));
  }

  /** Has the heartbeat look at a line now, such as after a hint from its carrier. */
  public void wake(Connection connection, LineId id, Instant now) throws SQLException {
    String sql =
        """
        UPDATE line SET next_wake_at = least(next_wake_at, ?)
         WHERE bucket = ? AND id = ? AND removed_at IS NULL
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new Columns(statement).instant(now).number(id.bucket()).number(id.value());
      statement.executeUpdate();
    }
  }

  /** Has the heartbeat look at the lines of an account now that wait for money. */
  public int wakeEscalated(Connection connection, AccountId account, Instant now)
      throws SQLException {
    // Served by line_account (bucket, account_id, id).
    String sql =
        """
        UPDATE line SET next_wake_at = ?
         WHERE bucket = ? AND account_id = ? AND escalated_for IS NOT NULL
           AND removed_at IS NULL AND next_wake_at > ?
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new Columns(statement)
          .instant(now)
          .number(account.bucket())
          .number(account.value())
          .instant(now);
      return statement.executeUpdate();
    }
  }

  private List<DueLine> read(PreparedStatement statement) throws SQLException {
    try (ResultSet rows = statement.executeQuery()) {
      List<DueLine> lines = new ArrayList<>();
      while (rows.next()) {
        lines.add(readLine(rows));
      }
      return lines;
    }
  }

  /**
   * @param unreadable takes the ids of those that can't be opened
   */
  private List<DueLine> read(PreparedStatement statement, List<Long> unreadable)
      throws SQLException {
    try (ResultSet rows = statement.executeQuery()) {
      List<DueLine> lines = new ArrayList<>();
      while (rows.next()) {
        try {
          lines.add(readLine(rows));
        } catch (ProblemException sealed) {
          unreadable.add(rows.getLong(1));
        }
      }
      return lines;
    }
  }

  private DueLine readLine(ResultSet row) throws SQLException {
    Currency currency = currencies.computeIfAbsent(row.getString(9), Money::currency);
    LineFacts facts =
        new LineFacts(
            date(row, 10),
            money(row, 11, currency),
            date(row, 12),
            row.getInt(13),
            date(row, 14),
            date(row, 15));
    long order = row.getLong(21);
    boolean hasOrder = !row.wasNull();
    return new DueLine(
        new LineId(row.getLong(1)),
        new AccountId(row.getLong(2)),
        zones.computeIfAbsent(row.getString(3), ZoneId::of),
        number(row),
        row.getString(5),
        instant(row, 6) != null,
        row.getString(7),
        row.getString(8),
        currency,
        facts,
        row.getBoolean(16),
        money(row, 17, currency),
        IfNotRenewed.valueOf(row.getString(31)),
        instant(row, 18) != null,
        instant(row, 19),
        instant(row, 20),
        hasOrder ? new OrderId(order) : null,
        date(row, 22),
        row.getInt(23),
        date(row, 24),
        date(row, 25),
        row.getInt(26),
        row.getLong(27),
        row.getString(28),
        instant(row, 29),
        java.util.Objects.requireNonNull(instant(row, 30)));
  }

  /** Empty for a line that was erased; no order of it is open. */
  private String number(ResultSet row) throws SQLException {
    byte[] sealed = row.getBytes(4);
    return sealed == null ? "" : seal.open(Sealed.LINE_NUMBER, row.getLong(1), sealed);
  }

  private static @Nullable LocalDate date(ResultSet row, int column) throws SQLException {
    return row.getObject(column, LocalDate.class);
  }

  private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  private static @Nullable Money money(ResultSet row, int column, Currency currency)
      throws SQLException {
    long minor = row.getLong(column);
    return row.wasNull() ? null : new Money(minor, currency);
  }
}
