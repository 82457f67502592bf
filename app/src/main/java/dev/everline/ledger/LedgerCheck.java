package dev.everline.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Proves the ledger: every balance equals the transfers that touched it, all balances of a currency
 * sum to zero, and no wallet is overdrawn. Reads one snapshot, so it may run beside renewals.
 */
public final class LedgerCheck {

  /**
   * The proof.
   *
   * @param transfers how many were read
   * @param accounts how many were compared
   * @param sums what all balances of each currency sum to, in minor units; zero when sound
   * @param faults accounts that do not equal their transfers, in words; empty when sound
   * @param balances totals by kind of account and currency, in minor units
   */
  public record Proof(
      long transfers,
      long accounts,
      List<Sum> sums,
      List<String> faults,
      List<KindTotal> balances) {

    public boolean isSound() {
      return faults.isEmpty() && sums.stream().allMatch(sum -> sum.minor() == 0);
    }
  }

  /** What all balances of a currency sum to, in minor units. */
  public record Sum(String currency, long minor) {}

  /** The total of a kind of account, in minor units. */
  public record KindTotal(LedgerAccountKind kind, String currency, long minor) {}

  private static final int FAULTS_SHOWN = 20;

  /** Runs the proof; the connection should be in a repeatable-read transaction of its own. */
  public Proof run(Connection connection) throws SQLException {
    return new Proof(
        count(connection, "SELECT count(*) FROM ledger_transfer"),
        count(connection, "SELECT count(*) FROM ledger_account"),
        sums(connection),
        faults(connection),
        totals(connection));
  }

  private static long count(Connection connection, String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  private static List<Sum> sums(Connection connection) throws SQLException {
    String sql = "SELECT currency, sum(balance)::bigint FROM ledger_account GROUP BY 1 ORDER BY 1";
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet rows = statement.executeQuery()) {
      List<Sum> sums = new ArrayList<>();
      while (rows.next()) {
        sums.add(new Sum(rows.getString(1), rows.getLong(2)));
      }
      return sums;
    }
  }

  private static List<KindTotal> totals(Connection connection) throws SQLException {
    String sql =
        """
        SELECT kind, currency, sum(balance)::bigint
          FROM ledger_account GROUP BY 1, 2 ORDER BY 1, 2
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet rows = statement.executeQuery()) {
      List<KindTotal> totals = new ArrayList<>();
      while (rows.next()) {
        totals.add(
            new KindTotal(
                LedgerAccountKind.valueOf(rows.getString(1)), rows.getString(2), rows.getLong(3)));
      }
      return totals;
    }
  }

  private static List<String> faults(Connection connection) throws SQLException {
    String sql =
        """
        WITH entry AS (
          SELECT bucket, credit_id AS account, currency, amount AS minor FROM ledger_transfer
          UNION ALL
          SELECT bucket, debit_id, currency, -amount FROM ledger_transfer
        ), total AS (
          SELECT bucket, account, min(currency) AS low, max(currency) AS high, sum(minor) AS minor
            FROM entry GROUP BY 1, 2
        )
        SELECT coalesce(a.bucket, t.bucket), coalesce(a.id, t.account), a.kind,
               a.balance, coalesce(t.minor, 0), a.id IS NULL,
               coalesce(t.low <> a.currency OR t.high <> a.currency, false)
          FROM ledger_account a
          FULL JOIN total t ON t.bucket = a.bucket AND t.account = a.id
         WHERE a.id IS NULL
            OR a.balance <> coalesce(t.minor, 0)
            OR t.low <> a.currency OR t.high <> a.currency
            OR (a.kind IN ('WALLET', 'CLEARING') AND a.balance < 0)
         LIMIT ?
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setInt(1, FAULTS_SHOWN);
      try (ResultSet rows = statement.executeQuery()) {
        List<String> faults = new ArrayList<>();
        while (rows.next()) {
          faults.add(describe(rows));
        }
        return faults;
      }
    }
  }

  private static String describe(ResultSet row) throws SQLException {
    String where = "bucket " + row.getInt(1) + ", account " + row.getLong(2);
    if (row.getBoolean(6)) {
      return where + ": transfers without an account";
    }
    if (row.getBoolean(7)) {
      return where + ": a transfer in another currency";
    }
    return where
        + " ("
        + row.getString(3)
        + "): balance "
        + row.getLong(4)
        + ", its transfers sum to "
        + row.getLong(5);
  }
}
