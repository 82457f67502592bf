package dev.everline.backup;

import dev.everline.storage.Columns;
import dev.everline.storage.Rows;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The outcome of recent backups, whichever process made them, for the console and metrics. */
public final class BackupRuns {

  private static final Duration KEPT = Duration.ofDays(90);

  private BackupRuns() {}

  /** Who began it. */
  public enum Kind {
    DAILY,
    BY_HAND
  }

  /** What came of it. */
  public enum Outcome {
    MADE,
    FAILED,
    /** Left out, since it would have filled the disk. */
    NO_ROOM
  }

  /**
   * @param bytes of the file; 0 where there is none
   */
  public record Run(Instant at, Kind kind, Outcome outcome, long bytes) {}

  /**
   * How backups stand.
   *
   * @param made the last that was made and checked, or null
   * @param last the last that was tried, or null
   */
  public record LatestRuns(@Nullable Run made, @Nullable Run last) {}

  static void note(Connection connection, Run run) throws SQLException {
    String sql =
        """
        INSERT INTO backup_run (at, kind, outcome, bytes) VALUES (?, ?, ?, ?)
        ON CONFLICT (at) DO UPDATE
           SET kind = excluded.kind, outcome = excluded.outcome, bytes = excluded.bytes
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new Columns(statement)
          .instant(run.at())
          .text(run.kind().name())
          .text(run.outcome().name())
          .number(run.bytes());
      statement.executeUpdate();
    }
    try (PreparedStatement statement =
        connection.prepareStatement("DELETE FROM backup_run WHERE at < ?")) {
      new Columns(statement).instant(run.at().minus(KEPT));
      statement.executeUpdate();
    }
  }

  public static LatestRuns latest(Connection connection) throws SQLException {
    return new LatestRuns(
        last(connection, "WHERE outcome = 'MADE'").orElse(null), last(connection, "").orElse(null));
  }

  static Optional<Run> lastDaily(Connection connection) throws SQLException {
    return last(connection, "WHERE outcome = 'MADE' AND kind = 'DAILY'");
  }

  private static Optional<Run> last(Connection connection, String where) throws SQLException {
    String sql =
        "SELECT at, kind, outcome, bytes FROM backup_run " + where + " ORDER BY at DESC LIMIT 1";
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet row = statement.executeQuery()) {
      return row.next()
          ? Optional.of(
              new Run(
                  Rows.instant(row, 1),
                  Kind.valueOf(row.getString(2)),
                  Outcome.valueOf(row.getString(3)),
                  row.getLong(4)))
          : Optional.empty();
    }
  }
}
