package dev.everline.renewal;

import dev.everline.storage.Columns;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How routes have done of late in a bucket: what the safe moment is reckoned from. */
final class RouteRecords {

  /** How long a slow renewal is remembered. */
  private static final Duration MEMORY = Duration.ofDays(30);

  /**
   * What a batch adds to a route's record.
   *
   * @param slowest the longest from the first call to the renewal
   */
  record Addition(String route, int renewed, int refused, int inDoubt, Duration slowest) {}

  /** The slowest renewal lately, by route. */
  Map<String, Duration> slowest(Connection connection, int bucket, Instant now)
      throws SQLException {
    String sql = "SELECT route, slowest_seconds, slowest_at FROM route_record WHERE bucket = ?";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new Columns(statement).number(bucket);
      Map<String, Duration> slowest = new HashMap<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          OffsetDateTime at = row.getObject(3, OffsetDateTime.class);
          if (at != null && at.toInstant().plus(MEMORY).isAfter(now)) {
            slowest.put(row.getString(1), Duration.ofSeconds(row.getInt(2)));
          }
        }
      }
      return slowest;
    }
  }

  void add(Connection connection, int bucket, List<Addition> additions, Instant now)
      throws SQLException {
    if (additions.isEmpty()) {
      return;
    }
    String sql =
        """
        INSERT INTO route_record AS r
               (bucket, route, renewed, refused, in_doubt, slowest_seconds, slowest_at)
        SELECT ?, a.route, a.renewed, a.refused, a.in_doubt, a.slowest, ?
          FROM unnest(?, ?, ?, ?, ?) AS a (route, renewed, refused, in_doubt, slowest)
        ON CONFLICT (bucket, route) DO UPDATE
           SET renewed = r.renewed + excluded.renewed,
               refused = r.refused + excluded.refused,
               in_doubt = r.in_doubt + excluded.in_doubt,
               slowest_seconds = CASE WHEN r.slowest_at < excluded.slowest_at - ?::interval
                                           OR excluded.slowest_seconds >= r.slowest_seconds
                                      THEN excluded.slowest_seconds ELSE r.slowest_seconds END,
               slowest_at = CASE WHEN r.slowest_at < excluded.slowest_at - ?::interval
                                      OR excluded.slowest_seconds >= r.slowest_seconds
                                 THEN excluded.slowest_at ELSE r.slowest_at END
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new Columns(statement)
          .number(bucket)
          .instant(now)
          .texts(additions, Addition::route)
          .ints(additions, Addition::renewed)
          .ints(additions, Addition::refused)
          .ints(additions, Addition::inDoubt)
          .longs(additions, addition -> addition.slowest().toSeconds())
          .text(MEMORY.toString())
          .text(MEMORY.toString());
      statement.executeUpdate();
    }
  }
}
