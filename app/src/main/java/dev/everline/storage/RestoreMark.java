package dev.everline.storage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Optional;

/**
 * That a database came out of a backup. It doesn't know what was paid between the backup and the
 * loss, so nothing may be paid from it before a person has looked and confirmed.
 *
 * @param backupAt when the backup was made
 * @param restoredAt when the database was made from it
 */
public record RestoreMark(Instant backupAt, Instant restoredAt) {

  /** Marks the database, in the transaction that ends the restore. */
  public static void set(Connection connection, Instant backupAt, Instant restoredAt)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      // The backup may hold the mark of an earlier restore.
      statement.execute("DELETE FROM restored");
    }
    try (PreparedStatement statement =
        connection.prepareStatement(
            "INSERT INTO restored (backup_at, restored_at) VALUES (?, ?)")) {
      new Columns(statement).instant(backupAt).instant(restoredAt);
      statement.executeUpdate();
    }
  }

  /** The mark, as long as nobody has confirmed. */
  public static Optional<RestoreMark> pending(Connection connection) throws SQLException {
    String sql = "SELECT backup_at, restored_at FROM restored WHERE confirmed_at IS NULL";
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet row = statement.executeQuery()) {
      return row.next()
          ? Optional.of(new RestoreMark(Rows.instant(row, 1), Rows.instant(row, 2)))
          : Optional.empty();
    }
  }

  /** The operator has made sure of what was paid since the backup. */
  public static void confirm(Connection connection, Instant now) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "UPDATE restored SET confirmed_at = ? WHERE confirmed_at IS NULL")) {
      new Columns(statement).instant(now);
      statement.executeUpdate();
    }
  }
}
