package dev.everline.catalog.file;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.everline.catalog.Confidence;
import dev.everline.catalog.Provenance;
import dev.everline.kernel.InvalidValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a CSV file with a header (RFC 4180) into rows that know their line. */
public final class CsvTable {

  private CsvTable() {}

  /**
   * The rows of a file whose header must hold exactly these columns, in any order. A row with too
   * many or too few values is a finding and is left out.
   */
  public static List<Row> rows(CatalogFolder.Text text, List<String> columns, Findings findings) {
    List<Row> rows = new ArrayList<>();
    Map<String, Integer> header = null;
    long line = 0;
    try (CsvReader<CsvRecord> records = strict().ofCsvRecord(text.content())) {
      for (CsvRecord csv : records) {
        line = csv.getStartingLineNumber();
        if (header == null) {
          header = header(text.name(), csv, columns, findings);
          if (header == null) {
            return List.of();
          }
        } else if (csv.getFieldCount() != header.size()) {
          findings.add(
              text.name(),
              (int) line,
              null,
              "has " + csv.getFieldCount() + " values, the header " + header.size(),
              "give one value for each column and quote those with a comma");
        } else {
          rows.add(new Row(text.name(), (int) line, header, csv, findings));
        }
      }
    } catch (CsvParseException malformed) {
      findings.add(
          text.name(), (int) line + 1, null, "isn't valid CSV from here on", "close the quotes");
    } catch (IOException impossible) {
      throw new UncheckedIOException("a text in memory can't fail to be read", impossible);
    }
    if (header == null) {
      findings.add(
          text.name(), 1, null, "has no header", "begin with " + String.join(",", columns));
    }
    return rows;
  }

  /**
   * Quotes must be closed, as RFC 4180 has it; a row of another width is the caller's to tell, with
   * its line.
   */
  public static CsvReader.CsvReaderBuilder strict() {
    return CsvReader.builder()
        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
        .allowUnclosedQuote(false);
  }

  private static @Nullable Map<String, Integer> header(
      String file, CsvRecord csv, List<String> columns, Findings findings) {
    Map<String, Integer> header = new HashMap<>();
    int before = findings.count();
    for (int i = 0; i < csv.getFieldCount(); i++) {
      String column = csv.getField(i).strip();
      if (!columns.contains(column)) {
        findings.add(file, 1, column, "is an unknown column", "use the columns " + columns);
      } else if (header.putIfAbsent(column, i) != null) {
        findings.add(file, 1, column, "appears twice in the header", "keep one of them");
      }
    }
    for (String column : columns) {
      if (!header.containsKey(column)) {
        findings.add(file, 1, column, "is missing in the header", "add the column");
      }
    }
    return findings.count() == before ? header : null;
  }

  /** One row; a wrong value becomes a finding and gives a harmless one, as in a YAML record. */
  public static final class Row {

    private final String file;
    private final int line;
    private final Map<String, Integer> header;
    private final CsvRecord csv;
    private final Findings findings;

    private Row(
        String file, int line, Map<String, Integer> header, CsvRecord csv, Findings findings) {
      this.file = file;
      this.line = line;
      this.header = header;
      this.csv = csv;
      this.findings = findings;
    }

    /** The line in the file, counted from 1. */
    public int line() {
      return line;
    }

    public void wrong(String column, String reason, String remedy) {
      findings.add(file, line, column, reason, remedy);
    }

    /** The value as text, or null when empty. */
    public @Nullable String text(String column) {
      return value(column, Values::text);
    }

    public String requiredText(String column) {
      return required(column, Values::text, "");
    }

    /** A value of a set form. */
    public String matching(String column, Pattern form, String example) {
      return required(
          column,
          (name, raw) -> {
            if (!form.matcher(raw).matches()) {
              throw InvalidValue.of(name, raw, "has the wrong format", "write it like " + example);
            }
            return raw;
          },
          "");
    }

    public <E extends Enum<E>> E choice(String column, Class<E> type, E harmless) {
      return required(column, (name, raw) -> Values.choice(name, raw, type), harmless);
    }

    public Confidence confidence() {
      return required("confidence", Values::confidence, Confidence.LOW);
    }

    Provenance provenance() {
      return new Provenance(
          requiredText("source"), required("asOf", Values::asOf, "1990"), confidence(), lookedUp());
    }

    public boolean lookedUp() {
      return required("verified", YamlFields::lookedUp, false);
    }

    public String asOf() {
      return required("asOf", Values::asOf, "1990");
    }

    <T> @Nullable T value(String column, YamlFields.Scalar<T> scalar) {
      String raw = csv.getField(header.getOrDefault(column, 0));
      if (raw.isBlank()) {
        return null;
      }
      try {
        return scalar.read(column, raw);
      } catch (InvalidValue wrong) {
        wrong(column, Values.shown(raw) + wrong.reason(), wrong.remedy());
        return null;
      }
    }

    <T> T required(String column, YamlFields.Scalar<T> scalar, T harmless) {
      if (csv.getField(header.getOrDefault(column, 0)).isBlank()) {
        wrong(column, "is empty", "fill it in");
        return harmless;
      }
      T value = value(column, scalar);
      return value == null ? harmless : value;
    }
  }
}
