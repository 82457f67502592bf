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
 * After a restore: the lines that renew by themselves soon by an end that nobody has entered since,
 * and that may have been renewed after the backup.
 */
public final class UncheckedEnds {

  private UncheckedEnds() {}

  /** How many lines of an account. */
  public record OfAccount(AccountId account, long lines) {}

  /**
   * @param restoredAt ends that were learnt since then are believed
   * @param until lines that end after this day aren't due yet
   */
  public static List<OfAccount> count(Connection connection, Instant restoredAt, LocalDate until)
      throws SQLException {
    String sql =
        """
        SELECT account_id, count(*) FROM line
         WHERE auto_renew AND removed_at IS NULL AND paused_at IS NULL AND valid_until <= ?
           AND coalesce(validity_as_of, '-infinity') < ?
         GROUP BY 1 ORDER BY 2 DESC, 1
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new Columns(statement).date(until).instant(restoredAt);
      try (ResultSet row = statement.executeQuery()) {
        List<OfAccount> found = new ArrayList<>();
        while (row.next()) {
          found.add(new OfAccount(new AccountId(row.getLong(1)), row.getLong(2)));
        }
        return found;
      }
    }
  }
}
