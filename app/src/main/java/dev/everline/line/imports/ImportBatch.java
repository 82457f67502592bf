package dev.everline.line.imports;

import dev.everline.kernel.AccountId;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.line.LineDraft;
import dev.everline.line.LineStore;
import dev.everline.line.LineWatch;
import dev.everline.line.due.WakeUps;
import dev.everline.storage.Columns;
import dev.everline.storage.IdAllocator;
import dev.everline.storage.Seal;
import dev.everline.storage.Sealed;
import dev.everline.storage.Transactions;
import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * Writes batches of rows into an account's lines: rows go by COPY into a table of the transaction,
 * from there new ones by one statement into {@code line}, and what differs in those already there
 * by another.
 *
 * <p>What a file says is weighed against what is known. Facts (plan, validity, balance) give way to
 * a file only when the file is younger; and where the carrier or a renewal told them, only when the
 * row itself says of when it is, by {@code as_of}. So importing an old file can't move a validity
 * back to before a renewal. An empty cell says nothing and erases nothing.
 */
final class ImportBatch {

  private static final String STAGE =
      """
      CREATE TEMPORARY TABLE IF NOT EXISTS import_row (
        row_number bigint, id bigint, msisdn bytea, msisdn_hash bytea, iccid bytea,
        iccid_hash bytea, label bytea, tags bytea, tag_hashes bytea[], carrier text,
        plan text, state_code text, valid_until date, currency text, balance bigint,
        balance_expires_on date, anchor_day smallint, last_payment_on date,
        last_activity_on date, auto_renew boolean, price_ceiling bigint, if_not_renewed text,
        brand_confirmed boolean, paused boolean, as_of timestamptz
      ) ON COMMIT DELETE ROWS
      """;

  private static final String INSERT =
      """
      INSERT INTO line (
        bucket, id, account_id, msisdn, iccid, label, tags, carrier, brand_confirmed_at, plan,
        plan_source, plan_as_of, state_code, currency, valid_until, validity_source,
        validity_as_of, balance, balance_expires_on, balance_source, balance_as_of, anchor_day,
        last_payment_on, last_activity_on, auto_renew, price_ceiling, if_not_renewed, paused_at,
        next_wake_at, created_at, changed_at, msisdn_hash, iccid_hash, tag_hashes)
      SELECT p.bucket, r.id, p.account_id, r.msisdn, r.iccid, r.label, r.tags, r.carrier,
             CASE WHEN r.brand_confirmed THEN p.now END, r.plan,
             CASE WHEN r.plan IS NOT NULL THEN 'file' END,
             CASE WHEN r.plan IS NOT NULL THEN coalesce(r.as_of, p.as_of) END,
             r.state_code, coalesce(r.currency, 'USD'), r.valid_until,
             CASE WHEN r.valid_until IS NOT NULL THEN 'file' END,
             CASE WHEN r.valid_until IS NOT NULL THEN coalesce(r.as_of, p.as_of) END,
             r.balance, r.balance_expires_on,
             CASE WHEN r.balance IS NOT NULL THEN 'file' END,
             CASE WHEN r.balance IS NOT NULL THEN coalesce(r.as_of, p.as_of) END,
             coalesce(r.anchor_day, 0), r.last_payment_on, r.last_activity_on,
             coalesce(r.auto_renew, false), r.price_ceiling, coalesce(r.if_not_renewed, 'TELL'),
             CASE WHEN r.paused THEN p.now END, p.now, p.now, p.now, r.msisdn_hash, r.iccid_hash,
             coalesce(r.tag_hashes, '{}')
        FROM import_row r
       CROSS JOIN (SELECT ?::smallint AS bucket, ?::bigint AS account_id, ?::timestamptz AS now,
                          ?::timestamptz AS as_of) AS p
      ON CONFLICT (bucket, account_id, msisdn_hash) DO NOTHING
      """;

