package dev.everline.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EmbeddedPostgresTest {

  private Path home = Path.of(".");

  @BeforeEach
  void aFolderThatTheServersUserCanReach() throws Exception {
    home = Path.of(System.getProperty("java.io.tmpdir"), "everline-pg-" + System.nanoTime());
  }

  @AfterEach
  void removeIt() throws Exception {
    try (var tree = Files.walk(home)) {
      for (Path path : tree.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  @Test
  void itIsDurableAndKeepsItsDataOverARestart() throws Exception {
    StorageSettings settings = StorageSettings.embedded(home, 2);
    try (Database database = Database.open(settings)) {
      for (String setting : new String[] {"fsync", "synchronous_commit", "full_page_writes"}) {
        assertThat(text(database, "SELECT current_setting('" + setting + "')"))
            .as(setting)
            .isEqualTo("on");
      }
      execute(database, "CREATE TABLE kept AS SELECT 42 AS answer");
    }
    try (Database database = Database.open(settings)) {
      assertThat(text(database, "SELECT answer FROM kept")).isEqualTo("42");
    }
  }

  @Test
  void aFolderThatWasThereIsUsedAndStaysItsOwners() throws Exception {
    Files.createDirectory(home);
    // A file of somebody else's, such as a demo's beside it.
    Files.createDirectory(home.resolve("demo"));
    Object owner = Files.getAttribute(home, "unix:uid");
    StorageSettings settings = StorageSettings.embedded(home, 2);
    try (Database database = Database.open(settings)) {
      execute(database, "CREATE TABLE kept AS SELECT 42 AS answer");
    }
    try (Database database = Database.open(settings)) {
      assertThat(text(database, "SELECT answer FROM kept")).isEqualTo("42");
    }
    assertThat(Files.getAttribute(home, "unix:uid")).isEqualTo(owner);
  }

  @Test
  void itIsStartedAgainAfterItWasKilled() throws Exception {
    try (Database database = Database.open(StorageSettings.embedded(home, 2))) {
      execute(database, "CREATE TABLE kept AS SELECT 42 AS answer");
      EmbeddedPostgres server = java.util.Objects.requireNonNull(database.embedded());
      ProcessHandle postmaster = server.process().orElseThrow();
      postmaster.destroyForcibly();
      postmaster.onExit().get(60, TimeUnit.SECONDS);
      database.recover();
      assertThat(text(database, "SELECT answer FROM kept")).isEqualTo("42");
    }
  }

  @Test
  void aPidFileLeftByADeadServerDoesNotKeepItFromStarting() throws Exception {
    StorageSettings settings = StorageSettings.embedded(home, 2);
    Database.open(settings).close();
    // The number of a process that lives and is no PostgreSQL: our own.
    Files.writeString(
        home.resolve("data/postmaster.pid"),
        ProcessHandle.current().pid() + "\n" + home + "\n0\n5432\n\n127.0.0.1\n1 1\nready   \n");
    try (Database database = Database.open(settings)) {
      assertThat(text(database, "SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void aPortThatAnotherProgramHasTakenIsLeftToIt() throws Exception {
    StorageSettings settings = StorageSettings.embedded(home, 2);
    Database.open(settings).close();
    int before = Integer.parseInt(Files.readString(home.resolve("port")));
    try (ServerSocket taken = new ServerSocket(before, 1, InetAddress.getLoopbackAddress());
        Database database = Database.open(settings)) {
      assertThat(text(database, "SELECT current_setting('port')"))
          .isNotEqualTo(Integer.toString(taken.getLocalPort()));
    }
  }

  @Test
  void itsPortIsNoneThatOutgoingConnectionsAreGiven() throws Exception {
    try (Database database = Database.open(StorageSettings.embedded(home, 2))) {
      assertThat(Integer.parseInt(text(database, "SELECT current_setting('port')")))
          .isBetween(20_000, 32_000);
    }
  }

  private static void execute(Database database, String sql) throws SQLException {
    try (var connection = database.dataSource().getConnection();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String text(Database database, String sql) throws SQLException {
    try (var connection = database.dataSource().getConnection();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
