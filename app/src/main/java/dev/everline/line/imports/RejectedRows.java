package dev.everline.line.imports;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.everline.kernel.text.FormulaGuard;
import dev.everline.kernel.text.Sheet;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The rows that an import rejected, whole and with the reason, so that they can be corrected and
 * imported again. What is written here is for {@link #read}: the reasons are put into words when
 * somebody asks for them, in their language.
 *
 * <p>Rows beyond {@link RejectsFile#MOST_LISTED} are left out; nobody corrects so many by hand.
 */
public final class RejectedRows implements ImportRejects, AutoCloseable {

  private static final String BETWEEN_DETAILS = "\u001f";
  private static final String BETWEEN_FAULTS = "\u001e";
  private static final int BEFORE_CELLS = 4;

  private final Supplier<OutputStream> out;
  private List<String> names = List.of();
  private @Nullable Sheet csv;
  private int listed;

  /**
   * @param out opened at the first reject only
   */
  public RejectedRows(Supplier<OutputStream> out) {
    this.out = out;
  }

  @Override
  public void begin(List<String> columns, ImportForm form) {
    names = List.copyOf(columns);
  }

  /**
   * A rejected row.
   *
   * @param cells as they stood in the file
   */
  public record Rejected(List<String> cells, List<Fault> faults) {

    public Rejected {
      cells = List.copyOf(cells);
      faults = List.copyOf(faults);
    }
  }

  /** A reject of no row, such as of all behind a break, is said on the import's page. */
  @Override
  public void reject(long row, String column, ImportReject why) {
    // nothing to correct
  }

  @Override
  public void reject(long row, List<String> cells, List<Fault> faults) {
    if (cells.isEmpty() || listed == RejectsFile.MOST_LISTED) {
      return;
    }
    listed++;
    List<String> record =
        new ArrayList<>(
            List.of(
                each(faults, Fault::column),
                each(faults, fault -> fault.why().code().name()),
                each(faults, fault -> String.join(BETWEEN_DETAILS, fault.why().details())),
                each(faults, fault -> fault.why().english())));
    record.addAll(cells);
    sheet().row(record.toArray());
  }

  private static String each(List<Fault> faults, Function<Fault, String> part) {
    return faults.stream().map(part).collect(Collectors.joining(BETWEEN_FAULTS));
  }

  private Sheet sheet() {
    Sheet open = csv;
    if (open == null) {
      try {
        open = Sheet.on(new OutputStreamWriter(out.get(), StandardCharsets.UTF_8));
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
      csv = open;
      open.row(names.toArray());
    }
    return open;
  }

  @Override
  public void close() throws IOException {
    Sheet open = csv;
    if (open != null) {
      open.close();
    }
  }

  /**
   * Reads what was written.
   *
   * @param named takes the names of the columns, before all rows
   * @throws IOException when it can't be read
   */
  public static void read(InputStream in, Consumer<List<String>> named, Consumer<Rejected> taker)
      throws IOException {
    try (CsvReader<CsvRecord> csv =
        CsvReader.builder()
            .detectBomHeader(true)
            .skipEmptyLines(false)
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .ofCsvRecord(in)) {
      boolean first = true;
      for (CsvRecord record : csv) {
        if (first) {
          named.accept(unguarded(record));
          first = false;
        } else {
          taker.accept(rejected(unguarded(record)));
        }
      }
    } catch (UncheckedIOException failure) {
      throw failure.getCause();
    }
  }

  private static List<String> unguarded(CsvRecord record) {
    return record.getFields().stream().map(FormulaGuard::unguarded).toList();
  }

  private static Rejected rejected(List<String> record) {
    String[] columns = record.get(0).split(BETWEEN_FAULTS, -1);
    String[] codes = record.get(1).split(BETWEEN_FAULTS, -1);
    String[] details = record.get(2).split(BETWEEN_FAULTS, -1);
    String[] english = record.get(3).split(BETWEEN_FAULTS, -1);
    List<Fault> faults = new ArrayList<>();
    for (int i = 0; i < codes.length; i++) {
      faults.add(
          new Fault(
              columns[i],
              new ImportReject(
                  ImportReject.Code.valueOf(codes[i]),
                  details[i].isEmpty() ? List.of() : List.of(details[i].split(BETWEEN_DETAILS, -1)),
                  english[i])));
    }
    return new Rejected(record.subList(BEFORE_CELLS, record.size()), faults);
  }
}
