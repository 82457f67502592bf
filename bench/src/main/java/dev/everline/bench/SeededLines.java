package dev.everline.bench;

import dev.everline.catalog.Catalog;
import dev.everline.catalog.Plan;
import dev.everline.kernel.Bucket;
import dev.everline.line.due.WakeUps;
import dev.everline.storage.Seal;
import dev.everline.storage.Sealed;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import javax.sql.DataSource;

/**
 * Fills a database with lines to renew: accounts of four lines over all buckets, each with a wallet
 * that was paid into by a transfer of the ledger, plans of the built-in catalog in turn.
 */
final class SeededLines {

  /**
   * A day, in SQL, whose end is 9 to 33 hours away: a line that is valid until then is renewed now,
   * whatever the hour and the carrier's zone.
   */
  static final String SOON = "((now() + interval '9 hours') AT TIME ZONE 'America/New_York')::date";

  private static final int LINES_AN_ACCOUNT = 4;

  private SeededLines() {}

  /** Plans that the engine can renew by itself. */
  static List<Plan> renewablePlans(Catalog catalog, LocalDate day) {
    return catalog.plans().values().stream()
        .filter(plan -> plan.period() != null && plan.period().approxDays() == 30)
        .filter(plan -> plan.priceOn(day) != null)
        .filter(plan -> catalog.lapseRule(plan.lapseRule()).basis().isRenewable())
        .filter(plan -> !catalog.carrier(plan.carrier()).postpaid())
        .sorted(Comparator.comparing(Plan::id))
        .toList();
  }

