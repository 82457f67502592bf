package dev.everline.storage;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
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

  /** What may lie in a data folder whose database is still to be made. */
  private static final Set<String> NO_DATABASE =
      Set.of(
          "backups",
          "catalog",
          "data",
          "demo",
          "initdb.log",
          "keys.json",
          "lost+found",
          "pg_ctl.log",
          "port",
          "postgresql.log",
          "push-keys",
          "secret",
          "start.lock",
          "uploads",
          "users.lock");

  private final @Nullable EmbeddedPostgres embedded;
  private final HikariDataSource pool;
  private final Connection lock;

  private SideSchema(@Nullable EmbeddedPostgres embedded, HikariDataSource pool, Connection lock) {
    this.embedded = embedded;
    this.pool = pool;
    this.lock = lock;
  }

  /**
   * Opens the server, embedded or external, without a schema; nothing is made in it yet.
   *
   * @throws ProblemException CONFLICT when the data folder or the database is in use, with what is
   *     there; UNAVAILABLE when the server can't be reached
   */
  public static SideSchema open(StorageSettings settings) {
    if (settings.url() != null) {
      return open(null, config -> Database.external(config, settings, NAME));
    }
    requireEmpty(settings.home());
    EmbeddedPostgres server = EmbeddedPostgres.open(settings);
    try {
      return open(server, config -> Database.embedded(config, server, NAME));
    } catch (RuntimeException failure) {
      server.close();
      throw failure;
    }
  }

  private static SideSchema open(
      @Nullable EmbeddedPostgres server, Consumer<HikariConfig> address) {
    // One connection holds the lock, the other works; Flyway takes one more.
    HikariDataSource pool = Database.pool(address, 4);
    try {
      Database.requireSupported(pool);
      Connection lock = pool.getConnection();
      SideSchema schema = new SideSchema(server, pool, lock);
      schema.requireAlone();
      schema.requireUnused(lock);
      return schema;
    } catch (SQLException failure) {
      pool.close();
      throw failed(failure);
    } catch (RuntimeException failure) {
      pool.close();
      throw failure;
    }
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
   * Makes the schema as an earlier version of the application had it, empty; what an earlier try
   * has left in its place is dropped.
   *
   * @param version of the schema, such as 19
   * @param seal of the personal data that it is to hold
   */
  public void create(String version, Seal seal) {
    drop();
    Database.migrate(pool, NAME, seal, version);
  }

  /** Brings it to this version. */
  public void migrate(Seal seal) {
    Database.migrate(pool, NAME, seal, "latest");
    KeyCheck.require(pool, seal);
  }

  /** Forgets it. */
  public void drop() {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("DROP SCHEMA IF EXISTS " + NAME + " CASCADE");
    } catch (SQLException failure) {
      throw failed(failure);
    }
  }

  /**
   * Gives it the name of the application's schema: from now on it is the database.
   *
   * @param before the last work on it, in the same transaction
   */
  public void reveal(Transactions.Work<?> before) {
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
  }

  @Override
  public void close() {
    try (Connection held = lock) {
      held.createStatement().execute("SELECT pg_advisory_unlock(" + LOCK + ")");
    } catch (SQLException gone) {
      // The lock goes with its connection.
      pool.evictConnection(lock);
    }
    pool.close();
    if (embedded != null) {
      embedded.close();
    }
  }

  /**
   * @throws ProblemException CONFLICT when a restore into this database has not come to its end
   */
  static void requireNotHalfDone(DataSource dataSource) {
    try (Connection connection = dataSource.getConnection()) {
      if (is(
          connection,
          "to_regnamespace('%s') IS NOT NULL AND to_regclass('%s.flyway_schema_history') IS NULL"
              .formatted(NAME, Database.SCHEMA))) {
        throw new ProblemException(
            ProblemType.CONFLICT,
            "A restore into this database has not come to its end, so it isn't used. Run 'everline"
                + " restore FILE' again: it begins from the start. To give it up and begin with"
                + " an empty database, drop the schema "
                + NAME
                + ", or take another EVERLINE_HOME.");
      }
    } catch (SQLException failure) {
      throw failed(failure);
    }
  }

  private void requireAlone() throws SQLException {
    if (!is(lock, "pg_try_advisory_lock(" + LOCK + ")")) {
      throw new ProblemException(
          ProblemType.CONFLICT,
          "Another process restores into this database just now; wait until it is done.");
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
          "a database of Everline with %,d accounts and %,d lines"
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

  /** A folder with something in it that isn't known to be harmless is somebody's. */
  private static void requireEmpty(Path home) {
    if (!Files.exists(home)) {
      return;
    }
    List<String> strange;
    try (Stream<Path> entries = Files.list(home)) {
      strange =
          entries
              .map(entry -> String.valueOf(entry.getFileName()))
              .filter(name -> !NO_DATABASE.contains(name))
              .sorted()
              .limit(5)
              .toList();
      Path data = home.resolve("data");
      if (strange.isEmpty() && Files.isDirectory(data) && !isWhole(data)) {
        strange = List.of("data, with files but without PG_VERSION");
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    if (!strange.isEmpty()) {
      throw new ProblemException(
          ProblemType.CONFLICT,
          "The data folder '"
              + home
              + "' isn't empty: it holds "
              + String.join(", ", strange)
              + ". Restore into an empty one, named by EVERLINE_HOME.");
    }
  }

  private static boolean isWhole(Path data) throws IOException {
    try (Stream<Path> entries = Files.list(data)) {
      return Files.exists(data.resolve("PG_VERSION")) || entries.findAny().isEmpty();
    }
  }

  private static RuntimeException failed(SQLException failure) {
    return new DataAccessResourceFailureException("The database can't be restored into", failure);
  }
}
