package dev.everline.line.imports;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Where an import reads from.
 *
 * <p>The time of a file's last change is taken for the time at which its facts were true. So a file
 * that is imported again says nothing new, and one written before a renewal can't undo it.
 */
public final class ImportSource implements AutoCloseable {

  private final InputStream input;
  private final AtomicLong bytesRead = new AtomicLong();
  private final long bytes;
  private final Instant asOf;

  private ImportSource(InputStream input, long bytes, Instant asOf) {
    this.input = new Counting(input, bytesRead);
    this.bytes = bytes;
    this.asOf = asOf;
  }

  /**
   * @throws IOException when the file can't be opened
   */
  public static ImportSource of(Path file) throws IOException {
    InputStream input = Files.newInputStream(file);
    return new ImportSource(input, Files.size(file), Files.getLastModifiedTime(file).toInstant());
  }

  /**
   * @param bytes in all
   * @param asOf when its facts were true
   */
  public static ImportSource of(InputStream input, long bytes, Instant asOf) {
    return new ImportSource(input, bytes, asOf);
  }

  /**
   * @param asOf when its facts were true
   */
  public static ImportSource of(InputStream input, Instant asOf) {
    return new ImportSource(input, -1, asOf);
  }

  InputStream input() {
    return input;
  }

  Instant asOf() {
    return asOf;
  }

  /** Bytes read so far. */
  long bytesRead() {
    return bytesRead.get();
  }

  /** Bytes in all, or -1 when not known. */
  long bytes() {
    return bytes;
  }

  @Override
  public void close() throws IOException {
    input.close();
  }

  private static final class Counting extends FilterInputStream {

    private final AtomicLong count;

    Counting(InputStream input, AtomicLong count) {
      super(input);
      this.count = count;
    }

    @Override
    public int read() throws IOException {
      int read = super.read();
      count.addAndGet(read < 0 ? 0 : 1);
      return read;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = super.read(buffer, offset, length);
      count.addAndGet(Math.max(0, read));
      return read;
    }
  }
}
