package dev.everline.fleet;

import dev.everline.kernel.AccountId;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.kernel.UploadId;
import dev.everline.line.imports.ImportMapping;
import dev.everline.line.imports.ImportResult;
import dev.everline.storage.Columns;
import dev.everline.storage.Rows;
import dev.everline.storage.Seal;
import dev.everline.storage.Sealed;
import dev.everline.storage.Transactions;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The rows of uploads; every statement names one bucket, but for the one that finds work. */
final class UploadStore {

  private static final String UPLOAD =
      """
      SELECT id, account_id, file_name, bytes, mapping, state, problem, bytes_read, rows_read,
             added, changed, unchanged, rejected, created_at, remarks
        FROM upload
      """;

  private final Transactions transactions;
  private final Seal seal;

  UploadStore(DataSource dataSource, Seal seal) {
    this.transactions = new Transactions(dataSource);
    this.seal = seal;
  }

  /**
   * @param key that its file is sealed with
   */
  int insert(Upload upload, byte[] key) {
    String sql =
        """
        INSERT INTO upload
               (bucket, id, account_id, file_name, file_key, bytes, mapping, state, created_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """;
    long id = upload.id().value();
    return transactions.run(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Columns(statement)
                .number(upload.id().bucket())
                .number(id)
                .number(upload.account().value())
                .bytes(seal.seal(Sealed.UPLOAD_NAME, id, upload.fileName()))
                .bytes(seal.seal(Sealed.UPLOAD_KEY, id, key))
                .number(upload.bytes())
                .text(upload.mapping().toString())
                .text(upload.state().name())
                .instant(upload.createdAt());
            return statement.executeUpdate();
          }
        });
  }

  Optional<Upload> find(UploadId id) {
    return transactions.run(
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement(UPLOAD + " WHERE bucket = ? AND id = ?")) {
            new Columns(statement).number(id.bucket()).number(id.value());
            try (ResultSet row = statement.executeQuery()) {
              return row.next() ? Optional.of(upload(row)) : Optional.empty();
            }
          }
        });
  }

  /** What an upload's file is sealed with; empty once it isn't needed any more. */
  Optional<byte[]> keyOf(UploadId id) {
    return key(id, Sealed.UPLOAD_KEY);
  }

  /** What the list of its rejected rows is sealed with; empty where there is none. */
  Optional<byte[]> rejectsKeyOf(UploadId id) {
    return key(id, Sealed.UPLOAD_REJECTS_KEY);
  }

  private Optional<byte[]> key(UploadId id, Sealed which) {
    return transactions.run(
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "SELECT " + which.column() + " FROM upload WHERE bucket = ? AND id = ?")) {
            new Columns(statement).number(id.bucket()).number(id.value());
            try (ResultSet row = statement.executeQuery()) {
              byte[] sealed = row.next() ? row.getBytes(1) : null;
              return Optional.ofNullable(sealed).map(key -> seal.openBytes(which, id.value(), key));
            }
          }
        });
  }

  /** Keeps what the list of an upload's rejected rows is sealed with. */
  int keepRejectsKey(UploadId id, byte[] key) {
    return transactions.run(
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "UPDATE upload SET rejects_key = ? WHERE bucket = ? AND id = ?")) {
            new Columns(statement)
                .bytes(seal.seal(Sealed.UPLOAD_REJECTS_KEY, id.value(), key))
                .number(id.bucket())
                .number(id.value());
            return statement.executeUpdate();
          }
        });
  }

  /** Those that wait to be imported or are being imported, newest first. */
  List<Upload> waiting(AccountId account, Instant since, int limit) {
    // Served by upload_account (bucket, account_id, id).
    String sql =
        UPLOAD
            + """
               WHERE bucket = ? AND account_id = ? AND state IN ('READY', 'RUNNING')
                 AND created_at >= ?
               ORDER BY id DESC LIMIT ?
              """;
    return transactions.run(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Columns(statement)
                .number(account.bucket())
                .number(account.value())
                .instant(since)
                .number(limit);
            return uploads(statement);
          }
        });
  }

  /** An account's uploads below an id, newest first. */
  List<Upload> below(AccountId account, long below, int limit) {
    // Served by upload_account (bucket, account_id, id).
    String sql =
        UPLOAD + " WHERE bucket = ? AND account_id = ? AND id < ? ORDER BY id DESC LIMIT ?";
    return transactions.run(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Columns(statement)
                .number(account.bucket())
                .number(account.value())
                .number(below)
                .number(limit);
            return uploads(statement);
          }
        });
  }

  /** Imports under way that nobody works on, in any bucket. */
  List<UploadId> open(Instant now) {
    // Served by upload_open, which holds nothing but what is under way.
    String sql =
        """
        SELECT id FROM upload
         WHERE state = 'RUNNING' AND (claimed_until IS NULL OR claimed_until <= ?)
         ORDER BY bucket, id
        """;
    return transactions.run(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Columns(statement).instant(now);
            return ids(statement);
          }
        });
  }

  /** Whether the import is this process's until then. */
  boolean claim(UploadId id, Instant now, Instant until) {
    String sql =
        """
        UPDATE upload SET claimed_until = ?
         WHERE bucket = ? AND id = ? AND state = 'RUNNING'
           AND (claimed_until IS NULL OR claimed_until <= ?)
        """;
    return transactions.run(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Columns(statement)
                .instant(until)
                .number(id.bucket())
                .number(id.value())
                .instant(now);
            return statement.executeUpdate() == 1;
          }
        });
  }

  /** Decides what the columns hold, as long as the import isn't started. */
  boolean map(UploadId id, ImportMapping mapping) {
    return update(
        "UPDATE upload SET mapping = ? WHERE bucket = ? AND id = ? AND state = 'READY'",
        mapping.toString(),
        id);
  }

  /** Whether the import was ready and is under way now. */
  boolean start(UploadId id) {
    return update(
        "UPDATE upload SET state = ? WHERE bucket = ? AND id = ? AND state = 'READY'",
        "RUNNING",
        id);
  }

  /** Whether the upload wasn't under way and is gone. */
  boolean delete(UploadId id) {
    return update("DELETE FROM upload WHERE state <> ? AND bucket = ? AND id = ?", "RUNNING", id);
  }

  private boolean update(String sql, String value, UploadId id) {
    return transactions.run(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Columns(statement).text(value).number(id.bucket()).number(id.value());
            return statement.executeUpdate() == 1;
          }
        });
  }

  /** How far an import has come; it stays this process's until then. */
  int progress(UploadId id, long rows, long read, Instant claimedUntil) {
    String sql =
        """
        UPDATE upload SET rows_read = ?, bytes_read = ?, claimed_until = ?
         WHERE bucket = ? AND id = ?
        """;
    return transactions.run(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Columns(statement)
                .number(rows)
                .number(read)
                .instant(claimedUntil)
                .number(id.bucket())
                .number(id.value());
            return statement.executeUpdate();
          }
        });
  }

  /** Ends an import; the key of its file is forgotten. */
  int finish(
      UploadId id,
      Upload.State state,
      Upload.@Nullable Problem problem,
      Upload.Counts counts,
      Instant now) {
    String sql =
        """
        UPDATE upload
           SET state = ?, problem = ?, rows_read = ?, added = ?, changed = ?,
               unchanged = ?, rejected = ?, remarks = ?, bytes_read = bytes, claimed_until = NULL,
               file_key = NULL, finished_at = ?
         WHERE bucket = ? AND id = ?
        """;
    return transactions.run(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Columns(statement)
                .text(state.name())
                .text(problem == null ? null : problem.text())
                .number(counts.rows())
                .number(counts.added())
                .number(counts.changed())
                .number(counts.unchanged())
                .number(counts.rejected())
                .longs(kept(counts.remarks()), Long::longValue)
                .instant(now)
                .number(id.bucket())
                .number(id.value());
            return statement.executeUpdate();
          }
        });
  }

  /** Deletes an account's uploads from before then that nobody went on with. */
  int deleteReady(AccountId account, Instant before) {
    String sql =
        """
        DELETE FROM upload
         WHERE bucket = ? AND account_id = ? AND created_at < ? AND state = 'READY'
        """;
    return transactions.run(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Columns(statement).number(account.bucket()).number(account.value()).instant(before);
            return statement.executeUpdate();
          }
        });
  }

  /**
   * Forgets an account's uploads.
   *
   * @throws ProblemException CONFLICT while one of them is being imported
   */
  static List<UploadId> forget(Connection connection, AccountId account) throws SQLException {
    String sql =
        "DELETE FROM upload WHERE bucket = ? AND account_id = ? RETURNING id, state = 'RUNNING'";
    List<UploadId> forgotten = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new Columns(statement).number(account.bucket()).number(account.value());
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          if (row.getBoolean(2)) {
            throw new ProblemException(
                ProblemType.CONFLICT, "An import is under way; erase the account when it is done.");
          }
          forgotten.add(new UploadId(row.getLong(1)));
        }
      }
    }
    return forgotten;
  }

  private static List<UploadId> ids(PreparedStatement statement) throws SQLException {
    List<UploadId> ids = new ArrayList<>();
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        ids.add(new UploadId(row.getLong(1)));
      }
    }
    return ids;
  }

  private List<Upload> uploads(PreparedStatement statement) throws SQLException {
    List<Upload> uploads = new ArrayList<>();
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        uploads.add(upload(row));
      }
    }
    return uploads;
  }

  private Upload upload(ResultSet row) throws SQLException {
    long id = row.getLong(1);
    String problem = row.getString(7);
    String name = seal.openIfAny(Sealed.UPLOAD_NAME, id, row.getBytes(3));
    return new Upload(
        new UploadId(id),
        new AccountId(row.getLong(2)),
        name == null ? "" : name,
        row.getLong(4),
        ImportMapping.parse(row.getString(5)),
        Upload.State.valueOf(row.getString(6)),
        problem == null ? null : Upload.Problem.of(problem),
        row.getLong(8),
        new Upload.Counts(
            row.getLong(9),
            row.getLong(10),
            row.getLong(11),
            row.getLong(12),
            row.getLong(13),
            remarks(row.getArray(15))),
        Rows.instant(row, 14));
  }

  private static List<Long> kept(ImportResult.Remarks remarks) {
    return List.of(
        remarks.asShown(),
        remarks.doubtfulSims(),
        remarks.firstDoubtfulSim(),
        remarks.abroad(),
        remarks.firstAbroad(),
        remarks.blank(),
        remarks.twice());
  }

  private static ImportResult.Remarks remarks(@Nullable Array kept) throws SQLException {
    if (kept == null) {
      return ImportResult.Remarks.NONE;
    }
    Long[] of = (Long[]) kept.getArray();
    return new ImportResult.Remarks(of[0], of[1], of[2], of[3], of[4], of[5], of[6]);
  }
}
