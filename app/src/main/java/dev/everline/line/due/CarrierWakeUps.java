package dev.everline.line.due;

import dev.everline.kernel.AccountId;
import dev.everline.kernel.LineId;
import dev.everline.storage.Columns;
import dev.everline.storage.Rows;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** The lines that their owners want renewed, by carrier: how many there are, and waking them. */
public final class CarrierWakeUps {

  private CarrierWakeUps() {}

  /** The buckets that have such lines, in order. Reads all lines: for rare changes only. */
  public static List<Integer> buckets(Connection connection, Collection<String> carriers)
      throws SQLException {
    String sql =
        """
        SELECT DISTINCT bucket FROM line
         WHERE carrier = ANY (?) AND renewed_by = 'EVERLINE' AND paused_at IS NULL AND removed_at IS NULL
         ORDER BY bucket
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new Columns(statement).texts(List.copyOf(carriers), Function.identity());
      List<Integer> buckets = new ArrayList<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          buckets.add(row.getInt(1));
        }
      }
      return buckets;
    }
  }

  /** How many lines of an account its owner wants renewed, by their carriers' ids. */
  public static SortedMap<String, Long> wishes(Connection connection, AccountId account)
      throws SQLException {
    // Served by line_account (bucket, account_id, id).
    String sql =
        """
        SELECT carrier, count(*) FROM line
         WHERE bucket = ? AND account_id = ? AND renewed_by = 'EVERLINE' AND paused_at IS NULL
           AND removed_at IS NULL
         GROUP BY carrier
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new Columns(statement).number(account.bucket()).number(account.value());
      SortedMap<String, Long> wishes = new TreeMap<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          wishes.put(row.getString(1), row.getLong(2));
        }
      }
      return wishes;
    }
  }

  /**
   * Wakes the lines of a bucket at that time; those with an earlier wake-up keep it.
   *
   * @return how many lines got the new time
   */
  public static int wake(Connection connection, int bucket, Collection<String> carriers, Instant at)
      throws SQLException {
    return wake(connection, bucket, carriers, at, "renewed_by = 'EVERLINE'");
  }

  /**
   * @param which of them, as a condition in SQL
   */
  static int wake(
      Connection connection, int bucket, Collection<String> carriers, Instant at, String which)
      throws SQLException {
    String sql =
        """
        UPDATE line SET next_wake_at = ?
         WHERE bucket = ? AND carrier = ANY (?) AND %s AND paused_at IS NULL
           AND removed_at IS NULL AND (next_wake_at IS NULL OR next_wake_at > ?)
        RETURNING id, greatest(next_wake_at, claimed_until)
        """
            .formatted(which);
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new Columns(statement)
          .instant(at)
          .number(bucket)
          .texts(List.copyOf(carriers), Function.identity())
          .instant(at);
      Map<Instant, List<LineId>> due = new TreeMap<>();
      int woken = 0;
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          woken++;
          due.computeIfAbsent(Rows.instant(row, 2), any -> new ArrayList<>())
              .add(new LineId(row.getLong(1)));
        }
      }
      for (Map.Entry<Instant, List<LineId>> each : due.entrySet()) {
        WakeUps.post(connection, bucket, each.getValue(), each.getKey());
      }
      return woken;
    }
  }
}
