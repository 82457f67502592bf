package dev.everline.line.imports;

import dev.everline.line.LineField;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What importing a file would do.
 *
 * @param names of the columns, as the first row has them
 * @param mapping by which the rows were read
 * @param rows the first of them
 * @param totals of as many rows as were looked at
 * @param brokenOff whether the file can't be read on after them
 */
public record ImportPreview(
    List<String> names, ImportMapping mapping, List<Row> rows, Totals totals, boolean brokenOff) {

  public ImportPreview {
    names = List.copyOf(names);
    rows = List.copyOf(rows);
  }

  /** What a row would do. */
  public enum Effect {
    ADDS,
    /** Its line is there, and gets what the row says otherwise. */
    CHANGES,
    /** Its line is there, and the row says nothing else, or nothing newer. */
    SAME,
    /** It is invalid. */
    REJECTED
  }

  /**
   * @param whole whether these are all rows of the file
   */
  public record Totals(
      long rows,
      long added,
      long changed,
      long unchanged,
      long rejected,
      ImportResult.Remarks remarks,
      boolean whole) {

    /** Whether not a single row can be taken. */
    public boolean allRejected() {
      return rows > 0 && rejected == rows;
    }
  }

  /**
   * A value of a line that a row would change.
   *
   * @param before as files have it; empty when there was none
   * @param after likewise
   */
  public record Change(LineField field, String before, String after) {}

  /**
   * A row.
   *
   * @param row the line of the file on which it begins
   * @param cells as they stand there
   * @param faults what is wrong with it; none when it can be taken
   * @param changes what it would change
   * @param renewAt the carrier's id, where the line is to renew by itself; else null
   * @param until the last day of service that would be stored, however the cell says it; or null
   */
  public record Row(
      long row,
      List<String> cells,
      Effect effect,
      List<ImportRejects.Fault> faults,
      List<Change> changes,
      @Nullable String renewAt,
      @Nullable LocalDate until) {

    public Row {
      cells = List.copyOf(cells);
      faults = List.copyOf(faults);
      changes = List.copyOf(changes);
    }
  }
}
