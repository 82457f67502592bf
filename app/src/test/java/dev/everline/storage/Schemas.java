package dev.everline.storage;

/** The schema as earlier versions of the application had it. */
public final class Schemas {

  private Schemas() {}

  /** Brings an empty database to a version, such as 15. */
  public static void migrate(TestDatabase database, String version) {
    Database.migrate(database.dataSource(), "everline", database.seal(), version);
  }
}
