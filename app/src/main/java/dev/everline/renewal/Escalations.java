package dev.everline.renewal;

import dev.everline.kernel.AccountId;
import dev.everline.kernel.EscalationId;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.renewal.decide.Decision;
import dev.everline.storage.Columns;
import dev.everline.storage.IdAllocator;
import dev.everline.storage.Pipeline;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What owners were told or are to be told, each once: the same thing about the same end of validity
 * is stored a single time however often it is found. What was closed and is true once more is told
 * once more. In the same transaction it becomes due on the devices of the account's members.
 */
public final class Escalations {

  /**
   * Something to tell.
   *
   * @param needed money that would help, or null
   */
  public record Notice(
      LineId line,
      AccountId account,
      Decision.Told kind,
      LocalDate forDate,
      int step,
      @Nullable Money needed,
      @Nullable Instant actBy) {}

  private final IdAllocator ids;

  public Escalations(IdAllocator ids) {
    this.ids = ids;
  }

  public void store(Pipeline pipeline, int bucket, List<Notice> notices, Instant at)
      throws SQLException {
    if (notices.isEmpty()) {
      return;
    }
    String sql =
        """
        WITH told AS (
        INSERT INTO escalation
               (bucket, id, account_id, line_id, kind, for_date, step, reason, needed, currency,
                act_by, at)
        SELECT ?, n.id, n.account_id, n.line_id, n.kind, date 'epoch' + n.for_date, n.step, n.kind,
               n.needed, n.currency, timestamptz 'epoch' + n.act_by * interval '1 microsecond', ?
          FROM (SELECT unnest(?) AS id, unnest(?) AS account_id, unnest(?) AS line_id,
                       unnest(?) AS kind, unnest(?) AS for_date, unnest(?) AS step,
                       unnest(?) AS needed, unnest(?) AS currency, unnest(?) AS act_by) AS n
        ON CONFLICT (bucket, line_id, kind, for_date, step) DO UPDATE
           SET settled_at = NULL, at = excluded.at, needed = excluded.needed,
               currency = excluded.currency, act_by = excluded.act_by
         WHERE escalation.settled_at IS NOT NULL
        RETURNING bucket, id, account_id, line_id, kind, at)
        INSERT INTO push_due (bucket, device_id, about, line_id, kind, at, next_try_at)
        SELECT t.bucket, d.id, t.id, t.line_id, t.kind, t.at, t.at
          FROM told t
          JOIN push_device d ON d.bucket = ? AND d.account_id = t.account_id
        ON CONFLICT (bucket, device_id, about) DO UPDATE
           SET at = excluded.at, next_try_at = excluded.next_try_at, tries = 0
        """;
    long[] numbers = ids.next(pipeline.connection(), bucket, notices.size());
    int[] next = {0};
    pipeline.update(
        sql,
        notices.size(),
        columns ->
            columns
                .number(bucket)
                .instant(at)
                .longs(notices, notice -> numbers[next[0]++])
                .longs(notices, notice -> notice.account().value())
                .longs(notices, notice -> notice.line().value())
                .texts(notices, notice -> notice.kind().name())
                .dates(notices, Notice::forDate)
                .ints(notices, Notice::step)
                .nullableLongs(
                    notices,
                    notice -> {
                      Money needed = notice.needed();
                      return needed == null ? null : needed.minor();
                    })
                .texts(
                    notices,
                    notice -> {
                      Money needed = notice.needed();
                      return needed == null ? null : needed.currency().getCurrencyCode();
                    })
                .instants(notices, Notice::actBy)
                .number(bucket));
  }

  /** Marks what a renewal has settled: the owner need not act any more. */
  public void settle(Pipeline pipeline, int bucket, List<LineId> lines, Instant at) {
    if (lines.isEmpty()) {
      return;
    }
    // Served by escalation_once (bucket, line_id, ...).
    String sql =
        """
        UPDATE escalation SET settled_at = ?
         WHERE bucket = ? AND line_id = ANY (?) AND settled_at IS NULL
        """;
    pipeline.update(sql, columns -> columns.instant(at).number(bucket).longs(lines, LineId::value));
  }

  /**
   * A notice that is open.
   *
   * @param removed whether its line was removed
   */
  public record Open(
      EscalationId id, LineId line, Decision.Told kind, LocalDate forDate, boolean removed) {}

