package dev.everline.ledger;

import dev.everline.kernel.Bucket;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

/**
 * Proves the ledger: every balance equals the transfers that touched it, all balances of a currency
 * sum to zero, no wallet is overdrawn, and what was paid outside wallets has its other side. Reads
 * one snapshot, so it may run alongside renewals.
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

    /** The combined proof of these buckets and others. */
    Proof plus(Proof other) {
      SortedMap<String, Long> allSums = new TreeMap<>();
      Stream.of(this, other)
          .flatMap(proof -> proof.sums().stream())
          .forEach(sum -> allSums.merge(sum.currency(), sum.minor(), Math::addExact));
      SortedMap<LedgerAccountKind, SortedMap<String, Long>> all = new TreeMap<>();
      Stream.of(this, other)
          .flatMap(proof -> proof.balances().stream())
          .forEach(
              total ->
                  all.computeIfAbsent(total.kind(), kind -> new TreeMap<>())
                      .merge(total.currency(), total.minor(), Math::addExact));
      return new Proof(
          transfers + other.transfers,
          accounts + other.accounts,
          allSums.entrySet().stream().map(sum -> new Sum(sum.getKey(), sum.getValue())).toList(),
          Stream.concat(faults.stream(), other.faults.stream()).limit(FAULTS_SHOWN).toList(),
          all.entrySet().stream()
              .flatMap(
                  kind ->
                      kind.getValue().entrySet().stream()
                          .map(
                              total ->
                                  new KindTotal(kind.getKey(), total.getKey(), total.getValue())))
              .toList());
    }

    public boolean isSound() {
      return faults.isEmpty() && sums.stream().allMatch(sum -> sum.minor() == 0);
    }
  }

  /** What all balances of a currency sum to, in minor units. */
  public record Sum(String currency, long minor) {}

  /** The total of a kind of account, in minor units. */
  public record KindTotal(LedgerAccountKind kind, String currency, long minor) {}

  private static final int FAULTS_SHOWN = 20;
  private static final int BUCKETS_AT_ONCE = 64;

  /** Runs the proof; the connection should be in a repeatable-read transaction of its own. */
  public Proof run(Connection connection) throws SQLException {
    return proof(connection, 0, Bucket.COUNT);
  }

  /**
   * The same, a few buckets at a time, so that progress can be reported: no transfer goes from one
   * bucket to another.
   *
   * @param progress takes how many buckets are proved, of {@link Bucket#COUNT}
   */
  public Proof run(Connection connection, IntConsumer progress) throws SQLException {
    Proof whole = new Proof(0, 0, List.of(), List.of(), List.of());
    for (int from = 0; from < Bucket.COUNT; from += BUCKETS_AT_ONCE) {
      whole = whole.plus(proof(connection, from, BUCKETS_AT_ONCE));
      progress.accept(from + BUCKETS_AT_ONCE);
    }
    return whole;
  }

  private static Proof proof(Connection connection, int from, int buckets) throws SQLException {
    List<KindTotal> totals = totals(connection, from, buckets);
    List<String> faults = new ArrayList<>(faults(connection, from, buckets));
    faults.addAll(unpaired(totals, from, buckets));
    return new Proof(
        count(connection, "SELECT count(*) FROM ledger_transfer", from, buckets),
        count(connection, "SELECT count(*) FROM ledger_account", from, buckets),
        sums(connection, from, buckets),
        List.copyOf(faults),
        totals);
  }

  /** What owners paid outside their wallets, and what carriers were paid so, are a pair. */
  private static List<String> unpaired(List<KindTotal> totals, int from, int buckets) {
    SortedMap<String, Long> sums = new TreeMap<>();
    for (KindTotal total : totals) {
      if (total.kind() == LedgerAccountKind.OUTSIDE
          || total.kind() == LedgerAccountKind.PAID_OUTSIDE) {
        sums.merge(total.currency(), total.minor(), Math::addExact);
      }
    }
    return sums.entrySet().stream()
        .filter(sum -> sum.getValue() != 0)
        .map(
            sum ->
                "buckets "
                    + from
                    + " to "
                    + (from + buckets - 1)
                    + ": what was paid outside and to whom differ by "
                    + sum.getValue()
                    + " "
                    + sum.getKey())
        .toList();
  }

  private static long count(Connection connection, String sql, int from, int buckets)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(sql + " WHERE bucket BETWEEN ? AND ?")) {
      range(statement, from, buckets);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  private static void range(PreparedStatement statement, int from, int buckets)
      throws SQLException {
    statement.setInt(1, from);
    statement.setInt(2, from + buckets - 1);
  }

  private static List<Sum> sums(Connection connection, int from, int buckets) throws SQLException {
    String sql =
        """
        SELECT currency, sum(balance)::bigint
          FROM ledger_account WHERE bucket BETWEEN ? AND ? GROUP BY 1 ORDER BY 1
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      range(statement, from, buckets);
      try (ResultSet rows = statement.executeQuery()) {
        List<Sum> sums = new ArrayList<>();
        while (rows.next()) {
          sums.add(new Sum(rows.getString(1), rows.getLong(2)));
        }
        return sums;
      }
    }
  }

  private static List<KindTotal> totals(Connection connection, int from, int buckets)
      throws SQLException {
    String sql =
        """
        SELECT kind, currency, sum(balance)::bigint
          FROM ledger_account WHERE bucket BETWEEN ? AND ? GROUP BY 1, 2 ORDER BY 1, 2
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      range(statement, from, buckets);
      try (ResultSet rows = statement.executeQuery()) {
        List<KindTotal> totals = new ArrayList<>();
        while (rows.next()) {
          totals.add(
              new KindTotal(
                  LedgerAccountKind.valueOf(rows.getString(1)),
                  rows.getString(2),
                  rows.getLong(3)));
        }
        return totals;
      }
    }
  }

  private static List<String> faults(Connection connection, int from, int buckets)
      throws SQLException {
    String sql =
        """
        WITH entry AS (
          SELECT bucket, credit_id AS account, currency, amount AS minor
            FROM ledger_transfer WHERE bucket BETWEEN ? AND ?
          UNION ALL
          SELECT bucket, debit_id, currency, -amount
            FROM ledger_transfer WHERE bucket BETWEEN ? AND ?
        ), held AS (
          SELECT * FROM ledger_account WHERE bucket BETWEEN ? AND ?
        ), total AS (
          SELECT bucket, account, min(currency) AS low, max(currency) AS high, sum(minor) AS minor
            FROM entry GROUP BY 1, 2
        )
        SELECT coalesce(a.bucket, t.bucket), coalesce(a.id, t.account), a.kind,
               a.balance, coalesce(t.minor, 0), a.id IS NULL,
               coalesce(t.low <> a.currency OR t.high <> a.currency, false)
          FROM held a
          FULL JOIN total t ON t.bucket = a.bucket AND t.account = a.id
         WHERE a.id IS NULL
            OR a.balance <> coalesce(t.minor, 0)
            OR t.low <> a.currency OR t.high <> a.currency
            OR (a.kind IN ('WALLET', 'CLEARING', 'PAID_OUTSIDE') AND a.balance < 0)
            OR (a.kind = 'OUTSIDE' AND a.balance > 0)
         LIMIT ?
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int place = 1; place < 7; place += 2) {
        statement.setInt(place, from);
        statement.setInt(place + 1, from + buckets - 1);
      }
      statement.setInt(7, FAULTS_SHOWN);
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
