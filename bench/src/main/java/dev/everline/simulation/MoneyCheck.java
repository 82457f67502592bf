package dev.everline.simulation;

import dev.everline.kernel.AccountId;
import dev.everline.kernel.Money;
import dev.everline.ledger.LedgerCheck;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Holds the ledger against the orders and against what accounts were told of their deposits: each
 * order's money moved as its state says, each wallet holds what is left, and the ledger balances.
 */
final class MoneyCheck {

  private static final Set<String> NEVER_CHARGED =
      Set.of("HELD_FOR_APPROVAL", "DECLINED", "CANCELLED", "EXPIRED");

  private final Map<AccountId, Funds> funds = new LinkedHashMap<>();
  private long transfersSeen = -1;

  /** Money that an account was told has come in, and money whose coming in nobody was told of. */
  private static final class Funds {
    long told;
    long untold;
  }

  /** What the ledger moved for an order, in minor units. */
  private record Moved(long reserved, long captured, long released) {
    static final Moved NOTHING = new Moved(0, 0, 0);
  }

  void watch(AccountId account) {
    funds.put(account, new Funds());
  }

  /** A deposit was acknowledged, or its process died over it. */
  void deposited(AccountId account, Money amount, boolean told) {
    Funds of = funds.computeIfAbsent(account, id -> new Funds());
    if (told) {
      of.told += amount.minor();
    } else {
      of.untold += amount.minor();
    }
  }

  /** Adds what does not hold, in words. */
  void check(Connection connection, Map<Long, OrderRow> orders, List<String> broken)
      throws SQLException {
    Map<Long, Moved> moved = moved(connection);
    for (OrderRow order : orders.values()) {
      Moved is = moved.getOrDefault(order.id(), Moved.NOTHING);
      Moved should = shouldHaveMoved(order);
      if (!is.equals(should)) {
        broken.add(
            "the money of order "
                + order.text()
                + " ("
                + order.state()
                + ") is "
                + is
                + ", not "
                + should
                + ".");
      }
    }
    for (Map.Entry<AccountId, Funds> account : funds.entrySet()) {
      checkWallet(connection, account.getKey(), account.getValue(), broken);
    }
    long transfers = number(connection, "SELECT count(*) FROM ledger_transfer");
    if (transfers != transfersSeen) {
      transfersSeen = transfers;
      LedgerCheck.Proof proof = new LedgerCheck().run(connection);
      if (!proof.isSound()) {
        broken.add("the ledger does not balance: " + proof.sums() + " " + proof.faults() + ".");
      }
    }
  }

  private static Moved shouldHaveMoved(OrderRow order) {
    if (NEVER_CHARGED.contains(order.state())) {
      return Moved.NOTHING;
    }
    return switch (order.state()) {
      case "RENEWED" -> new Moved(order.total(), order.total(), 0);
      case "REVERSED" -> new Moved(order.total(), 0, order.total());
      default -> new Moved(order.total(), 0, 0);
    };
  }

  private void checkWallet(Connection connection, AccountId account, Funds of, List<String> broken)
      throws SQLException {
    String where = "bucket = " + account.bucket() + " AND owner_id = " + account.value();
    long wallet =
        number(
            connection,
            "SELECT coalesce(sum(balance), 0) FROM ledger_account WHERE kind = 'WALLET' AND "
                + where);
    long cameIn =
        number(
            connection,
            "SELECT coalesce(sum(t.amount), 0) FROM ledger_transfer t JOIN ledger_account a ON"
                + " a.bucket = t.bucket AND a.id = t.wallet_id WHERE t.kind = 'FUND' AND t.bucket ="
                + " "
                + account.bucket()
                + " AND a.owner_id = "
                + account.value());
    long spent =
        number(
            connection,
            "SELECT coalesce(sum(total), 0) FROM renewal_order WHERE state IN ('PAID',"
                + " 'FULFILLING', 'IN_DOUBT', 'RENEWED') AND bucket = "
                + account.bucket()
                + " AND account_id = "
                + account.value());
    if (cameIn < of.told || cameIn > of.told + of.untold) {
      broken.add(
          "the wallet was told of "
              + of.told
              + " (and perhaps "
              + of.untold
              + " more), and the ledger has "
              + cameIn
              + ".");
    }
    if (wallet != cameIn - spent) {
      broken.add(
          "the wallet holds "
              + wallet
              + ", not "
              + cameIn
              + " that came in less "
              + spent
              + " captured or set aside.");
    }
  }

  private static Map<Long, Moved> moved(Connection connection) throws SQLException {
    String sql =
        """
        SELECT order_id, coalesce(sum(amount) FILTER (WHERE kind = 'RESERVE'), 0),
               coalesce(sum(amount) FILTER (WHERE kind = 'CAPTURE'), 0),
               coalesce(sum(amount) FILTER (WHERE kind = 'RELEASE'), 0)
          FROM ledger_transfer WHERE order_id IS NOT NULL GROUP BY order_id
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet rows = statement.executeQuery()) {
      Map<Long, Moved> moved = new HashMap<>();
      while (rows.next()) {
        moved.put(rows.getLong(1), new Moved(rows.getLong(2), rows.getLong(3), rows.getLong(4)));
      }
      return moved;
    }
  }

  private static long number(Connection connection, String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }
}
