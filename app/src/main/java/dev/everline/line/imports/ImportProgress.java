package dev.everline.line.imports;

/** Told how far an import has come, after each batch. */
@FunctionalInterface
public interface ImportProgress {

  /** Tells nobody. */
  ImportProgress NONE = (rows, bytesRead, bytes) -> {};

  /**
   * @param rows rows read
   * @param bytesRead of the file
   * @param bytes of the whole file, or -1 when not known
   */
  void at(long rows, long bytesRead, long bytes);
}
