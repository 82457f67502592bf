package dev.everline.line.imports;

import dev.everline.kernel.text.EarlierRejects;
import dev.everline.kernel.text.Sheet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A CSV file of the rows that an import rejected: row, column, reason and the reason's code. It is
 * created at the first reject; one left by an earlier import is removed, so that it can't be
 * mistaken for today's.
 *
 * <p>Beyond {@link #MOST_LISTED} rows, which nobody reads, the rest is counted: a line at the end
 * for each reason. So a file of nothing but commas leaves no larger one.
 */
public final class RejectsFile implements ImportRejects, AutoCloseable {

  private static final String[] HEADER = {"row", "column", "reason", "code"};

  /** How many rows are listed one by one. */
  public static final int MOST_LISTED = 10_000;

  private final Path file;
  private final Map<ImportReject.Code, Long> unlisted = new EnumMap<>(ImportReject.Code.class);
  private int listed;
  private @Nullable Sheet writer;

  /**
   * @throws dev.everline.kernel.InvalidValue when the file is there and isn't an earlier import's
   * @throws IOException when the file of an earlier import can't be removed
   */
  public RejectsFile(Path file) throws IOException {
    this.file = file;
    EarlierRejects.remove(file, String.join(",", HEADER));
  }

  @Override
  public void reject(long row, String column, ImportReject why) {
    Sheet open = writer;
    if (open == null) {
      try {
        open = Sheet.in(file);
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
      writer = open;
      open.row((Object[]) HEADER);
    }
    if (listed == MOST_LISTED) {
      unlisted.merge(why.code(), 1L, Long::sum);
      return;
    }
    listed++;
    open.row(row, column, why.english(), why.code());
  }

  @Override
  public void close() throws IOException {
    Sheet open = writer;
    if (open != null) {
      unlisted.forEach(
          (code, rows) ->
              open.row(null, null, "and " + rows + " more rows that are not listed", code));
      open.close();
    }
  }
}