  /**
   * Adds lines, the first of them due.
   *
   * @param seal of the numbers of the lines that are due; the others', and the accounts' names,
   *     which nobody reads, are filled with as many bytes
   * @param lines how many in all
   * @param due how many of them are to be renewed now; the rest not for weeks
   * @param first number of the first line, so that a second call adds others
   */
  static void add(DataSource dataSource, Seal seal, List<Plan> plans, int first, int lines, int due)
      throws SQLException {
    int accounts = Math.max(1, lines / LINES_AN_ACCOUNT);
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("SET LOCAL synchronous_commit = off");
      statement.execute(
          """
          INSERT INTO account (bucket, id, name, zone, state_code, created_at)
          SELECT i %% %3$d, ((i %% %3$d)::bigint << 53) | (1000000000 + i), decode(md5(i::text), 'hex'),
                 'America/New_York', (ARRAY['TX', 'CA', 'NY', NULL])[1 + i %% 4], now()
            FROM generate_series(%1$d, %1$d + %2$d - 1) AS i
          """
              .formatted(first, accounts, Bucket.COUNT));
      statement.execute(
          """
          INSERT INTO ledger_account (bucket, id, owner_id, kind, currency, balance)
          SELECT a.bucket, a.id, a.id, 'WALLET', 'USD', 100000000
            FROM account a
           WHERE a.id & ((1::bigint << 53) - 1) BETWEEN 1000000000 + %1$d
                                                    AND 1000000000 + %1$d + %2$d - 1
          """
              .formatted(first, accounts));
      statement.execute(
          """
          INSERT INTO ledger_account AS f (bucket, id, owner_id, kind, currency, balance)
          SELECT bucket, (bucket::bigint << 53) | 999999999, 0, 'FUNDING', 'USD',
                 -100000000 * count(*)
            FROM account
           WHERE id & ((1::bigint << 53) - 1) BETWEEN 1000000000 + %1$d
                                                  AND 1000000000 + %1$d + %2$d - 1
           GROUP BY bucket
          ON CONFLICT (bucket, owner_id, kind, subject, currency)
          DO UPDATE SET balance = f.balance + excluded.balance
          """
              .formatted(first, accounts));
      statement.execute(
          """
          INSERT INTO ledger_transfer (bucket, id, debit_id, credit_id, amount, currency, kind,
                                       wallet_id, at)
          SELECT a.bucket, a.id, f.id, a.id, 100000000, 'USD', 'FUND', a.id, now()
            FROM account a
            JOIN ledger_account f ON f.bucket = a.bucket AND f.owner_id = 0 AND f.kind = 'FUNDING'
           WHERE a.id & ((1::bigint << 53) - 1) BETWEEN 1000000000 + %1$d
                                                    AND 1000000000 + %1$d + %2$d - 1
          """
              .formatted(first, accounts));
      numbers(connection, seal, first, lines, due, accounts);
      insertLines(connection, plans, first, lines, due, accounts);
      WakeUps.repair(connection, 0, Bucket.COUNT - 1);
      connection.commit();
    }
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("VACUUM (ANALYZE)");
    }
  }

  private static void numbers(
      Connection connection, Seal seal, int first, int lines, int due, int accounts)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          """
          CREATE TEMPORARY TABLE seeded_number (
            i integer PRIMARY KEY, msisdn bytea NOT NULL, msisdn_hash bytea NOT NULL
          ) ON COMMIT DROP
          """);
    }
    String sql = "INSERT INTO seeded_number VALUES (?, ?, ?)";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < due; i++) {
        int account = first + Math.min(i / LINES_AN_ACCOUNT, accounts - 1);
        long bucket = (long) (account % Bucket.COUNT) << 53;
        String number = "1" + (2_000_000_000L + first + i);
        statement.setInt(1, i);
        statement.setBytes(
            2,
            seal.seal(
                Sealed.LINE_NUMBER, bucket | (2_000_000_000L + first + i * 7919L % lines), number));
        statement.setBytes(3, seal.find("number", bucket | (1_000_000_000L + account), number));
        statement.addBatch();
        if (i % 10_000 == 9_999) {
          statement.executeBatch();
        }
      }
      statement.executeBatch();
    }
  }

  private static void insertLines(
      Connection connection, List<Plan> plans, int first, int lines, int due, int accounts)
      throws SQLException {
    // An account's lines stand beside each other, as when their owner adds them; their numbers are
    // not in step with the buckets, as when one sequence serves all of them.
    String sql =
        """
        WITH days (soon, later) AS (
          SELECT %1$s, %1$s + 25
        )
        INSERT INTO line (bucket, id, account_id, msisdn, msisdn_hash, carrier,
                          brand_confirmed_at, plan, valid_until, validity_source, validity_as_of, anchor_day, renewed_by,
                          next_wake_at, created_at, changed_at)
        SELECT a.bucket, a.bucket::bigint << 53 | (2000000000 + ? + s.i::bigint * 7919 %% ?),
               a.bucket::bigint << 53 | (1000000000 + a.number),
               coalesce(n.msisdn, decode('01' || md5('a' || s.i) || md5('b' || s.i)
                                         || left(md5('c' || s.i), 22), 'hex')),
               coalesce(n.msisdn_hash, decode(md5((? + s.i)::text), 'hex')),
               (?::text[])[1 + s.i %% ?], now(),
               (?::text[])[1 + s.i %% ?],
               CASE WHEN s.i < ? THEN soon ELSE later END, 'import', now(),
               extract(day FROM CASE WHEN s.i < ? THEN soon ELSE later END), 'EVERLINE',
               CASE WHEN s.i < ? THEN now() - interval '1 hour' ELSE now() + interval '20 days' END,
               now(), now()
          FROM days, generate_series(0, ? - 1) AS s (i)
          LEFT JOIN seeded_number n ON n.i = s.i
          CROSS JOIN LATERAL (SELECT ? + least(s.i / 4, ? - 1), (? + least(s.i / 4, ? - 1)) %% %2$d)
                             AS a (number, bucket)
         ORDER BY s.i
        """
            .formatted(SOON, Bucket.COUNT);
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      String[] carriers = plans.stream().map(Plan::carrier).toArray(String[]::new);
      String[] ids = plans.stream().map(Plan::id).toArray(String[]::new);
      Object[] values = {
        first,
        lines,
        first,
        connection.createArrayOf("text", carriers),
        carriers.length,
        connection.createArrayOf("text", ids),
        ids.length,
        due,
        due,
        due,
        lines,
        first,
        accounts,
        first,
        accounts
      };
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.executeUpdate();
    }
  }
}
