package dev.everline.line;

import dev.everline.kernel.Sheet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A CSV file of the rows that an import could not take: row, column, reason and the reason's code.
 * It is made at the first of them; one that an earlier import left is removed, so that it can't be
 * taken for today's.
 */
public final class RejectsFile implements ImportRejects, AutoCloseable {

  private final Path file;
  private @Nullable Sheet writer;

  /**
   * @throws IOException when the file of an earlier import can't be removed
   */
  public RejectsFile(Path file) throws IOException {
    this.file = file;
    Files.deleteIfExists(file);
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
      open.row("row", "column", "reason", "code");
    }
    open.row(row, column, why.english(), why.code());
  }

  @Override
  public void close() throws IOException {
    if (writer != null) {
      writer.close();
    }
  }
}
