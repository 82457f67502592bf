package dev.everline.line.imports;

import dev.everline.catalog.Catalog;
import dev.everline.kernel.AccountId;
import dev.everline.line.LineField;
import dev.everline.line.renewer.RenewedBy;
import dev.everline.line.sheet.FileRow;
import dev.everline.line.sheet.FileRows;
import dev.everline.line.sheet.UnreadableRows;
import dev.everline.storage.Seal;
import dev.everline.storage.Transactions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import javax.sql.DataSource;

/** Reads the beginning of a file as an import would, and writes nothing. */
final class ImportTrial {

  /** Looked at while somebody waits. */
  private static final int MOST_ROWS = 10_000;

  private static final int LONGEST_CELL_SHOWN = 100;

  private final Transactions transactions;
  private final Seal seal;
  private final Catalog catalog;
  private final AccountId account;
  private final Instant now;
  private final List<FileRow> first = new ArrayList<>();
  private final Map<Long, ImportRow> readable = new HashMap<>();
  private final Map<Long, List<ImportRejects.Fault>> faults = new HashMap<>();
  private final Map<Long, List<ImportPreview.Change>> changes = new HashMap<>();
  private final Set<Long> known = new HashSet<>();
  private long knownRows;
  private long changedRows;
  private long refusedRows;
  private long takenRows;
  private long readableRows;

  ImportTrial(DataSource dataSource, Seal seal, Catalog catalog, AccountId account, Instant now) {
    this.transactions = new Transactions(dataSource);
    this.seal = seal;
    this.catalog = catalog;
    this.account = account;
    this.now = now;
  }

  /**
   * @param shown how many rows are shown one by one
   */
  ImportPreview run(Supplier<ImportSource> open, ImportMapping mapping, int shown) {
    List<String> names = List.of();
    boolean whole = true;
    boolean brokenOff = false;
    ImportSource[] opened = new ImportSource[1];
    Supplier<ImportSource> watched =
        () -> {
          opened[0] = open.get();
          return opened[0];
        };
    ImportReading reading =
        new ImportReading(
            ImportHeader.ofAny(mapping),
            new Faults(),
            catalog,
            now,
            mapping.form().dates().reading());
    List<ImportRow> batch = new ArrayList<>();
    try (FileRows records = mapping.form().rows(watched)) {
      names = ImportSurvey.names(records);
      while (records.hasNext()) {
        if (reading.rows() == MOST_ROWS) {
          whole = false;
          break;
        }
        FileRow next = records.next();
        if (first.size() < shown && !next.isBlank()) {
          first.add(next);
        }
        ImportRow row = reading.take(next);
        if (row != null) {
          batch.add(row);
        }
        if (batch.size() == LineImport.BATCH) {
          compare(batch, opened[0]);
          batch = new ArrayList<>();
        }
      }
    } catch (UnreadableRows broken) {
      brokenOff = true;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    if (!batch.isEmpty()) {
      compare(batch, opened[0]);
    }
    long added = readableRows - knownRows - takenRows;
    ImportPreview.Totals totals =
        new ImportPreview.Totals(
            reading.rows(),
            added,
            changedRows,
            knownRows - changedRows - refusedRows,
            reading.rejected() + refusedRows + takenRows,
            reading.remarks(),
            whole && !brokenOff);
    return new ImportPreview(
        names, mapping, first.stream().map(this::shown).toList(), totals, brokenOff);
  }

  /** Keeps what is wrong with the rows that are shown. */
  private final class Faults implements ImportRejects {

    @Override
    public void reject(long row, String column, ImportReject why) {
      note(row, column, why);
    }

    @Override
    public void reject(long row, List<String> cells, List<Fault> all) {
      if (isShown(row)) {
        faults.put(row, all);
      }
    }
  }

  private void note(long row, String column, ImportReject why) {
    if (isShown(row)) {
      faults.put(row, List.of(new ImportRejects.Fault(column, why)));
    }
  }

  private boolean isShown(long row) {
    return !first.isEmpty() && row <= first.getLast().number();
  }

  /** Stages rows in a transaction in which nothing else is written. */
  private void compare(List<ImportRow> batch, ImportSource source) {
    Instant asOf = source.asOf().isAfter(now) ? now : source.asOf();
    ImportComparison comparison = new ImportComparison(seal, account, now, asOf);
    StagedBatch staged = StagedBatch.of(seal, account, batch, new long[batch.size()]);
    batch.stream().filter(row -> isShown(row.row())).forEach(row -> readable.put(row.row(), row));
    readableRows += batch.size();
    transactions.run(
        connection -> {
          staged.stage(connection);
          List<Long> taken =
              staged.hasSims() ? ImportBatch.leaveTakenSims(connection, account) : List.of();
          Set<Long> there = comparison.adopt(connection, batch);
          ImportComparison.Differing differing = comparison.differing(connection);
          List<Long> shownRows = differing.changedRows().stream().filter(this::isShown).toList();
          ImportChanges.of(connection, comparison, seal, shownRows)
              .forEach((row, all) -> changes.put(row, all));
          taken.forEach(row -> note(row, LineField.ICCID.key(), ImportWriter.TAKEN_SIM));
          differing
              .removedRows()
              .forEach(row -> note(row, LineField.NUMBER.key(), ImportWriter.REMOVED));
          differing
              .offAnchorRows()
              .forEach(row -> note(row, LineField.ANCHOR_DAY.key(), ImportWriter.OFF_ANCHOR));
          differing
              .underWayRows()
              .forEach(row -> note(row, LineField.CARRIER.key(), ImportWriter.UNDER_WAY));
          there.stream().filter(this::isShown).forEach(known::add);
          takenRows += taken.size();
          knownRows += there.size();
          refusedRows +=
              differing.removedRows().size()
                  + differing.offAnchorRows().size()
                  + differing.underWayRows().size();
          changedRows += differing.changedRows().size() - differing.underWayRows().size();
          return true;
        });
  }

  private ImportPreview.Row shown(FileRow file) {
    long number = file.number();
    ImportRow row = readable.get(number);
    List<ImportRejects.Fault> wrong = faults.getOrDefault(number, List.of());
    List<ImportPreview.Change> changed =
        wrong.isEmpty() ? changes.getOrDefault(number, List.of()) : List.of();
    ImportPreview.Effect effect =
        !wrong.isEmpty() || row == null
            ? ImportPreview.Effect.REJECTED
            : !known.contains(number)
                ? ImportPreview.Effect.ADDS
                : changed.isEmpty() ? ImportPreview.Effect.SAME : ImportPreview.Effect.CHANGES;
    return new ImportPreview.Row(
        number,
        file.cells().stream().limit(ImportSurvey.MOST_COLUMNS).map(ImportTrial::cell).toList(),
        effect,
        wrong,
        changed,
        row != null && row.draft().wishes().renewedBy() == RenewedBy.EVERLINE
            ? row.draft().subscription().carrier()
            : null,
        row == null ? null : row.draft().facts().lastDay());
  }

  private static String cell(String cell) {
    return cell.length() <= LONGEST_CELL_SHOWN
        ? cell
        : cell.substring(0, LONGEST_CELL_SHOWN - 1) + "…";
  }
}
