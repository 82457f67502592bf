package dev.everline.line.due;

import dev.everline.kernel.Bucket;
import dev.everline.kernel.LineId;
import dev.everline.storage.Columns;
import dev.everline.storage.Seal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The lines of some carriers, whoever renews them, for when the catalog changes. */
public final class CatalogLines {

  private final DueLineRows rows;

  public CatalogLines(Seal seal) {
    this.rows = new DueLineRows(seal);
  }

  /** The buckets that have such lines, in order. Reads all lines: for rare changes only. */
  public static List<Integer> buckets(Connection connection, Collection<String> carriers)
      throws SQLException {
    String sql =
        """
        SELECT b.bucket
          FROM generate_series(0, %d) AS b (bucket)
         WHERE EXISTS (SELECT 1 FROM line l
                        WHERE l.bucket = b.bucket AND l.carrier = ANY (?) AND l.removed_at IS NULL)
         ORDER BY b.bucket
        """
            .formatted(Bucket.COUNT - 1);
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

  /**
   * Lines of a bucket in the order of their ids, read only. One whose number can't be decrypted is
   * left out.
   *
   * @param after the last of the page before, or null for the first page
   */
  public List<DueLine> page(
      Connection connection,
      int bucket,
      Collection<String> carriers,
      @Nullable LineId after,
      int limit)
      throws SQLException {
    String sql =
        DueLineRows.WITH_OWNERS
            + """
               WHERE l.bucket = ? AND l.carrier = ANY (?) AND l.removed_at IS NULL AND l.id > ?
               ORDER BY l.id LIMIT ?
              """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new Columns(statement)
          .number(bucket)
          .texts(List.copyOf(carriers), Function.identity())
          .number(after == null ? -1 : after.value())
          .number(limit);
      try (ResultSet found = statement.executeQuery()) {
        return rows.readAll(found, new ArrayList<>());
      }
    }
  }

  /**
   * Wakes lines of a bucket at that time; those with an earlier wake-up keep it, and paused ones
   * sleep on.
   *
   * @return how many lines got the new time
   */
  public static int wake(Connection connection, int bucket, Collection<String> carriers, Instant at)
      throws SQLException {
    return CarrierWakeUps.wake(connection, bucket, carriers, at, "true");
  }
}
