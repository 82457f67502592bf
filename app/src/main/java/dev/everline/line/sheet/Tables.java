package dev.everline.line.sheet;

import dev.everline.kernel.InvalidValue;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What kind of table a file is, and what there is to know before its rows are read. */
public final class Tables {

  private Tables() {}

  /**
   * Whether a file is a workbook; otherwise it is text.
   *
   * @param open opens it from its beginning each time
   * @throws InvalidValue when it is neither
   */
  public static boolean isWorkbook(Supplier<InputStream> open) throws IOException {
    try (InputStream file = open.get()) {
      return FileKind.of(file) == FileKind.ZIP;
    }
  }

  /**
   * The names of the sheets of a workbook that are shown.
   *
   * @throws InvalidValue when it can't be read
   */
  public static List<String> sheets(Supplier<InputStream> open) {
    return Workbook.read(open).sheets();
  }

  /**
   * @throws InvalidValue when a text is in no encoding that is told apart
   */
  public static FileEncoding encoding(Supplier<InputStream> open) throws IOException {
    return FileEncoding.judge(open);
  }

  /** The separator that a first line {@code sep=;} names, or null where there is none. */
  public static @Nullable Character separatorLine(Supplier<InputStream> open, FileEncoding encoding)
      throws IOException {
    try (InputStream file = open.get()) {
      byte[] begins = file.readNBytes(64);
      String line = new String(begins, encoding.charset()).replace("\ufeff", "");
      line = line.replace("\"", "").lines().findFirst().orElse("");
      return CsvRows.separatorLine(List.of(line), '\t');
    }
  }
}
