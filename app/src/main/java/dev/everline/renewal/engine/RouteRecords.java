package dev.everline.renewal.engine;

import dev.everline.renewal.order.Settlement;
import dev.everline.storage.Columns;
import dev.everline.storage.Pipeline;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How routes have performed recently: the safe moment is calculated from this. */
public final class RouteRecords {

  /** How long a slow renewal is remembered. */
  private static final Duration MEMORY = Duration.ofDays(30);

  /**
   * What a batch adds to a route's track record.
   *
   * @param slowest the longest from the first call to the renewal
   */
  public record Addition(String route, int renewed, int refused, int inDoubt, Duration slowest) {

    /** What one call's answer adds. */
    static Addition of(Settlement settlement, Instant now) {
      String route = settlement.after().route();
      return switch (settlement) {
        case Settlement.Fulfilled fulfilled ->
            new Addition(route, 1, 0, 0, Duration.between(fulfilled.after().createdAt(), now));
        case Settlement.Returned returned -> new Addition(route, 0, 1, 0, Duration.ZERO);
        case Settlement.Open open ->
            new Addition(route, 0, 0, open.isNewlyInDoubt() ? 1 : 0, Duration.ZERO);
      };
    }

    Addition and(Addition more) {
      return new Addition(
          route,
          renewed + more.renewed,
          refused + more.refused,
          inDoubt + more.inDoubt,
          slowest.compareTo(more.slowest) >= 0 ? slowest : more.slowest);
    }
  }

  /** How long a record is cached: it changes slowly. */
  private static final Duration FRESH = Duration.ofMinutes(1);

  private record Read(Map<String, Duration> slowest, Instant at) {}

  private volatile Read last = new Read(Map.of(), Instant.MIN);

  /** The slowest recent renewal over all buckets, by route. */
  public Map<String, Duration> slowest(Connection connection, Instant now) throws SQLException {
    Read read = last;
    if (read.at().isAfter(now) || read.at().isBefore(now.minus(FRESH))) {
      read = new Read(read(connection, now), now);
      last = read;
    }
    return read.slowest();
  }

  private static Map<String, Duration> read(Connection connection, Instant now)
      throws SQLException {
    String sql =
        """
        SELECT route, max(slowest_seconds) FROM route_record WHERE slowest_at > ? GROUP BY route
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new Columns(statement).instant(now.minus(MEMORY));
      Map<String, Duration> slowest = new HashMap<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          slowest.put(row.getString(1), Duration.ofSeconds(row.getInt(2)));
        }
      }
      return slowest;
    }
  }

  void add(Pipeline pipeline, int bucket, List<Addition> additions, Instant now) {
    if (additions.isEmpty()) {
      return;
    }
    String sql =
        """
        INSERT INTO route_record AS r
               (bucket, route, renewed, refused, in_doubt, slowest_seconds, slowest_at)
        SELECT ?, a.route, a.renewed, a.refused, a.in_doubt, a.slowest, ?
          FROM (SELECT unnest(?) AS route, unnest(?) AS renewed, unnest(?) AS refused,
                       unnest(?) AS in_doubt, unnest(?) AS slowest) AS a
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
    pipeline.update(
        sql,
        additions.size(),
        columns ->
            columns
                .number(bucket)
                .instant(now)
                .texts(additions, Addition::route)
                .ints(additions, Addition::renewed)
                .ints(additions, Addition::refused)
                .ints(additions, Addition::inDoubt)
                .longs(additions, addition -> addition.slowest().toSeconds())
                .text(MEMORY.toString())
                .text(MEMORY.toString()));
  }
}
