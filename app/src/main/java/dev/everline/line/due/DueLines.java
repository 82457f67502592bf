package dev.everline.line.due;

import dev.everline.kernel.AccountId;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.kernel.OrderId;
import dev.everline.kernel.ProblemException;
import dev.everline.line.IfNotRenewed;
import dev.everline.line.LineFacts;
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
import java.util.Comparator;
import java.util.Currency;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
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
      l.id, l.account_id, l.if_not_renewed, l.msisdn, l.carrier, l.brand_confirmed_at, l.plan,
      l.state_code, l.currency, l.valid_until, l.balance, l.balance_expires_on, l.anchor_day,
      l.last_payment_on, l.last_activity_on, l.auto_renew, l.price_ceiling, l.paused_at,
      l.next_wake_at, l.claimed_until, l.open_order_id, l.reminded_for, l.reminded_step, l.notified_for,
      l.charged_on, l.charged_count, l.charged_minor, l.validity_source, l.validity_as_of,
      l.changed_at
      """;

  private static final String WITH_OWNERS =
      "SELECT "
          + COLUMNS
          + """
            , a.zone, a.state_code
              FROM line l JOIN account a ON a.bucket = l.bucket AND a.id = l.account_id
            """;

  /**
   * What a line's account says of it.
   *
   * @param state where its lines are that have none of their own, or null
   */
  private record Owner(ZoneId zone, @Nullable String state) {}

  /** What each look changes; of the facts a balance is only newer where there is one. */
  private static final String FACTS =
      """
             valid_until = date 'epoch' + u.valid_until, balance = u.balance,
             balance_expires_on = date 'epoch' + u.balance_expires_on, anchor_day = u.anchor_day,
             last_payment_on = date 'epoch' + u.last_payment_on,
             validity_source = u.facts_source,
             validity_as_of = timestamptz 'epoch' + u.facts_as_of * interval '1 microsecond',
             balance_source = CASE WHEN u.balance IS NULL THEN l.balance_source
                                   ELSE u.facts_source END,
             balance_as_of = CASE WHEN u.balance IS NULL THEN l.balance_as_of
                                  ELSE timestamptz 'epoch'
                                       + u.facts_as_of * interval '1 microsecond' END,
             next_wake_at = timestamptz 'epoch' + u.next_wake_at * interval '1 microsecond',
             open_order_id = u.open_order_id, notified_for = date 'epoch' + u.notified_for,
      """;

  private static final String FACT_COLUMNS =
      """
      unnest(?) AS id, unnest(?) AS valid_until, unnest(?) AS balance,
      unnest(?) AS balance_expires_on, unnest(?) AS anchor_day, unnest(?) AS last_payment_on,
      unnest(?) AS facts_source, unnest(?) AS facts_as_of, unnest(?) AS next_wake_at,
      unnest(?) AS open_order_id, unnest(?) AS notified_for,
      """;

  private static final String SAVE =
      """
      UPDATE line l
         SET %s
             claimed_until = timestamptz 'epoch' + u.claimed_until * interval '1 microsecond',
             reminded_for = date 'epoch' + u.reminded_for, reminded_step = u.reminded_step,
             charged_on = date 'epoch' + u.charged_on,
             charged_count = u.charged_count, charged_minor = u.charged_minor
        FROM (SELECT %s unnest(?) AS claimed_until, unnest(?) AS reminded_for, unnest(?) AS reminded_step,
                     unnest(?) AS charged_on, unnest(?) AS charged_count,
                     unnest(?) AS charged_minor) AS u
       WHERE l.bucket = ? AND l.id = u.id
      """
          .formatted(FACTS, FACT_COLUMNS);

  /** What an answer can change: who was told of an end, and what was charged, stay as they were. */
  private static final String SAVE_HELD =
      """
      UPDATE line l
         SET %s claimed_until = NULL
        FROM (SELECT %s unnest(?) AS held_order, unnest(?) AS held_until, unnest(?) AS changed_at)
             AS u
       WHERE l.bucket = ? AND l.id = u.id AND l.open_order_id = u.held_order
         AND l.claimed_until = timestamptz 'epoch' + u.held_until * interval '1 microsecond'
         AND l.changed_at = timestamptz 'epoch' + u.changed_at * interval '1 microsecond'
      """
          .formatted(FACTS, FACT_COLUMNS);

  private final Seal seal;
  private final Map<String, ZoneId> zones = new ConcurrentHashMap<>();
  private final Map<String, Currency> currencies = new ConcurrentHashMap<>();

  public DueLines(Seal seal) {
    this.seal = seal;
  }

  /** The buckets in which lines may be due: one index probe a bucket. */
  public List<Integer> bucketsDue(Connection connection, Instant now) throws SQLException {
    // Served by the primary key of wake_up.
    String sql =
        """
        SELECT b.bucket
          FROM generate_series(0, 1023) AS b (bucket)
         WHERE EXISTS (SELECT 1 FROM wake_up w WHERE w.bucket = b.bucket AND w.at <= ?)
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new Columns(statement).instant(now);
      try (ResultSet rows = statement.executeQuery()) {
        List<Integer> buckets = new ArrayList<>();
        while (rows.next()) {
          buckets.add(rows.getInt(1));
        }
        return buckets;
      }
    }
  }

  /** Before when no line is due; empty when none ever is. */
  public Optional<Instant> nextWake(Connection connection) throws SQLException {
    // Served by the primary key of wake_up.
    String sql =
        """
        SELECT min(w.at)
          FROM generate_series(0, 1023) AS b (bucket)
          CROSS JOIN LATERAL (SELECT at FROM wake_up
                               WHERE wake_up.bucket = b.bucket ORDER BY at LIMIT 1) AS w
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
    List<DueLine> taken = new ArrayList<>();
    boolean goOn = true;
    // Lists of lines that are not due any more are no reason to stop.
    while (taken.isEmpty() && goOn) {
      WakeUps.Lists come = WakeUps.come(connection, bucket, now, limit);
      goOn = !come.lists().isEmpty() && follow(connection, bucket, come, now, taken);
    }
    return taken;
  }

  /**
   * Takes those lines of lists that are due.
   *
   * @return whether no other was passed by
   */
  private boolean follow(
      Connection connection, int bucket, WakeUps.Lists come, Instant now, List<DueLine> taken)
      throws SQLException {
    String sql =
        "SELECT "
            + COLUMNS
            + """
              FROM line l
             WHERE l.bucket = ? AND l.id = ANY (?) AND l.next_wake_at <= ?
               AND (l.claimed_until IS NULL OR l.claimed_until <= ?)
               FOR UPDATE SKIP LOCKED
            """;
    List<Long> unreadable = new ArrayList<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            sql, ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY)) {
      new Columns(statement)
          .number(bucket)
          .longs(come.lines(), LineId::value)
          .instant(now)
          .instant(now);
      try (ResultSet rows = statement.executeQuery()) {
        Pipeline pipeline = new Pipeline(connection);
        Pipeline.Answer<Map<Long, Owner>> owners = ownersOf(pipeline, bucket, rows);
        WakeUps.drop(pipeline, bucket, come, now);
        pipeline.send();
        taken.addAll(readAll(rows, owners.get(), unreadable));
      }
    }
    taken.sort(Comparator.comparing(DueLine::nextWakeAt));
    park(connection, bucket, unreadable, now);
    Map<Instant, List<LineId>> passedBy = Map.of();
    if (taken.size() + unreadable.size() < come.lines().size()) {
      Set<LineId> others = new HashSet<>(come.lines());
      taken.forEach(line -> others.remove(line.id()));
      passedBy = stillDue(connection, bucket, others, now);
    }
    Pipeline pipeline = new Pipeline(connection);
    WakeUps.post(pipeline, bucket, come.rest());
    WakeUps.post(pipeline, bucket, passedBy);
    pipeline.send();
    return passedBy.isEmpty();
  }

  /** Those of the lines that are due all the same, by when: others hold their rows just now. */
  private static Map<Instant, List<LineId>> stillDue(
      Connection connection, int bucket, Set<LineId> lines, Instant now) throws SQLException {
    String sql =
        """
        SELECT id, greatest(next_wake_at, claimed_until) FROM line
         WHERE bucket = ? AND id = ANY (?) AND next_wake_at <= ?
           AND (claimed_until IS NULL OR claimed_until <= ?)
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new Columns(statement)
          .number(bucket)
          .longs(List.copyOf(lines), LineId::value)
          .instant(now)
          .instant(now);
      Map<Instant, List<LineId>> due = new TreeMap<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          Instant at = java.util.Objects.requireNonNull(instant(rows, 2));
          due.computeIfAbsent(at, any -> new ArrayList<>()).add(new LineId(rows.getLong(1)));
        }
      }
      return due;
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
    WakeUps.post(connection, bucket, lines.stream().map(LineId::new).toList(), now.plus(PARKED));
    String note =
        """
        INSERT INTO quarantined_line (bucket, line_id, reason, since, tried_at)
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
        WITH_OWNERS
            + """
             WHERE l.bucket = ? AND l.id = ? AND l.removed_at IS NULL
               FOR UPDATE OF l
            """;
    return pipeline.query(
        sql,
        columns -> columns.number(id.bucket()).number(id.value()),
        rows -> rows.next() ? Optional.of(readLine(rows, owner(rows))) : Optional.empty());
  }

  /**
   * Locks lines of a bucket by id, in the order of their ids, waiting for whoever holds them. One
   * whose number can't be opened is left out: {@link #take} parks it.
   */
  public List<DueLine> lock(Connection connection, int bucket, Collection<LineId> ids)
      throws SQLException {
    String sql =
        WITH_OWNERS
            + """
             WHERE l.bucket = ? AND l.id = ANY (?)
             ORDER BY l.id
               FOR UPDATE OF l
            """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new Columns(statement).number(bucket).longs(List.copyOf(ids), LineId::value);
      try (ResultSet rows = statement.executeQuery()) {
        return readAll(rows, null, new ArrayList<>());
      }
    }
  }

  /** Reads one line without locking it. Removed lines are not found. */
  public Optional<DueLine> find(Connection connection, LineId id) throws SQLException {
    String sql =
        WITH_OWNERS
            + """
             WHERE l.bucket = ? AND l.id = ? AND l.removed_at IS NULL
            """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new Columns(statement).number(id.bucket()).number(id.value());
      return read(statement).stream().findFirst();
    }
  }

  /**
   * Writes back lines of a bucket whose rows the caller has held locked since it read them, and
   * posts them for when they are due.
   */
  public void save(Pipeline pipeline, int bucket, List<DueLine> lines) {
    if (lines.isEmpty()) {
      return;
    }
    pipeline.update(
        SAVE,
        lines.size(),
        columns ->
            bindFacts(columns, lines)
                .instants(lines, DueLine::claimedUntil)
                .dates(lines, DueLine::remindedFor)
                .ints(lines, DueLine::remindedStep)
                .dates(lines, DueLine::chargedOn)
                .ints(lines, DueLine::chargedCount)
                .longs(lines, DueLine::chargedMinor)
                .number(bucket));
    WakeUps.post(pipeline, bucket, lines);
  }

  /** Writes back only what the owners of lines were told, of rows that the caller has locked. */
  public void saveNotified(Pipeline pipeline, int bucket, List<DueLine> lines) {
    if (lines.isEmpty()) {
      return;
    }
    String sql =
        """
        UPDATE line l
           SET reminded_for = date 'epoch' + u.reminded_for, reminded_step = u.reminded_step,
               notified_for = date 'epoch' + u.notified_for
          FROM (SELECT unnest(?) AS id, unnest(?) AS reminded_for, unnest(?) AS reminded_step,
                       unnest(?) AS notified_for) AS u
         WHERE l.bucket = ? AND l.id = u.id
        """;
    pipeline.update(
        sql,
        lines.size(),
        columns ->
            columns
                .longs(lines, line -> line.id().value())
                .dates(lines, DueLine::remindedFor)
                .ints(lines, DueLine::remindedStep)
                .dates(lines, DueLine::notifiedFor)
                .number(bucket));
  }

  /** Lines were changed while they were held; nothing of the transaction is to stay. */
  public static final class Touched extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Touched(int written, int held) {
      super("of " + held + " lines held only " + written + " stand as they were");
    }
  }

  /**
   * Writes back lines that the caller held for an outside call, and posts them for when they are
   * due: all of them, if each still stands as he held it, under the same order and claim and not
   * changed by its owner. Else sending the pipeline throws {@link Touched}.
   *
   * @param held the lines as they were held, in the order in which they were
   * @param lines as they are to stand, held no more, in the same order
   */
  public void saveAllHeld(Pipeline pipeline, int bucket, List<DueLine> held, List<DueLine> lines) {
    pipeline.update(
        SAVE_HELD,
        lines.size(),
        columns -> bindHeld(columns, bucket, held, lines),
        written -> {
          if (written != lines.size()) {
            throw new Touched(written, lines.size());
          }
        });
    dropClaims(pipeline, bucket, held);
    WakeUps.post(pipeline, bucket, lines);
  }

  /**
   * The same of those only that still stand as they were held. This locks their rows; the others
   * are neither written nor locked.
   *
   * @return the ids of those written
   */
  public Set<LineId> saveHeld(
      Connection connection, int bucket, List<DueLine> held, List<DueLine> lines)
      throws SQLException {
    Pipeline pipeline = new Pipeline(connection);
    Pipeline.Answer<Set<LineId>> written =
        pipeline.query(
            SAVE_HELD + " RETURNING l.id",
            lines.size(),
            columns -> bindHeld(columns, bucket, held, lines),
            rows -> {
              Set<LineId> ids = new HashSet<>();
              while (rows.next()) {
                ids.add(new LineId(rows.getLong(1)));
              }
              return ids;
            });
    pipeline.send();
    WakeUps.post(
        pipeline,
        bucket,
        lines.stream().filter(line -> written.get().contains(line.id())).toList());
    pipeline.send();
    return written.get();
  }

  private static void bindHeld(Columns columns, int bucket, List<DueLine> held, List<DueLine> lines)
      throws SQLException {
    bindFacts(columns, lines)
        .longs(held, line -> java.util.Objects.requireNonNull(line.openOrder()).value())
        .instants(held, DueLine::claimedUntil)
        .instants(lines, DueLine::changedAt)
        .number(bucket);
  }

  /** Drops the lists that lines were held under; they would be followed for nothing. */
  private static void dropClaims(Pipeline pipeline, int bucket, List<DueLine> held) {
    Map<Instant, List<LineId>> claims = new LinkedHashMap<>();
    for (DueLine line : held) {
      Instant until = java.util.Objects.requireNonNull(line.claimedUntil());
      claims.computeIfAbsent(until, any -> new ArrayList<>()).add(line.id());
    }
    claims.forEach((until, lines) -> WakeUps.drop(pipeline, bucket, lines, until));
  }

  /** In the order of {@link #FACT_COLUMNS}. */
  private static Columns bindFacts(Columns columns, List<DueLine> lines) throws SQLException {
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
        .texts(lines, DueLine::factsSource)
        .instants(lines, DueLine::factsAsOf)
        .instants(lines, DueLine::nextWakeAt)
        .nullableLongs(
            lines,
            line -> {
              OrderId order = line.openOrder();
              return order == null ? null : order.value();
            })
        .dates(lines, DueLine::notifiedFor);
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
    WakeUps.post(pipeline, bucket, lines.stream().map(DueLine::id).toList(), until);
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
    WakeUps.post(connection, id.bucket(), List.of(id), now);
  }

  /** Those of the lines that were removed. */
  public Set<LineId> removed(Connection connection, int bucket, Collection<LineId> lines)
      throws SQLException {
    String sql =
        """
        SELECT id FROM line WHERE bucket = ? AND id = ANY (?) AND removed_at IS NOT NULL
        """;
    Set<LineId> removed = new HashSet<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new Columns(statement).number(bucket).longs(List.copyOf(lines), LineId::value);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          removed.add(new LineId(rows.getLong(1)));
        }
      }
    }
    return removed;
  }

  /** Has the heartbeat look at the lines of an account now that wait for money. */
  public int wakeNotified(Connection connection, AccountId account, Instant now)
      throws SQLException {
    // Served by line_account (bucket, account_id, id).
    String sql =
        """
        UPDATE line SET next_wake_at = ?
         WHERE bucket = ? AND account_id = ? AND notified_for IS NOT NULL
           AND removed_at IS NULL AND next_wake_at > ?
        RETURNING id
        """;
    List<LineId> woken = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new Columns(statement)
          .instant(now)
          .number(account.bucket())
          .number(account.value())
          .instant(now);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          woken.add(new LineId(rows.getLong(1)));
        }
      }
    }
    WakeUps.post(connection, account.bucket(), woken, now);
    return woken.size();
  }

  private List<DueLine> read(PreparedStatement statement) throws SQLException {
    try (ResultSet rows = statement.executeQuery()) {
      List<DueLine> lines = new ArrayList<>();
      while (rows.next()) {
        lines.add(readLine(rows, owner(rows)));
      }
      return lines;
    }
  }

  /**
   * @param owners by the ids of accounts; null where the rows hold them
   * @param unreadable takes the ids of those that can't be opened
   */
  private List<DueLine> readAll(
      ResultSet rows, @Nullable Map<Long, Owner> owners, List<Long> unreadable)
      throws SQLException {
    List<DueLine> lines = new ArrayList<>();
    while (rows.next()) {
      try {
        Owner owner = owners == null ? owner(rows) : owners.get(rows.getLong(2));
        lines.add(readLine(rows, java.util.Objects.requireNonNull(owner)));
      } catch (ProblemException sealed) {
        unreadable.add(rows.getLong(1));
      }
    }
    return lines;
  }

  /**
   * The accounts of lines that were read; joined, each would be looked up for each of its lines.
   *
   * @param rows of the lines, which are begun anew
   */
  private Pipeline.Answer<Map<Long, Owner>> ownersOf(Pipeline pipeline, int bucket, ResultSet rows)
      throws SQLException {
    Set<Long> accounts = new HashSet<>();
    while (rows.next()) {
      accounts.add(rows.getLong(2));
    }
    rows.beforeFirst();
    return pipeline.query(
        "SELECT id, zone, state_code FROM account WHERE bucket = ? AND id = ANY (?)",
        columns -> columns.number(bucket).longs(List.copyOf(accounts), Long::longValue),
        found -> {
          Map<Long, Owner> owners = new HashMap<>();
          while (found.next()) {
            owners.put(found.getLong(1), owner(found, 2));
          }
          return owners;
        });
  }

  private Owner owner(ResultSet row) throws SQLException {
    return owner(row, 31);
  }

  private Owner owner(ResultSet row, int first) throws SQLException {
    ZoneId zone = zones.computeIfAbsent(row.getString(first), ZoneId::of);
    return new Owner(zone, row.getString(first + 1));
  }

  private DueLine readLine(ResultSet row, Owner owner) throws SQLException {
    String state = row.getString(8);
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
        owner.zone(),
        number(row),
        row.getString(5),
        instant(row, 6) != null,
        row.getString(7),
        state == null ? owner.state() : state,
        currency,
        facts,
        row.getBoolean(16),
        money(row, 17, currency),
        IfNotRenewed.valueOf(row.getString(3)),
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
