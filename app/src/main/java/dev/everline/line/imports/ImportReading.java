package dev.everline.line.imports;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.everline.catalog.Catalog;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.Money;
import dev.everline.kernel.text.FormulaGuard;
import dev.everline.line.LineDraft;
import dev.everline.line.LineField;
import dev.everline.line.LineReader;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the rows of a file one after the other, and reports invalid ones. */
final class ImportReading {

  private static final int LONGEST_CELL_READ = 1_024;

  private final ImportHeader header;
  private final ImportRejects rejects;
  private final LineReader reader;
  private final SeenNumbers seen = new SeenNumbers();
  private final Map<LineField, String> cells = new EnumMap<>(LineField.class);
  // By their rows: some are rejected only when their batch is written, while the next is read.
  private Map<Long, List<String>> pending = new HashMap<>();
  private Map<Long, List<String>> written = new HashMap<>();
  private long rows;
  private long rejected;
  private long lastRow = 1;

  ImportReading(ImportHeader header, ImportRejects rejects, Catalog catalog, Instant now) {
    this.header = header;
    this.rejects = rejects;
    this.reader = new LineReader(catalog, now);
  }

  long rows() {
    return rows;
  }

  long rejected() {
    return rejected;
  }

  /** The number of the last row that was read, counted from 1 with the header. */
  long lastRow() {
    return lastRow;
  }

  /** Fills a batch from so many records; false at the end of the file. */
  boolean fill(List<ImportRow> batch, int most, CloseableIterator<CsvRecord> records) {
    written = pending;
    pending = new HashMap<>();
    // A reject counts too, so that a file of nothing but rejects still shows progress.
    for (int read = 0; read < most; read++) {
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

  /** The row of a record, or null when it was rejected. */
  @Nullable ImportRow row(CsvRecord csv) {
    pending.put(csv.getStartingLineNumber(), csv.getFields());
    ImportRow row = read(csv);
    if (row == null) {
      pending.remove(csv.getStartingLineNumber());
    }
    return row;
  }

  private @Nullable ImportRow read(CsvRecord csv) {
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
      String msisdn = required(draft.identity().msisdn(), LineField.NUMBER);
      required(draft.subscription().carrier(), LineField.CARRIER);
      long before = seen.firstRow(msisdn, number);
      if (before > 0) {
        reject(
            number,
            LineField.NUMBER.key(),
            ImportReject.of(
                ImportReject.Code.TWICE,
                "is already in row " + before + "; keep one of the two",
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
                  "give at most " + LONGEST_CELL_READ + "; a quotation mark may be missing")
              .as("TOO_LONG", LONGEST_CELL_READ);
        }
        cells.put(field, FormulaGuard.unguarded(cell));
      }
    }
    return cells;
  }

  /** Rejects all behind the last row, which can't be read as CSV; returns why. */
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
    rejects.reject(row, cellsOf(row), column, why);
  }

  /** Of the row being read, or of one of the last two batches. */
  private List<String> cellsOf(long row) {
    List<String> read = pending.get(row);
    return read == null ? written.getOrDefault(row, List.of()) : read;
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
