package dev.everline.demo;

import dev.everline.ledger.LedgerCheck;
import dev.everline.line.LineFacts;
import dev.everline.line.renewer.RenewedBy;
import dev.everline.storage.Database;
import dev.everline.storage.Seal;
import dev.everline.storage.Sealed;
import dev.everline.storage.Transactions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads what the application has written: the demo's figures are all from here. */
final class DemoBooks {

  private final DataSource dataSource;
  private final JdbcClient jdbc;
  private final Seal seal;

  DemoBooks(Database database) {
    this.dataSource = database.dataSource();
    this.seal = database.seal();
    this.jdbc = JdbcClient.create(dataSource);
  }

  /**
   * How the orders stand.
   *
   * @param healed renewed, but not by the first call: looked up, settled or tried again
   * @param underWay neither ended well nor badly yet
   * @param paidMinor for the renewed ones
   */
  record Orders(long renewed, long refused, long underWay, long healed, long paidMinor) {}

  /** A wallet's money since its first day, in minor units. */
  record WalletMoney(String account, long inMinor, long outMinor, long balanceMinor) {}

  /**
   * A carrier's renewals and what it is owed for them.
   *
   * @param ledgerMinor by the ledger
   */
  record CarrierMoney(long renewals, long topUpMinor, long ledgerMinor) {}

  /** A notice as it is stored. */
  record DemoNotice(
      long line,
      String kind,
      LocalDate forDate,
      @Nullable Long neededMinor,
      @Nullable Instant actBy,
      Instant at,
      boolean settled) {}

