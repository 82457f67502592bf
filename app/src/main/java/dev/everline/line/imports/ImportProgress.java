package dev.everline.line.imports;

/** Receives an import's progress after each batch. */
@FunctionalInterface
public interface ImportProgress {

  /** Ignores progress. */
  ImportProgress NONE = (rows, bytesRead, bytes) -> {};

  /**
   * @param rows rows read
   * @param bytesRead of the file
   * @param bytes of the whole file, or -1 when not known
   */
  void at(long rows, long bytesRead, long bytes);
}
