package dev.everline.line;

import dev.everline.kernel.MemberId;
import dev.everline.kernel.Money;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Currency;
import org.jspecify.annotations.Nullable;

/** Reads the columns of a line's row, with null for what isn't known. */
final class LineColumns {

  private LineColumns() {}

  static LineFacts facts(ResultSet row, Currency currency) throws SQLException {
    return new LineFacts(
        date(row, "valid_until"),
        money(row, "balance", currency),
        date(row, "balance_expires_on"),
        row.getInt("anchor_day"),
        date(row, "last_payment_on"),
        date(row, "last_activity_on"));
  }

  static @Nullable FactSource source(ResultSet row, String fact) throws SQLException {
    String source = row.getString(fact + "_source");
    Instant asOf = instant(row, fact + "_as_of");
    if (source == null || asOf == null) {
      return null;
    }
    long by = row.getLong(fact + "_by");
    // Of a fact that a file or a carrier has replaced since, the member says nothing any more.
    boolean known = !row.wasNull() && source.equals(FactSource.OWNER);
    return new FactSource(source, asOf, known ? new MemberId(by) : null);
  }

  static LineWishes.@Nullable LetGo letGo(ResultSet row) throws SQLException {
    Instant at = instant(row, "let_go_at");
    if (at == null) {
      return null;
    }
    long by = row.getLong("let_go_by");
    return new LineWishes.LetGo(at, row.wasNull() ? null : new MemberId(by));
  }

  static @Nullable LocalDate date(ResultSet row, String column) throws SQLException {
    return row.getObject(column, LocalDate.class);
  }

  static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    return instant(row, row.findColumn(column));
  }

  static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  static @Nullable Money money(ResultSet row, String column, Currency currency)
      throws SQLException {
    long minor = row.getLong(column);
    return row.wasNull() ? null : new Money(minor, currency);
  }
}
