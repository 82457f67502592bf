package dev.everline.line.imports;

import dev.everline.kernel.AccountId;
import dev.everline.kernel.LineId;
import dev.everline.line.LineDraft;
import dev.everline.line.LineWatch;
import dev.everline.line.due.WakeUps;
import dev.everline.line.renewer.Renewer;
import dev.everline.line.seal.LineHashes;
import dev.everline.line.seal.SealedTags;
import dev.everline.storage.Columns;
import dev.everline.storage.Pipeline;
import dev.everline.storage.Seal;
import dev.everline.storage.Sealed;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Merges the staged rows of lines that an account has already into those lines. */
final class ImportMerge {

  /**
   * The rows whose line is there already, with what the line is to become; those whose line would
   * stay as it is are left out. The probes of line_number (bucket, account_id, msisdn_hash) are
   * asked for by an array, because a planner without statistics would rather read all lines.
   */
  private static final String MERGED =
      """
      WITH p AS (SELECT ?::timestamptz AS now, ?::timestamptz AS as_of),
      known AS MATERIALIZED (
        SELECT l.* FROM line l
         WHERE l.bucket = ? AND l.account_id = ?
           AND l.msisdn_hash = ANY (ARRAY (SELECT msisdn_hash FROM import_row))),
      merged AS MATERIALIZED (
        SELECT l.id, r.row_number, l.removed_at IS NOT NULL AS removed,
               l.iccid AS old_iccid, l.iccid_hash AS old_iccid_hash, l.created_at, n.*,
               l.open_order_id IS NOT NULL
                 AND (n.carrier, n.plan, n.currency)
                     IS DISTINCT FROM (l.carrier, l.plan, l.currency::text) AS under_way
          FROM import_row r
          JOIN known l ON l.msisdn_hash = r.msisdn_hash
         CROSS JOIN p
         CROSS JOIN LATERAL (
           SELECT coalesce(r.as_of, p.as_of) > coalesce(l.plan_as_of, '-infinity')
                    AND (coalesce(l.plan_source, 'file') IN ('file', 'owner')
                         OR r.as_of IS NOT NULL) AS plan,
                  coalesce(r.as_of, p.as_of) > coalesce(l.validity_as_of, '-infinity')
                    AND (coalesce(l.validity_source, 'file') IN ('file', 'owner')
                         OR r.as_of IS NOT NULL) AS validity,
                  coalesce(r.as_of, p.as_of) > coalesce(l.balance_as_of, '-infinity')
                    AND (coalesce(l.balance_source, 'file') IN ('file', 'owner')
                         OR r.as_of IS NOT NULL) AS balance,
                  r.carrier <> l.carrier AS other_carrier
         ) AS newer
         CROSS JOIN LATERAL (
           SELECT coalesce(r.iccid, l.iccid) AS iccid,
                  coalesce(r.iccid_hash, l.iccid_hash) AS iccid_hash,
                  coalesce(r.label, l.label) AS label,
                  coalesce(r.tags, l.tags) AS tags,
                  coalesce(r.tag_hashes, l.tag_hashes) AS tag_hashes,
                  r.carrier AS carrier,
                  CASE WHEN r.brand_confirmed IS FALSE THEN NULL
                       WHEN r.brand_confirmed AND (l.brand_confirmed_at IS NULL
                                                   OR newer.other_carrier) THEN p.now
                       WHEN newer.other_carrier THEN NULL
                       ELSE l.brand_confirmed_at END AS brand_confirmed_at,
                  CASE WHEN newer.other_carrier THEN r.plan
                       WHEN newer.plan OR l.plan IS NULL THEN coalesce(r.plan, l.plan)
                       ELSE l.plan END AS plan,
                  coalesce(r.state_code, l.state_code) AS state_code,
                  CASE WHEN newer.balance OR l.balance IS NULL
                       THEN coalesce(r.currency, l.currency) ELSE l.currency END AS currency,
                  CASE WHEN newer.validity OR l.valid_until IS NULL
                       THEN coalesce(r.valid_until, l.valid_until)
                       ELSE l.valid_until END AS valid_until,
                  CASE WHEN newer.balance OR l.balance IS NULL
                       THEN coalesce(r.balance, l.balance) ELSE l.balance END AS balance,
                  CASE WHEN newer.balance OR l.balance_expires_on IS NULL
                       THEN coalesce(r.balance_expires_on, l.balance_expires_on)
                       ELSE l.balance_expires_on END AS balance_expires_on,
                  CASE WHEN r.anchor_day IS NOT NULL AND (newer.validity OR l.anchor_day = 0)
                       THEN r.anchor_day
                       WHEN newer.validity AND r.valid_until IS NOT NULL
                            AND extract(day FROM r.valid_until)
                                <> least(l.anchor_day,
                                         extract(day FROM date_trunc('month', r.valid_until)
                                                          + interval '1 month - 1 day'))
                       -- The next period would go back to an anchor that the new date isn't on.
                       THEN 0
                       ELSE l.anchor_day END AS anchor_day,
                  greatest(r.last_payment_on, l.last_payment_on) AS last_payment_on,
                  greatest(r.last_activity_on, l.last_activity_on) AS last_activity_on,
                  coalesce(r.renewed_by, l.renewed_by) AS renewed_by,
                  l.renewer_said OR r.renewed_by IS NOT NULL AS renewer_said,
                  CASE WHEN r.currency IS NULL OR r.currency = l.currency OR newer.balance
                       THEN coalesce(r.price_ceiling, l.price_ceiling)
                       ELSE l.price_ceiling END AS price_ceiling,
                  coalesce(r.if_not_renewed, l.if_not_renewed) AS if_not_renewed,
                  CASE WHEN r.paused IS FALSE THEN NULL
                       WHEN r.paused THEN coalesce(l.paused_at, p.now)
                       ELSE l.paused_at END AS paused_at,
                  coalesce(r.as_of, p.as_of) AS as_of
         ) AS n
         WHERE l.removed_at IS NOT NULL
            OR (n.iccid_hash, n.label, n.tag_hashes, n.carrier, n.brand_confirmed_at, n.plan,
                n.state_code, n.currency, n.valid_until, n.balance, n.balance_expires_on,
                n.anchor_day, n.last_payment_on, n.last_activity_on, n.renewed_by,
                n.renewer_said, n.price_ceiling, n.if_not_renewed, n.paused_at)
               IS DISTINCT FROM
               (l.iccid_hash, l.label, l.tag_hashes, l.carrier, l.brand_confirmed_at, l.plan,
                l.state_code, l.currency::text, l.valid_until, l.balance, l.balance_expires_on,
                l.anchor_day, l.last_payment_on, l.last_activity_on, l.renewed_by,
                l.renewer_said, l.price_ceiling, l.if_not_renewed, l.paused_at))
      """;

