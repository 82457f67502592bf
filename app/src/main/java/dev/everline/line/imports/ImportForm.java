package dev.everline.line.imports;

import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.text.Sheet;
import dev.everline.line.sheet.CsvRows;
import dev.everline.line.sheet.FileEncoding;
import dev.everline.line.sheet.FileRows;
import dev.everline.line.sheet.SheetRows;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How a file is read: judged for all of it before the first row is taken, or as a person has said.
 *
 * @param sheet which of a workbook's sheets, from 0, or -1 for a text file
 * @param encoding of a text file
 * @param separator of a text file's cells
 * @param dates in which order its dates are
 */
public record ImportForm(
    int sheet, FileEncoding encoding, ImportMapping.Separator separator, FileDates dates) {

  /** As the command line once took all files, and as lists of a program are written. */
  static final ImportForm PLAIN = text(FileEncoding.UTF_8, ImportMapping.Separator.COMMA);

  private static final String PART = "|";

  static ImportForm text(FileEncoding encoding, ImportMapping.Separator separator) {
    return new ImportForm(-1, encoding, separator, FileDates.NEEDLESS);
  }

  static ImportForm sheet(int sheet) {
    return new ImportForm(
        sheet, FileEncoding.UTF_8, ImportMapping.Separator.COMMA, FileDates.NEEDLESS);
  }

  public boolean isWorkbook() {
    return sheet >= 0;
  }

  /** The same, its dates having been judged. */
  public ImportForm with(FileDates judged) {
    return new ImportForm(sheet, encoding, separator, judged);
  }

  /**
   * The same workbook's other sheet.
   *
   * @throws InvalidValue when it has none of that number
   */
  public ImportForm ofSheet(int other, int sheets) {
    if (other < 0 || other >= sheets) {
      throw InvalidValue.of(
          "sheet", Integer.toString(other), "is no sheet of the workbook", "choose one again");
    }
    return sheet(other);
  }

  /** The same, a person having seen and confirmed the encoding. */
  public ImportForm confirmed(@Nullable FileEncoding given) {
    return given == null || isWorkbook() || encoding.sureness() == FileEncoding.Sureness.SURE
        ? this
        : new ImportForm(sheet, given, separator, dates);
  }

  /** Whether a person must say first how the file is to be read. */
  public boolean isDoubtful() {
    return dates.isOpen() || encoding.sureness() == FileEncoding.Sureness.DOUBTFUL;
  }

  /**
   * A file in the same form, for rows that are to be corrected and sent again: a text's encoding
   * and separator; UTF-8 and commas for a workbook's.
   *
   * @param words that will stand in it beside the rows; where the encoding has no letters for them,
   *     it is UTF-8
   * @throws IOException when it can't be written to
   */
  public Sheet sheet(OutputStream out, String words) throws IOException {
    Charset own = encoding.charset();
    boolean universal = own.name().startsWith("UTF-");
    boolean kept = !isWorkbook() && !universal && own.newEncoder().canEncode(words);
    Charset written =
        kept ? own : universal && !isWorkbook() ? marked(own) : StandardCharsets.UTF_8;
    return Sheet.on(
        new BufferedWriter(new OutputStreamWriter(out, written)),
        isWorkbook() ? ',' : separator.character(),
        !kept);
  }

  /** Java writes a mark of its own where the order of bytes is left open. */
  private static Charset marked(Charset own) {
    return own.equals(StandardCharsets.UTF_16) ? StandardCharsets.UTF_16LE : own;
  }

  FileRows rows(Supplier<ImportSource> open) {
    Supplier<InputStream> input = () -> open.get().input();
    return isWorkbook()
        ? new SheetRows(input, sheet)
        : new CsvRows(input.get(), encoding.charset(), separator.character());
  }

  /** As it is kept; {@link #parse} reads it back. */
  @Override
  public String toString() {
    return String.join(
        PART,
        isWorkbook() ? Integer.toString(sheet) : separator.name(),
        encoding.charset().name(),
        encoding.sureness().name(),
        dates.text());
  }

  /**
   * @throws InvalidValue when the text isn't one that was kept
   */
  static ImportForm parse(String text) {
    String[] parts = text.split("\\|", 4);
    boolean workbook = !parts[0].isEmpty() && Character.isDigit(parts[0].charAt(0));
    if (parts.length == 1) {
      // Before encodings were judged, all files were UTF-8.
      return text(FileEncoding.UTF_8, separator(parts[0]));
    }
    if (parts.length != 4) {
      throw invalid(text);
    }
    return new ImportForm(
        workbook ? Integer.parseInt(parts[0]) : -1,
        new FileEncoding(Charset.forName(parts[1]), FileEncoding.Sureness.valueOf(parts[2])),
        workbook ? ImportMapping.Separator.COMMA : separator(parts[0]),
        FileDates.parse(parts[3]));
  }

  private static ImportMapping.Separator separator(String name) {
    ImportMapping.@Nullable Separator found =
        Arrays.stream(ImportMapping.Separator.values())
            .filter(known -> known.name().equals(name))
            .findFirst()
            .orElse(null);
    if (found == null) {
      throw invalid(name);
    }
    return Objects.requireNonNull(found);
  }

  private static InvalidValue invalid(String text) {
    return InvalidValue.of("mapping", text, "isn't a valid mapping", "choose the columns again");
  }
}
