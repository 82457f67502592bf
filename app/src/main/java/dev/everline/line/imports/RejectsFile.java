package dev.everline.line.imports;

import dev.everline.kernel.text.EarlierRejects;
import dev.everline.kernel.text.FormulaGuard;
import dev.everline.kernel.text.Sheet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A file of the rows that an import rejected, as they stood in theirs and in its form, with columns
 * for their place and for what is wrong: corrected, it is imported as it is. It is created at the
 * first reject; one left by an earlier import is removed, so that it can't be mistaken for today's.
 *
 * <p>Beyond {@link #MOST_LISTED} rows, which nobody reads, the rest is counted: a line at the end
 * for each reason. So a file of nothing but commas leaves no larger one.
 */
public final class RejectsFile implements ImportRejects, AutoCloseable {

  private static final String LAST = "reject_codes";
  private static final List<String> REASONS =
      List.of("reject_row", "reject_columns", "reject_reasons", LAST);

  /** By which the files of older versions are known. */
  private static final String OLDER = "row,column,reason,code";

  private static final String BETWEEN = "; ";

  /** How many rows are listed one by one. */
  public static final int MOST_LISTED = 10_000;

  private final Path file;
  private final Map<ImportReject.Code, Long> unlisted = new EnumMap<>(ImportReject.Code.class);
  private List<String> names = List.of();
  private ImportForm form = ImportForm.PLAIN;
  private int listed;
  private @Nullable Sheet writer;

  /**
   * @throws dev.everline.kernel.InvalidValue when the file is there and isn't an earlier import's
   * @throws IOException when the file of an earlier import can't be removed
   */
  public RejectsFile(Path file) throws IOException {
    this.file = file;
    EarlierRejects.remove(file, first -> first.startsWith(OLDER) || first.endsWith(LAST));
  }

  @Override
  public void begin(List<String> columns, ImportForm read) {
    // A file of rejects that comes back keeps its own columns and gets new reasons.
    names = List.copyOf(columns);
    form = read;
  }

  @Override
  public void reject(long row, String column, ImportReject why) {
    reject(row, List.of(), List.of(new Fault(column, why)));
  }

  @Override
  public void reject(long row, List<String> cells, List<Fault> faults) {
    if (listed == MOST_LISTED) {
      faults.forEach(fault -> unlisted.merge(fault.why().code(), 1L, Long::sum));
      return;
    }
    listed++;
    List<@Nullable Object> record = kept(cells);
    record.add(row);
    record.add(each(faults.stream().map(Fault::column).distinct().toList()));
    record.add(each(faults.stream().map(RejectsFile::said).toList()));
    record.add(each(faults.stream().map(fault -> fault.why().code().name()).toList()));
    sheet().row(record.toArray());
  }

  private static String said(Fault fault) {
    return fault.column().isEmpty()
        ? fault.why().english()
        : fault.column() + " " + fault.why().english();
  }

  private static String each(List<String> parts) {
    return parts.stream().filter(part -> !part.isEmpty()).collect(Collectors.joining(BETWEEN));
  }

  /** The file's own columns: those of an earlier rejects file are left out. */
  private List<@Nullable Object> kept(List<String> cells) {
    List<@Nullable Object> kept = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      if (!ImportMapping.isReason(names.get(i))) {
        kept.add(i < cells.size() ? FormulaGuard.unguarded(cells.get(i)) : "");
      }
    }
    return kept;
  }

  private Sheet sheet() {
    Sheet open = writer;
    if (open == null) {
      try {
        open = form.sheet(Files.newOutputStream(file), "");
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
      writer = open;
      List<@Nullable Object> header = kept(names);
      header.addAll(REASONS);
      open.row(header.toArray());
    }
    return open;
  }

  @Override
  public void close() throws IOException {
    Sheet open = writer;
    if (open != null) {
      unlisted.forEach(
          (code, rows) -> {
            List<@Nullable Object> record = kept(List.of());
            record.add(null);
            record.add(null);
            record.add("and " + rows + " more that are not listed");
            record.add(code);
            Objects.requireNonNull(open).row(record.toArray());
          });
      open.close();
    }
  }
}
