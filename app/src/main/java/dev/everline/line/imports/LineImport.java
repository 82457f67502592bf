package dev.everline.line.imports;

import dev.everline.catalog.Catalog;
import dev.everline.kernel.AccountId;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.ProblemException;
import dev.everline.line.LineStore;
import dev.everline.line.LineWatch;
import dev.everline.line.renewer.RenewedBy;
import dev.everline.line.sheet.FileRow;
import dev.everline.line.sheet.FileRows;
import dev.everline.line.sheet.UnreadableRows;
import dev.everline.storage.IdAllocator;
import dev.everline.storage.Seal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Imports lines from a CSV file into an account, in bounded memory and a batch at a time. An
 * invalid row is reported and doesn't affect others. A batch is stored whole or not at all, so that
 * an import that broke off is simply repeated: what is there already is found unchanged.
 *
 * <p>The format is documented in {@code docs/import.md}.
 */
public final class LineImport {

  /** The code for a file without rows. */
  public static final String EMPTY = "EMPTY";

  private static final int BATCH = 5_000;

  private static final int LONGEST_CELL_SHOWN = 100;

  private final DataSource dataSource;
  private final Seal seal;
  private final IdAllocator ids;
  private final Catalog catalog;
  private final LineWatch watch;
  private final Clock clock;

  /** For lines whose owners get no notices. */
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
   * Reads a source of UTF-8 or UTF-16, its cells separated by commas, to its end; the caller closes
   * it. Since it can be read only once, dates that depend on the order of day and month are
   * rejected.
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
    return run(account, () -> source, ImportForm.PLAIN, ignoreUnknownColumns, rejects, progress);
  }

  /**
   * Reads a file to its end, in a form that was judged for it.
   *
   * @param open opens the file, from its beginning each time
   */
  public ImportResult run(
      AccountId account,
      Supplier<ImportSource> open,
      ImportForm form,
      boolean ignoreUnknownColumns,
      ImportRejects rejects,
      ImportProgress progress) {
    return run(
        account,
        open,
        form,
        rows -> ImportHeader.of(ImportSurvey.names(rows), ignoreUnknownColumns),
        rejects,
        progress);
  }

  /**
   * The same with columns that someone has chosen, whatever the first row names them.
   *
   * @throws InvalidValue when the mapping can't be used; nothing is imported then
   */
  public ImportResult run(
      AccountId account,
      Supplier<ImportSource> open,
      ImportMapping mapping,
      ImportRejects rejects,
      ImportProgress progress) {
    return run(
        account,
        open,
        mapping.form(),
        rows -> {
          ImportSurvey.names(rows);
          return ImportHeader.of(mapping);
        },
        rejects,
        progress);
  }

  private ImportResult run(
      AccountId account,
      Supplier<ImportSource> open,
      ImportForm form,
      Function<FileRows, ImportHeader> header,
      ImportRejects rejects,
      ImportProgress progress) {
    Instant now = clock.instant();
    // The last one that the rows open is the one that they are read from.
    ImportSource[] opened = new ImportSource[1];
    Supplier<ImportSource> watched =
        () -> {
          opened[0] = open.get();
          return opened[0];
        };
    try (FileRows rows = form.rows(watched)) {
      ImportSource source = opened[0];
      Instant asOf = source.asOf().isAfter(now) ? now : source.asOf();
      ImportReading reading =
          new ImportReading(header.apply(rows), rejects, catalog, now, form.dates().reading());
      ImportBatch batches = new ImportBatch(dataSource, seal, ids, account, watch, now, asOf);
      try (ImportWriter writer = new ImportWriter(batches)) {
        return run(rows, source, reading, writer, progress);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static ImportResult run(
      FileRows rows,
      ImportSource source,
      ImportReading reading,
      ImportWriter writer,
      ImportProgress progress) {
    String stopped = null;
    boolean more = true;
    while (more) {
      List<ImportRow> batch = new ArrayList<>(BATCH);
      try {
        more = reading.fill(batch, BATCH, rows);
      } catch (UnreadableRows broken) {
        more = false;
        stopped = reading.rejectRest();
      }
      writer.write(batch, reading);
      progress.at(reading.rows(), source.bytesRead(), source.bytes());
    }
    writer.finish(reading);
    return new ImportResult(
        reading.rows(),
        writer.added(),
        writer.changed(),
        writer.unchanged(),
        reading.rejected(),
        reading.remarks(),
        stopped,
        stopped == null ? 0 : reading.lastRow());
  }

  private static String shown(String cell) {
    return cell.length() <= LONGEST_CELL_SHOWN
        ? cell
        : cell.substring(0, LONGEST_CELL_SHOWN - 1) + "…";
  }

  /**
   * What the first rows of a file would do; changes nothing.
   *
   * @param open opens the file, from its beginning each time
   * @param rows most rows to look at
   */
  public ImportPreview preview(
      AccountId account, Supplier<ImportSource> open, ImportMapping mapping, int rows) {
    LineStore store = new LineStore(dataSource, seal);
    List<ImportPreview.Row> seen = new ArrayList<>();
    // A reject of the reader belongs to the row just read.
    String[] column = {""};
    @Nullable ImportReject[] rejected = {null};
    List<String> names = List.of();
    try (FileRows records = mapping.form().rows(open)) {
      names = ImportSurvey.names(records);
      ImportReading reading =
          new ImportReading(
              ImportHeader.ofAny(mapping),
              (row, rejectedColumn, why) -> {
                column[0] = rejectedColumn;
                rejected[0] = why;
              },
              catalog,
              clock.instant(),
              mapping.form().dates().reading());
      while (seen.size() < rows && records.hasNext()) {
        FileRow fileRow = records.next();
        if (fileRow.isBlank()) {
          continue;
        }
        ImportRow row = reading.row(fileRow);
        ImportPreview.Effect effect = effect(store, account, row);
        boolean taken = effect != ImportPreview.Effect.REJECTED;
        seen.add(
            new ImportPreview.Row(
                fileRow.number(),
                fileRow.cells().stream()
                    .limit(ImportSurvey.MOST_COLUMNS)
                    .map(LineImport::shown)
                    .toList(),
                effect,
                taken ? "" : column[0],
                taken ? null : rejected[0],
                row != null && row.draft().wishes().renewedBy() == RenewedBy.EVERLINE
                    ? row.draft().subscription().carrier()
                    : null,
                row == null ? null : row.draft().facts().lastDay()));
      }
      return new ImportPreview(names, mapping, seen);
    } catch (UnreadableRows broken) {
      return new ImportPreview(names, mapping, seen, true);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static ImportPreview.Effect effect(
      LineStore store, AccountId account, @Nullable ImportRow row) {
    if (row == null) {
      return ImportPreview.Effect.REJECTED;
    }
    String msisdn = Objects.requireNonNull(row.draft().identity().msisdn());
    return store.find(account, msisdn).isPresent()
        ? ImportPreview.Effect.KNOWN
        : ImportPreview.Effect.ADDS;
  }
}
