package dev.everline.storage.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.storage.Database;
import dev.everline.storage.DatabaseUser;
import dev.everline.storage.StorageSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
  void aFullDiskAtTheFirstStartIsCalledSo() throws Exception {
    Files.createDirectory(home);
    Path programs =
        Files.createDirectories(
            home.resolve("cache/postgresql-" + PostgresBinaries.VERSION + "/bin"));
    for (String name : List.of("postgres", "initdb")) {
      Path program =
          Files.writeString(
              programs.resolve(name),
              "#!/bin/sh\necho 'initdb: error: could not write: No space left on device'\nexit 1\n");
      Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
    StorageSettings settings =
        new StorageSettings(home, home.resolve("cache"), null, null, null, 2, null);

    assertThatThrownBy(() -> Database.open(settings))
        .isInstanceOfSatisfying(
            ProblemException.class,
            full -> assertThat(full.type()).isEqualTo(ProblemType.UNAVAILABLE))
        .hasMessageContaining("The disk of the data folder '" + home + "' is full")
        .hasMessageContaining("EVERLINE_HOME");
  }

  @Test
  void closingAPoolWaitsForAConnectionThatIsBeingMade() throws Exception {
    try (Database database = Database.open(StorageSettings.embedded(home, 2))) {
      HikariDataSource pool = (HikariDataSource) database.dataSource();
      assertThat(pool.getDataSource().getLoginTimeout()).isEqualTo(Database.CONNECT_SECONDS);
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
  void everyProcessFindsTheServerAgainWhenItsPortWasTakenAfterItWasKilled() throws Exception {
    try (Database database = Database.open(StorageSettings.embedded(home, 2));
        DatabaseUser neighbour = new DatabaseUser(home)) {
      EmbeddedPostgres server = Objects.requireNonNull(database.embedded());
      int before = server.port();
      assertThat(neighbour.ask()).isEqualTo(Integer.toString(before));
      kill(server);
      try (ServerSocket taken = new ServerSocket(before, 1, InetAddress.getLoopbackAddress())) {
        // Whoever asks first has it started again, elsewhere.
        String answer = neighbour.ask();
        assertThat(answer).matches("[0-9]+").isNotEqualTo(Integer.toString(taken.getLocalPort()));
        assertThat(text(database, "SELECT current_setting('port')")).isEqualTo(answer);
        assertThat(neighbour.ask()).isEqualTo(answer);
      }
    }
  }

  /**
   * The postmaster and its children, which would notice only a moment later that they are alone.
   */
  private static void kill(EmbeddedPostgres server) throws Exception {
    ProcessHandle postmaster = server.process().orElseThrow();
    List<ProcessHandle> all = Stream.concat(Stream.of(postmaster), postmaster.children()).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    for (ProcessHandle gone : all) {
      gone.onExit().get(60, TimeUnit.SECONDS);
    }
  }

  private Database opened() {
    return Database.open(StorageSettings.embedded(home, 2));
  }

  private void aDatabaseThatHoldsSomething() throws SQLException {
    try (Database database = opened()) {
      execute(database, "CREATE TABLE kept AS SELECT 42 AS answer");
    }
  }

  /** All that is in the database's folder. */
  private Set<String> files() throws IOException {
    try (Stream<Path> tree = Files.walk(home.resolve("data"))) {
      return tree.map(Path::toString).collect(Collectors.toSet());
    }
  }

  @Test
  void aFolderOfWhichAPartIsMissingIsRefusedAndStaysAsItIs() throws Exception {
    aDatabaseThatHoldsSomething();
    Path kept = home.resolve("kept-part");
    for (String part :
        List.of("data/PG_VERSION", "data/global/pg_control", "data/pg_wal", "secret")) {
      Files.move(home.resolve(part), kept);
      Set<String> before = files();

      assertThatThrownBy(this::opened)
          .isInstanceOfSatisfying(
              ProblemException.class,
              problem -> assertThat(problem.type()).isEqualTo(ProblemType.CONFIGURATION))
          .hasMessageContaining(part + " missing")
          .hasMessageContaining("Nothing was changed or deleted")
          .hasMessageContaining("EVERLINE_HOME");

      assertThat(files()).isEqualTo(before);
      assertThat(home.resolve(part)).doesNotExist();
      Files.move(kept, home.resolve(part));
    }
    try (Database database = opened()) {
      assertThat(text(database, "SELECT answer FROM kept")).isEqualTo("42");
    }
  }

  @Test
  void whereADatabaseWasAndItsFilesAreGoneNoneIsMadeInItsPlace() throws Exception {
    aDatabaseThatHoldsSomething();
    String secret = Files.readString(home.resolve("secret"));
    Path away = home.resolveSibling(home.getFileName() + "-away");
    Files.move(home.resolve("data"), away);
    try {
      assertThatThrownBy(this::opened).hasMessageContaining("whose files are gone");
      // As it is while the disk that the folder is on is not mounted.
      Files.createDirectory(home.resolve("data"));
      assertThatThrownBy(this::opened).hasMessageContaining("whose files are gone");
      Files.delete(home.resolve("data"));
      Files.createSymbolicLink(home.resolve("data"), home.resolve("not-mounted"));
      assertThatThrownBy(this::opened).hasMessageContaining("is its disk mounted?");
      Files.delete(home.resolve("data"));
    } finally {
      Files.move(away, home.resolve("data"));
    }
    assertThat(Files.readString(home.resolve("secret"))).isEqualTo(secret);
    try (Database database = opened()) {
      assertThat(text(database, "SELECT answer FROM kept")).isEqualTo("42");
    }
  }

  @Test
  void onlyItsOwnUnfinishedMakingIsRemovedAndLinksInItAreNotFollowed() throws Exception {
    Path others = Files.createDirectories(home.resolve("data.new-somebodys"));
    Files.writeString(others.resolve("photo"), "of somebody");
    Path outside = Files.createDirectory(home.resolve("outside"));
    Files.writeString(outside.resolve("kept"), "by somebody");
    Path unfinished = Files.createDirectories(home.resolve("data.new-1/data"));
    Files.createSymbolicLink(unfinished.resolve("pg_tblspc"), outside);
    Files.createFile(home.resolve("data.new-1/everline-unfinished"));
    Files.createSymbolicLink(home.resolve("data.new-2"), outside);

    opened().close();

    assertThat(home.resolve("data.new-1")).doesNotExist();
    assertThat(outside.resolve("kept")).hasContent("by somebody");
    assertThat(others.resolve("photo")).hasContent("of somebody");
    assertThat(home.resolve("data.new-2")).isSymbolicLink();
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
