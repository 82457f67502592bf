package dev.everline.line.sheet;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a CSV file, within bounds on what one of them may hold. A first line {@code sep=,},
 * by which Excel is told the separator, is no row.
 */
public final class CsvRows implements FileRows {

  /** Characters. A longer row is really an unclosed quotation mark. */
  private static final int LONGEST_RECORD = 2 * 1024 * 1024;

  private static final int MOST_CELLS = 16 * 1024;

  private static final Pattern SEPARATORS = Pattern.compile("\\G[,;|\t ]*$");

  private final CsvReader<CsvRecord> reader;
  private final CloseableIterator<CsvRecord> records;
  private final char separator;
  private boolean begun;
  private @Nullable CsvRecord first;

  /**
   * @param charset unless the file has a byte order mark, which says more
   */
  public CsvRows(InputStream input, Charset charset, char separator) {
    this.separator = separator;
    this.reader =
        CsvReader.builder()
            .fieldSeparator(separator)
            .detectBomHeader(true)
            .skipEmptyLines(false)
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .allowUnclosedQuote(false)
            .maxBufferSize(LONGEST_RECORD)
            .build(
                CsvRecordHandler.builder()
                    .maxFields(MOST_CELLS)
                    .maxFieldSize(LONGEST_RECORD)
                    .maxRecordSize(LONGEST_RECORD)
                    .build(),
                input,
                charset);
    this.records = reader.iterator();
  }

  @Override
  public boolean hasNext() {
    if (!begun) {
      begin();
    }
    try {
      return first != null || records.hasNext();
    } catch (CsvParseException broken) {
      throw unreadable(broken);
    }
  }

  @Override
  public FileRow next() {
    if (!begun) {
      begin();
    }
    CsvRecord held = first;
    if (held != null) {
      first = null;
      return row(held);
    }
    try {
      return row(records.next());
    } catch (CsvParseException broken) {
      throw unreadable(broken);
    }
  }

  private void begin() {
    begun = true;
    try {
      if (records.hasNext()) {
        CsvRecord record = records.next();
        first = separatorLine(record.getFields(), separator) == null ? record : null;
      }
    } catch (CsvParseException broken) {
      throw unreadable(broken);
    }
  }

  /**
   * The separator that a line {@code sep=;} names, or null where the cells are none.
   *
   * @param cells of the first line
   * @param by which it was split
   */
  static @Nullable Character separatorLine(List<String> cells, char by) {
    String line = String.join(String.valueOf(by), cells).strip();
    if (!line.regionMatches(true, 0, "sep=", 0, 4) || !SEPARATORS.matcher(line).find(4)) {
      return null;
    }
    return line.length() == 4 ? by : line.charAt(4);
  }

  private static FileRow row(CsvRecord csv) {
    return new FileRow(csv.getStartingLineNumber(), csv.getFields());
  }

  /** The parser wraps what the source throws; that doesn't mean the file's format is wrong. */
  private static RuntimeException unreadable(CsvParseException broken) {
    return switch (broken.getCause()) {
      case IOException unreadable -> new UncheckedIOException(unreadable);
      case UncheckedIOException unreadable -> unreadable;
      case null, default -> new UnreadableRows("no CSV", broken);
    };
  }

  @Override
  public void close() throws IOException {
    records.close();
    reader.close();
  }
}
