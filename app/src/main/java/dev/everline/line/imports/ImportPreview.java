package dev.everline.line.imports;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The beginning of a file, and what importing it would do.
 *
 * @param names of the columns, as the first row has them
 * @param mapping by which the rows were read
 * @param rows the first of them
 * @param brokenOff whether the file can't be read on after them
 */
public record ImportPreview(
    List<String> names, ImportMapping mapping, List<Row> rows, boolean brokenOff) {

  public ImportPreview {
    names = List.copyOf(names);
    rows = List.copyOf(rows);
  }

  public ImportPreview(List<String> names, ImportMapping mapping, List<Row> rows) {
    this(names, mapping, rows, false);
  }

  /** What a row would do. */
  public enum Effect {
    ADDS,
    /** Its number is there: the line is changed where the row says something newer. */
    KNOWN,
    /** It is invalid. */
    REJECTED
  }

  /**
   * A row.
   *
   * @param row the line of the file on which it begins
   * @param cells as they stand there
   * @param column that can't be taken, by its field's name; empty for the row as a whole
   * @param why it can't, or null when it can
   * @param renewAt the carrier's id, where the line is to renew by itself; else null
   * @param until the last day of service that would be stored, however the cell says it; or null
   */
  public record Row(
      long row,
      List<String> cells,
      Effect effect,
      String column,
      @Nullable ImportReject why,
      @Nullable String renewAt,
      @Nullable LocalDate until) {

    public Row {
      cells = List.copyOf(cells);
    }
  }
}
