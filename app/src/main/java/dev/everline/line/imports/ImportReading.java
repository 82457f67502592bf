package dev.everline.line.imports;

import dev.everline.catalog.Catalog;
import dev.everline.catalog.PrintedDate;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.Money;
import dev.everline.kernel.text.DateReading;
import dev.everline.kernel.text.SimNumber;
import dev.everline.line.LineDraft;
import dev.everline.line.LineField;
import dev.everline.line.LineReader;
import dev.everline.line.sheet.FileRow;
import dev.everline.line.sheet.FileRows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads the rows of a file one after the other, and reports invalid ones. */
final class ImportReading {

  private final ImportHeader header;
  private final ImportRejects rejects;
  private final Catalog catalog;
  private final LineReader reader;
  private final RowFaults faults;
  private final SeenNumbers seen = new SeenNumbers();
  private final SeenNumbers sims = new SeenNumbers();
  private final Map<LineField, String> cells = new EnumMap<>(LineField.class);
  // By their rows: some are rejected only when their batch is written, while the next is read.
  private Map<Long, List<String>> pending = new HashMap<>();
  private Map<Long, List<String>> written = new HashMap<>();
  private long rows;
  private long rejected;
  private long lastRow = 1;
  private long asShown;
  private long doubtfulSims;
  private long firstDoubtfulSim;
  private long abroad;
  private long firstAbroad;
  private long blank;
  private long twices;

  ImportReading(
      ImportHeader header, ImportRejects rejects, Catalog catalog, Instant now, DateReading dates) {
    this.header = header;
    this.rejects = rejects;
    this.catalog = catalog;
    this.reader = new LineReader(catalog, now, dates);
    this.faults = new RowFaults(header, reader, catalog);
  }

  long rows() {
    return rows;
  }

  long rejected() {
    return rejected;
  }

  ImportResult.Remarks remarks() {
    return new ImportResult.Remarks(
        asShown, doubtfulSims, firstDoubtfulSim, abroad, firstAbroad, blank, twices);
  }

  /** The number of the last row that was read, counted from 1 with the header. */
  long lastRow() {
    return lastRow;
  }

  /** Fills a batch from so many records; false at the end of the file. */
  boolean fill(List<ImportRow> batch, int most, FileRows records) {
    written = pending;
    pending = new HashMap<>();
    // A reject counts too, so that a file of nothing but rejects still shows progress.
    for (int read = 0; read < most; read++) {
      if (!records.hasNext()) {
        return false;
      }
      ImportRow row = take(records.next());
      if (row != null) {
        batch.add(row);
      }
    }
    return true;
  }

  /** The line of a row, or null when it was rejected or nothing stands in it. */
  @Nullable ImportRow take(FileRow row) {
    lastRow = row.number();
    if (row.isBlank()) {
      blank++;
      return null;
    }
    rows++;
    pending.put(row.number(), row.cells());
    ImportRow line = read(row);
    if (line == null) {
      pending.remove(row.number());
    }
    return line;
  }

  private @Nullable ImportRow read(FileRow row) {
    long number = row.number();
    int count = cellsOf(row);
    if (count != header.columns()) {
      String english =
          "has "
              + count
              + " cells, but the header names "
              + header.columns()
              + " columns; look for a missing or an extra comma or quotation mark";
      reject(
          number,
          "",
          ImportReject.of(ImportReject.Code.NUMBER_OF_CELLS, english, count, header.columns()));
      return null;
    }
    try {
      LineDraft draft = reader.read(cells(row), Money.USD);
      String msisdn = required(draft.identity().msisdn(), LineField.NUMBER);
      String carrier = required(draft.subscription().carrier(), LineField.CARRIER);
      PrintedDate printed = catalog.printedDate(carrier, draft.subscription().plan());
      LineDraft settled = draft.settled(printed);
      String iccid = draft.identity().iccid();
      long before = seen.firstRow(Long.parseLong(msisdn), number);
      long sameSim = before > 0 || iccid == null ? 0 : sims.firstRow(simKey(iccid), number);
      if (before > 0 || sameSim > 0) {
        rejectTwice(number, iccid, before, sameSim);
        return null;
      }
      remark(number, msisdn, draft, printed);
      return new ImportRow(number, settled);
    } catch (InvalidValue wrong) {
      reject(number, faults.of(row, wrong));
      return null;
    }
  }

