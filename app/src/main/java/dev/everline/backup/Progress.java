package dev.everline.backup;

/** Is told how far a backup or a restore has come. */
@FunctionalInterface
public interface Progress {

  Progress NONE = (what, done, all) -> {};

  /**
   * @param what is begun now, such as a table's name
   * @param done parts that are done
   * @param all parts there are
   */
  void at(String what, int done, int all);
}
