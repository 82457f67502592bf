package dev.everline.line.imports;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.everline.catalog.Catalog;
import dev.everline.kernel.AccountId;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.ProblemException;
import dev.everline.line.LineStore;
import dev.everline.line.LineWatch;
import dev.everline.line.renewer.RenewedBy;
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
  private static final int LONGEST_NAME = 100;
  private static final int MOST_COLUMNS = 100;

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
        records -> ImportHeader.of(bounded(ImportCsv.firstRow(records)), ignoreUnknownColumns),
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
      ImportSource source,
      ImportMapping mapping,
      ImportRejects rejects,
      ImportProgress progress) {
    return run(
        account,
        source,
        mapping.separator(),
        records -> {
          ImportCsv.firstRow(records);
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
    try (CsvReader<CsvRecord> csv = ImportCsv.open(source, separator);
        CloseableIterator<CsvRecord> records = csv.iterator();
        ImportWriter writer =
            new ImportWriter(new ImportBatch(dataSource, seal, ids, account, watch, now, asOf))) {
      ImportReading reading = new ImportReading(header.apply(records), rejects, catalog, now);
      String stopped = null;
      boolean more = true;
      while (more) {
        List<ImportRow> batch = new ArrayList<>(BATCH);
        try {
          more = reading.fill(batch, BATCH, records);
        } catch (CsvParseException broken) {
          ImportCsv.requireReadable(broken);
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
          stopped,
          stopped == null ? 0 : reading.lastRow());
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
          CsvReader<CsvRecord> csv = ImportCsv.open(source, separator);
          CloseableIterator<CsvRecord> records = csv.iterator()) {
        List<String> names = ImportCsv.firstRow(records);
        if (best == null || names.size() > bestNames.size()) {
          bestNames = names;
          best = ImportMapping.guess(separator, names.size() > MOST_COLUMNS ? List.of() : names);
        }
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }
    bounded(bestNames);
    return Objects.requireNonNull(best);
  }

  /**
   * Whether a file has more rows than so many. Rows after a place that isn't CSV aren't counted,
   * since they aren't imported either.
   */
  public static boolean hasMoreRows(ImportSource source, ImportMapping mapping, long most) {
    try (CsvReader<CsvRecord> csv = ImportCsv.open(source, mapping.separator());
        CloseableIterator<CsvRecord> records = csv.iterator()) {
      ImportCsv.firstRow(records);
      for (long rows = 0; records.hasNext(); rows++) {
        if (rows == most) {
          return true;
        }
        records.next();
      }
      return false;
    } catch (CsvParseException broken) {
      ImportCsv.requireReadable(broken);
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
    // A reject of the reader belongs to the row just read.
    String[] column = {""};
    @Nullable ImportReject[] rejected = {null};
    try (CsvReader<CsvRecord> csv = ImportCsv.open(source, mapping.separator());
        CloseableIterator<CsvRecord> records = csv.iterator()) {
      List<String> names = ImportCsv.firstRow(records);
      ImportReading reading =
          new ImportReading(
              ImportHeader.ofAny(mapping),
              (row, rejectedColumn, why) -> {
                column[0] = rejectedColumn;
                rejected[0] = why;
              },
              catalog,
              clock.instant());
      while (seen.size() < rows && records.hasNext()) {
        CsvRecord csvRow = records.next();
        ImportRow row = reading.row(csvRow);
        ImportPreview.Effect effect = effect(store, account, row);
        boolean taken = effect != ImportPreview.Effect.REJECTED;
        seen.add(
            new ImportPreview.Row(
                csvRow.getStartingLineNumber(),
                csvRow.getFields().stream().limit(MOST_COLUMNS).map(LineImport::shown).toList(),
                effect,
                taken ? "" : column[0],
                taken ? null : rejected[0],
                row != null && row.draft().wishes().renewedBy() == RenewedBy.EVERLINE
                    ? row.draft().subscription().carrier()
                    : null));
      }
      return new ImportPreview(names, mapping, seen);
    } catch (CsvParseException broken) {
      ImportCsv.requireReadable(broken);
      return new ImportPreview(List.of(), mapping, seen);
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
