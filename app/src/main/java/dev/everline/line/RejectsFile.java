package dev.everline.line;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.everline.kernel.EarlierRejects;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A CSV file of the rows that an import could not take: row, column, reason and the reason's code.
 * It is made at the first of them; one that an earlier import left is removed, so that it can't be
 * taken for today's.
 */
public final class RejectsFile implements ImportRejects, AutoCloseable {

  private static final String[] HEADER = {"row", "column", "reason", "code"};

  private final Path file;
  private @Nullable CsvWriter writer;

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
    CsvWriter open = writer;
    if (open == null) {
      try {
        open = CsvWriter.builder().build(file);
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
      writer = open;
      open.writeRecord(HEADER);
    }
    open.writeRecord(Long.toString(row), column, why.english(), why.code().name());
  }

  @Override
  public void close() throws IOException {
    if (writer != null) {
      writer.close();
    }
  }
}
