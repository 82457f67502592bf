package dev.everline.line.imports;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.everline.catalog.Catalog;
import dev.everline.kernel.AccountId;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.Money;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.kernel.text.FormulaGuard;
import dev.everline.line.LineDraft;
import dev.everline.line.LineField;
import dev.everline.line.LineReader;
import dev.everline.line.LineStore;
import dev.everline.line.LineWatch;
import dev.everline.storage.IdAllocator;
import dev.everline.storage.Seal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Imports lines from a CSV file into an account, in bounded memory and a batch at a time. A row
 * that can't be taken is told of and harms no other. A batch is kept whole or not at all, so that
 * an import that broke off is simply done again: what is there already is found unchanged.
 *
 * <p>The format is documented in {@code docs/import.md}.
 */
public final class LineImport {

  /** The word for what is wrong with a file that has no row. */
  public static final String EMPTY = "EMPTY";

  private static final int BATCH = 5_000;

  /** Characters. A row beyond it is a quotation mark that isn't closed, not a row. */
  private static final int LONGEST_RECORD = 2 * 1024 * 1024;

  private static final int MOST_CELLS = 16 * 1024;
  private static final int LONGEST_CELL_READ = 1_024;
  private static final int LONGEST_CELL_SHOWN = 100;
  private static final int LONGEST_NAME = 100;
  private static final int MOST_COLUMNS = 100;

  private final DataSource dataSource;
  private final Seal seal;
  private final IdAllocator ids;
  private final Catalog catalog;
  private final LineWatch watch;
  private final Clock clock;

  /** Of lines of which nobody is told. */
  public LineImport(
      DataSource dataSource, Seal seal, IdAllocator ids, Catalog catalog, Clock clock) {
    this(dataSource, seal, ids, catalog, LineWatch.NOBODY, clock);
  }

  public LineImport(
      DataSource dataSource,
      Seal seal,
      IdAllocator ids,
      Catalog catalog,
      LineWatch watch,
      Clock clock) {
    this.dataSource = dataSource;
    this.seal = seal;
    this.ids = ids;
    this.catalog = catalog;
    this.watch = watch;
    this.clock = clock;
  }

  /**
   * Reads the source to its end; the caller closes it.
   *
   * @param ignoreUnknownColumns whether columns with unknown names are passed over instead of
   *     refused
   * @throws InvalidValue when the header can't be used; nothing is imported then
   * @throws ProblemException when there is no such account
   * @throws UncheckedIOException when the source can't be read on; the batches before are kept
   */
  public ImportResult run(
      AccountId account,
      ImportSource source,
      boolean ignoreUnknownColumns,
      ImportRejects rejects,
      ImportProgress progress) {
    return run(
        account,
        source,
        ImportMapping.Separator.COMMA,
        records -> ImportHeader.of(bounded(firstRow(records)), ignoreUnknownColumns),
        rejects,
        progress);
  }

  /**
   * The same with columns that somebody has chosen, whatever the first row names them.
   *
   * @throws InvalidValue when the mapping can't be used; nothing is imported then
   */
  public ImportResult run(
      AccountId account,
      ImportSource source,
      ImportMapping mapping,
      ImportRejects rejects,
      ImportProgress progress) {
    return run(
        account,
        source,
        mapping.separator(),
        records -> {
          firstRow(records);
          return ImportHeader.of(mapping);
        },
        rejects,
        progress);
  }

