package dev.everline.line.imports;

import dev.everline.catalog.Catalog;
import dev.everline.kernel.AccountId;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.ProblemException;
import dev.everline.line.LineWatch;
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

  static final int BATCH = 5_000;

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
    return run(
        account, () -> source, ImportForm.PLAIN, ignoreUnknownColumns, null, rejects, progress);
  }

  /**
   * Reads a file to its end, in a form that was judged for it.
   *
   * @param open opens the file, from its beginning each time
   * @param carrier the id of that of the rows that name none, or null
   */
  public ImportResult run(
      AccountId account,
      Supplier<ImportSource> open,
      ImportForm form,
      boolean ignoreUnknownColumns,
      @Nullable String carrier,
      ImportRejects rejects,
      ImportProgress progress) {
    return run(
        account,
        open,
        form,
        names -> ImportHeader.of(names, ignoreUnknownColumns, carrier),
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
    return run(account, open, mapping.form(), names -> ImportHeader.of(mapping), rejects, progress);
  }

  private ImportResult run(
      AccountId account,
      Supplier<ImportSource> open,
      ImportForm form,
      Function<List<String>, ImportHeader> header,
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
      List<String> names = ImportSurvey.names(rows);
      rejects.begin(names, form);
      ImportReading reading =
          new ImportReading(header.apply(names), rejects, catalog, now, form.dates().reading());
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

  /**
   * What a file would do, shown for its first rows and counted for some more; changes nothing.
   *
   * @param open opens the file, from its beginning each time
   * @param shown most rows to show
   */
  public ImportPreview preview(
      AccountId account, Supplier<ImportSource> open, ImportMapping mapping, int shown) {
    return new ImportTrial(dataSource, seal, catalog, account, clock.instant())
        .run(open, mapping, shown);
  }
}
