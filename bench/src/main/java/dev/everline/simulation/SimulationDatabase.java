package dev.everline.simulation;

import dev.everline.storage.Database;
import dev.everline.storage.StorageSettings;
import dev.everline.storage.embedded.EmbeddedPostgres;
import dev.everline.storage.key.KeyFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.Properties;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * A PostgreSQL server of the simulation's own, in a folder that goes with it; each worker has a
 * database there. Commits don't wait for the disk: the server itself does not crash here.
 */
public final class SimulationDatabase implements AutoCloseable {

  private final Path home;
  private final EmbeddedPostgres server;

  private SimulationDatabase(Path home, EmbeddedPostgres server) {
    this.home = home;
    this.server = server;
  }

  /** Starts the server. */
  public static SimulationDatabase start() {
    Path home =
        Path.of(
            System.getProperty("java.io.tmpdir"),
            "everline-simulation-" + ProcessHandle.current().pid());
    SimulationDatabase database =
        new SimulationDatabase(home, EmbeddedPostgres.open(StorageSettings.embedded(home, 2)));
    new KeyFile(home.resolve("keys.json")).create();
    // A replay must find its rows where they were, whatever the server would tidy up meanwhile.
    database.execute("ALTER SYSTEM SET autovacuum = off");
    database.execute("SELECT pg_reload_conf()");
    return database;
  }

  /** A new, migrated database of the server; close it when done. */
  public Database create(String name) {
    execute("CREATE DATABASE " + name);
    StorageSettings settings =
        new StorageSettings(
            home,
            home.resolve("cache"),
            server.jdbcUrl(name) + "?options=-c%20synchronous_commit=off",
            server.user(),
            server.password(),
            16,
            home.resolve("keys.json"));
    return Database.open(settings);
  }

  /** Empties a database, so that a seed finds it as every seed does. */
  static void empty(DataSource database) {
    String sql =
        """
        SET LOCAL session_replication_role = replica;
        DO $$ BEGIN
          EXECUTE (SELECT 'TRUNCATE ' || string_agg(format('%I', tablename), ', ')
                     FROM pg_tables
                    WHERE schemaname = current_schema() AND tablename <> 'flyway_schema_history');
        END $$;
        ALTER SEQUENCE id_block RESTART;
        """;
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute(sql);
      connection.commit();
    } catch (SQLException failure) {
      throw new IllegalStateException("the simulation's database can't be emptied", failure);
    }
  }

  private void execute(String sql) {
    Properties login = new Properties();
    login.setProperty("user", server.user());
    login.setProperty("password", server.password());
    try (Connection connection = DriverManager.getConnection(server.jdbcUrl("postgres"), login);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException failure) {
      throw new IllegalStateException("the simulation's server refused", failure);
    }
  }

  @Override
  public void close() {
    server.close();
    try (Stream<Path> tree = Files.walk(home)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
