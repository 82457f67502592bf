package dev.everline.line.imports;

import dev.everline.kernel.AccountId;
import dev.everline.kernel.LineId;
import dev.everline.line.LineWatch;
import dev.everline.line.due.WakeUps;
import dev.everline.line.renewer.Renewer;
import dev.everline.storage.Pipeline;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Merges the staged rows of lines that an account has already into those lines. */
final class ImportMerge {

  private static final String LOCK =
      "SELECT id FROM line WHERE bucket = ? AND id = ANY (?) ORDER BY id FOR UPDATE";

  /** What known lines become, worked out once for the statements that write it. */
  private static final String TABLE =
      """
      CREATE TEMPORARY TABLE IF NOT EXISTS import_merged (
        id bigint, old_iccid bytea, old_iccid_hash bytea, created_at timestamptz, iccid bytea,
        iccid_hash bytea, label bytea, tags bytea, tag_hashes bytea[], carrier text,
        brand_confirmed_at timestamptz, plan text, state_code text, currency text,
        valid_until date, balance bigint, balance_expires_on date, anchor_day smallint,
        last_payment_on date, last_activity_on date, renewed_by text, renewer_said boolean,
        price_ceiling bigint, if_not_renewed text, paused_at timestamptz, as_of timestamptz, row_number bigint,
        under_way boolean
      ) ON COMMIT DELETE ROWS
      """;

  private static final String WORK_OUT =
      "INSERT INTO import_merged "
          + ImportComparison.MERGED
          + """
            SELECT id, old_iccid, old_iccid_hash, created_at, iccid, iccid_hash, label, tags,
                   tag_hashes, carrier, brand_confirmed_at, plan, state_code, currency,
                   valid_until, balance, balance_expires_on, anchor_day, last_payment_on,
                   last_activity_on, renewed_by, renewer_said, price_ceiling, if_not_renewed, paused_at,
                   as_of, row_number, under_way
              FROM merged WHERE NOT removed AND NOT off_anchor AND id = ANY (?)
            """;

  /** What an order under way was made for stays; seen under the lines' locks. */
  private static final String LEAVE_UNDER_WAY =
      "DELETE FROM import_merged WHERE under_way RETURNING row_number";

  /** The SIM that a line came with gets its history once the line moves to another. */
  private static final String KEEP_FIRST_SIM =
      """
      INSERT INTO line_iccid (bucket, line_id, iccid, iccid_hash, since, until, source)
      SELECT ?, m.id, m.old_iccid, m.old_iccid_hash, m.created_at, ?, 'file'
        FROM import_merged m
       WHERE m.iccid_hash IS DISTINCT FROM m.old_iccid_hash AND m.old_iccid IS NOT NULL
         AND m.id NOT IN (SELECT line_id FROM line_iccid
                           WHERE bucket = ? AND until IS NULL AND line_id = ANY (?))
      ON CONFLICT DO NOTHING
      """;

  private static final String CLOSE_SIM =
      """
      UPDATE line_iccid SET until = ?
       WHERE bucket = ? AND until IS NULL
         AND line_id = ANY (ARRAY (SELECT id FROM import_merged
                                    WHERE iccid_hash IS DISTINCT FROM old_iccid_hash))
      """;

  private static final String OPEN_SIM =
      """
      INSERT INTO line_iccid (bucket, line_id, iccid, iccid_hash, since, until, source)
      SELECT ?, m.id, m.iccid, m.iccid_hash, ?, NULL, 'file'
        FROM import_merged m WHERE m.iccid_hash IS DISTINCT FROM m.old_iccid_hash
      ON CONFLICT DO NOTHING
      """;

