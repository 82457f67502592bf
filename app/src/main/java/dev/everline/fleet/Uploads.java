package dev.everline.fleet;

import dev.everline.kernel.AccountId;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.kernel.UploadId;
import dev.everline.kernel.text.DateOrder;
import dev.everline.line.LineField;
import dev.everline.line.imports.FileDates;
import dev.everline.line.imports.ImportForm;
import dev.everline.line.imports.ImportMapping;
import dev.everline.line.imports.ImportPreview;
import dev.everline.line.imports.ImportResult;
import dev.everline.line.imports.ImportSource;
import dev.everline.line.imports.ImportSurvey;
import dev.everline.line.imports.LineImport;
import dev.everline.line.imports.RejectedRows;
import dev.everline.line.sheet.FileEncoding;
import dev.everline.storage.IdAllocator;
import dev.everline.storage.Seal;
import dev.everline.storage.key.SealedFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Imports from files that people upload. A file contains numbers and names, so it is stored sealed,
 * with a key that only the database has, in a folder that only the server's user may enter, and is
 * erased as soon as it is imported or discarded. A file left unattended is erased after a day, and
 * so is the list of rejects, which repeats no numbers or names.
 *
 * <p>The file is on the server that received it; another server that shares the database leaves it
 * alone. An interrupted import starts again: rows already imported are found unchanged.
 */
public final class Uploads {

  /** Most bytes of a file. */
  public static final long MOST_BYTES = 32L * 1024 * 1024;

  /** Most rows of a file: an import remembers each number it has seen, in 32 bytes. */
  public static final long MOST_ROWS = 1_000_000;

  /** Most files of an account that wait to be imported or are being imported. */
  public static final int MOST_WAITING = 20;

  private static final long MOST_BYTES_WAITING = 8 * MOST_BYTES;

  /** For how many finished imports an account's lists of rejects are kept. */
  private static final int MOST_LISTS = 20;

  private static final Logger LOG = LoggerFactory.getLogger(Uploads.class);

  private static final Duration KEPT = Duration.ofDays(1);
  private static final Duration CLAIM = Duration.ofMinutes(2);
  private static final int LONGEST_NAME = 100;

