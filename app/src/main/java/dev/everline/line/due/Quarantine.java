package dev.everline.line.due;

import dev.everline.kernel.LineId;
import dev.everline.storage.Columns;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lines whose rows can't be read are quarantined: left alone for a while and then tried again, so
 * that they don't block others.
 */
public final class Quarantine {

  /** How long a line is left alone before it is tried again. */
  public static final Duration LASTS = Duration.ofMinutes(15);

  private static final Logger LOG = LoggerFactory.getLogger(Quarantine.class);

  private Quarantine() {}

  /** Quarantines lines of a bucket, whose rows the transaction has locked. */
  static void put(Connection connection, int bucket, List<LineId> lines, Instant now)
      throws SQLException {
    if (lines.isEmpty()) {
      return;
    }
    lines.forEach(
        id ->
            LOG.warn(
                "The number of line {} can't be decrypted; the line is quarantined for {} minutes",
                id,
                LASTS.toMinutes()));
    Instant end = now.plus(LASTS);
    String wait =
        "UPDATE line SET next_wake_at = ?, claimed_until = NULL WHERE bucket = ? AND id = ANY (?)";
    try (PreparedStatement statement = connection.prepareStatement(wait)) {
      new Columns(statement).instant(end).number(bucket).longs(lines, LineId::value);
      statement.executeUpdate();
    }
    WakeUps.post(connection, bucket, lines, end);
    String note =
        """
        INSERT INTO quarantined_line (bucket, line_id, reason, since, tried_at)
        SELECT ?, unnest(?), 'NUMBER_UNREADABLE', ?, ?
        ON CONFLICT (bucket, line_id) DO UPDATE SET tried_at = excluded.tried_at
        """;
    try (PreparedStatement statement = connection.prepareStatement(note)) {
      new Columns(statement).number(bucket).longs(lines, LineId::value).instant(now).instant(now);
      statement.executeUpdate();
    }
  }
}
