package dev.everline.line.due;

import dev.everline.kernel.LineId;
import dev.everline.storage.Columns;
import dev.everline.storage.Pipeline;
import dev.everline.storage.Rows;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The due lists: which lines are to be looked at, by the time at which they are due.
 *
 * <p>A line is due once both its {@code next_wake_at} and its {@code claimed_until} have come. A
 * due list only says where to look: the process that follows it looks at those of its lines that
 * are due and drops it. So a line may have an entry too many, but never one too few: <b>code that
 * writes one of the two columns posts the line in the same transaction</b>, for the time it is due
 * from then on.
 */
public final class WakeUps {

  /** With this many lines a list's row stays small enough for its page. */
  private static final int LONGEST = 240;

  private WakeUps() {}

  /** Posts lines of a bucket for one time. */
  public static void post(Pipeline pipeline, int bucket, List<LineId> lines, Instant at) {
    String sql = "INSERT INTO wake_up (bucket, at, lines) VALUES (?, ?, ?)";
    for (List<LineId> list : lists(lines)) {
      pipeline.update(
          sql, columns -> columns.number(bucket).instant(at).longs(list, LineId::value));
    }
  }

  /** The same at once. */
  public static void post(Connection connection, int bucket, List<LineId> lines, Instant at)
      throws SQLException {
    Pipeline pipeline = new Pipeline(connection);
    post(pipeline, bucket, lines, at);
    pipeline.send();
  }

  /**
   * A list to be posted.
   *
   * @param first the position of its first line, from 1, among all lines that are sent
   */
  private record Posted(Instant at, int first, int last) {}

  /** Posts lines of a bucket, each for when it is due. */
  public static void post(Pipeline pipeline, int bucket, List<DueLine> lines) {
    Map<Instant, List<LineId>> byTime = new TreeMap<>();
    for (DueLine line : lines) {
      Instant at = line.due();
      if (at != null) {
        byTime.computeIfAbsent(at, any -> new ArrayList<>()).add(line.id());
      }
    }
    post(pipeline, bucket, byTime);
  }

  /** Posts lines of a bucket by the times at which they are due. */
  public static void post(Pipeline pipeline, int bucket, Map<Instant, List<LineId>> byTime) {
    if (byTime.isEmpty()) {
      return;
    }
    List<LineId> all = new ArrayList<>();
    List<Posted> posted = new ArrayList<>();
    byTime.forEach(
        (at, ids) -> {
          for (List<LineId> list : lists(ids)) {
            posted.add(new Posted(at, all.size() + 1, all.size() + list.size()));
            all.addAll(list);
          }
        });
    String sql =
        """
        INSERT INTO wake_up (bucket, at, lines)
        SELECT ?, %s, (?::bigint[])[p.first : p.last]
          FROM (SELECT unnest(?) AS at, unnest(?) AS first, unnest(?) AS last) AS p
        """
            .formatted(Columns.instantOf("p.at"));
    pipeline.update(
        sql,
        posted.size(),
        columns ->
            columns
                .number(bucket)
                .longs(all, LineId::value)
                .instants(posted, Posted::at)
                .ints(posted, Posted::first)
                .ints(posted, Posted::last));
  }

  /** Drops what was posted for one time, in the same order, once it needs no look. */
  static void drop(Pipeline pipeline, int bucket, List<LineId> lines, Instant at) {
    // Served by the primary key. A list that another process follows right now is left to it.
    String sql =
        """
        DELETE FROM wake_up
         WHERE bucket = ? AND at = ?
           AND id IN (SELECT id FROM wake_up
                       WHERE bucket = ? AND at = ? AND lines = ? FOR UPDATE SKIP LOCKED)
        """;
    for (List<LineId> list : lists(lines)) {
      pipeline.update(
          sql,
          columns ->
              columns
                  .number(bucket)
                  .instant(at)
                  .number(bucket)
                  .instant(at)
                  .longs(list, LineId::value));
    }
  }

  /**
   * Due lists of a bucket, locked by the transaction.
   *
   * @param lists their ids
   * @param lines of all of them
   * @param rest lines of the first list for which there was no room, by its time
   */
  record DueLists(List<Long> lists, List<LineId> lines, Map<Instant, List<LineId>> rest) {}

