package dev.everline.line.imports;

import java.util.List;

/** Receives each row that an import rejected. */
@FunctionalInterface
public interface ImportRejects {

  /**
   * Something that is wrong with a row.
   *
   * @param column its name, or empty when it is the row as a whole
   * @param why what is wrong and what to do
   */
  record Fault(String column, ImportReject why) {}

  /**
   * @param row the line of the file on which the row begins; the header's is 1
   * @param column the column's name, or empty when it is the row as a whole
   * @param why what is wrong and what to do
   */
  void reject(long row, String column, ImportReject why);

  /**
   * The same with the row itself and all that is wrong with it.
   *
   * @param cells as they stand in the file; empty where it is no row that could be read
   */
  default void reject(long row, List<String> cells, List<Fault> faults) {
    faults.forEach(fault -> reject(row, fault.column(), fault.why()));
  }

  /**
   * Told once, before all rows.
   *
   * @param names of the file's columns
   */
  default void begin(List<String> names, ImportForm form) {
    // whoever keeps no rows needs none
  }
}
