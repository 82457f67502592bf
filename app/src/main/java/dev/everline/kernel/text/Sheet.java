package dev.everline.kernel.text;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.everline.kernel.Money;
import java.io.Closeable;
import java.io.Flushable;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes a CSV file that people open in spreadsheets. Every such file is written by this, so that
 * no text in any of them is computed there: see {@link FormulaGuard}.
 */
public final class Sheet implements Closeable, Flushable {

  /** By which spreadsheets know UTF-8; without it Excel reads Chinese as garbage. */
  static final char BYTE_ORDER_MARK = '\ufeff';

  private final CsvWriter csv;

  private Sheet(CsvWriter csv) {
    this.csv = csv;
  }

  /**
   * @throws IOException when it can't be written to
   */
  public static Sheet on(Writer out) throws IOException {
    out.write(BYTE_ORDER_MARK);
    return new Sheet(CsvWriter.builder().build(out));
  }

  /**
   * In the form of a file that somebody else has made.
   *
   * @param marked whether the file begins with a byte order mark
   * @throws IOException when it can't be written to
   */
  public static Sheet on(Writer out, char separator, boolean marked) throws IOException {
    if (marked) {
      out.write(BYTE_ORDER_MARK);
    }
    return new Sheet(CsvWriter.builder().fieldSeparator(separator).build(out));
  }

  /**
   * @throws IOException when the file can't be made
   */
  public static Sheet in(Path file) throws IOException {
    return on(Files.newBufferedWriter(file));
  }

  /**
   * @param cells numbers and amounts of money, which spreadsheets may reckon with; anything else as
   *     text; null for an empty cell
   */
  public void row(@Nullable Object... cells) {
    csv.writeRecord(Arrays.stream(cells).map(Sheet::cell).toArray(String[]::new));
  }

  private static String cell(@Nullable Object cell) {
    return switch (cell) {
      case null -> "";
      case Money amount -> amount.toDecimal().toPlainString();
      case Number number -> number.toString();
      default -> FormulaGuard.guarded(cell.toString());
    };
  }

  @Override
  public void flush() throws IOException {
    csv.flush();
  }

  @Override
  public void close() throws IOException {
    csv.close();
  }
}
