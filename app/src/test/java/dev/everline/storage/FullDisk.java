package dev.everline.storage;

/** A database whose disk has no room left. */
public final class FullDisk {

  private FullDisk() {}

  /** A watch that has looked at it once. */
  public static DatabaseWatch watched(Database database) {
    DatabaseWatch watch = new DatabaseWatch(database, () -> DatabaseWatch.LEAST_ROOM - 1);
    var _ = watch.work();
    return watch;
  }
}
