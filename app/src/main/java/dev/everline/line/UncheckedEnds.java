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
 * After a restore: the lines that may have been renewed after the backup, automatically or by hand,
 * and would be paid for again. Their end is near and nobody has entered a new one since, or an
 * order of theirs was under way.
 */
public final class UncheckedEnds {

  private UncheckedEnds() {}

  /**
   * How many lines of an account.
   *
   * @param byThemselves those with auto-renewal
   * @param byHand those without it, or paused
   * @param underWay those of all these whose order is still open
   */
  public record OfAccount(AccountId account, long byThemselves, long byHand, long underWay) {

    public long lines() {
      return byThemselves + byHand;
    }
  }

  /**
   * @param restoredAt ends learned since then are trusted
   * @param until lines that end after this day aren't due yet, automatically or by hand
   */
  public static List<OfAccount> count(Connection connection, Instant restoredAt, LocalDate until)
      throws SQLException {
    String sql =
        """
        SELECT account_id,
               count(*) FILTER (WHERE renewed_by = 'EVERLINE' AND paused_at IS NULL),
               count(*) FILTER (WHERE NOT (renewed_by = 'EVERLINE' AND paused_at IS NULL)),
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
