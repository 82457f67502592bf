package dev.everline.channel.cli.line;

import dev.everline.line.imports.ImportSource;
import dev.everline.storage.key.SealedFile;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an import reads, which is opened more than once: how a file is read is judged by all of it.
 * A pipe can be read only once, so that it is kept meanwhile, sealed by a key that only this
 * process has.
 */
final class ImportInput implements Closeable {

  /** Opens the input at its beginning. */
  private interface Opening {
    ImportSource open() throws IOException;
  }

  private final Opening opening;
  private final @Nullable Path kept;

  private ImportInput(Opening opening, @Nullable Path kept) {
    this.opening = opening;
    this.kept = kept;
  }

  /**
   * @throws IOException when the file can't be read
   */
  static ImportInput of(Path file) throws IOException {
    // A device or a named pipe gives its bytes once.
    return Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file)
        ? of(Files.newInputStream(file), Files.getLastModifiedTime(file).toInstant())
        : new ImportInput(() -> ImportSource.of(file), null);
  }

  /**
   * @param asOf when what it says was true
   * @throws IOException when it can't be read or kept
   */
  static ImportInput of(InputStream pipe, Instant asOf) throws IOException {
    Path kept = Files.createTempFile("everline-import", null);
    SealedFile sealed = new SealedFile(kept, SealedFile.newKey());
    try {
      long bytes = sealed.write(pipe);
      return new ImportInput(() -> ImportSource.of(sealed.read(), bytes, asOf), kept);
    } catch (IOException | RuntimeException failure) {
      Files.deleteIfExists(kept);
      throw failure;
    }
  }

  ImportSource open() {
    try {
      return opening.open();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public void close() throws IOException {
    if (kept != null) {
      Files.deleteIfExists(kept);
    }
  }
}
