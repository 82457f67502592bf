package dev.everline.storage.key;

import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.storage.Seal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.dao.DataAccessResourceFailureException;

/**
 * Holds a database and the file of its keys together: a check value in the database tells its own
 * keys from others, so that a missing or a wrong file is noticed before anything is read or
 * written.
 */
public final class KeyCheck {

  private static final byte[] PLACE = "key-check".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] KNOWN = "everline".getBytes(StandardCharsets.US_ASCII);

  // "everline keys" as a number; no other program locks it.
  private static final long LOCK = 0x6576_6c6b_6579_7300L;

  private KeyCheck() {}

  /**
   * The seal by a file's keys, which are made where the database holds nothing sealed yet.
   *
   * @param mayMake whether a missing file is made: not where its owner has named one
   * @throws ProblemException CONFIGURATION when the file is missing and isn't to be made
   */
  public static Seal seal(DataSource dataSource, String schema, KeyFile file, boolean mayMake) {
    if (file.exists()) {
      file.warnIfOthersMayRead();
      return new Seal(file);
    }
    try (Connection connection = dataSource.getConnection()) {
      // Of several first starts at once, one makes the file.
      run(connection, "SELECT pg_advisory_lock(" + LOCK + ")");
      try {
        if (!file.exists()) {
          requireNew(connection, schema, file, mayMake);
          file.create();
        }
      } finally {
        run(connection, "SELECT pg_advisory_unlock(" + LOCK + ")");
      }
      return new Seal(file);
    } catch (SQLException failure) {
      throw new DataAccessResourceFailureException("The keys can't be kept up to date", failure);
    }
  }

  private static void requireNew(
      Connection connection, String schema, KeyFile file, boolean mayMake) throws SQLException {
    if (isSealed(connection, schema)) {
      throw new ProblemException(
          ProblemType.CONFIGURATION,
          "The keys of this database are missing: its personal data was sealed with those of the"
              + " file that should be '"
              + file.path()
              + "'. Put your copy of that file back, or set EVERLINE_KEYS"
              + " to its path. Without it, numbers and names can't be read.");
    }
    if (!mayMake) {
      throw new ProblemException(
          ProblemType.CONFIGURATION,
          "There is no key file '"
              + file.path()
              + "'. Check EVERLINE_KEYS, or create one for this new database: everline keys new "
              + file.path());
    }
  }

  private static boolean isSealed(Connection connection, String schema) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT to_regclass(? || '.sealing') IS NOT NULL")) {
      statement.setString(1, schema);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getBoolean(1);
      }
    }
  }

  /** Notes whose keys a new schema's are. */
  public static void note(Connection connection, Seal seal) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("INSERT INTO sealing (finding, sealed) VALUES (?, ?)")) {
      statement.setBytes(1, seal.identity());
      statement.setBytes(2, seal.sealed(PLACE, KNOWN));
      statement.executeUpdate();
    }
  }

  /** Notes the key that seals now. */
  static int noteAgain(Connection connection, Seal seal) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("UPDATE sealing SET sealed = ?")) {
      statement.setBytes(1, seal.sealed(PLACE, KNOWN));
      return statement.executeUpdate();
    }
  }

  /**
   * @throws ProblemException CONFIGURATION when the keys are another database's, or older than
   *     those that this one is sealed with
   */
  public static void require(DataSource dataSource, Seal seal) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement =
            connection.prepareStatement("SELECT finding, sealed FROM sealing");
        ResultSet row = statement.executeQuery()) {
      if (!row.next() || !MessageDigest.isEqual(row.getBytes(1), seal.identity())) {
        throw new ProblemException(
            ProblemType.CONFIGURATION,
            "'"
                + seal.file().path()
                + "' holds the keys of another database. Put this database's own file there, or"
                + " set EVERLINE_KEYS to its path.");
      }
      seal.opened(PLACE, row.getBytes(2));
    } catch (SQLException failure) {
      throw new DataAccessResourceFailureException("The keys can't be checked", failure);
    }
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.execute();
    }
  }
}
