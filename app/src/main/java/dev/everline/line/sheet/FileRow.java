package dev.everline.line.sheet;

import java.util.List;

/**
 * A row of a table.
 *
 * @param number where it begins in the file, counted from 1
 * @param cells as they stand there
 */
public record FileRow(long number, List<String> cells) {

  /** Whether nothing stands in it, as in the rows that spreadsheets leave at the end. */
  public boolean isBlank() {
    for (int i = 0; i < cells.size(); i++) {
      if (!cells.get(i).isBlank()) {
        return false;
      }
    }
    return true;
  }

  /** Without the text, so that it may be logged. */
  @Override
  public String toString() {
    return "FileRow[" + number + "]";
  }
}
