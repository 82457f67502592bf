package dev.everline.storage;

import dev.everline.storage.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.datasource.AbstractDataSource;

/**
 * New connections to the embedded server, wherever it is by now: it may have come back on another
 * port, started by another process. Where it has gone, the first to need a connection starts it
 * again; so every door finds it, and none has to be told.
 */
final class EmbeddedConnections extends AbstractDataSource {

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedConnections.class);

  private final EmbeddedPostgres server;
  private final String database;
  private final Properties properties;
  private final Driver driver = new Driver();

  /**
   * @param properties of the driver's connections, without user and password
   */
  EmbeddedConnections(EmbeddedPostgres server, String database, Properties properties) {
    this.server = server;
    this.database = database;
    this.properties = properties;
  }

  @Override
  public Connection getConnection() throws SQLException {
    server.find();
    try {
      return connect();
    } catch (SQLException gone) {
      // It ended, or moved, between the look and the connection.
      LOG.info("Reconnecting to the database (SQL state {})", gone.getSQLState());
      server.ensureRunning();
      return connect();
    }
  }

  private Connection connect() throws SQLException {
    Properties login = new Properties();
    login.putAll(properties);
    login.setProperty("user", server.user());
    login.setProperty("password", server.password());
    @Nullable Connection connection = driver.connect(server.jdbcUrl(database), login);
    if (connection == null) {
      throw new SQLException("the driver doesn't take " + server.jdbcUrl(database));
    }
    return connection;
  }

  /**
   * How long a connection may take at most, in seconds. Closing a pool waits so long for a
   * connection that is being made; with none, it gives up at once and warns of it.
   */
  @Override
  public int getLoginTimeout() {
    return Database.CONNECT_SECONDS;
  }

  /** It is set for all connections. */
  @Override
  public void setLoginTimeout(int seconds) {
    // the pool's wish is the same
  }

  /** There is one user only. */
  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    return getConnection();
  }
}