  private ImportResult run(
      AccountId account,
      ImportSource source,
      ImportMapping.Separator separator,
      Function<CloseableIterator<CsvRecord>, ImportHeader> header,
      ImportRejects rejects,
      ImportProgress progress) {
    Instant now = clock.instant();
    Instant asOf = source.asOf().isAfter(now) ? now : source.asOf();
    try (CsvReader<CsvRecord> csv = reader(source, separator);
        CloseableIterator<CsvRecord> records = csv.iterator();
        Writer writer = new Writer(account, now, asOf)) {
      Reading reading = new Reading(header.apply(records), rejects, now);
      String stopped = null;
      boolean more = true;
      while (more) {
        List<ImportRow> batch = new ArrayList<>(BATCH);
        try {
          more = reading.fill(batch, records);
        } catch (CsvParseException broken) {
          requireReadable(broken);
          more = false;
          stopped = reading.rejectRest();
        }
        writer.write(batch, reading);
        progress.at(reading.rows, source.bytesRead(), source.bytes());
      }
      writer.finish(reading);
      return new ImportResult(
          reading.rows,
          writer.added,
          writer.changed,
          writer.unchanged,
          reading.rejected,
          stopped,
          stopped == null ? 0 : reading.lastRow);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /**
   * What the names in the first row seem to mean, with the separator that gives it most columns.
   *
   * @param open opens the file, from its beginning each time
   * @throws InvalidValue when it has no first row that can be read
   */
  public static ImportMapping guess(Supplier<ImportSource> open) {
    ImportMapping best = null;
    List<String> bestNames = List.of();
    for (ImportMapping.Separator separator : ImportMapping.Separator.values()) {
      try (ImportSource source = open.get();
          CsvReader<CsvRecord> csv = reader(source, separator);
          CloseableIterator<CsvRecord> records = csv.iterator()) {
        List<String> names = firstRow(records);
        if (best == null || names.size() > bestNames.size()) {
          bestNames = names;
          best = ImportMapping.guess(separator, names.size() > MOST_COLUMNS ? List.of() : names);
        }
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }
    bounded(bestNames);
    return java.util.Objects.requireNonNull(best);
  }

  /**
   * Whether a file has more rows than so many. What stands behind a place that is no CSV isn't
   * counted, since it isn't imported either.
   */
  public static boolean hasMoreRows(ImportSource source, ImportMapping mapping, long most) {
    try (CsvReader<CsvRecord> csv = reader(source, mapping.separator());
        CloseableIterator<CsvRecord> records = csv.iterator()) {
      firstRow(records);
      for (long rows = 0; records.hasNext(); rows++) {
        if (rows == most) {
          return true;
        }
        records.next();
      }
      return false;
    } catch (CsvParseException broken) {
      requireReadable(broken);
      return false;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** The names of columns, which are repeated where they can't be used. */
  private static List<String> bounded(List<String> names) {
    if (names.size() > MOST_COLUMNS) {
      throw InvalidValue.withoutValue(
          "header",
          "names " + names.size() + " columns",
          "keep at most " + MOST_COLUMNS + "; nothing was imported");
    }
    if (names.stream().anyMatch(name -> name.length() > LONGEST_NAME)) {
      throw InvalidValue.withoutValue(
          "header",
          "has a name of more than " + LONGEST_NAME + " characters",
          "look for a quotation mark that isn't closed in the first row; nothing was imported");
    }
    return names;
  }

  private static String shown(String cell) {
    return cell.length() <= LONGEST_CELL_SHOWN
        ? cell
        : cell.substring(0, LONGEST_CELL_SHOWN - 1) + "…";
  }

  /**
   * What the first rows of a file would do; changes nothing.
   *
   * @param rows most rows to look at
   */
  public ImportPreview preview(
      AccountId account, ImportSource source, ImportMapping mapping, int rows) {
    LineStore store = new LineStore(dataSource, seal);
    List<ImportPreview.Row> seen = new ArrayList<>();
    // What the reader rejects is told by the row just read.
    String[] column = {""};
    @Nullable ImportReject[] rejected = {null};
    try (CsvReader<CsvRecord> csv = reader(source, mapping.separator());
        CloseableIterator<CsvRecord> records = csv.iterator()) {
      List<String> names = firstRow(records);
      Reading reading =
          new Reading(
              ImportHeader.ofAny(mapping),
              (row, rejectedColumn, why) -> {
                column[0] = rejectedColumn;
                rejected[0] = why;
              },
              clock.instant());
      while (seen.size() < rows && records.hasNext()) {
        CsvRecord csvRow = records.next();
        ImportRow row = reading.row(csvRow);
        ImportPreview.Effect effect =
            row == null
                ? ImportPreview.Effect.REJECTED
                : store
                        .find(account, java.util.Objects.requireNonNull(row.draft().msisdn()))
                        .isPresent()
                    ? ImportPreview.Effect.KNOWN
                    : ImportPreview.Effect.ADDS;
        boolean taken = effect != ImportPreview.Effect.REJECTED;
        seen.add(
            new ImportPreview.Row(
                csvRow.getStartingLineNumber(),
                csvRow.getFields().stream().limit(MOST_COLUMNS).map(LineImport::shown).toList(),
                effect,
                taken ? "" : column[0],
                taken ? null : rejected[0],
                row != null && Boolean.TRUE.equals(row.draft().autoRenew())
                    ? row.draft().carrier()
                    : null));
      }
      return new ImportPreview(names, mapping, seen);
    } catch (CsvParseException broken) {
      requireReadable(broken);
      return new ImportPreview(List.of(), mapping, seen);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static CsvReader<CsvRecord> reader(
      ImportSource source, ImportMapping.Separator separator) {
    return CsvReader.builder()
        .fieldSeparator(separator.character())
        .detectBomHeader(true)
        .skipEmptyLines(true)
        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
        .allowUnclosedQuote(false)
        .maxBufferSize(LONGEST_RECORD)
        .build(
            CsvRecordHandler.builder()
                .maxFields(MOST_CELLS)
                .maxFieldSize(LONGEST_RECORD)
                .maxRecordSize(LONGEST_RECORD)
                .build(),
            source.input());
  }

  private static List<String> firstRow(CloseableIterator<CsvRecord> records) {
    try {
      if (!records.hasNext()) {
        throw InvalidValue.withoutValue(
                "file", "is empty", "its first row names the columns, such as number,carrier")
            .as(EMPTY);
      }
      return records.next().getFields();
    } catch (CsvParseException broken) {
      requireReadable(broken);
      throw InvalidValue.withoutValue(
          "file", "has a first row that is no CSV", "save it as CSV in UTF-8 or UTF-16");
    }
  }

  /** The parser wraps what the source throws; that is no fault of the file's form. */
  private static void requireReadable(CsvParseException broken) {
    switch (broken.getCause()) {
      case IOException unreadable -> throw new UncheckedIOException(unreadable);
      case UncheckedIOException unreadable -> throw unreadable;
      case null, default -> {
        // The file's form is at fault.
      }
    }
  }

  /** The rows of a file as they are read. */
  private final class Reading {

    private final ImportHeader header;
    private final ImportRejects rejects;
    private final LineReader reader;
    private final SeenNumbers seen = new SeenNumbers();
    private final Map<LineField, String> cells = new EnumMap<>(LineField.class);
    private long rows;
    private long rejected;
    private long lastRow = 1;

    Reading(ImportHeader header, ImportRejects rejects, Instant now) {
      this.header = header;
      this.rejects = rejects;
      this.reader = new LineReader(catalog, now);
    }

    /** Fills a batch; false at the end of the file. */
    boolean fill(List<ImportRow> batch, CloseableIterator<CsvRecord> records) {
      // A reject counts too, so that a file of nothing but rejects still shows progress.
      for (int read = 0; read < BATCH; read++) {
        if (!records.hasNext()) {
          return false;
        }
        CsvRecord csv = records.next();
        rows++;
        lastRow = csv.getStartingLineNumber();
        ImportRow row = row(csv);
        if (row != null) {
          batch.add(row);
        }
      }
      return true;
    }

    @Nullable ImportRow row(CsvRecord csv) {
      long number = csv.getStartingLineNumber();
      if (csv.getFieldCount() != header.columns()) {
        String english =
            "has "
                + csv.getFieldCount()
                + " cells, but the header names "
                + header.columns()
                + " columns; look for a missing or an extra comma or quotation mark";
        reject(
            number,
            "",
            ImportReject.of(
                ImportReject.Code.NUMBER_OF_CELLS, english, csv.getFieldCount(), header.columns()));
        return null;
      }
      try {
        LineDraft draft = reader.read(cells(csv), Money.USD);
        String msisdn = required(draft.msisdn(), LineField.NUMBER);
        required(draft.carrier(), LineField.CARRIER);
        long before = seen.firstRow(msisdn, number);
        if (before > 0) {
          reject(
              number,
              LineField.NUMBER.key(),
              ImportReject.of(
                  ImportReject.Code.TWICE,
                  "stands in row " + before + " already; keep one of the two",
                  before));
          return null;
        }
        return new ImportRow(number, draft);
      } catch (InvalidValue wrong) {
        reject(number, wrong.name(), ImportReject.of(wrong));
        return null;
      }
    }

    private Map<LineField, String> cells(CsvRecord csv) {
      cells.clear();
      for (int i = 0; i < header.columns(); i++) {
        LineField field = header.field(i);
        if (field != null) {
          String cell = csv.getField(i);
          if (cell.length() > LONGEST_CELL_READ && field != LineField.TAGS) {
            throw InvalidValue.withoutValue(
                    field.key(),
                    "has " + cell.length() + " characters",
                    "give at most " + LONGEST_CELL_READ + "; perhaps a quotation mark is missing")
                .as("TOO_LONG", LONGEST_CELL_READ);
          }
          cells.put(field, FormulaGuard.unguarded(cell));
        }
      }
      return cells;
    }

    String rejectRest() {
      String reason =
          "the file can't be read as CSV after row "
              + lastRow
              + "; look there for a quotation mark that isn't closed, or is followed by more text";
      reject(lastRow + 1, "", ImportReject.of(ImportReject.Code.BROKEN_FROM_HERE, reason, lastRow));
      return reason;
    }

    void reject(long row, String column, ImportReject why) {
      rejected++;
      rejects.reject(row, column, why);
    }

    private static String required(@Nullable String value, LineField field) {
      if (value == null) {
        throw InvalidValue.withoutValue(
                field.key(), "is empty", "a line needs a number and a carrier")
            .as("EMPTY");
      }
      return value;
    }
  }

  /** Writes one batch while the next is read. */
  private final class Writer implements AutoCloseable {

    private final ImportBatch batches;
    private final ExecutorService executor =
        Executors.newSingleThreadExecutor(Thread.ofPlatform().name("import").factory());
    private @Nullable Future<ImportBatch.Outcome> underWay;
    private long added;
    private long changed;
    private long unchanged;

    Writer(AccountId account, Instant now, Instant asOf) {
      this.batches = new ImportBatch(dataSource, seal, ids, account, watch, now, asOf);
    }

    void write(List<ImportRow> batch, Reading reading) {
      // Sealing is work too: it is done while the batch before is written.
      ImportBatch.Staged staged = batches.stage(batch);
      finish(reading);
      if (!batch.isEmpty()) {
        underWay = executor.submit(() -> batches.write(staged));
      }
    }

    /** Waits for the batch under way and counts it. */
    void finish(Reading reading) {
      Future<ImportBatch.Outcome> batch = underWay;
      if (batch == null) {
        return;
      }
      underWay = null;
      ImportBatch.Outcome outcome;
      try {
        outcome = batch.get();
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new ProblemException(
            ProblemType.UNAVAILABLE,
            "The import was interrupted; import the file again to go on.",
            interrupted);
      } catch (ExecutionException failure) {
        if (failure.getCause() instanceof RuntimeException cause) {
          throw cause;
        }
        throw new IllegalStateException(failure.getCause());
      }
      added += outcome.added();
      changed += outcome.changed();
      unchanged += outcome.unchanged();
      for (long row : outcome.removedRows()) {
        reading.reject(
            row,
            LineField.NUMBER.key(),
            ImportReject.of(
                ImportReject.Code.OF_A_REMOVED_LINE,
                "is of a line that was removed from the account; add it again by hand to have it"
                    + " back"));
      }
    }

    /** Nothing is written any more once an import that failed has returned. */
    @Override
    public void close() {
      executor.close();
    }
  }
}
