package dev.everline.storage;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.storage.embedded.EmbeddedPostgres;
import dev.everline.storage.key.KeyCheck;
import dev.everline.storage.key.KeyFile;
import dev.everline.storage.schema.SealingMigration;
import dev.everline.storage.schema.SideSchema;
import dev.everline.storage.schema.TagSealingMigration;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * The open database: embedded or external, migrated to this version's schema, with its pool of
 * connections. Close it to leave; see {@link EmbeddedPostgres#close} for what that does.
 */
public final class Database implements AutoCloseable {

  public static final String SCHEMA = "everline";
  private static final int OLDEST = 150_000;
  public static final int CONNECT_SECONDS = 15;

  /** A quarter of a second's work of the database on a small machine. */
  private static final int MOST_WAITING = 128;

  private final @Nullable EmbeddedPostgres embedded;
  private final HikariDataSource pool;
  private final Seal seal;

  private Database(@Nullable EmbeddedPostgres embedded, HikariDataSource pool, Seal seal) {
    this.embedded = embedded;
    this.pool = pool;
    this.seal = seal;
  }

  /**
   * Opens and migrates.
   *
   * @throws ProblemException when the server can't be reached, is older than PostgreSQL 15, or
   *     holds a schema that this version can't use; or when the keys of its personal data are
   *     missing or those of another
   */
  public static Database open(StorageSettings settings) {
    KeyFile keys = new KeyFile(settings.keyFile());
    if (settings.url() != null) {
      return open(null, config -> external(config, settings, SCHEMA), settings, keys);
    }
    EmbeddedPostgres server = EmbeddedPostgres.open(settings);
    try {
      return open(server, config -> embedded(config, server, SCHEMA), settings, keys);
    } catch (RuntimeException failure) {
      server.close();
      throw failure;
    }
  }

  private static Database open(
      @Nullable EmbeddedPostgres server,
      Consumer<HikariConfig> address,
      StorageSettings settings,
      KeyFile keys) {
    HikariDataSource pool = pool(address, settings.poolSize());
    try {
      requireSupported(pool);
      if (server != null) {
        SideSchema.requireEnded(settings, pool);
      }
      SideSchema.requireNotHalfDone(pool);
      boolean mayMakeKeys = server != null && settings.keys() == null;
      Seal seal = KeyCheck.seal(pool, SCHEMA, keys, mayMakeKeys);
      migrate(pool, SCHEMA, seal);
      KeyCheck.require(pool, seal);
      return new Database(server, pool, seal);
    } catch (RuntimeException failure) {
      pool.close();
      throw failure;
    }
  }

  /** Connections; each one's {@code search_path} is the schema. */
  public DataSource dataSource() {
    return pool;
  }

  /**
   * Whether so many wait for a connection that another had better come again later: it would only
   * make all of them wait longer. Work that has begun isn't asked, so that it gets to its end.
   */
  public boolean isCrowded() {
    HikariPoolMXBean connections = pool.getHikariPoolMXBean();
    return connections != null && connections.getThreadsAwaitingConnection() >= MOST_WAITING;
  }

  /** Seals and opens its personal data. */
  public Seal seal() {
    return seal;
  }

  /**
   * Asks the database for its check value and opens that.
   *
   * @return whether the keys are this database's
   * @throws org.springframework.dao.DataAccessException when it doesn't answer
   */
  boolean isOpenedByItsKeys() {
    try {
      KeyCheck.require(pool, seal);
      return true;
    } catch (ProblemException notItsKeys) {
      return false;
    }
  }

  /** What the embedded server's disk has left; of another's, nothing is known. */
  long bytesLeft() {
    return embedded == null ? Long.MAX_VALUE : embedded.bytesLeft();
  }

  /** The embedded server, or null with an external one. */
  public @Nullable EmbeddedPostgres embedded() {
    return embedded;
  }

  /**
   * After a lost connection: starts the embedded server again where it has gone, and lets go of the
   * connections to the one that was.
   */
  public void recover() {
    if (embedded != null) {
      embedded.ensureRunning();
      pool.getHikariPoolMXBean().softEvictConnections();
    }
  }

  @Override
  public void close() {
    pool.close();
    if (embedded != null) {
      embedded.close();
    }
  }

  /**
   * Brings a schema to this version; creates it where it is missing.
   *
   * @param schema the application's own, or one for a copy beside it
   * @param seal of the database's personal data, which older schemas held in the clear
   */
  public static void migrate(DataSource dataSource, String schema, Seal seal) {
    migrate(dataSource, schema, seal, "latest");
  }

  /**
   * The same, but to a version that an earlier Everline had.
   *
   * @param version such as 19, or {@code latest}
   */
  public static void migrate(DataSource dataSource, String schema, Seal seal, String version) {
    try {
      migrations(dataSource, schema, seal).target(version).load().migrate();
    } catch (FlywayException failure) {
      throw new ProblemException(
          ProblemType.CONFIGURATION,
          "The database's schema can't be migrated to this version: "
              + failure.getMessage()
              + " Check that the user may create tables in schema '"
              + schema
              + "', and that no newer Everline has used it.",
          failure);
    }
  }

  public static FluentConfiguration migrations(DataSource dataSource, String schema, Seal seal) {
    return Flyway.configure()
        .dataSource(dataSource)
        .schemas(schema)
        .defaultSchema(schema)
        .createSchemas(true)
        .locations("classpath:db/migration")
        .javaMigrations(new SealingMigration(seal), new TagSealingMigration(seal))
        .cleanDisabled(true);
  }

  /** Connections to the embedded server, wherever it is, whose {@code search_path} is a schema. */
  public static void embedded(HikariConfig config, EmbeddedPostgres server, String schema) {
    config.setDataSource(new EmbeddedConnections(server, "postgres", properties(schema)));
    putBack(config, schema);
  }

  /** The same to an external one. */
  public static void external(HikariConfig config, StorageSettings settings, String schema) {
    config.setJdbcUrl(settings.url());
    config.setUsername(settings.user());
    config.setPassword(settings.password());
    config.setDataSourceProperties(properties(schema));
    putBack(config, schema);
  }

  /**
   * A connection that was led to another schema, such as to a copy, leads to its own again once it
   * is given back: the pool does so only for a schema that it was told of.
   */
  private static void putBack(HikariConfig config, String schema) {
    config.setSchema(schema);
  }

  /** Of the driver's connections. */
  private static Properties properties(String schema) {
    Properties properties = new Properties();
    properties.setProperty("currentSchema", schema);
    properties.setProperty("ApplicationName", "everline");
    properties.setProperty("reWriteBatchedInserts", "true");
    properties.setProperty("prepareThreshold", "2");
    properties.setProperty("tcpKeepAlive", "true");
    // A connection to what isn't our server, or to one that hangs, is given up.
    properties.setProperty("loginTimeout", Integer.toString(CONNECT_SECONDS));
    return properties;
  }

  /**
   * @param address says where the server is
   */
  public static HikariDataSource pool(Consumer<HikariConfig> address, int size) {
    HikariConfig config = new HikariConfig();
    address.accept(config);
    config.setMaximumPoolSize(size);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(CONNECT_SECONDS * 1_000L);
    config.setInitializationFailTimeout(CONNECT_SECONDS * 1_000L);
    config.setAutoCommit(true);
    // Each statement names its bucket and is served by an index, whatever the values: one plan does
    // for all of them, and none reads a whole bucket instead. Planned again each time, a renewal by
    // hand costs the database twice as much.
    config.setConnectionInitSql(
        "SET plan_cache_mode = force_generic_plan; SET random_page_cost = 1.1");
    config.setPoolName("everline");
    try {
      return new HikariDataSource(config);
    } catch (RuntimeException unreachable) {
      Throwable cause = unreachable;
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }
      throw new ProblemException(
          ProblemType.UNAVAILABLE,
          "The database can't be reached: "
              + cause.getMessage()
              + ". Check EVERLINE_DATABASE_URL, its user and password, and that the server is running.",
          unreachable);
    }
  }

  public static void requireSupported(DataSource dataSource) {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT current_setting('server_version_num')::int")) {
      rows.next();
      int version = rows.getInt(1);
      if (version < OLDEST) {
        throw new ProblemException(
            ProblemType.CONFIGURATION,
            "The database is PostgreSQL "
                + version / 10_000
                + "; Everline needs PostgreSQL 15 to 18. Upgrade the server, or unset"
                + " EVERLINE_DATABASE_URL to use the embedded one.");
      }
    } catch (SQLException failure) {
      throw new ProblemException(
          ProblemType.UNAVAILABLE,
          "The database does not answer: " + failure.getMessage(),
          failure);
    }
  }
}