  private final UploadFolder folder;
  private final UploadStore store;
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
    this.store = new UploadStore(dataSource, seal);
    this.lines = lines;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * Takes a file and guesses what its columns hold; nothing is imported before it is started.
   *
   * @throws InvalidValue when it isn't a CSV file
   * @throws UploadRefused when it or what is kept of files would be too much; nothing of it is read
   *     where that can be known before
   */
  public Upload receive(AccountId account, String fileName, InputStream file) {
    UploadId id = new UploadId(ids.next(account.bucket()));
    Instant now = clock.instant();
    sweep(account, now);
    requireFewWaiting(account, now);
    Path kept = folder.fileOf(id);
    byte[] key = SealedFile.newKey();
    boolean taken = false;
    UploadFolder.Room room = folder.reserve(MOST_BYTES);
    try {
      long bytes = new SealedFile(kept, key).write(new UploadFolder.Bounded(file, MOST_BYTES));
      Supplier<ImportSource> open = () -> source(kept, key, bytes);
      ImportForm form = ImportSurvey.form(open, null);
      ImportMapping mapping = judged(open, ImportSurvey.guess(open, form), null);
      if (ImportSurvey.hasMoreRows(open, form, MOST_ROWS)) {
        throw new UploadRefused(UploadRefused.Why.TOO_MANY_ROWS);
      }
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
              Upload.Counts.NONE,
              now);
      store.insert(upload, key);
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

  /** With the order of the file's dates, which depends on what its columns hold. */
  private static ImportMapping judged(
      Supplier<ImportSource> open, ImportMapping mapping, @Nullable DateOrder chosen) {
    FileDates dates = ImportSurvey.dates(open, mapping);
    boolean matters = dates.known() != FileDates.Known.NEEDLESS;
    return mapping.in(
        mapping.form().with(chosen != null && matters ? dates.choose(chosen) : dates));
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
    return waiting(account, clock.instant());
  }

  /** Only those of the last day: older ones no longer have a file. */
  private List<Upload> waiting(AccountId account, Instant now) {
    return store.waiting(account, now.minus(KEPT), MOST_WAITING);
  }

  /**
   * An account's uploads that are older than one of them, newest first.
   *
   * @param below null to begin with the newest
   */
  public List<Upload> below(AccountId account, @Nullable UploadId below, int limit) {
    return store.below(account, below == null ? Long.MAX_VALUE : below.value(), limit);
  }

  /**
   * @throws ProblemException NOT_FOUND when the account has no such upload
   */
  public Upload get(AccountId account, UploadId id) {
    return store
        .find(id)
        .filter(upload -> upload.account().equals(account))
        .orElseThrow(
            () -> new ProblemException(ProblemType.NOT_FOUND, "There is no upload " + id + "."));
  }

  /** The beginning of a file that waits to be imported; null when it is no longer here. */
  public @Nullable ImportPreview preview(Upload upload, int rows) {
    Supplier<ImportSource> open = here(upload);
    return open == null ? null : lines.preview(upload.account(), open, upload.mapping(), rows);
  }

  /** The names of the sheets of a workbook that waits; none of a text file. */
  public List<String> sheets(Upload upload) {
    Supplier<ImportSource> open = upload.mapping().form().isWorkbook() ? here(upload) : null;
    return open == null ? List.of() : ImportSurvey.sheets(open, upload.mapping().form());
  }

  private @Nullable Supplier<ImportSource> here(Upload upload) {
    Path file = folder.fileOf(upload.id());
    byte[] key = store.keyOf(upload.id()).orElse(null);
    boolean here = upload.state() == Upload.State.READY && key != null && Files.exists(file);
    return here ? () -> source(file, Objects.requireNonNull(key), upload.bytes()) : null;
  }

  /**
   * How somebody wants a file to be read.
   *
   * @param encoding of a text file, or null to judge it
   * @param sheet of a workbook
   * @param dates the order of its dates, or null to judge it
   * @param columns what they contain
   * @param carrier the id of that of the rows that name none, or null
   */
  public record Choices(
      @Nullable FileEncoding encoding,
      int sheet,
      @Nullable DateOrder dates,
      List<Optional<LineField>> columns,
      @Nullable String carrier) {

    public Choices {
      columns = List.copyOf(columns);
    }
  }

  /**
   * Sets how the file is read and what the columns contain, as long as the import isn't started.
   * Read in another encoding, or from another sheet, it has other columns, which are guessed again.
   */
  public void choose(Upload upload, Choices choices) {
    Supplier<ImportSource> open = here(upload);
    if (open == null) {
      return;
    }
    ImportForm before = upload.mapping().form();
    boolean otherText =
        !before.isWorkbook()
            && choices.encoding() != null
            && !choices.encoding().charset().equals(before.encoding().charset());
    boolean otherSheet = before.isWorkbook() && choices.sheet() != before.sheet();
    ImportMapping mapping;
    if (otherText || otherSheet) {
      ImportForm form =
          otherText
              ? ImportSurvey.form(open, choices.encoding())
              : before.ofSheet(choices.sheet(), sheets(upload).size());
      ImportMapping guessed = ImportSurvey.guess(open, form);
      mapping = new ImportMapping(form, guessed.columns(), choices.carrier());
    } else {
      if (choices.columns().size() != upload.mapping().columns().size()) {
        throw InvalidValue.of(
            "mapping", choices.columns().toString(), "is of another file", "choose again");
      }
      mapping =
          new ImportMapping(
              before.confirmed(choices.encoding()), choices.columns(), choices.carrier());
    }
    store.map(upload.id(), judged(open, mapping, choices.dates()));
  }

  /**
   * Starts the import. Starting it again changes nothing.
   *
   * @throws InvalidValue when a column that lines need was not chosen, or one was twice, or where
   *     nobody has said yet how the file is to be read
   */
  public boolean start(Upload upload) {
    if (upload.state() == Upload.State.READY
        && (!upload.mapping().missing().isEmpty()
            || upload.mapping().twice() != null
            || upload.mapping().form().isDoubtful())) {
      throw InvalidValue.of(
          "mapping", upload.mapping().toString(), "is incomplete", "choose the columns");
    }
    return store.start(upload.id());
  }

  /** Erases a file that waits to be imported, and forgets it. */
  public void giveUp(Upload upload) {
    if (store.delete(upload.id())) {
      UploadFolder.erase(folder.fileOf(upload.id()));
      UploadFolder.erase(folder.rejectsOf(upload.id()));
    }
  }

  /** Whether there is a list of the rows that an import could not take. */
  public boolean hasRejects(Upload upload) {
    return Files.exists(folder.rejectsOf(upload.id()))
        && store.rejectsKeyOf(upload.id()).isPresent();
  }

  /**
   * The rows that an import could not take, with their reasons.
   *
   * @param named takes the names of the columns, before all rows
   * @throws ProblemException NOT_FOUND when there are none any more
   * @throws IOException when they can't be read
   */
  public void rejects(
      Upload upload, Consumer<List<String>> named, Consumer<RejectedRows.Rejected> taker)
      throws IOException {
    byte[] key = store.rejectsKeyOf(upload.id()).orElse(null);
    Path file = folder.rejectsOf(upload.id());
    if (key == null || !Files.exists(file)) {
      throw new ProblemException(
          ProblemType.NOT_FOUND, "The import has no list of rejects any more.");
    }
    try (InputStream in = new SealedFile(file, key).read()) {
      RejectedRows.read(in, named, taker);
    }
  }

  // --- the work

  /** The imports under way that nobody works on and whose files are here. */
  List<UploadId> open() {
    return store.open(clock.instant()).stream()
        .filter(id -> Files.exists(folder.fileOf(id)))
        .toList();
  }

  /** Imports a file to its end, unless somebody else does already; then erases it. */
  void work(UploadId id) {
    Instant now = clock.instant();
    boolean claimed = store.claim(id, now, now.plus(CLAIM));
    Upload upload = claimed ? store.find(id).orElse(null) : null;
    byte[] key = claimed ? store.keyOf(id).orElse(null) : null;
    if (upload == null || key == null) {
      return;
    }
    Path file = folder.fileOf(id);
    try {
      // The list of rejects is whole before anybody is told that there is one.
      ImportResult result = imported(upload, file, key);
      Upload.Problem broken =
          result.stopped() == null
              ? null
              : new Upload.Problem(Upload.Problem.Kind.BROKEN, result.stoppedAfter());
      store.finish(id, Upload.State.DONE, broken, Upload.Counts.of(result), clock.instant());
    } catch (ProblemException refused) {
      LOG.warn("Import {} was refused: {}", id, refused.getMessage());
      fail(id, Upload.Problem.Kind.REFUSED);
    } catch (IOException | UncheckedIOException unreadable) {
      fail(id, Upload.Problem.Kind.UNREADABLE);
    }
    UploadFolder.erase(file);
  }

  private ImportResult imported(Upload upload, Path file, byte[] key) throws IOException {
    try (RejectedRows rejects = rejectedRows(upload)) {
      return lines.run(
          upload.account(),
          () -> source(file, key, upload.bytes()),
          upload.mapping(),
          rejects,
          (rows, read, all) ->
              store.progress(upload.id(), rows, read, clock.instant().plus(CLAIM)));
    }
  }

  /** Sealed with a key of its own, which outlasts that of the file: people ask for them later. */
  private RejectedRows rejectedRows(Upload upload) {
    UploadFolder.erase(folder.rejectsOf(upload.id()));
    byte[] key = SealedFile.newKey();
    store.keepRejectsKey(upload.id(), key);
    SealedFile file = new SealedFile(folder.rejectsOf(upload.id()), key);
    return new RejectedRows(
        () -> {
          try {
            return file.write();
          } catch (IOException failure) {
            throw new UncheckedIOException(failure);
          }
        });
  }

  private void fail(UploadId id, Upload.Problem.Kind why) {
    store.finish(
        id, Upload.State.FAILED, new Upload.Problem(why, 0), Upload.Counts.NONE, clock.instant());
  }

  /**
   * Forgets an account's uploads in a transaction that erases the account; their files are to be
   * erased once it has committed, by {@link #eraseFiles}.
   *
   * @throws ProblemException CONFLICT while one of them is being imported
   */
  public List<UploadId> forget(Connection connection, AccountId account) throws SQLException {
    return UploadStore.forget(connection, account);
  }

  /** Erases the files of uploads, their rejects too. */
  public void eraseFiles(List<UploadId> uploads) {
    for (UploadId upload : uploads) {
      UploadFolder.erase(folder.fileOf(upload));
      UploadFolder.erase(folder.rejectsOf(upload));
    }
  }

  // --- the folder

  /** Deletes an account's abandoned uploads, and erases old files of all accounts. */
  private void sweep(AccountId account, Instant now) {
    store.deleteReady(account, now.minus(KEPT));
    folder.eraseOld();
    below(account, null, MOST_LISTS + MOST_WAITING).stream()
        .filter(upload -> upload.state() == Upload.State.DONE)
        .skip(MOST_LISTS)
        .forEach(upload -> UploadFolder.erase(folder.rejectsOf(upload.id())));
  }

  /** Erases the uploads that have been in the folder for longer than a day, and nothing else. */
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
}