  private void rejectTwice(long row, @Nullable String iccid, long before, long sim) {
    List<ImportRejects.Fault> twice = new ArrayList<>();
    twices++;
    if (before > 0) {
      twice.add(
          new ImportRejects.Fault(
              LineField.NUMBER.key(),
              ImportReject.of(
                  ImportReject.Code.TWICE,
                  "is already in row " + before + "; keep one of the two",
                  before)));
    }
    long sameSim = sim > 0 || iccid == null ? sim : sims.rowOf(simKey(iccid));
    if (sameSim > 0 && sameSim != before) {
      twice.add(
          new ImportRejects.Fault(
              LineField.ICCID.key(),
              ImportReject.of(
                  ImportReject.Code.SIM_TWICE,
                  "is the SIM of row " + sameSim + " too; one SIM can't be two lines",
                  sameSim)));
    }
    reject(row, twice);
  }

  /** What was taken, and is told once for the whole file. */
  private void remark(long row, String msisdn, LineDraft draft, PrintedDate printed) {
    if (!msisdn.startsWith("1")) {
      firstAbroad = abroad == 0 ? row : firstAbroad;
      abroad++;
    }
    if (draft.facts().endAsShown() != null && printed.differs()) {
      asShown++;
    }
    SimNumber sim = SimNumber.orNull(Objects.requireNonNullElse(draft.identity().iccid(), ""));
    if (sim != null && sim.isDoubtful()) {
      firstDoubtfulSim = doubtfulSims == 0 ? row : firstDoubtfulSim;
      doubtfulSims++;
    }
  }

  /** Spreadsheets put empty cells behind the last column. */
  private int cellsOf(FileRow row) {
    int count = row.cells().size();
    while (count > header.columns() && row.cells().get(count - 1).isBlank()) {
      count--;
    }
    return count;
  }

  /**
   * All of a SIM's number but the 89 that they all begin with, so that it fits a number of Java.
   */
  private static long simKey(String iccid) {
    SimNumber sim = Objects.requireNonNull(SimNumber.orNull(iccid));
    return Long.parseLong("1" + sim.identity().substring(2));
  }

  private Map<LineField, String> cells(FileRow row) {
    cells.clear();
    for (int i = 0; i < header.columns(); i++) {
      LineField field = header.field(i);
      if (field != null) {
        String cell = row.cells().get(i);
        if (RowFaults.isTooLong(field, cell)) {
          throw RowFaults.tooLong(field, cell);
        }
        cells.put(field, RowFaults.meant(field, cell));
      }
    }
    header.completes(cells);
    return cells;
  }

  /** Rejects all behind the last row, which can't be read as CSV; returns why. */
  String rejectRest() {
    String reason =
        "the file can't be read after row "
            + lastRow
            + "; look there for a quotation mark that isn't closed, or is followed by more text";
    reject(lastRow + 1, "", ImportReject.of(ImportReject.Code.BROKEN_FROM_HERE, reason, lastRow));
    return reason;
  }

  void reject(long row, String column, ImportReject why) {
    reject(row, List.of(new ImportRejects.Fault(column, why)));
  }

  private void reject(long row, List<ImportRejects.Fault> all) {
    rejected++;
    rejects.reject(row, cellsOf(row), all);
  }

  /** Of the row being read, or of one of the last two batches. */
  private List<String> cellsOf(long row) {
    List<String> read = pending.get(row);
    return read == null ? written.getOrDefault(row, List.of()) : read;
  }

  private static String required(@Nullable String value, LineField field) {
    if (value == null) {
      throw RowFaults.empty(field);
    }
    return value;
  }
}
