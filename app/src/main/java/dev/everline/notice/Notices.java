package dev.everline.notice;

import dev.everline.kernel.AccountId;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.kernel.NoticeId;
import dev.everline.storage.Columns;
import dev.everline.storage.IdAllocator;
import dev.everline.storage.Pipeline;
import dev.everline.storage.Transactions;
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
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All notices to the members of accounts. A notice is stored once, no matter how often its cause is
 * found; one that was settled and has become true again is reopened. Changes to notices run in the
 * caller's transaction, so that a cause is never committed without its notice.
 */
public final class Notices {

  private final Transactions transactions;
  private final IdAllocator ids;

  public Notices(Transactions transactions, IdAllocator ids) {
    this.transactions = transactions;
    this.ids = ids;
  }

  /**
   * Gives notices to the members of accounts in one bucket, on their devices too, with the next
   * round trip of the caller's pipeline.
   */
  public void tell(Pipeline pipeline, int bucket, List<NewNotice> notices, Instant at)
      throws SQLException {
    if (notices.isEmpty()) {
      return;
    }
    String sql =
        """
        INSERT INTO notice
               (bucket, id, account_id, line_id, kind, for_date, step, needed, currency, act_by, at)
        SELECT ?, n.id, n.account_id, n.line_id, n.kind, date 'epoch' + n.for_date, n.step,
               n.needed, n.currency, timestamptz 'epoch' + n.act_by * interval '1 microsecond', ?
          FROM (SELECT unnest(?) AS id, unnest(?) AS account_id, unnest(?) AS line_id,
                       unnest(?) AS kind, unnest(?) AS for_date, unnest(?) AS step,
                       unnest(?) AS needed, unnest(?) AS currency, unnest(?) AS act_by) AS n
        ON CONFLICT (bucket, line_id, kind, for_date, step) DO UPDATE
           SET settled_at = NULL, at = excluded.at, needed = excluded.needed,
               currency = excluded.currency, act_by = excluded.act_by
         WHERE notice.settled_at IS NOT NULL
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
                .dates(notices, NewNotice::forDate)
                .ints(notices, NewNotice::step)
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
                .instants(notices, NewNotice::actBy));
    pushEach(pipeline, bucket, notices, at);
  }

  /**
   * Queues for devices the notices that were just stored or reopened; not those that were already
   * open.
   */
  private static void pushEach(Pipeline pipeline, int bucket, List<NewNotice> notices, Instant at) {
    // Served by notice_once (bucket, line_id, kind, for_date, step) and push_device_account.
    String sql =
        """
        INSERT INTO push_due (bucket, device_id, about, line_id, kind, at, next_try_at)
        SELECT n.bucket, d.id, n.id, n.line_id, n.kind, n.at, n.at
          FROM (SELECT unnest(?) AS line_id, unnest(?) AS kind, unnest(?) AS for_date,
                       unnest(?) AS step) AS t
          JOIN notice n ON n.bucket = ? AND n.line_id = t.line_id AND n.kind = t.kind
                       AND n.for_date = date 'epoch' + t.for_date AND n.step = t.step AND n.at = ?
          JOIN push_device d ON d.bucket = ? AND d.account_id = n.account_id
        ON CONFLICT (bucket, device_id, about) DO UPDATE
           SET at = excluded.at, next_try_at = excluded.next_try_at, tries = 0
        """;
    pipeline.update(
        sql,
        notices.size(),
        columns ->
            columns
                .longs(notices, notice -> notice.line().value())
                .texts(notices, notice -> notice.kind().name())
                .dates(notices, NewNotice::forDate)
                .ints(notices, NewNotice::step)
                .number(bucket)
                .instant(at)
                .number(bucket));
  }

  /** Tells the members of accounts in one bucket, on their devices, that lines were renewed. */
  public void tellRenewed(Pipeline pipeline, int bucket, List<RenewedLine> renewed, Instant at) {
    if (renewed.isEmpty()) {
      return;
    }
    // Served by push_device_account (bucket, account_id).
    String sql =
        """
        INSERT INTO push_due (bucket, device_id, about, line_id, kind, at, next_try_at)
        SELECT d.bucket, d.id, r.id, r.line_id, 'RENEWED', ?, ?
          FROM (SELECT unnest(?) AS id, unnest(?) AS line_id, unnest(?) AS account_id) AS r
          JOIN push_device d ON d.bucket = ? AND d.account_id = r.account_id
        ON CONFLICT (bucket, device_id, about) DO NOTHING
        """;
    pipeline.update(
        sql,
        renewed.size(),
        columns ->
            columns
                .instant(at)
                .instant(at)
                .longs(renewed, line -> line.order().value())
                .longs(renewed, line -> line.line().value())
                .longs(renewed, line -> line.account().value())
                .number(bucket));
  }

  /** Settles all notices of lines, such as those that a renewal has made untrue. */
  public void settle(Pipeline pipeline, int bucket, List<LineId> lines, Instant at) {
    if (lines.isEmpty()) {
      return;
    }
    // Served by notice_once (bucket, line_id, ...).
    String sql =
        """
        UPDATE notice SET settled_at = ?
         WHERE bucket = ? AND line_id = ANY (?) AND settled_at IS NULL
        """;
    pipeline.update(sql, columns -> columns.instant(at).number(bucket).longs(lines, LineId::value));
  }

  /** Settles the notices of lines that are of one kind. */
  public void settle(
      Pipeline pipeline, int bucket, List<LineId> lines, NoticeKind kind, Instant at) {
    if (lines.isEmpty()) {
      return;
    }
    // Served by notice_once (bucket, line_id, kind, ...).
    String sql =
        """
        UPDATE notice SET settled_at = ?
         WHERE bucket = ? AND line_id = ANY (?) AND kind = ? AND settled_at IS NULL
        """;
    pipeline.update(
        sql,
        columns ->
            columns.instant(at).number(bucket).longs(lines, LineId::value).text(kind.name()));
  }

  /** Settles some notices of a bucket. */
  public void settleEach(Pipeline pipeline, int bucket, List<NoticeId> notices, Instant at) {
    if (notices.isEmpty()) {
      return;
    }
    String sql =
        """
        UPDATE notice SET settled_at = ?
         WHERE bucket = ? AND id = ANY (?) AND settled_at IS NULL
        """;
    pipeline.update(
        sql, columns -> columns.instant(at).number(bucket).longs(notices, NoticeId::value));
  }

  /**
   * Settles an account's notices of one kind that need at most this amount.
   *
   * @return how many were settled
   */
  public int settleNeeding(
      Connection connection, AccountId account, NoticeKind kind, Money most, Instant at)
      throws SQLException {
    // Served by notice_account (bucket, account_id, id).
    String sql =
        """
        UPDATE notice SET settled_at = ?
         WHERE bucket = ? AND account_id = ? AND kind = ? AND settled_at IS NULL
           AND currency = ? AND needed <= ?
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new Columns(statement)
          .instant(at)
          .number(account.bucket())
          .number(account.value())
          .text(kind.name())
          .text(most.currency().getCurrencyCode())
          .number(most.minor());
      return statement.executeUpdate();
    }
  }

  /** The open notices of lines, by their lines; lines without any are left out. */
  public Map<LineId, List<OpenNotice>> openOf(
      Connection connection, int bucket, Collection<LineId> lines) throws SQLException {
    if (lines.isEmpty()) {
      return Map.of();
    }
    // Served by notice_once (bucket, line_id, ...).
    String sql =
        """
        SELECT id, line_id, kind, for_date FROM notice
         WHERE bucket = ? AND line_id = ANY (?) AND settled_at IS NULL
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new Columns(statement).number(bucket).longs(List.copyOf(lines), LineId::value);
      Map<LineId, List<OpenNotice>> open = new HashMap<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          OpenNotice notice =
              new OpenNotice(
                  new NoticeId(row.getLong(1)),
                  new LineId(row.getLong(2)),
                  NoticeKind.valueOf(row.getString(3)),
                  row.getObject(4, LocalDate.class));
          open.computeIfAbsent(notice.line(), any -> new ArrayList<>()).add(notice);
        }
      }
      return open;
    }
  }

  /** An account's notices, newest first. */
  public List<Notice> list(AccountId account, boolean openOnly, int limit) {
    return list(account, openOnly, null, limit);
  }

  /** An account's notices, newest first, below one of them. */
  public List<Notice> list(
      AccountId account, boolean openOnly, @Nullable NoticeId below, int limit) {
    return transactions.read(connection -> list(connection, account, openOnly, below, limit));
  }

  private static List<Notice> list(
      Connection connection,
      AccountId account,
      boolean openOnly,
      @Nullable NoticeId below,
      int limit)
      throws SQLException {
    // Served by notice_account (bucket, account_id, id).
    String sql =
        """
        SELECT id, line_id, kind, for_date, needed, currency, act_by, at, settled_at
          FROM notice
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
      List<Notice> notices = new ArrayList<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          long needed = row.getLong(5);
          boolean hasNeeded = !row.wasNull();
          notices.add(
              new Notice(
                  new NoticeId(row.getLong(1)),
                  new LineId(row.getLong(2)),
                  NoticeKind.valueOf(row.getString(3)),
                  row.getObject(4, LocalDate.class),
                  hasNeeded ? new Money(needed, Money.currency(row.getString(6))) : null,
                  instant(row, 7),
                  Objects.requireNonNull(instant(row, 8)),
                  instant(row, 9)));
        }
      }
      return notices;
    }
  }

  /** The lines of an account that have an open notice. */
  public Set<LineId> linesWithOpen(AccountId account) {
    // Served by notice_account (bucket, account_id, id).
    String sql =
        """
        SELECT DISTINCT line_id FROM notice
         WHERE bucket = ? AND account_id = ? AND settled_at IS NULL
        """;
    return transactions.read(
        connection -> {
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
        });
  }

  /** Deletes an account's notices, in the transaction that erases the account. */
  public void forget(Connection connection, AccountId account) throws SQLException {
    String sql = "DELETE FROM notice WHERE bucket = ? AND account_id = ?";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new Columns(statement).number(account.bucket()).number(account.value());
      statement.executeUpdate();
    }
  }

  private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
