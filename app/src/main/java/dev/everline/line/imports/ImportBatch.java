package dev.everline.line.imports;

import dev.everline.kernel.AccountId;
import dev.everline.kernel.LineId;
import dev.everline.line.LineWatch;
import dev.everline.line.due.WakeUps;
import dev.everline.storage.Columns;
import dev.everline.storage.IdAllocator;
import dev.everline.storage.Seal;
import dev.everline.storage.Transactions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/**
 * Writes batches of rows into an account's lines: rows go by COPY into a table of the transaction,
 * from there new ones by one statement into {@code line}, and {@link ImportMerge} changes what
 * differs in those already there.
 *
 * <p>A file's values are weighed against known ones. Facts (plan, validity, balance) give way to a
 * file only when the file is younger; and where the carrier or a renewal told them, only when the
 * row itself says of when it is, by {@code as_of}. So importing an old file can't move a validity
 * back to before a renewal. An empty cell changes nothing.
 */
final class ImportBatch {

  private static final String INSERT =
      """
      INSERT INTO line (
        bucket, id, account_id, msisdn, iccid, label, tags, carrier, brand_confirmed_at, plan,
        plan_source, plan_as_of, state_code, currency, valid_until, validity_source,
        validity_as_of, balance, balance_expires_on, balance_source, balance_as_of, anchor_day,
        last_payment_on, last_activity_on, renewed_by, renewer_said, price_ceiling, if_not_renewed,
        paused_at, next_wake_at, created_at, changed_at, msisdn_hash, iccid_hash, tag_hashes)
      SELECT ?, r.id, ?, r.msisdn, r.iccid, r.label, r.tags, r.carrier,
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
             coalesce(r.renewed_by, 'OWNER'), r.renewed_by IS NOT NULL, r.price_ceiling,
             coalesce(r.if_not_renewed, 'TELL'),
             CASE WHEN r.paused THEN p.now END, p.now, p.now, p.now, r.msisdn_hash, r.iccid_hash,
             coalesce(r.tag_hashes, '{}')
        FROM import_row r
       CROSS JOIN (SELECT ?::timestamptz AS now, ?::timestamptz AS as_of) AS p
      ON CONFLICT (bucket, account_id, msisdn_hash) DO NOTHING
      RETURNING id
      """;

  /** Rows whose SIM is another line's, unless the file gives that line another SIM. */
  private static final String TAKEN_SIMS =
      """
      DELETE FROM import_row r
       USING (SELECT l.msisdn_hash, l.iccid_hash FROM line l
               WHERE l.bucket = ? AND l.account_id = ? AND l.removed_at IS NULL
                 AND l.iccid_hash = ANY (ARRAY (SELECT iccid_hash FROM import_row
                                                 WHERE iccid_hash IS NOT NULL))) AS l
       WHERE r.iccid_hash = l.iccid_hash AND r.msisdn_hash <> l.msisdn_hash
         AND NOT EXISTS (SELECT 1 FROM import_row o
                          WHERE o.msisdn_hash = l.msisdn_hash AND o.iccid_hash <> l.iccid_hash)
      RETURNING r.row_number
      """;

  private final Transactions transactions;
  private final Seal seal;
  private final IdAllocator ids;
  private final AccountId account;
  private final ImportMerge merge;
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
    ImportComparison comparison = new ImportComparison(seal, account, now, asOf);
    this.merge = new ImportMerge(account, comparison, watch, now);
    this.now = now;
    this.asOf = asOf;
  }

  /**
   * The result of a batch.
   *
   * @param removedRows the rows whose line was removed from the account; they were rejected
   * @param underWayRows the rows that would make a line another one while it is being renewed; they
   *     were rejected
   * @param offAnchorRows the rows whose anchor day the line's end can't fall on; they were rejected
   * @param takenSims the rows whose SIM is another line's; they were rejected
   */
  record Outcome(
      int added,
      int changed,
      int unchanged,
      List<Long> removedRows,
      List<Long> underWayRows,
      List<Long> offAnchorRows,
      List<Long> takenSims) {}

  /** Seals a batch. */
  StagedBatch stage(List<ImportRow> rows) {
    return StagedBatch.of(seal, account, rows, ids.next(account.bucket(), rows.size()));
  }

  /** Stores the whole batch, or nothing of it. */
  Outcome write(StagedBatch batch) {
    List<ImportRow> rows = batch.rows();
    return transactions.run(
        connection -> {
          batch.stage(connection);
          List<Long> taken = batch.hasSims() ? leaveTakenSims(connection, account) : List.of();
          List<LineId> added = insert(connection);
          WakeUps.post(connection, account.bucket(), added, now);
          int known = rows.size() - taken.size() - added.size();
          if (known == 0) {
            return new Outcome(added.size(), 0, 0, List.of(), List.of(), List.of(), taken);
          }
          ImportMerge.Merged merged = merge.run(connection, rows);
          int unchanged =
              known
                  - merged.changed()
                  - merged.removedRows().size()
                  - merged.underWayRows().size()
                  - merged.offAnchorRows().size();
          return new Outcome(
              added.size(),
              merged.changed(),
              unchanged,
              merged.removedRows(),
              merged.underWayRows(),
              merged.offAnchorRows(),
              taken);
        });
  }

  /** Leaves out the staged rows whose SIM is another line's, and tells which. */
  static List<Long> leaveTakenSims(Connection connection, AccountId account) throws SQLException {
    List<Long> taken = new ArrayList<>();
    ImportComparison.joinByHash(connection);
    try (PreparedStatement statement = connection.prepareStatement(TAKEN_SIMS)) {
      new Columns(statement).number(account.bucket()).number(account.value());
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          taken.add(row.getLong(1));
        }
      }
    }
    return taken;
  }

  private List<LineId> insert(Connection connection) throws SQLException {
    List<LineId> added = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
      new Columns(statement)
          .number(account.bucket())
          .number(account.value())
          .instant(now)
          .instant(asOf);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          added.add(new LineId(row.getLong(1)));
        }
      }
    }
    return added;
  }
}
