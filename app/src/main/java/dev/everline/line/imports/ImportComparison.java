package dev.everline.line.imports;

import dev.everline.kernel.AccountId;
import dev.everline.kernel.LineId;
import dev.everline.line.LineDraft;
import dev.everline.line.seal.LineHashes;
import dev.everline.line.seal.SealedTags;
import dev.everline.storage.Columns;
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
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a batch of rows would make of the lines that are there already, worked out in a transaction
 * in which the rows are staged; changes nothing but them.
 */
final class ImportComparison {

  /**
   * The rows whose line is there already, with what the line is to become; those whose line would
   * stay as it is are left out. The probes of line_number (bucket, account_id, msisdn_hash) are
   * asked for by an array, because a planner without statistics would rather read all lines.
   */
  static final String MERGED =
      """
      WITH p AS (SELECT ?::timestamptz AS now, ?::timestamptz AS as_of),
      known AS MATERIALIZED (
        SELECT l.* FROM line l
         WHERE l.bucket = ? AND l.account_id = ?
           AND l.msisdn_hash = ANY (ARRAY (SELECT msisdn_hash FROM import_row))),
      merged AS MATERIALIZED (
        SELECT l.id, r.row_number, coalesce(
                 n.anchor_day = r.anchor_day AND n.anchor_day <> l.anchor_day
                   AND extract(day FROM n.valid_until)
                       <> least(n.anchor_day,
                                extract(day FROM date_trunc('month', n.valid_until)
                                                 + interval '1 month - 1 day'))
                   AND extract(day FROM n.valid_until + 1)
                       <> least(n.anchor_day,
                                extract(day FROM date_trunc('month', n.valid_until + 1)
                                                 + interval '1 month - 1 day')),
                 false) AS off_anchor, l.removed_at IS NOT NULL AS removed,
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
      MERGED
          + "SELECT id, row_number, removed, off_anchor, under_way FROM merged ORDER BY row_number";

  private final Seal seal;
  private final AccountId account;
  private final Instant now;
  private final Instant asOf;

  /**
   * @param asOf when the file's facts were true, where a row doesn't say
   */
  ImportComparison(Seal seal, AccountId account, Instant now, Instant asOf) {
    this.seal = seal;
    this.account = account;
    this.now = now;
    this.asOf = asOf;
  }

  /**
   * The rows that would change their lines, or can't.
   *
   * @param lines that would be changed
   * @param changedRows theirs
   * @param removedRows whose line was removed from the account
   * @param offAnchorRows whose anchor day the line's end can't fall on
   * @param underWayRows of the changed ones, whose line is being renewed and would become another
   */
  record Differing(
      List<LineId> lines,
      List<Long> changedRows,
      List<Long> removedRows,
      List<Long> offAnchorRows,
      List<Long> underWayRows) {}

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

  /**
   * Seals what the rows of known lines say for those lines, and leaves out what says the same.
   *
   * @return the rows whose number is, or was, there already
   */
  Set<Long> adopt(Connection connection, List<ImportRow> rows) throws SQLException {
    joinByHash(connection);
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
    return adopted.stream().map(Adopted::row).collect(Collectors.toUnmodifiableSet());
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

  Differing differing(Connection connection) throws SQLException {
    Differing differing =
        new Differing(
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>());
    try (PreparedStatement statement = connection.prepareStatement(DIFFERING)) {
      bind(new Columns(statement));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          long row = rows.getLong(2);
          if (rows.getBoolean(3)) {
            differing.removedRows().add(row);
          } else if (rows.getBoolean(4)) {
            differing.offAnchorRows().add(row);
          } else {
            differing.lines().add(new LineId(rows.getLong(1)));
            differing.changedRows().add(row);
            if (rows.getBoolean(5)) {
              differing.underWayRows().add(row);
            }
          }
        }
      }
    }
    return differing;
  }

  /** For a statement that begins with {@link #MERGED}. */
  Columns bind(Columns columns) throws SQLException {
    return columns.instant(now).instant(asOf).number(account.bucket()).number(account.value());
  }
}
