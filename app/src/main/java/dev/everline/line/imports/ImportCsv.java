package dev.everline.line.imports;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.everline.kernel.InvalidValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** The CSV form of files that are imported, within bounds on what one record may hold. */
final class ImportCsv {

  /** Characters. A longer row is really an unclosed quotation mark. */
  private static final int LONGEST_RECORD = 2 * 1024 * 1024;

  private static final int MOST_CELLS = 16 * 1024;

  private ImportCsv() {}

  static CsvReader<CsvRecord> open(ImportSource source, ImportMapping.Separator separator) {
    return CsvReader.builder()
        .fieldSeparator(separator.character())
        .detectBomHeader(true)
        .skipEmptyLines(true)
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
            source.input());
  }

  /**
   * The names of the columns.
   *
   * @throws InvalidValue when the file has no first row that can be read
   */
  static List<String> firstRow(CloseableIterator<CsvRecord> records) {
    try {
      if (!records.hasNext()) {
        throw InvalidValue.withoutValue(
                "file", "is empty", "its first row must name the columns, such as number,carrier")
            .as(LineImport.EMPTY);
      }
      return records.next().getFields();
    } catch (CsvParseException broken) {
      requireReadable(broken);
      throw InvalidValue.withoutValue(
          "file", "has a first row that isn't CSV", "save it as CSV in UTF-8 or UTF-16");
    }
  }

  /** The parser wraps what the source throws; that doesn't mean the file's format is wrong. */
  static void requireReadable(CsvParseException broken) {
    switch (broken.getCause()) {
      case IOException unreadable -> throw new UncheckedIOException(unreadable);
      case UncheckedIOException unreadable -> throw unreadable;
      case null, default -> {
        // The file's format is wrong.
      }
    }
  }
}
