package dev.everline.fleet;

import dev.everline.kernel.AccountId;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.kernel.UploadId;
import dev.everline.line.imports.ImportMapping;
import dev.everline.line.imports.ImportPreview;
import dev.everline.line.imports.ImportResult;
import dev.everline.line.imports.ImportSource;
import dev.everline.line.imports.LineImport;
import dev.everline.line.imports.RejectsFile;
import dev.everline.storage.Columns;
import dev.everline.storage.IdAllocator;
import dev.everline.storage.Seal;
import dev.everline.storage.Sealed;
import dev.everline.storage.Transactions;
import dev.everline.storage.key.SealedFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Imports from files that people upload. A file holds numbers and names, so it lies sealed, with a
 * key that only the database has, in a folder that only the server's user may enter, and is erased
 * as soon as it is imported or given up; one that is left alone is erased after a day, and so is
 * the list of what an import could not take, which repeats none of them.
 *
 * <p>The file lies on the server that took it; another that shares the database leaves it alone. An
 * import that broke off begins again: what was kept is found unchanged.
 */
public final class Uploads {

  /** Most bytes of a file. */
  public static final long MOST_BYTES = 32L * 1024 * 1024;

  /** Most rows of a file: an import remembers each number it has seen, in 32 bytes. */
  public static final long MOST_ROWS = 1_000_000;

  /** Most files of an account that wait to be imported or are being imported. */
  public static final int MOST_WAITING = 20;

  private static final long MOST_BYTES_WAITING = 8 * MOST_BYTES;

  /** Of so many finished imports an account's lists of rejects are kept. */
  private static final int MOST_LISTS = 20;

  private static final Logger LOG = LoggerFactory.getLogger(Uploads.class);

  private static final Duration KEPT = Duration.ofDays(1);
  private static final Duration CLAIM = Duration.ofMinutes(2);
  private static final int LONGEST_NAME = 100;

  private static final String UPLOAD =
      """
      SELECT id, account_id, file_name, bytes, mapping, state, problem, bytes_read, rows_read,
             added, changed, unchanged, rejected, created_at
        FROM upload
      """;

  private final UploadFolder folder;
  private final Transactions transactions;
  private final Seal seal;
  private final LineImport lines;
  private final IdAllocator ids;
  private final Clock clock;

