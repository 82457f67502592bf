package dev.everline.storage.schema;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.storage.Columns;
import dev.everline.storage.Database;
import dev.everline.storage.Seal;
import dev.everline.storage.StorageSettings;
import dev.everline.storage.Transactions;
import dev.everline.storage.embedded.UnfinishedRestore;
import dev.everline.storage.key.KeyCheck;
import dev.everline.storage.key.KeyFile;
import dev.everline.storage.key.StagedKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;

/**
 * A schema beside the place of the application's own, in which a database is put together before
 * anybody sees it: {@link #reveal} gives it its name, in one transaction. Until then the
 * application refuses to start on such a database, see {@link #requireNotHalfDone}, and a new try
 * begins again from nothing.
 *
 * <p>There is one at a time in a database, and only where the application has none yet.
 */
public final class SideSchema implements AutoCloseable {

  private static final String NAME = "everline_restoring";

  // "everline rest" as a number; no other program locks it.
  private static final long LOCK = 0x6576_6c72_6573_7400L;

  private final @Nullable RestoreFolder folder;
  private final StagedKeys keys;
  private final HikariDataSource pool;
  private final Connection lock;

  private SideSchema(
      @Nullable RestoreFolder folder, StagedKeys keys, HikariDataSource pool, Connection lock) {
    this.folder = folder;
    this.keys = keys;
    this.pool = pool;
    this.lock = lock;
  }

  /**
   * Opens the server, embedded or external, and makes the schema, empty. From now on nothing but
   * another restore opens a database there, until {@link #reveal}.
   *
   * @param backupAt when the backup was made that is to be put into it
   * @throws ProblemException CONFLICT when the data folder or the database is in use, with what is
   *     there; UNAVAILABLE when the server can't be reached
   */
  public static SideSchema open(StorageSettings settings, Instant backupAt) {
    StagedKeys keys = new StagedKeys(new KeyFile(settings.keyFile()));
    if (settings.url() != null) {
      return open(null, keys, config -> Database.external(config, settings, NAME));
    }
    RestoreFolder folder = RestoreFolder.begin(settings, backupAt);
    try {
      return open(folder, keys, config -> Database.embedded(config, folder.server(), NAME));
    } catch (RuntimeException failure) {
      folder.close();
      throw failure;
    }
  }

  private static SideSchema open(
      @Nullable RestoreFolder folder, StagedKeys keys, Consumer<HikariConfig> address) {
    // One connection holds the lock, the other works; Flyway takes one more.
    HikariDataSource pool = Database.pool(address, 4);
    try {
      Database.requireSupported(pool);
      Connection lock = pool.getConnection();
      SideSchema schema = new SideSchema(folder, keys, pool, lock);
      schema.requireAlone();
      schema.requireUnused(lock);
      schema.empty();
      return schema;
    } catch (SQLException failure) {
      pool.close();
      throw failed(failure);
    } catch (RuntimeException failure) {
      pool.close();
      throw failure;
    }
  }

  /**
   * The seal of the personal data that it is to hold.
   *
   * @param copy of the file of keys, which appears in its place at the end; null where it is there
   */
  public Seal seal(@Nullable String copy) {
    return new Seal(copy == null ? keys.file() : keys.stage(copy));
  }

  /** Connections whose {@code search_path} is the schema. */
  public DataSource dataSource() {
    return pool;
  }

