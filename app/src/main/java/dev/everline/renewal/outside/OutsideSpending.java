package dev.everline.renewal.outside;

import dev.everline.kernel.AccountId;
import dev.everline.kernel.Money;
import dev.everline.storage.Columns;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Currency;
import java.util.HashMap;
import java.util.Map;

/** What accounts paid outside, for who shows spending; what was undone doesn't count. */
public final class OutsideSpending {

  private OutsideSpending() {}

  /**
   * By the month of payment.
   *
   * @param since the first of a month
   */
  public static Map<YearMonth, Money> byMonth(
      Connection connection, AccountId account, Currency currency, LocalDate since)
      throws SQLException {
    // Served by outside_renewal_spent (bucket, account_id, paid_on).
    String sql =
        """
        SELECT date_trunc('month', paid_on)::date, sum(amount)::bigint FROM outside_renewal
         WHERE bucket = ? AND account_id = ? AND paid_on >= ? AND undone_at IS NULL
           AND currency = ? AND amount IS NOT NULL
         GROUP BY 1
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new Columns(statement)
          .number(account.bucket())
          .number(account.value())
          .date(since)
          .text(currency.getCurrencyCode());
      Map<YearMonth, Money> months = new HashMap<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          months.put(
              YearMonth.from(row.getObject(1, LocalDate.class)),
              new Money(row.getLong(2), currency));
        }
      }
      return months;
    }
  }
}