  Orders orders() {
    return jdbc.sql(
            """
            SELECT count(*) FILTER (WHERE state = 'RENEWED'),
                   count(*) FILTER (WHERE state IN ('REVERSED', 'DECLINED', 'EXPIRED')),
                   count(*) FILTER (WHERE state NOT IN ('RENEWED', 'REVERSED', 'DECLINED',
                                                        'EXPIRED', 'CANCELLED')),
                   count(*) FILTER (WHERE state = 'RENEWED' AND changed_at > created_at),
                   coalesce(sum(total) FILTER (WHERE state = 'RENEWED'), 0)
              FROM renewal_order
            """)
        .query(
            (row, at) ->
                new Orders(
                    row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5)))
        .single();
  }

  long notices() {
    return jdbc.sql("SELECT count(*) FROM notice").query(Long.class).single();
  }

  /** How often the outcome of a call was not known at first. */
  long doubts() {
    return jdbc.sql("SELECT coalesce(sum(in_doubt), 0) FROM route_record")
        .query(Long.class)
        .single();
  }

  List<DemoLine> lines() {
    return jdbc
        .sql(
            """
            SELECT l.id, a.id AS account, a.name, l.msisdn, l.label, l.carrier, l.plan,
                   coalesce(l.state_code, a.state_code) AS state, l.renewed_by,
                   l.paused_at IS NOT NULL AS paused, l.currency, l.valid_until, l.balance,
                   l.balance_expires_on, l.anchor_day, l.last_payment_on, l.last_activity_on
              FROM line l JOIN account a ON a.bucket = l.bucket AND a.id = l.account_id
             WHERE l.removed_at IS NULL
            """)
        .query((row, at) -> line(row))
        .stream()
        .sorted(Comparator.comparing(DemoLine::account).thenComparing(DemoLine::msisdn))
        .toList();
  }

  private DemoLine line(ResultSet row) throws SQLException {
    long id = row.getLong("id");
    String label = seal.openIfAny(Sealed.LINE_LABEL, id, row.getBytes("label"));
    return new DemoLine(
        id,
        name(row.getLong("account"), row),
        seal.open(Sealed.LINE_NUMBER, id, row.getBytes("msisdn")),
        label == null ? "" : label,
        row.getString("carrier"),
        row.getString("plan"),
        row.getString("state"),
        RenewedBy.valueOf(row.getString("renewed_by")),
        row.getBoolean("paused"),
        new LineFacts(
            date(row, "valid_until"),
            DemoLine.money(number(row, "balance"), row.getString("currency")),
            date(row, "balance_expires_on"),
            row.getInt("anchor_day"),
            date(row, "last_payment_on"),
            date(row, "last_activity_on")));
  }

  private String name(long account, ResultSet row) throws SQLException {
    return seal.open(Sealed.ACCOUNT_NAME, account, row.getBytes("name"));
  }

  List<DemoNotice> allNotices() {
    return jdbc.sql(
            """
            SELECT line_id, kind, for_date, needed, act_by, at, settled_at IS NOT NULL AS settled
              FROM notice ORDER BY at, id
            """)
        .query(
            (row, at) ->
                new DemoNotice(
                    row.getLong("line_id"),
                    row.getString("kind"),
                    row.getObject("for_date", LocalDate.class),
                    number(row, "needed"),
                    instant(row, "act_by"),
                    row.getObject("at", OffsetDateTime.class).toInstant(),
                    row.getBoolean("settled")))
        .list();
  }

  List<WalletMoney> wallets() {
    return jdbc
        .sql(
            """
            SELECT a.id, a.name, w.balance,
                   (SELECT coalesce(sum(t.amount), 0) FROM ledger_transfer t
                     WHERE t.bucket = w.bucket AND t.credit_id = w.id
                       AND t.kind IN ('FUND', 'PROMOTE')) AS given,
                   (SELECT coalesce(sum(o.total), 0) FROM renewal_order o
                     WHERE o.bucket = a.bucket AND o.account_id = a.id
                       AND o.state = 'RENEWED') AS paid
              FROM account a
              JOIN ledger_account w
                ON w.bucket = a.bucket AND w.owner_id = a.id AND w.kind = 'WALLET'
            """)
        .query(
            (row, at) ->
                new WalletMoney(
                    name(row.getLong("id"), row),
                    row.getLong("given"),
                    row.getLong("paid"),
                    row.getLong("balance")))
        .stream()
        .sorted(Comparator.comparing(WalletMoney::account))
        .toList();
  }

  Map<String, CarrierMoney> carriers() {
    Map<String, Long> ledger = new TreeMap<>();
    jdbc.sql(
            """
            SELECT subject, sum(balance)::bigint FROM ledger_account
             WHERE kind = 'CARRIER_PAYABLE' GROUP BY 1
            """)
        .query(
            (ResultSet row) -> {
              ledger.put(row.getString(1), row.getLong(2));
            });
    Map<String, CarrierMoney> carriers = new TreeMap<>();
    jdbc.sql(
            """
            SELECT carrier, count(*), sum(topup)::bigint FROM renewal_order
             WHERE state = 'RENEWED' GROUP BY 1
            """)
        .query(
            (ResultSet row) -> {
              String carrier = row.getString(1);
              carriers.put(
                  carrier,
                  new CarrierMoney(
                      row.getLong(2), row.getLong(3), ledger.getOrDefault(carrier, 0L)));
            });
    return carriers;
  }

  /** The ids of the orders in a state. */
  Set<Long> ordersIn(String state) {
    return new HashSet<>(
        jdbc.sql("SELECT id FROM renewal_order WHERE state = ?")
            .param(state)
            .query(Long.class)
            .list());
  }

  /** When an owner last added to their wallet. */
  Optional<Instant> lastDeposit(long account) {
    return jdbc.sql(
            """
            SELECT max(t.at) AS at
              FROM ledger_account w
              JOIN ledger_transfer t ON t.bucket = w.bucket AND t.wallet_id = w.id
             WHERE w.owner_id = ? AND w.kind = 'WALLET' AND t.kind = 'FUND'
            """)
        .param(account)
        .query((row, at) -> Optional.ofNullable(instant(row, "at")))
        .single();
  }

  LedgerCheck.Proof proof() {
    return new Transactions(dataSource)
        .run(
            connection -> {
              connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
              return new LedgerCheck().run(connection);
            });
  }

  private static @Nullable LocalDate date(ResultSet row, String column) throws SQLException {
    return row.getObject(column, LocalDate.class);
  }

  private static @Nullable Long number(ResultSet row, String column) throws SQLException {
    long number = row.getLong(column);
    return row.wasNull() ? null : number;
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