  /** The versions of the schema that this application knows, such as 19. */
  public Set<String> versions(Seal seal) {
    return Stream.of(Database.migrations(pool, NAME, seal).load().info().all())
        .map(migration -> String.valueOf(migration.getVersion()))
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Makes the schema as an earlier version of the application had it, without rows.
   *
   * @param version of the schema, such as 19
   * @param seal of the personal data that it is to hold
   */
  public void create(String version, Seal seal) {
    Database.migrate(pool, NAME, seal, version);
  }

  /** Brings it to this version. */
  public void migrate(Seal seal) {
    Database.migrate(pool, NAME, seal, "latest");
    KeyCheck.require(pool, seal);
  }

  /**
   * Forgets what was put into it, and whatever else this restore has made. That there was one stays
   * known, so that nothing but another restore makes a database here.
   */
  public void giveUp() {
    keys.forget();
    if (folder != null && folder.note() != null) {
      leave();
      folder.giveUp();
    } else {
      empty();
    }
  }

  private void empty() {
    new Transactions(pool)
        .run(
            connection -> {
              try (Statement statement = connection.createStatement()) {
                statement.execute("DROP SCHEMA IF EXISTS " + NAME + " CASCADE");
                return statement.execute("CREATE SCHEMA " + NAME);
              }
            });
  }

  /**
   * Gives it the name of the application's schema: from now on it is the database.
   *
   * @param before the last work on it, in the same transaction
   */
  public void reveal(Transactions.Work<?> before) {
    boolean noted = folder != null && folder.note() != null;
    if (!noted) {
      // Who opens the database finds no note to end this by.
      keys.place();
    }
    new Transactions(pool)
        .run(
            connection -> {
              before.on(connection);
              try (Statement statement = connection.createStatement()) {
                // An empty one may have been made for a user who makes none; refused if it isn't.
                statement.execute("DROP SCHEMA IF EXISTS " + Database.SCHEMA);
                return statement.execute("ALTER SCHEMA " + NAME + " RENAME TO " + Database.SCHEMA);
              }
            });
    if (folder != null && noted) {
      keys.place();
      folder.end();
    }
  }

  @Override
  public void close() {
    leave();
    if (folder != null) {
      folder.close();
    }
  }

  /** Lets go of the database. */
  private void leave() {
    if (pool.isClosed()) {
      return;
    }
    try (Connection held = lock) {
      held.createStatement().execute("SELECT pg_advisory_unlock(" + LOCK + ")");
    } catch (SQLException gone) {
      // The lock goes with its connection.
      pool.evictConnection(lock);
    }
    pool.close();
  }

  /**
   * Ends a restore into a data folder that died between its last transaction and its end: the
   * database is complete, and has the mark of that backup.
   *
   * @throws ProblemException CONFIGURATION when the restore has not come to its end, CONFLICT while
   *     it runs
   */
  public static void requireEnded(StorageSettings settings, DataSource dataSource) {
    Path home = settings.home();
    if (!UnfinishedRestore.isIn(home)) {
      return;
    }
    try (UnfinishedRestore unfinished = UnfinishedRestore.lock(home);
        Connection connection = dataSource.getConnection()) {
      Optional<UnfinishedRestore.Note> note = unfinished.note();
      if (note.isEmpty()) {
        return;
      }
      if (!isRevealed(connection, note.get())) {
        throw UnfinishedRestore.refusal(home);
      }
      new StagedKeys(new KeyFile(settings.keyFile())).place();
      unfinished.end();
    } catch (SQLException failure) {
      throw failed(failure);
    } catch (IOException failure) {
      throw RestoreFolder.unusable(home, failure);
    }
  }

  private static boolean isRevealed(Connection connection, UnfinishedRestore.Note note)
      throws SQLException {
    if (!is(connection, "to_regclass('" + Database.SCHEMA + ".restored') IS NOT NULL")) {
      return false;
    }
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT EXISTS (SELECT 1 FROM " + Database.SCHEMA + ".restored WHERE backup_at = ?)")) {
      new Columns(statement).instant(note.backupAt());
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getBoolean(1);
      }
    }
  }

  /**
   * @throws ProblemException CONFIGURATION when a restore into this database has not come to its
   *     end
   */
  public static void requireNotHalfDone(DataSource dataSource) {
    try (Connection connection = dataSource.getConnection()) {
      if (is(
          connection,
          "to_regnamespace('%s') IS NOT NULL AND to_regclass('%s.flyway_schema_history') IS NULL"
              .formatted(NAME, Database.SCHEMA))) {
        throw new ProblemException(
            ProblemType.CONFIGURATION,
            "A restore into this database wasn't finished, so it isn't used. Run 'everline"
                + " restore FILE' again: it starts over. To give it up and start with"
                + " an empty database, drop the schema "
                + NAME
                + ", or use another EVERLINE_HOME.");
      }
    } catch (SQLException failure) {
      throw failed(failure);
    }
  }

  private void requireAlone() throws SQLException {
    if (!is(lock, "pg_try_advisory_lock(" + LOCK + ")")) {
      throw new ProblemException(
          ProblemType.CONFLICT,
          "Another process is restoring into this database; wait until it is done.");
    }
  }

  private void requireUnused(Connection connection) throws SQLException {
    if (!is(
        connection,
        "EXISTS (SELECT 1 FROM pg_class WHERE relnamespace = to_regnamespace('%s'))"
            .formatted(Database.SCHEMA))) {
      return;
    }
    String holds = "a schema '" + Database.SCHEMA + "' that isn't empty";
    if (is(connection, "to_regclass('" + Database.SCHEMA + ".line') IS NOT NULL")) {
      holds =
          "an Everline database with %,d accounts and %,d lines"
              .formatted(count(connection, "account"), count(connection, "line"));
    }
    throw new ProblemException(
        ProblemType.CONFLICT,
        "There is "
            + holds
            + " here already, and a restore overwrites nothing. Restore into an empty data folder"
            + " (EVERLINE_HOME) or an empty database (EVERLINE_DATABASE_URL).");
  }

  private static long count(Connection connection, String table) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT count(*) FROM " + Database.SCHEMA + "." + table)) {
      row.next();
      return row.getLong(1);
    }
  }

  private static boolean is(Connection connection, String condition) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT " + condition)) {
      row.next();
      return row.getBoolean(1);
    }
  }

  private static RuntimeException failed(SQLException failure) {
    return new DataAccessResourceFailureException("The database can't be restored into", failure);
  }
}
