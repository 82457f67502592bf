package dev.everline.ledger;

import dev.everline.kernel.AccountId;
import dev.everline.kernel.Money;
import dev.everline.storage.Columns;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Currency;

/** Money that came into wallets from outside. */
public final class Deposits {

  private Deposits() {}

  /**
   * The sum of an account's deposits in a time span.
   *
   * @param until the first moment after it
   */
  public static Money between(
      Connection connection, AccountId account, Currency currency, Instant from, Instant until)
      throws SQLException {
    // Served by ledger_account_of, then ledger_transfer_deposits (bucket, wallet_id, at).
    String sql =
        """
        SELECT coalesce(sum(t.amount), 0)
          FROM ledger_account w
          JOIN ledger_transfer t
            ON t.bucket = w.bucket AND t.wallet_id = w.id AND t.kind = 'FUND'
           AND t.at >= ? AND t.at < ?
         WHERE w.bucket = ? AND w.owner_id = ? AND w.kind = 'WALLET' AND w.subject = ''
           AND w.currency = ?
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new Columns(statement)
          .instant(from)
          .instant(until)
          .number(account.bucket())
          .number(account.value())
          .text(currency.getCurrencyCode());
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return new Money(row.getLong(1), currency);
      }
    }
  }
}
