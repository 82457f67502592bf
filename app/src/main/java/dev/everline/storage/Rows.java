package dev.everline.storage;

import dev.everline.kernel.Money;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Currency;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Reads values from the columns of a row, as {@link Columns} writes them. Columns are numbered from
 * 1; those that may hold null have methods of their own.
 */
public final class Rows {

  private Rows() {}

  public static Instant instant(ResultSet row, int column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  public static @Nullable Instant instantOrNull(ResultSet row, int column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  public static @Nullable LocalDate dateOrNull(ResultSet row, int column) throws SQLException {
    return row.getObject(column, LocalDate.class);
  }

  /**
   * @param ofNumber such as {@code OrderId::new}
   */
  public static <T> @Nullable T idOrNull(ResultSet row, int column, LongFunction<T> ofNumber)
      throws SQLException {
    long number = row.getLong(column);
    return row.wasNull() ? null : ofNumber.apply(number);
  }

  /** An amount in minor units of a currency that is known from elsewhere. */
  public static @Nullable Money moneyOrNull(ResultSet row, int column, Currency currency)
      throws SQLException {
    return idOrNull(row, column, minor -> new Money(minor, currency));
  }

  /** An amount in minor units, and the column with the code of its currency. */
  public static @Nullable Money moneyOrNull(ResultSet row, int column, int currency)
      throws SQLException {
    long minor = row.getLong(column);
    return row.wasNull() ? null : new Money(minor, Money.currency(row.getString(currency)));
  }

  /** A constant by its name. */
  public static <E extends Enum<E>> @Nullable E enumOrNull(ResultSet row, int column, Class<E> type)
      throws SQLException {
    String name = row.getString(column);
    return name == null ? null : Enum.valueOf(type, name);
  }
}