  /**
   * What is known of the rows whose line is there already; the same label, SIM or tags are never
   * sealed alike twice, so that the database can't compare them.
   */
  private static final String KNOWN =
      """
      SELECT r.row_number, l.id, l.label, l.iccid_hash,
             r.tag_hashes IS NOT DISTINCT FROM l.tag_hashes
        FROM import_row r
        JOIN line l ON l.msisdn_hash = r.msisdn_hash
       WHERE l.bucket = ? AND l.account_id = ?
         AND l.msisdn_hash = ANY (ARRAY (SELECT msisdn_hash FROM import_row))
      """;

  private static final String ADOPT =
      """
      UPDATE import_row r
         SET label = u.label, iccid = u.iccid, iccid_hash = u.iccid_hash, tags = u.tags,
             tag_hashes = CASE WHEN u.tags IS NOT NULL THEN r.tag_hashes END
        FROM (SELECT unnest(?) AS row_number, unnest(?) AS label, unnest(?) AS iccid,
                     unnest(?) AS iccid_hash, unnest(?) AS tags) AS u
       WHERE r.row_number = u.row_number
      """;

  private static final String DIFFERING =
      MERGED + "SELECT id, row_number, removed FROM merged ORDER BY row_number";

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
          + MERGED
          + """
            SELECT id, old_iccid, old_iccid_hash, created_at, iccid, iccid_hash, label, tags,
                   tag_hashes, carrier, brand_confirmed_at, plan, state_code, currency,
                   valid_until, balance, balance_expires_on, anchor_day, last_payment_on,
                   last_activity_on, renewed_by, renewer_said, price_ceiling, if_not_renewed, paused_at,
                   as_of, row_number, under_way
              FROM merged WHERE NOT removed AND id = ANY (?)
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

  private final Seal seal;
  private final AccountId account;
  private final LineWatch watch;
  private final Instant now;
  private final Instant asOf;

  /**
   * @param asOf when the file's facts were true, where a row doesn't say
   */
  ImportMerge(Seal seal, AccountId account, LineWatch watch, Instant now, Instant asOf) {
    this.seal = seal;
    this.account = account;
    this.watch = watch;
    this.now = now;
    this.asOf = asOf;
  }

  /**
   * The result for known lines.
   *
   * @param removedRows the rows whose line was removed from the account; they were rejected
   * @param underWayRows the rows that would make a line another one while it is being renewed; they
   *     were rejected
   */
  record Merged(int changed, List<Long> removedRows, List<Long> underWayRows) {}

  /** Merges the rows that were staged in the transaction. */
  Merged run(Connection connection, List<ImportRow> rows) throws SQLException {
    joinByHash(connection);
    adopt(connection, rows);
    Differing differing = differing(connection);
    List<Long> underWayRows = new ArrayList<>();
    int changed =
        differing.lines().isEmpty() ? 0 : update(connection, differing.lines(), underWayRows);
    return new Merged(changed, differing.removedRows(), underWayRows);
  }

  private record Differing(List<LineId> lines, List<Long> removedRows) {}

  /**
   * A row of a line that is there.
   *
   * @param label what it says of it; null where it says none or the same
   * @param iccid likewise
   * @param tags likewise
   */
  private record Adopted(
      long row,
      long line,
      @Nullable String label,
      @Nullable String iccid,
      @Nullable List<String> tags) {}

  /** Seals what the rows of known lines say for those lines, and leaves out what says the same. */
  private void adopt(Connection connection, List<ImportRow> rows) throws SQLException {
    Map<Long, LineDraft> drafts = HashMap.newHashMap(rows.size());
    rows.forEach(row -> drafts.put(row.row(), row.draft()));
    List<Adopted> adopted = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(KNOWN)) {
      new Columns(statement).number(account.bucket()).number(account.value());
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          long line = row.getLong(2);
          LineDraft draft = Objects.requireNonNull(drafts.get(row.getLong(1)));
          String label = draft.identity().label();
          if (Objects.equals(label, seal.openIfAny(Sealed.LINE_LABEL, line, row.getBytes(3)))) {
            label = null;
          }
          String iccid = draft.identity().iccid();
          byte[] sim = row.getBytes(4);
          if (iccid != null
              && LineHashes.ofSimHoweverSpelled(seal, account, iccid).stream()
                  .anyMatch(hash -> Arrays.equals(hash, sim))) {
            iccid = null;
          }
          List<String> tags = row.getBoolean(5) ? null : draft.identity().tags();
          adopted.add(new Adopted(row.getLong(1), line, label, iccid, tags));
        }
      }
    }
    try (PreparedStatement statement = connection.prepareStatement(ADOPT)) {
      new Columns(statement)
          .longs(adopted, Adopted::row)
          .bytes(adopted, each -> seal.sealIfAny(Sealed.LINE_LABEL, each.line(), each.label()))
          .bytes(adopted, each -> seal.sealIfAny(Sealed.LINE_SIM, each.line(), each.iccid()))
          .bytes(
              adopted,
              each -> each.iccid() == null ? null : LineHashes.ofSim(seal, account, each.iccid()))
          .bytes(
              adopted,
              each -> each.tags() == null ? null : SealedTags.seal(seal, each.line(), each.tags()));
      statement.executeUpdate();
    }
  }

  /**
   * Neither a table of the transaction nor lines just imported have statistics, without which the
   * planner would compare every row with every line.
   */
  static void joinByHash(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET LOCAL enable_nestloop = off; SET LOCAL enable_mergejoin = off");
    }
  }

  private Differing differing(Connection connection) throws SQLException {
    List<LineId> lines = new ArrayList<>();
    List<Long> removedRows = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(DIFFERING)) {
      bind(new Columns(statement));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          if (rows.getBoolean(3)) {
            removedRows.add(rows.getLong(2));
          } else {
            lines.add(new LineId(rows.getLong(1)));
          }
        }
      }
    }
    return new Differing(lines, removedRows);
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
    pipeline.update(WORK_OUT, columns -> bind(columns).longs(lines, LineId::value));
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

  private Columns bind(Columns columns) throws SQLException {
    return columns.instant(now).instant(asOf).number(account.bucket()).number(account.value());
  }
}