  Uploads(
      UploadFolder folder,
      DataSource dataSource,
      Seal seal,
      LineImport lines,
      IdAllocator ids,
      Clock clock) {
    this.folder = folder;
    this.transactions = new Transactions(dataSource);
    this.seal = seal;
    this.lines = lines;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * Takes a file and guesses what its columns hold; nothing is imported before it is started.
   *
   * @throws InvalidValue when it is no CSV file
   * @throws UploadRefused when it or what is kept of files would be too much; nothing of it is read
   *     where that can be known before
   */
  public Upload receive(AccountId account, String fileName, InputStream file) {
    UploadId id = new UploadId(ids.next(account.bucket()));
    Instant now = now();
    sweep(account, now);
    requireFewWaiting(account, now);
    Path kept = folder.fileOf(id);
    byte[] key = SealedFile.newKey();
    boolean taken = false;
    UploadFolder.Room room = folder.reserve(MOST_BYTES);
    try {
      long bytes = new SealedFile(kept, key).write(new UploadFolder.Bounded(file, MOST_BYTES));
      try (ImportSource source = source(kept, key, bytes)) {
        source.requireText();
      }
      ImportMapping mapping = LineImport.guess(() -> source(kept, key, bytes));
      requireFewRows(kept, key, bytes, mapping);
      Upload upload =
          new Upload(
              id,
              account,
              fileName.substring(0, Math.min(fileName.length(), LONGEST_NAME)),
              bytes,
              mapping,
              Upload.State.READY,
              null,
              0,
              0,
              0,
              0,
              0,
              0,
              now);
      transactions.run(connection -> insert(connection, upload, key));
      taken = true;
      return upload;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } finally {
      room.close();
      if (!taken) {
        UploadFolder.erase(kept);
      }
    }
  }

  private static void requireFewRows(Path file, byte[] key, long bytes, ImportMapping mapping)
      throws IOException {
    try (ImportSource source = source(file, key, bytes)) {
      if (LineImport.hasMoreRows(source, mapping, MOST_ROWS)) {
        throw new UploadRefused(UploadRefused.Why.TOO_MANY_ROWS);
      }
    }
  }

  private void requireFewWaiting(AccountId account, Instant now) {
    List<Upload> waiting = waiting(account, now);
    long bytes = waiting.stream().mapToLong(Upload::bytes).sum();
    if (waiting.size() >= MOST_WAITING || bytes + MOST_BYTES > MOST_BYTES_WAITING) {
      throw new UploadRefused(UploadRefused.Why.TOO_MANY_WAITING);
    }
  }

  /** An account's files that wait to be imported or are being imported, newest first. */
  public List<Upload> waiting(AccountId account) {
    return waiting(account, now());
  }

  /** Those of a day at most: what is older has no file any more. */
  private List<Upload> waiting(AccountId account, Instant now) {
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
                .instant(now.minus(KEPT))
                .number(MOST_WAITING);
            return uploads(statement);
          }
        });
  }

  /**
   * @throws ProblemException NOT_FOUND when the account has no such upload
   */
  public Upload get(AccountId account, UploadId id) {
    return find(id)
        .filter(upload -> upload.account().equals(account))
        .orElseThrow(
            () -> new ProblemException(ProblemType.NOT_FOUND, "There is no upload " + id + "."));
  }

  /** The beginning of a file that waits to be imported; null when it lies here no more. */
  public @Nullable ImportPreview preview(Upload upload, int rows) {
    Path file = folder.fileOf(upload.id());
    byte[] key = keyOf(upload.id()).orElse(null);
    if (upload.state() != Upload.State.READY || key == null || !Files.exists(file)) {
      return null;
    }
    try (ImportSource source = source(file, key, upload.bytes())) {
      return lines.preview(upload.account(), source, upload.mapping(), rows);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Decides what the columns hold, as long as it isn't started. */
  public void map(Upload upload, ImportMapping mapping) {
    if (mapping.columns().size() != upload.mapping().columns().size()) {
      throw InvalidValue.of("mapping", mapping.toString(), "is of another file", "choose again");
    }
    transactions.run(
        connection ->
            update(
                connection,
                "UPDATE upload SET mapping = ? WHERE bucket = ? AND id = ? AND state = 'READY'",
                mapping.toString(),
                upload.id()));
  }

  /**
   * Lets it be imported. Starting it again changes nothing.
   *
   * @throws InvalidValue when a column that lines need was not chosen, or one was twice
   */
  public boolean start(Upload upload) {
    if (upload.state() == Upload.State.READY
        && (!upload.mapping().missing().isEmpty() || upload.mapping().twice() != null)) {
      throw InvalidValue.of(
          "mapping", upload.mapping().toString(), "is not whole", "choose the columns");
    }
    return transactions.run(
            connection ->
                update(
                    connection,
                    "UPDATE upload SET state = ? WHERE bucket = ? AND id = ? AND state = 'READY'",
                    "RUNNING",
                    upload.id()))
        == 1;
  }

  /** Erases a file that waits to be imported, and forgets it. */
  public void giveUp(Upload upload) {
    int gone =
        transactions.run(
            connection ->
                update(
                    connection,
                    "DELETE FROM upload WHERE state <> ? AND bucket = ? AND id = ?",
                    "RUNNING",
                    upload.id()));
    if (gone == 1) {
      UploadFolder.erase(folder.fileOf(upload.id()));
      UploadFolder.erase(folder.rejectsOf(upload.id()));
    }
  }

  /** The rows that an import could not take, with their reasons; empty when there are none. */
  public Optional<Path> rejects(Upload upload) {
    Path file = folder.rejectsOf(upload.id());
    return Files.exists(file) ? Optional.of(file) : Optional.empty();
  }

  // --- the work

  /** The imports under way that nobody works on and whose files lie here. */
  List<UploadId> open() {
    Instant now = now();
    return transactions.run(connection -> open(connection, now)).stream()
        .filter(id -> Files.exists(folder.fileOf(id)))
        .toList();
  }

  private static List<UploadId> open(Connection connection, Instant now) throws SQLException {
    // Served by upload_open, which holds nothing but what is under way.
    String sql =
        """
        SELECT id FROM upload
         WHERE state = 'RUNNING' AND (claimed_until IS NULL OR claimed_until <= ?)
         ORDER BY bucket, id
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new Columns(statement).instant(now);
      List<UploadId> ids = new ArrayList<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          ids.add(new UploadId(row.getLong(1)));
        }
      }
      return ids;
    }
  }

  /** Imports a file to its end, unless somebody else does already; then erases it. */
  void work(UploadId id) {
    Instant now = now();
    boolean mine = transactions.run(connection -> claim(connection, id, now, now.plus(CLAIM))) == 1;
    Upload upload = mine ? find(id).orElse(null) : null;
    byte[] key = mine ? keyOf(id).orElse(null) : null;
    if (upload == null || key == null) {
      return;
    }
    Path file = folder.fileOf(id);
    try (ImportSource source = source(file, key, upload.bytes());
        RejectsFile rejects = new RejectsFile(folder.rejectsOf(id))) {
      ImportResult result =
          lines.run(
              upload.account(),
              source,
              upload.mapping(),
              rejects,
              (rows, read, all) ->
                  transactions.run(connection -> progress(connection, id, rows, read)));
      finish(
          id,
          Upload.State.DONE,
          result.stopped() == null
              ? null
              : new Upload.Problem(Upload.Problem.Kind.BROKEN, result.stoppedAfter()),
          result);
    } catch (ProblemException refused) {
      LOG.warn("Import {} was refused: {}", id, refused.getMessage());
      finish(id, Upload.State.FAILED, new Upload.Problem(Upload.Problem.Kind.REFUSED, 0), null);
    } catch (IOException | UncheckedIOException unreadable) {
      finish(id, Upload.State.FAILED, new Upload.Problem(Upload.Problem.Kind.UNREADABLE, 0), null);
    }
    UploadFolder.erase(file);
  }

  private void finish(
      UploadId id,
      Upload.State state,
      Upload.@Nullable Problem problem,
      @Nullable ImportResult result) {
    String sql =
        """
        UPDATE upload
           SET state = ?, problem = ?, rows_read = ?, added = ?, changed = ?,
               unchanged = ?, rejected = ?, bytes_read = bytes, claimed_until = NULL,
               file_key = NULL, finished_at = ?
         WHERE bucket = ? AND id = ?
        """;
    transactions.run(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Columns(statement)
                .text(state.name())
                .text(problem == null ? null : problem.text())
                .number(result == null ? 0 : result.rows())
                .number(result == null ? 0 : result.added())
                .number(result == null ? 0 : result.changed())
                .number(result == null ? 0 : result.unchanged())
                .number(result == null ? 0 : result.rejected())
                .instant(now())
                .number(id.bucket())
                .number(id.value());
            return statement.executeUpdate();
          }
        });
  }

  private int progress(Connection connection, UploadId id, long rows, long read)
      throws SQLException {
    String sql =
        """
        UPDATE upload SET rows_read = ?, bytes_read = ?, claimed_until = ?
         WHERE bucket = ? AND id = ?
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new Columns(statement)
          .number(rows)
          .number(read)
          .instant(now().plus(CLAIM))
          .number(id.bucket())
          .number(id.value());
      return statement.executeUpdate();
    }
  }

  private static int claim(Connection connection, UploadId id, Instant now, Instant until)
      throws SQLException {
    String sql =
        """
        UPDATE upload SET claimed_until = ?
         WHERE bucket = ? AND id = ? AND state = 'RUNNING'
           AND (claimed_until IS NULL OR claimed_until <= ?)
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new Columns(statement).instant(until).number(id.bucket()).number(id.value()).instant(now);
      return statement.executeUpdate();
    }
  }

  private int insert(Connection connection, Upload upload, byte[] key) throws SQLException {
    String sql =
        """
        INSERT INTO upload
               (bucket, id, account_id, file_name, file_key, bytes, mapping, state, created_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """;
    long id = upload.id().value();
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
  }

  private static int update(Connection connection, String sql, String value, UploadId id)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new Columns(statement).text(value).number(id.bucket()).number(id.value());
      return statement.executeUpdate();
    }
  }

  private Optional<Upload> find(UploadId id) {
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

  /**
   * An account's uploads that are older than one of them, newest first.
   *
   * @param below null to begin with the newest
   */
  public List<Upload> below(AccountId account, @Nullable UploadId below, int limit) {
    // Served by upload_account (bucket, account_id, id).
    String sql =
        UPLOAD + " WHERE bucket = ? AND account_id = ? AND id < ? ORDER BY id DESC LIMIT ?";
    return transactions.run(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Columns(statement)
                .number(account.bucket())
                .number(account.value())
                .number(below == null ? Long.MAX_VALUE : below.value())
                .number(limit);
            return uploads(statement);
          }
        });
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

  /** What an upload's file is sealed with; empty once it isn't needed any more. */
  private Optional<byte[]> keyOf(UploadId id) {
    return transactions.run(
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "SELECT file_key FROM upload WHERE bucket = ? AND id = ?")) {
            new Columns(statement).number(id.bucket()).number(id.value());
            try (ResultSet row = statement.executeQuery()) {
              byte[] sealed = row.next() ? row.getBytes(1) : null;
              return Optional.ofNullable(sealed)
                  .map(key -> seal.openBytes(Sealed.UPLOAD_KEY, id.value(), key));
            }
          }
        });
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
        row.getLong(9),
        row.getLong(10),
        row.getLong(11),
        row.getLong(12),
        row.getLong(13),
        row.getObject(14, OffsetDateTime.class).toInstant());
  }

  /**
   * Forgets an account's uploads in a transaction that erases the account; their files are to be
   * erased once it has committed, by {@link #eraseFiles}.
   *
   * @throws ProblemException CONFLICT while one of them is being imported
   */
  public List<UploadId> forget(Connection connection, AccountId account) throws SQLException {
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

  /** Erases the files of uploads, their rejects too. */
  public void eraseFiles(List<UploadId> uploads) {
    for (UploadId upload : uploads) {
      UploadFolder.erase(folder.fileOf(upload));
      UploadFolder.erase(folder.rejectsOf(upload));
    }
  }

  // --- the folder

  /** Forgets an account's uploads that nobody went on with, and erases old files of everybody's. */
  private void sweep(AccountId account, Instant now) {
    String sql =
        """
        DELETE FROM upload
         WHERE bucket = ? AND account_id = ? AND created_at < ? AND state = 'READY'
        """;
    transactions.run(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Columns(statement)
                .number(account.bucket())
                .number(account.value())
                .instant(now.minus(KEPT));
            return statement.executeUpdate();
          }
        });
    folder.eraseOld();
    below(account, null, MOST_LISTS + MOST_WAITING).stream()
        .filter(upload -> upload.state() == Upload.State.DONE)
        .skip(MOST_LISTS)
        .forEach(upload -> UploadFolder.erase(folder.rejectsOf(upload.id())));
  }

  /** Erases the uploads that have lain in the folder for longer than a day, and nothing else. */
  void eraseOld() {
    folder.eraseOld();
  }

  private static ImportSource source(Path file, byte[] key, long bytes) {
    try {
      return ImportSource.of(
          new SealedFile(file, key).read(), bytes, Files.getLastModifiedTime(file).toInstant());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