  /**
   * The rows whose line is there already, with what the line is to become; those whose line would
   * stay as it is are left out. The probes of line_number (bucket, account_id, msisdn_hash) are
   * asked for by an array, because a planner without statistics would rather read all lines.
   */
  private static final String MERGED =
      """
      WITH p AS (SELECT ?::smallint AS bucket, ?::bigint AS account_id, ?::timestamptz AS now,
                        ?::timestamptz AS as_of),
      known AS MATERIALIZED (
        SELECT l.* FROM line l
         WHERE l.bucket = (SELECT bucket FROM p) AND l.account_id = (SELECT account_id FROM p)
           AND l.msisdn_hash = ANY (ARRAY (SELECT msisdn_hash FROM import_row))),
      merged AS MATERIALIZED (
        SELECT l.bucket, l.id, r.row_number, l.removed_at IS NOT NULL AS removed,
               l.iccid AS old_iccid, l.iccid_hash AS old_iccid_hash, l.created_at, n.*
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
                  CASE WHEN newer.validity OR l.anchor_day = 0
                       THEN coalesce(r.anchor_day, l.anchor_day)
                       ELSE l.anchor_day END AS anchor_day,
                  greatest(r.last_payment_on, l.last_payment_on) AS last_payment_on,
                  greatest(r.last_activity_on, l.last_activity_on) AS last_activity_on,
                  coalesce(r.auto_renew, l.auto_renew) AS auto_renew,
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
            OR (n.iccid_hash, n.label, n.tag_hashes, n.carrier, n.brand_confirmed_at, n.plan, n.state_code,
                n.currency, n.valid_until, n.balance, n.balance_expires_on, n.anchor_day,
                n.last_payment_on, n.last_activity_on, n.auto_renew, n.price_ceiling, n.if_not_renewed,
                n.paused_at)
               IS DISTINCT FROM
               (l.iccid_hash, l.label, l.tag_hashes, l.carrier, l.brand_confirmed_at, l.plan, l.state_code,
                l.currency::text, l.valid_until, l.balance, l.balance_expires_on, l.anchor_day,
                l.last_payment_on, l.last_activity_on, l.auto_renew, l.price_ceiling, l.if_not_renewed,
                l.paused_at))
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

  private static final String HEX = "0123456789abcdef";

  private static final String LOCK =
      "SELECT id FROM line WHERE bucket = ? AND id = ANY (?) ORDER BY id FOR UPDATE";

  private static final String UPDATE =
      MERGED
          + """
      , moved AS (SELECT m.* FROM merged m
                   WHERE NOT m.removed AND m.iccid_hash IS DISTINCT FROM m.old_iccid_hash),
      present AS MATERIALIZED (
        SELECT h.* FROM line_iccid h
         WHERE h.bucket = (SELECT bucket FROM p)
           AND h.line_id = ANY (ARRAY (SELECT id FROM moved)) AND h.until IS NULL),
      closed AS (
        UPDATE line_iccid h SET until = p.now FROM p
         WHERE h.bucket = (SELECT bucket FROM p)
           AND h.line_id = ANY (ARRAY (SELECT line_id FROM present)) AND h.until IS NULL),
      kept AS (
        INSERT INTO line_iccid (bucket, line_id, iccid, iccid_hash, since, until, source)
        SELECT m.bucket, m.id, m.old_iccid, m.old_iccid_hash, m.created_at, p.now, 'file' FROM moved m, p
         WHERE m.old_iccid IS NOT NULL AND m.id NOT IN (SELECT line_id FROM present)
        ON CONFLICT DO NOTHING),
      opened AS (
        INSERT INTO line_iccid (bucket, line_id, iccid, iccid_hash, since, until, source)
        SELECT m.bucket, m.id, m.iccid, m.iccid_hash, p.now, NULL, 'file' FROM moved m, p
        ON CONFLICT DO NOTHING)
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
             last_activity_on = m.last_activity_on, auto_renew = m.auto_renew,
             price_ceiling = m.price_ceiling, if_not_renewed = m.if_not_renewed,
             paused_at = m.paused_at, next_wake_at = p.now, changed_at = p.now
        FROM merged m, p
       WHERE l.bucket = (SELECT bucket FROM p) AND l.id = ANY (?)
         AND l.id = m.id AND NOT m.removed
      """;

  private final Transactions transactions;
  private final Seal seal;
  private final IdAllocator ids;
  private final AccountId account;
  private final LineWatch watch;
  private final Instant now;
  private final Instant asOf;

  /**
   * @param asOf when the file's facts were true, where a row doesn't say
   */
  ImportBatch(
      DataSource dataSource,
      Seal seal,
      IdAllocator ids,
      AccountId account,
      LineWatch watch,
      Instant now,
      Instant asOf) {
    this.transactions = new Transactions(dataSource);
    this.seal = seal;
    this.ids = ids;
    this.account = account;
    this.watch = watch;
    this.now = now;
    this.asOf = asOf;
  }

  /**
   * What became of a batch.
   *
   * @param removedRows the rows whose line was removed from the account, which were not taken
   */
  record Outcome(int added, int changed, int unchanged, List<Long> removedRows) {}

  /**
   * A batch ready to be written.
   *
   * @param lines the ids of the rows' lines, should they be new
   * @param copy the rows in the text format of COPY, their personal data sealed for new lines
   */
  record Staged(List<ImportRow> rows, List<LineId> lines, String copy) {}

  /** Seals a batch. */
  Staged stage(List<ImportRow> rows) {
    long[] lines = ids.next(account.bucket(), rows.size());
    return new Staged(rows, Arrays.stream(lines).mapToObj(LineId::new).toList(), copy(rows, lines));
  }

  /** Keeps the whole batch, or nothing of it. */
  Outcome write(Staged batch) {
    List<ImportRow> rows = batch.rows();
    return transactions.run(
        connection -> {
          stage(connection, batch.copy());
          int added = insert(connection);
          if (added > 0) {
            WakeUps.post(connection, account.bucket(), batch.lines(), now);
          }
          if (added == rows.size()) {
            return new Outcome(added, 0, 0, List.of());
          }
          joinByHash(connection);
          adopt(connection, rows);
          Differing differing = differing(connection);
          int changed = differing.lines().isEmpty() ? 0 : update(connection, differing.lines());
          int unchanged = rows.size() - added - changed - differing.removedRows().size();
          return new Outcome(added, changed, unchanged, differing.removedRows());
        });
  }

  private record Differing(List<Long> lines, List<Long> removedRows) {}

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
          String label = draft.label();
          if (Objects.equals(label, seal.openIfAny(Sealed.LINE_LABEL, line, row.getBytes(3)))) {
            label = null;
          }
          String iccid = draft.iccid();
          if (iccid != null
              && Arrays.equals(LineStore.simHash(seal, account, iccid), row.getBytes(4))) {
            iccid = null;
          }
          List<String> tags = row.getBoolean(5) ? null : draft.tags();
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
              each -> each.iccid() == null ? null : LineStore.simHash(seal, account, each.iccid()))
          .bytes(
              adopted,
              each ->
                  each.tags() == null
                      ? null
                      : LineStore.sealedTags(seal, each.line(), each.tags()));
      statement.executeUpdate();
    }
  }

  private static void stage(Connection connection, String staged) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(STAGE);
    }
    try {
      connection
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyIn("COPY import_row FROM STDIN", new StringReader(staged));
    } catch (IOException failure) {
      throw new SQLException(failure);
    }
  }

  /**
   * Neither a table of the transaction nor lines just imported have statistics, without which the
   * planner would compare every row with every line.
   */
  private static void joinByHash(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET LOCAL enable_nestloop = off; SET LOCAL enable_mergejoin = off");
    }
  }

  private int insert(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
      bind(statement);
      return statement.executeUpdate();
    }
  }

  private Differing differing(Connection connection) throws SQLException {
    List<Long> lines = new ArrayList<>();
    List<Long> removedRows = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(DIFFERING)) {
      bind(statement);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          if (rows.getBoolean(3)) {
            removedRows.add(rows.getLong(2));
          } else {
            lines.add(rows.getLong(1));
          }
        }
      }
    }
    return new Differing(lines, removedRows);
  }

  /** Locks the lines first, so that a renewal settled meanwhile is weighed too. */
  private int update(Connection connection, List<Long> lines) throws SQLException {
    try (PreparedStatement lock = connection.prepareStatement(LOCK)) {
      new Columns(lock).number(account.bucket()).longs(lines, Long::longValue);
      lock.execute();
    }
    try (PreparedStatement statement = connection.prepareStatement(UPDATE)) {
      bind(statement).longs(lines, Long::longValue);
      int changed = statement.executeUpdate();
      List<LineId> ids = lines.stream().map(LineId::new).toList();
      WakeUps.post(connection, account.bucket(), ids, now);
      watch.changed(connection, account.bucket(), ids, now);
      return changed;
    }
  }

  private Columns bind(PreparedStatement statement) throws SQLException {
    return new Columns(statement)
        .number(account.bucket())
        .number(account.value())
        .instant(now)
        .instant(asOf);
  }

  /** The rows in the text format of COPY. */
  private String copy(List<ImportRow> rows, long[] ids) {
    StringBuilder text = new StringBuilder(rows.size() * 400);
    for (int i = 0; i < ids.length; i++) {
      ImportRow row = rows.get(i);
      LineDraft draft = row.draft();
      text.append(row.row()).append('\t').append(ids[i]);
      String msisdn = Objects.requireNonNull(draft.msisdn());
      bytes(text, seal.seal(Sealed.LINE_NUMBER, ids[i], msisdn));
      bytes(text, LineStore.numberHash(seal, account, msisdn));
      String iccid = draft.iccid();
      bytes(text, seal.sealIfAny(Sealed.LINE_SIM, ids[i], iccid));
      bytes(text, iccid == null ? null : LineStore.simHash(seal, account, iccid));
      bytes(text, seal.sealIfAny(Sealed.LINE_LABEL, ids[i], draft.label()));
      List<String> tags = draft.tags();
      bytes(text, tags == null ? null : LineStore.sealedTags(seal, ids[i], tags));
      hashes(text, tags);
      field(text, draft.carrier());
      field(text, draft.plan());
      field(text, draft.state());
      field(text, draft.validUntil());
      field(text, code(draft.currency()));
      field(text, minor(draft.balance()));
      field(text, draft.balanceExpiresOn());
      field(text, draft.anchorDay());
      field(text, draft.lastPaymentOn());
      field(text, draft.lastActivityOn());
      field(text, draft.autoRenew());
      field(text, minor(draft.priceCeiling()));
      field(text, draft.ifNotRenewed());
      field(text, draft.brandConfirmed());
      field(text, draft.paused());
      field(text, draft.asOf());
      text.append('\n');
    }
    return text.toString();
  }

  private static void bytes(StringBuilder text, byte @Nullable [] value) {
    text.append('\t');
    if (value == null) {
      text.append("\\N");
      return;
    }
    text.append("\\\\x");
    hex(text, value);
  }

  /** An array of bytes, in which a backslash is doubled once for the array and once for COPY. */
  private void hashes(StringBuilder text, @Nullable List<String> tags) {
    text.append('\t');
    if (tags == null) {
      text.append("\\N");
      return;
    }
    text.append('{');
    String separator = "";
    for (String tag : tags) {
      text.append(separator).append("\"\\\\\\\\x");
      hex(text, LineStore.tagHash(seal, account, tag));
      text.append('"');
      separator = ",";
    }
    text.append('}');
  }

  private static void hex(StringBuilder text, byte[] value) {
    for (byte each : value) {
      text.append(HEX.charAt(each >> 4 & 15)).append(HEX.charAt(each & 15));
    }
  }

  private static void field(StringBuilder text, @Nullable Object value) {
    text.append('\t');
    if (value == null) {
      text.append("\\N");
      return;
    }
    String plain = value.toString();
    for (int i = 0; i < plain.length(); i++) {
      char c = plain.charAt(i);
      // Control characters were refused.
      if (c == '\\') {
        text.append('\\');
      }
      text.append(c);
    }
  }

  private static @Nullable String code(@Nullable Currency currency) {
    return currency == null ? null : currency.getCurrencyCode();
  }

  private static @Nullable Long minor(@Nullable Money money) {
    return money == null ? null : money.minor();
  }
}
