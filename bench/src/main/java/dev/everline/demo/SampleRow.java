package dev.everline.demo;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.everline.line.LineField;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A row on its way into a sample file. */
final class SampleRow {

  private static final List<LineField> COLUMNS =
      List.of(
          LineField.NUMBER,
          LineField.ICCID,
          LineField.LABEL,
          LineField.CARRIER,
          LineField.PLAN,
          LineField.VALID_UNTIL,
          LineField.BALANCE,
          LineField.BALANCE_EXPIRES_ON,
          LineField.ANCHOR_DAY,
          LineField.LAST_PAYMENT_ON,
          LineField.LAST_ACTIVITY_ON,
          LineField.RENEWED_BY,
          LineField.PRICE_CEILING,
          LineField.BRAND_CONFIRMED,
          LineField.STATE,
          LineField.TAGS,
          LineField.PAUSED);

  private final Map<LineField, String> cells = new EnumMap<>(LineField.class);

  SampleRow with(LineField field, @Nullable String value) {
    if (value != null) {
      cells.put(field, value);
    }
    return this;
  }

  SampleRow without(LineField field) {
    cells.remove(field);
    return this;
  }

  SampleRow labelled(String label) {
    return with(LineField.LABEL, label);
  }

  String get(LineField field) {
    return cells.getOrDefault(field, "");
  }

  List<String> cells() {
    return COLUMNS.stream().map(this::get).toList();
  }

  /** The file that holds the rows, under the names of their columns. */
  static String csv(List<SampleRow> rows) {
    StringWriter text = new StringWriter();
    try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
      csv.writeRecord(COLUMNS.stream().map(LineField::key).toList());
      rows.forEach(row -> csv.writeRecord(row.cells()));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }
}