  /** The open notices of lines, by their lines. */
  public Map<LineId, List<Open>> openOf(Connection connection, int bucket, Collection<LineId> lines)
      throws SQLException {
    if (lines.isEmpty()) {
      return Map.of();
    }
    // Served by escalation_once (bucket, line_id, ...).
    String sql =
        """
        SELECT e.id, e.line_id, e.kind, e.for_date, l.removed_at IS NOT NULL
          FROM escalation e JOIN line l ON l.bucket = e.bucket AND l.id = e.line_id
         WHERE e.bucket = ? AND e.line_id = ANY (?) AND e.settled_at IS NULL
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new Columns(statement).number(bucket).longs(List.copyOf(lines), LineId::value);
      Map<LineId, List<Open>> open = new HashMap<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          LineId line = new LineId(row.getLong(2));
          open.computeIfAbsent(line, any -> new ArrayList<>())
              .add(
                  new Open(
                      new EscalationId(row.getLong(1)),
                      line,
                      Decision.Told.valueOf(row.getString(3)),
                      row.getObject(4, LocalDate.class),
                      row.getBoolean(5)));
        }
      }
      return open;
    }
  }

  /** Closes notices of a bucket that are no longer true. */
  public void close(Pipeline pipeline, int bucket, List<EscalationId> notices, Instant at) {
    if (notices.isEmpty()) {
      return;
    }
    String sql =
        """
        UPDATE escalation SET settled_at = ?
         WHERE bucket = ? AND id = ANY (?) AND settled_at IS NULL
        """;
    pipeline.update(
        sql, columns -> columns.instant(at).number(bucket).longs(notices, EscalationId::value));
  }

  /** Closes what lines were told of one kind. */
  public void close(
      Pipeline pipeline, int bucket, List<LineId> lines, Decision.Told kind, Instant at) {
    if (lines.isEmpty()) {
      return;
    }
    String sql =
        """
        UPDATE escalation SET settled_at = ?
         WHERE bucket = ? AND line_id = ANY (?) AND kind = ? AND settled_at IS NULL
        """;
    pipeline.update(
        sql,
        columns ->
            columns.instant(at).number(bucket).longs(lines, LineId::value).text(kind.name()));
  }

  /**
   * Closes an account's notices of missing money that so much more money in its wallet covers.
   *
   * @return how many there were
   */
  public int closeCovered(Connection connection, AccountId account, Money added, Instant at)
      throws SQLException {
    // Served by escalation_account (bucket, account_id, id).
    String sql =
        """
        UPDATE escalation SET settled_at = ?
         WHERE bucket = ? AND account_id = ? AND kind = 'WALLET_SHORT' AND settled_at IS NULL
           AND currency = ? AND needed <= ?
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new Columns(statement)
          .instant(at)
          .number(account.bucket())
          .number(account.value())
          .text(added.currency().getCurrencyCode())
          .number(added.minor());
      return statement.executeUpdate();
    }
  }

  /** An account's, newest first, below an id. */
  List<Renewals.Told> list(
      Connection connection,
      AccountId account,
      boolean openOnly,
      @Nullable EscalationId below,
      int limit)
      throws SQLException {
    // Served by escalation_account (bucket, account_id, id).
    String sql =
        """
        SELECT id, line_id, kind, for_date, needed, currency, act_by, at, settled_at
          FROM escalation
         WHERE bucket = ? AND account_id = ? AND id < ? AND (settled_at IS NULL OR ? = 0)
         ORDER BY id DESC LIMIT ?
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new Columns(statement)
          .number(account.bucket())
          .number(account.value())
          .number(below == null ? Long.MAX_VALUE : below.value())
          .number(openOnly ? 1 : 0)
          .number(limit);
      List<Renewals.Told> told = new ArrayList<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          long needed = row.getLong(5);
          boolean hasNeeded = !row.wasNull();
          told.add(
              new Renewals.Told(
                  new EscalationId(row.getLong(1)),
                  new LineId(row.getLong(2)),
                  row.getString(3),
                  row.getObject(4, LocalDate.class),
                  hasNeeded ? new Money(needed, Money.currency(row.getString(6))) : null,
                  instant(row, 7),
                  java.util.Objects.requireNonNull(instant(row, 8)),
                  instant(row, 9)));
        }
      }
      return told;
    }
  }

  /** The lines of an account of which something is open. */
  Set<LineId> linesToldOf(Connection connection, AccountId account) throws SQLException {
    // Served by escalation_account (bucket, account_id, id).
    String sql =
        """
        SELECT DISTINCT line_id FROM escalation
         WHERE bucket = ? AND account_id = ? AND settled_at IS NULL
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new Columns(statement).number(account.bucket()).number(account.value());
      Set<LineId> lines = new HashSet<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          lines.add(new LineId(row.getLong(1)));
        }
      }
      return lines;
    }
  }

  private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  void forget(Connection connection, AccountId account) throws SQLException {
    String sql = "DELETE FROM escalation WHERE bucket = ? AND account_id = ?";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new Columns(statement).number(account.bucket()).number(account.value());
      statement.executeUpdate();
    }
  }
}
