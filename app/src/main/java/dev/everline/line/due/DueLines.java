package dev.everline.line.due;

import dev.everline.kernel.AccountId;
import dev.everline.kernel.Bucket;
import dev.everline.kernel.LineId;
import dev.everline.storage.Columns;
import dev.everline.storage.Pipeline;
import dev.everline.storage.Seal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The hot statements on lines: finding due lines, taking them, and writing back the results, a
 * batch at a time and one bucket per statement. {@link ClaimedLines} has those around outside
 * calls.
 *
 * <p>A line is taken by locking its row with {@code SKIP LOCKED} (so that nodes pass each other by)
 * and, where an outside call follows, by a claim that outlives the transaction and expires by
 * itself if the process dies.
 */
public final class DueLines {

  private static final String SAVE =
      """
      UPDATE line l
         SET %s claimed_until = %s,
             reminded_for = date 'epoch' + u.reminded_for, reminded_step = u.reminded_step,
             charged_on = date 'epoch' + u.charged_on,
             charged_count = u.charged_count, charged_minor = u.charged_minor
        FROM (SELECT %s unnest(?) AS claimed_until, unnest(?) AS reminded_for, unnest(?) AS reminded_step,
                     unnest(?) AS charged_on, unnest(?) AS charged_count,
                     unnest(?) AS charged_minor) AS u
       WHERE l.bucket = ? AND l.id = u.id
      """
          .formatted(FactColumns.ASSIGNED, Columns.instantOf("u.claimed_until"), FactColumns.BOUND);

  private final DueLineRows rows;

  public DueLines(Seal seal) {
    this.rows = new DueLineRows(seal);
  }

  /** The buckets in which lines may be due: one index probe per bucket. */
  public List<Integer> bucketsDue(Connection connection, Instant now) throws SQLException {
    // Served by the primary key of wake_up.
    String sql =
        """
        SELECT b.bucket
          FROM generate_series(0, %d) AS b (bucket)
         WHERE EXISTS (SELECT 1 FROM wake_up w WHERE w.bucket = b.bucket AND w.at <= ?)
        """
            .formatted(Bucket.COUNT - 1);
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

  /** When the next line is due; empty when none ever is. */
  public Optional<Instant> nextWake(Connection connection) throws SQLException {
    // Served by the primary key of wake_up.
    String sql =
        """
        SELECT min(w.at)
          FROM generate_series(0, %d) AS b (bucket)
          CROSS JOIN LATERAL (SELECT at FROM wake_up
                               WHERE wake_up.bucket = b.bucket ORDER BY at LIMIT 1) AS w
        """
            .formatted(Bucket.COUNT - 1);
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet row = statement.executeQuery()) {
      row.next();
      return Optional.ofNullable(row.getObject(1, OffsetDateTime.class))
          .map(OffsetDateTime::toInstant);
    }
  }

  /**
   * Locks the due lines of a bucket, most urgent first, skipping those that others hold. A line
   * whose number can't be decrypted is quarantined, so that it doesn't block others.
   */
  public List<DueLine> take(Connection connection, int bucket, Instant now, int limit)
      throws SQLException {
    List<DueLine> taken = new ArrayList<>();
    boolean goOn = true;
    // Due lists whose lines are no longer due are no reason to stop.
    while (taken.isEmpty() && goOn) {
      WakeUps.DueLists due = WakeUps.lockDueLists(connection, bucket, now, limit);
      goOn = !due.lists().isEmpty() && follow(connection, bucket, due, now, taken);
    }
    return taken;
  }

