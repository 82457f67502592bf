package dev.everline.storage;

import dev.everline.kernel.AccountId;
import dev.everline.kernel.LineId;
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
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * An empty, migrated database of a real PostgreSQL for one test class. One server serves all tests
 * of a run; each database is a copy of a migrated template.
 */
public final class TestDatabase implements AutoCloseable {

  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final Server server;
  private final String name;
  private final com.zaxxer.hikari.HikariDataSource pool;

  private TestDatabase(Server server, String name) {
    this.server = server;
    this.name = name;
    com.zaxxer.hikari.HikariConfig config = new com.zaxxer.hikari.HikariConfig();
    config.setDataSource(source(server.postgres, name));
    config.setMaximumPoolSize(16);
    config.setMinimumIdle(0);
    this.pool = new com.zaxxer.hikari.HikariDataSource(config);
  }

  /** A fresh database. */
  public static TestDatabase create() {
    Server server = Server.INSTANCE;
    String name = "t" + NUMBER.incrementAndGet();
    server.execute("CREATE DATABASE " + name + " TEMPLATE template_everline");
    return new TestDatabase(server, name);
  }

  /** A fresh database without a schema. */
  public static TestDatabase unmigrated() {
    Server server = Server.INSTANCE;
    String name = "t" + NUMBER.incrementAndGet();
    server.execute("CREATE DATABASE " + name);
    return new TestDatabase(server, name);
  }

  /** A fresh database on a server of its own, for tests that take the server away. */
  public static TestDatabase onAServerOfItsOwn() {
    Server server = new Server("-" + NUMBER.incrementAndGet());
    server.execute("CREATE DATABASE own TEMPLATE template_everline");
    return new TestDatabase(server, "own");
  }

  /** Has something done when all tests are over, before the server of their databases stops. */
  public static void atTheEnd(Runnable work) {
    Server.AT_THE_END.add(work);
  }

  public DataSource dataSource() {
    return pool;
  }

  /** Seals and opens the personal data of all tests' databases. */
  public Seal seal() {
    return server.seal;
  }

  /** Where that seal's keys are. */
  public Path keys() {
    return server.seal.file().path();
  }

  /** A line's number as statements write it: the values of {@code msisdn, msisdn_hash}. */
  public String sealedNumber(LineId line, AccountId account, String number) {
    return sealedNumber(seal(), line, account, number);
  }

  public static String sealedNumber(Seal seal, LineId line, AccountId account, String number) {
    return "'\\x%s', '\\x%s'"
        .formatted(
            HexFormat.of().formatHex(seal.seal(Sealed.LINE_NUMBER, line.value(), number)),
            HexFormat.of().formatHex(seal.find("number", account.value(), number)));
  }

  /** How an application opens this database, with the keys of all tests. */
  public StorageSettings settings(int poolSize) {
    return settings(poolSize, keys());
  }

  /** The same with keys of its own. */
  public StorageSettings settings(int poolSize, Path keys) {
    return new StorageSettings(
        Path.of("unused"),
        Path.of("unused"),
        server.postgres.jdbcUrl(name),
        server.postgres.user(),
        server.postgres.password(),
        poolSize,
        keys);
  }

  /** The server behind it, for tests that need its address. */
  public EmbeddedPostgres server() {
    return server.postgres;
  }

  public String name() {
    return name;
  }

  /** Runs one statement. */
  public void execute(String sql) {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  /** The single text a query gives; null where the value is. */
  public String text(String sql) {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  /** The single number a query gives. */
  public long number(String sql) {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  /** Each row that is added to the table fails meanwhile as on a full disk. */
  public void onAFullDisk(String table, Runnable meanwhile) {
    execute(
        """
        CREATE FUNCTION everline.disk_full() RETURNS trigger LANGUAGE plpgsql AS
          $$BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END$$
        """);
    execute(
        "CREATE TRIGGER disk_full BEFORE INSERT ON everline.%s EXECUTE FUNCTION everline.disk_full()"
            .formatted(table));
    try {
      meanwhile.run();
    } finally {
      execute("DROP FUNCTION everline.disk_full() CASCADE");
    }
  }

  @Override
  public void close() {
    pool.close();
    server.execute("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
  }

  private static PGSimpleDataSource source(EmbeddedPostgres postgres, String database) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(postgres.jdbcUrl(database));
    source.setUser(postgres.user());
    source.setPassword(postgres.password());
    source.setCurrentSchema("everline");
    source.setReWriteBatchedInserts(true);
    return source;
  }

  private static final class Server {

    static final List<Runnable> AT_THE_END = new CopyOnWriteArrayList<>();
    static final Server INSTANCE = new Server("");

    final EmbeddedPostgres postgres;
    final Seal seal;

    Server(String suffix) {
      try {
        Path home =
            Path.of(
                System.getProperty("java.io.tmpdir"),
                "everline-test-"
                    + ProcessHandle.current().pid()
                    + "-"
                    + UUID.randomUUID()
                    + suffix);
        postgres = EmbeddedPostgres.open(StorageSettings.embedded(home, 4));
        Runtime.getRuntime()
            .addShutdownHook(
                new Thread(
                    () -> {
                      if (this == INSTANCE) {
                        AT_THE_END.forEach(Runnable::run);
                      }
                      postgres.close();
                      delete(home);
                    }));
        execute("CREATE DATABASE template_everline");
        PGSimpleDataSource template = source(postgres, "template_everline");
        KeyFile keys = new KeyFile(home.resolve("keys.json"));
        keys.create();
        seal = new Seal(keys);
        Database.migrate(template, "everline", seal);
      } catch (RuntimeException failure) {
        throw new IllegalStateException("No PostgreSQL for the tests", failure);
      }
    }

    void execute(String sql) {
      Properties login = new Properties();
      login.setProperty("user", postgres.user());
      login.setProperty("password", postgres.password());
      try (Connection connection =
              DriverManager.getConnection(postgres.jdbcUrl("postgres"), login);
          Statement statement = connection.createStatement()) {
        statement.execute(sql);
      } catch (SQLException failure) {
        throw new IllegalStateException(failure);
      }
    }

    private static void delete(Path folder) {
      try (Stream<Path> tree = Files.walk(folder)) {
        for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }
  }
}
