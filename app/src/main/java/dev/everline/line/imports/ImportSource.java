package dev.everline.line.imports;

import dev.everline.kernel.InvalidValue;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Where an import reads from.
 *
 * <p>The time of a file's last change is taken for the time at which its facts were true. So a file
 * that is imported again says nothing new, and one written before a renewal can't undo it.
 */
public final class ImportSource implements AutoCloseable {

  /** The code for a file in another encoding. */
  public static final String NOT_UTF_8 = "NOT_UTF_8";

  private static final byte[] UTF_16_BIG = {(byte) 0xfe, (byte) 0xff};
  private static final byte[] UTF_16_LITTLE = {(byte) 0xff, (byte) 0xfe};

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

  /**
   * Reads to the end to see whether it is text as imports read it: UTF-8, or UTF-16 with its mark.
   * Which other encoding a file has can't be told for certain, and a wrong guess would store wrong
   * names.
   *
   * @throws InvalidValue when it isn't
   */
  public void requireText() throws IOException {
    PushbackInputStream text = new PushbackInputStream(new BufferedInputStream(input), 2);
    byte[] mark = text.readNBytes(2);
    if (Arrays.equals(mark, UTF_16_BIG) || Arrays.equals(mark, UTF_16_LITTLE)) {
      return;
    }
    text.unread(mark);
    try (Reader strict = new InputStreamReader(text, StandardCharsets.UTF_8.newDecoder())) {
      strict.transferTo(Writer.nullWriter());
    } catch (CharacterCodingException notUtf8) {
      throw InvalidValue.withoutValue(
              "file", "isn't UTF-8", "save it as 'CSV UTF-8' in Excel and send it again")
          .as(NOT_UTF_8);
    }
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
