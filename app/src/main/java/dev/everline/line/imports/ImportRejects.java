package dev.everline.line.imports;

/** Receives each row that an import rejected. */
@FunctionalInterface
public interface ImportRejects {

  /**
   * @param row the line of the file on which the row begins; the header's is 1
   * @param column the column's name, or empty when it is the row as a whole
   * @param why what is wrong and what to do
   */
  void reject(long row, String column, ImportReject why);
}
