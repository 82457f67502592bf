package dev.everline.line.due;

import dev.everline.kernel.LineId;
import dev.everline.storage.Columns;
import dev.everline.storage.Pipeline;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Claims lines for an outside call, and writes back those that are still as they were when claimed:
 * the transaction that claims a line ends before the call, so nobody locks the rows during it.
 */
public final class ClaimedLines {

  /** What an answer can change: reminders and charges stay as they were. */
  private static final String SAVE =
      """
      UPDATE line l
         SET %s claimed_until = NULL
        FROM (SELECT %s unnest(?) AS claimed_order, unnest(?) AS claimed_until,
                     unnest(?) AS changed_at) AS u
       WHERE l.bucket = ? AND l.id = u.id AND l.open_order_id = u.claimed_order
         AND l.claimed_until = %s AND l.changed_at = %s
      """
          .formatted(
              FactColumns.ASSIGNED,
              FactColumns.BOUND,
              Columns.instantOf("u.claimed_until"),
              Columns.instantOf("u.changed_at"));

  private ClaimedLines() {}

  /** Lines were changed while they were claimed; the transaction must be rolled back. */
  public static final class Touched extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Touched(int written, int claimed) {
      super("of " + claimed + " claimed lines only " + written + " are unchanged");
    }
  }

  /**
   * Claims lines of a bucket, whose rows the caller has locked, for the outside calls of their
   * orders: writes the claim, the order and what was charged; all else stays as it was. Touches no
   * indexed column, so each row stays on its page.
   *
   * @param lines with their orders and what is charged for them
   * @param day of the charges, in UTC
   */
  public static void claim(
      Pipeline pipeline, int bucket, List<DueLine> lines, Instant until, LocalDate day) {
    if (lines.isEmpty()) {
      return;
    }
    String sql =
        """
        UPDATE line l
           SET claimed_until = ?, open_order_id = u.open_order_id,
               charged_on = CASE WHEN u.charged_count > 0 THEN ? ELSE l.charged_on END,
               charged_count = CASE WHEN u.charged_count > 0 THEN u.charged_count
                                    ELSE l.charged_count END,
               charged_minor = CASE WHEN u.charged_count > 0 THEN u.charged_minor
                                    ELSE l.charged_minor END
          FROM (SELECT unnest(?) AS id, unnest(?) AS open_order_id, unnest(?) AS charged_count,
                       unnest(?) AS charged_minor) AS u
         WHERE l.bucket = ? AND l.id = u.id
        """;
    pipeline.update(
        sql,
        lines.size(),
        columns ->
            columns
                .instant(until)
                .date(day)
                .longs(lines, line -> line.id().value())
                .longs(lines, line -> Objects.requireNonNull(line.openOrder()).value())
                .ints(lines, line -> day.equals(line.charged().on()) ? line.charged().count() : 0)
                .longs(lines, line -> line.charged().minor())
                .number(bucket));
    WakeUps.post(pipeline, bucket, lines.stream().map(DueLine::id).toList(), until);
  }

  /**
   * Writes back lines that the caller claimed for an outside call, and posts them for when they are
   * due: all of them, if each still is as it was claimed, under the same order and claim and not
   * changed by its owner. Else sending the pipeline throws {@link Touched}.
   *
   * @param before the lines as they were claimed, in the order in which they were
   * @param after the lines as they are to be, no longer claimed, in the same order
   */
  public static void saveAll(
      Pipeline pipeline, int bucket, List<DueLine> before, List<DueLine> after) {
    pipeline.update(
        SAVE,
        after.size(),
        columns -> bind(columns, bucket, before, after),
        written -> {
          if (written != after.size()) {
            throw new Touched(written, after.size());
          }
        });
    dropClaims(pipeline, bucket, before);
    WakeUps.post(pipeline, bucket, after);
  }

  /**
   * The same for only those that are still as they were when claimed. This locks their rows; the
   * others are neither written nor locked.
   *
   * @return the ids of those written
   */
  public static Set<LineId> saveUntouched(
      Connection connection, int bucket, List<DueLine> before, List<DueLine> after)
      throws SQLException {
    Pipeline pipeline = new Pipeline(connection);
    Pipeline.Answer<Set<LineId>> written =
        pipeline.query(
            SAVE + " RETURNING l.id",
            after.size(),
            columns -> bind(columns, bucket, before, after),
            rows -> {
              Set<LineId> ids = new HashSet<>();
              while (rows.next()) {
                ids.add(new LineId(rows.getLong(1)));
              }
              return ids;
            });
    pipeline.send();
    WakeUps.post(
        pipeline,
        bucket,
        after.stream().filter(line -> written.get().contains(line.id())).toList());
    pipeline.send();
    return written.get();
  }

  private static void bind(Columns columns, int bucket, List<DueLine> before, List<DueLine> after)
      throws SQLException {
    FactColumns.bind(columns, after)
        .longs(before, line -> Objects.requireNonNull(line.openOrder()).value())
        .instants(before, line -> line.claim().until())
        .instants(after, DueLine::changedAt)
        .number(bucket);
  }

  /**
   * Drops the due lists that were posted for the ends of claims; reading them would be wasted work.
   */
  private static void dropClaims(Pipeline pipeline, int bucket, List<DueLine> claimed) {
    Map<Instant, List<LineId>> claims = new LinkedHashMap<>();
    for (DueLine line : claimed) {
      Instant until = Objects.requireNonNull(line.claimedUntil());
      claims.computeIfAbsent(until, any -> new ArrayList<>()).add(line.id());
    }
    claims.forEach((until, lines) -> WakeUps.drop(pipeline, bucket, lines, until));
  }
}