  /**
   * Takes those lines of due lists that are due.
   *
   * @return whether none of them was skipped
   */
  private boolean follow(
      Connection connection, int bucket, WakeUps.DueLists due, Instant now, List<DueLine> taken)
      throws SQLException {
    String sql =
        "SELECT "
            + DueLineRows.COLUMNS
            + """
              FROM line l
             WHERE l.bucket = ? AND l.id = ANY (?) AND l.next_wake_at <= ?
               AND (l.claimed_until IS NULL OR l.claimed_until <= ?)
               FOR UPDATE SKIP LOCKED
            """;
    List<LineId> unreadable = new ArrayList<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            sql, ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY)) {
      new Columns(statement)
          .number(bucket)
          .longs(due.lines(), LineId::value)
          .instant(now)
          .instant(now);
      try (ResultSet found = statement.executeQuery()) {
        Pipeline pipeline = new Pipeline(connection);
        Pipeline.Answer<Map<Long, DueLineRows.Owner>> owners =
            rows.ownersOf(pipeline, bucket, found);
        WakeUps.drop(pipeline, bucket, due, now);
        pipeline.send();
        taken.addAll(rows.readAll(found, owners.get(), unreadable));
      }
    }
    taken.sort(Comparator.comparing(DueLine::nextWakeAt));
    Quarantine.put(connection, bucket, unreadable, now);
    Map<Instant, List<LineId>> skipped = Map.of();
    if (taken.size() + unreadable.size() < due.lines().size()) {
      Set<LineId> others = new HashSet<>(due.lines());
      taken.forEach(line -> others.remove(line.id()));
      skipped = stillDue(connection, bucket, others, now);
    }
    Pipeline pipeline = new Pipeline(connection);
    WakeUps.post(pipeline, bucket, due.rest());
    WakeUps.post(pipeline, bucket, skipped);
    pipeline.send();
    return skipped.isEmpty();
  }

  /** Those of the skipped lines that are due, by when: others hold their rows right now. */
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
          Instant at = rows.getObject(2, OffsetDateTime.class).toInstant();
          due.computeIfAbsent(at, any -> new ArrayList<>()).add(new LineId(rows.getLong(1)));
        }
      }
      return due;
    }
  }

  /** Locks one line, waiting until nobody else holds it. Removed lines are not found. */
  public Optional<DueLine> lock(Connection connection, LineId id) throws SQLException {
    Pipeline pipeline = new Pipeline(connection);
    Pipeline.Answer<Optional<DueLine>> line = lock(pipeline, id);
    pipeline.send();
    return line.get();
  }

  /** The same as a part of a pipeline. */
  public Pipeline.Answer<Optional<DueLine>> lock(Pipeline pipeline, LineId id) {
    String sql =
        DueLineRows.WITH_OWNERS
            + """
             WHERE l.bucket = ? AND l.id = ? AND l.removed_at IS NULL
               FOR UPDATE OF l
            """;
    return pipeline.query(
        sql,
        columns -> columns.number(id.bucket()).number(id.value()),
        found -> found.next() ? Optional.of(rows.read(found)) : Optional.empty());
  }

  /**
   * Locks lines of a bucket by id, in the order of their ids, waiting until nobody else holds them.
   * One whose number can't be decrypted is left out: {@link #take} quarantines it.
   */
  public List<DueLine> lock(Connection connection, int bucket, Collection<LineId> ids)
      throws SQLException {
    String sql =
        DueLineRows.WITH_OWNERS
            + """
             WHERE l.bucket = ? AND l.id = ANY (?)
             ORDER BY l.id
               FOR UPDATE OF l
            """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new Columns(statement).number(bucket).longs(List.copyOf(ids), LineId::value);
      try (ResultSet found = statement.executeQuery()) {
        return rows.readAll(found, new ArrayList<>());
      }
    }
  }

  /** Reads one line without locking it. Removed lines are not found. */
  public Optional<DueLine> find(Connection connection, LineId id) throws SQLException {
    String sql =
        DueLineRows.WITH_OWNERS
            + """
             WHERE l.bucket = ? AND l.id = ? AND l.removed_at IS NULL
            """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new Columns(statement).number(id.bucket()).number(id.value());
      try (ResultSet found = statement.executeQuery()) {
        return found.next() ? Optional.of(rows.read(found)) : Optional.empty();
      }
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
            FactColumns.bind(columns, lines)
                .instants(lines, line -> line.claim().until())
                .dates(lines, line -> line.reminded().of())
                .ints(lines, line -> line.reminded().step())
                .dates(lines, line -> line.charged().on())
                .ints(lines, line -> line.charged().count())
                .longs(lines, line -> line.charged().minor())
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
                .dates(lines, line -> line.reminded().of())
                .ints(lines, line -> line.reminded().step())
                .dates(lines, line -> line.reminded().notifiedFor())
                .number(bucket));
  }

  /** Makes the heartbeat look at a line now, such as after a hint from its carrier. */
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

  /** Makes the heartbeat look now at the lines of an account that wait for money. */
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
}