  private static final String UPDATE =
      """
      UPDATE line l
         SET iccid = m.iccid, iccid_hash = m.iccid_hash, label = m.label, tags = m.tags,
             tag_hashes = m.tag_hashes, carrier = m.carrier,
             brand_confirmed_at = m.brand_confirmed_at, plan = m.plan,
             plan_source = CASE WHEN m.plan IS NULL THEN NULL
                                WHEN m.plan IS DISTINCT FROM l.plan THEN 'file'
                                ELSE l.plan_source END,
             plan_as_of = CASE WHEN m.plan IS NULL THEN NULL
                               WHEN m.plan IS DISTINCT FROM l.plan THEN m.as_of
                               ELSE l.plan_as_of END,
             state_code = m.state_code, currency = m.currency, valid_until = m.valid_until,
             validity_source = CASE WHEN m.valid_until IS DISTINCT FROM l.valid_until THEN 'file'
                                    ELSE l.validity_source END,
             validity_as_of = CASE WHEN m.valid_until IS DISTINCT FROM l.valid_until THEN m.as_of
                                   ELSE l.validity_as_of END,
             balance = m.balance, balance_expires_on = m.balance_expires_on,
             balance_source = CASE WHEN m.balance IS DISTINCT FROM l.balance THEN 'file'
                                   ELSE l.balance_source END,
             balance_as_of = CASE WHEN m.balance IS DISTINCT FROM l.balance THEN m.as_of
                                  ELSE l.balance_as_of END,
             anchor_day = m.anchor_day, last_payment_on = m.last_payment_on,
             last_activity_on = m.last_activity_on, renewed_by = m.renewed_by,
             renewer_said = m.renewer_said,
             carrier_until = CASE WHEN m.renewed_by <> 'EVERLINE' THEN NULL
                                  WHEN l.renewed_by = 'CARRIER' AND m.valid_until <= ?
                                  THEN m.valid_until ELSE l.carrier_until END,
             price_ceiling = m.price_ceiling, if_not_renewed = m.if_not_renewed,
             paused_at = m.paused_at,
             let_go_at = CASE WHEN m.paused_at IS NOT NULL THEN l.let_go_at END,
             let_go_by = CASE WHEN m.paused_at IS NOT NULL THEN l.let_go_by END,
             next_wake_at = ?, changed_at = ?
        FROM import_merged m
       WHERE l.bucket = ? AND l.id = ANY (?) AND l.id = m.id
      """;

  private final AccountId account;
  private final ImportComparison comparison;
  private final LineWatch watch;
  private final Instant now;

  ImportMerge(AccountId account, ImportComparison comparison, LineWatch watch, Instant now) {
    this.account = account;
    this.comparison = comparison;
    this.watch = watch;
    this.now = now;
  }

  /**
   * The result for known lines.
   *
   * @param removedRows the rows whose line was removed from the account; they were rejected
   * @param underWayRows the rows that would make a line another one while it is being renewed; they
   *     were rejected
   * @param offAnchorRows the rows whose anchor day the line's end can't fall on; they were rejected
   */
  record Merged(
      int changed, List<Long> removedRows, List<Long> underWayRows, List<Long> offAnchorRows) {}

  /** Merges the rows that were staged in the transaction. */
  Merged run(Connection connection, List<ImportRow> rows) throws SQLException {
    comparison.adopt(connection, rows);
    ImportComparison.Differing differing = comparison.differing(connection);
    List<Long> underWayRows = new ArrayList<>();
    int changed =
        differing.lines().isEmpty() ? 0 : update(connection, differing.lines(), underWayRows);
    return new Merged(changed, differing.removedRows(), underWayRows, differing.offAnchorRows());
  }

  /** Locks the lines first, so that a renewal settled meanwhile is weighed too. */
  private int update(Connection connection, List<LineId> lines, List<Long> underWayRows)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(TABLE);
    }
    int bucket = account.bucket();
    Pipeline pipeline = new Pipeline(connection);
    pipeline.query(
        LOCK, columns -> columns.number(bucket).longs(lines, LineId::value), rows -> lines);
    pipeline.update(WORK_OUT, columns -> comparison.bind(columns).longs(lines, LineId::value));
    pipeline.query(
        LEAVE_UNDER_WAY,
        columns -> {},
        rows -> {
          while (rows.next()) {
            underWayRows.add(rows.getLong(1));
          }
          return underWayRows;
        });
    pipeline.update(
        KEEP_FIRST_SIM,
        columns -> columns.number(bucket).instant(now).number(bucket).longs(lines, LineId::value));
    pipeline.update(CLOSE_SIM, columns -> columns.instant(now).number(bucket));
    pipeline.update(OPEN_SIM, columns -> columns.number(bucket).instant(now));
    int[] changed = {0};
    pipeline.update(
        UPDATE,
        0,
        columns ->
            columns
                .date(Renewer.chargedBy(now))
                .instant(now)
                .instant(now)
                .number(bucket)
                .longs(lines, LineId::value),
        count -> changed[0] = count);
    WakeUps.post(pipeline, bucket, lines, now);
    pipeline.send();
    watch.changed(connection, bucket, lines, now);
    return changed[0];
  }
}
