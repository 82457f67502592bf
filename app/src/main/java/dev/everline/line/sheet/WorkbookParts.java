package dev.everline.line.sheet;

import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a workbook in the order in which they stand in its ZIP, within bounds on how many
 * they are and how large they become, whatever the ZIP says of itself.
 */
final class WorkbookParts implements Closeable {

  private static final int MOST_PARTS = 5_000;
  private static final long MOST_BYTES = 1024L * 1024 * 1024;

  private final ZipInputStream zip;
  private int parts;
  private long bytes;

  WorkbookParts(InputStream file) {
    this.zip = new ZipInputStream(file);
  }

  /** The name of the next part in lower case, or null at the end. */
  @Nullable String next() throws IOException {
    ZipEntry entry;
    try {
      entry = zip.getNextEntry();
    } catch (IllegalArgumentException noName) {
      throw new IOException("no name of a part", noName);
    }
    if (entry == null) {
      return null;
    }
    parts++;
    if (parts > MOST_PARTS) {
      throw tooLarge();
    }
    return name(entry.getName());
  }

  /** A part's name as it is compared: parts are told apart without regard to case. */
  static String name(String name) {
    String plain = name.replace('\\', '/').toLowerCase(Locale.ROOT);
    return plain.startsWith("/") ? plain.substring(1) : plain;
  }

  /** The part at hand; closing it leaves the ZIP open. */
  InputStream content() {
    return new FilterInputStream(zip) {

      @Override
      public int read() throws IOException {
        int read = super.read();
        count(read < 0 ? 0 : 1);
        return read;
      }

      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        count(Math.max(0, read));
        return read;
      }

      @Override
      public void close() {
        // The next part follows.
      }
    };
  }

  private void count(int read) throws IOException {
    bytes += read;
    if (bytes > MOST_BYTES) {
      throw tooLarge();
    }
  }

  private static TooLarge tooLarge() {
    return new TooLarge();
  }

  /** More than a workbook of lines can hold. */
  static final class TooLarge extends IOException {

    private static final long serialVersionUID = 1L;

    TooLarge() {
      super("too large a workbook");
    }
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