  /** Locks due lists of a bucket, skipping those that others follow. */
  static DueLists lockDueLists(Connection connection, int bucket, Instant now, int limit)
      throws SQLException {
    // No more than are needed, for other nodes to follow the others; only where they are short
    // that is one for each line.
    int few = limit / LONGEST + 1;
    DueLists due = lockDueLists(connection, bucket, now, few, limit);
    boolean areShort = due.lists().size() == few && due.lines().size() < limit / 2;
    return areShort ? lockDueLists(connection, bucket, now, limit, limit) : due;
  }

  private static DueLists lockDueLists(
      Connection connection, int bucket, Instant now, int lists, int limit) throws SQLException {
    // Served by the primary key.
    String sql =
        """
        SELECT id, lines, at FROM wake_up WHERE bucket = ? AND at <= ?
         ORDER BY at, id LIMIT ? FOR UPDATE SKIP LOCKED
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new Columns(statement).number(bucket).instant(now).number(lists);
      try (ResultSet rows = statement.executeQuery()) {
        return read(rows, limit);
      }
    }
  }

  private static DueLists read(ResultSet rows, int limit) throws SQLException {
    DueLists due = new DueLists(new ArrayList<>(), new ArrayList<>(), new TreeMap<>());
    while (rows.next()) {
      Long[] ids = (Long[]) rows.getArray(2).getArray();
      List<LineId> list = Arrays.stream(ids).map(LineId::new).toList();
      if (due.lists().isEmpty() && list.size() > limit) {
        Instant at = Rows.instant(rows, 3);
        due.rest().put(at, new ArrayList<>(list.subList(limit, list.size())));
        list = list.subList(0, limit);
      } else if (due.lines().size() + list.size() > limit) {
        break;
      }
      due.lists().add(rows.getLong(1));
      due.lines().addAll(list);
    }
    return due;
  }

  /** Drops due lists that were followed. */
  static void drop(Pipeline pipeline, int bucket, DueLists due, Instant now) {
    String sql = "DELETE FROM wake_up WHERE bucket = ? AND at <= ? AND id = ANY (?)";
    pipeline.update(
        sql, columns -> columns.number(bucket).instant(now).longs(due.lists(), Long::longValue));
  }

  /**
   * Posts the lines of some buckets that have no wake-up entry for when they are due, such as after
   * their rows were changed by hand. In operation there are none.
   *
   * @return how many had none
   */
  public static int repair(Connection connection, int firstBucket, int lastBucket)
      throws SQLException {
    String sql =
        """
        INSERT INTO wake_up (bucket, at, lines)
        SELECT missing.bucket, missing.at, array_agg(missing.id)
          FROM (SELECT due.bucket, due.id, due.at,
                       row_number() OVER (PARTITION BY due.bucket, due.at ORDER BY due.id) AS number
                  FROM (SELECT l.bucket, l.id, greatest(l.next_wake_at, l.claimed_until) AS at
                          FROM line l
                         WHERE l.bucket BETWEEN ? AND ? AND l.next_wake_at IS NOT NULL) AS due
                  LEFT JOIN (SELECT bucket, at, unnest(lines) AS line_id FROM wake_up
                              WHERE bucket BETWEEN ? AND ?) AS posted
                    ON posted.bucket = due.bucket AND posted.at = due.at
                   AND posted.line_id = due.id
                 WHERE posted.line_id IS NULL) AS missing
         GROUP BY missing.bucket, missing.at, (missing.number - 1) / %d
        RETURNING cardinality(lines)
        """
            .formatted(LONGEST);
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new Columns(statement)
          .number(firstBucket)
          .number(lastBucket)
          .number(firstBucket)
          .number(lastBucket);
      int repaired = 0;
      try (ResultSet posted = statement.executeQuery()) {
        while (posted.next()) {
          repaired += posted.getInt(1);
        }
      }
      return repaired;
    }
  }

  private static List<List<LineId>> lists(List<LineId> lines) {
    List<List<LineId>> lists = new ArrayList<>();
    for (int from = 0; from < lines.size(); from += LONGEST) {
      lists.add(lines.subList(from, Math.min(from + LONGEST, lines.size())));
    }
    return lists;
  }
}
