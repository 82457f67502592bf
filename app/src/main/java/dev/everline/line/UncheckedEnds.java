package dev.everline.line;

import dev.everline.kernel.AccountId;
import dev.everline.storage.Columns;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * After a restore: the lines that may have been renewed after the backup, by themselves or by hand,
 * and would be paid again. They end soon by an end that nobody has entered since, or an order of
 * theirs was under way.
 */
public final class UncheckedEnds {

  private UncheckedEnds() {}

  /**
   * How many lines of an account.
   *
   * @param byThemselves that renew by themselves
   * @param byHand that don't, or are paused
   * @param underWay of all these, those with an order that has no end yet
   */
  public record OfAccount(AccountId account, long byThemselves, long byHand, long underWay) {

    public long lines() {
      return byThemselves + byHand;
    }
  }

  /**
   * @param restoredAt ends that were learnt since then are believed
   * @param until lines that end after this day aren't due yet, by hand or by themselves
   */
  public static List<OfAccount> count(Connection connection, Instant restoredAt, LocalDate until)
      throws SQLException {
    String sql =
        """
        SELECT account_id,
               count(*) FILTER (WHERE auto_renew AND paused_at IS NULL),
               count(*) FILTER (WHERE NOT (auto_renew AND paused_at IS NULL)),
               count(open_order_id)
          FROM line
         WHERE removed_at IS NULL
           AND (open_order_id IS NOT NULL
                OR valid_until <= ? AND coalesce(validity_as_of, '-infinity') < ?)
         GROUP BY 1 ORDER BY count(*) DESC, 1
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new Columns(statement).date(until).instant(restoredAt);
      try (ResultSet row = statement.executeQuery()) {
        List<OfAccount> found = new ArrayList<>();
        while (row.next()) {
          found.add(
              new OfAccount(
                  new AccountId(row.getLong(1)), row.getLong(2), row.getLong(3), row.getLong(4)));
        }
        return found;
      }
    }
  }
}
