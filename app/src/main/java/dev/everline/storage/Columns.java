package dev.everline.storage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * Binds the parameters of a set-based statement in order: single values, and whole columns for
 * {@code unnest}. One statement then moves hundreds of rows.
 *
 * <p>Statements unnest in a select list, {@code FROM (SELECT unnest(?) AS a, unnest(?) AS b) AS u},
 * rather than by {@code FROM unnest(?, ?) AS u (a, b)}: the latter first stores all rows aside, and
 * took twice as long for 200 rows of twenty columns.
 */
public final class Columns {

  private final Connection connection;
  private final PGConnection postgres;
  private final PreparedStatement statement;
  private int position;

  public Columns(PreparedStatement statement) throws SQLException {
    this.statement = statement;
    this.connection = statement.getConnection();
    this.postgres = connection.unwrap(PGConnection.class);
  }

  public Columns number(long value) throws SQLException {
    statement.setLong(++position, value);
    return this;
  }

  public Columns number(int value) throws SQLException {
    statement.setInt(++position, value);
    return this;
  }

  public Columns text(@Nullable String value) throws SQLException {
    statement.setString(++position, value);
    return this;
  }

  public Columns flag(boolean value) throws SQLException {
    statement.setBoolean(++position, value);
    return this;
  }

  public Columns bytes(byte @Nullable [] value) throws SQLException {
    statement.setBytes(++position, value);
    return this;
  }

  public Columns instant(@Nullable Instant value) throws SQLException {
    statement.setObject(
        ++position,
        value == null ? null : value.atOffset(ZoneOffset.UTC),
        java.sql.Types.TIMESTAMP_WITH_TIMEZONE);
    return this;
  }

  public Columns date(@Nullable LocalDate value) throws SQLException {
    statement.setObject(++position, value, java.sql.Types.DATE);
    return this;
  }

  /** A {@code bigint[]} column. */
  public <T> Columns longs(List<T> rows, ToLongFunction<T> column) throws SQLException {
    long[] values = new long[rows.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = column.applyAsLong(rows.get(i));
    }
    statement.setArray(++position, postgres.createArrayOf("int8", values));
    return this;
  }

  /** A {@code bigint[]} column with nulls. */
  public <T> Columns nullableLongs(List<T> rows, Function<T, @Nullable Long> column)
      throws SQLException {
    @Nullable Long[] values = new Long[rows.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = column.apply(rows.get(i));
    }
    statement.setArray(++position, connection.createArrayOf("int8", values));
    return this;
  }

  /** An {@code integer[]} column. */
  public <T> Columns ints(List<T> rows, ToIntFunction<T> column) throws SQLException {
    int[] values = new int[rows.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = column.applyAsInt(rows.get(i));
    }
    statement.setArray(++position, postgres.createArrayOf("int4", values));
    return this;
  }

  /** A {@code text[]} column. */
  public <T> Columns texts(List<T> rows, Function<T, @Nullable String> column) throws SQLException {
    @Nullable String[] values = new String[rows.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = column.apply(rows.get(i));
    }
    statement.setArray(++position, connection.createArrayOf("text", values));
    return this;
  }

  /** A {@code bytea[]} column. */
  public <T> Columns bytes(List<T> rows, Function<T, byte @Nullable []> column)
      throws SQLException {
    byte[] @Nullable [] values = new byte[rows.size()][];
    for (int i = 0; i < values.length; i++) {
      values[i] = column.apply(rows.get(i));
    }
    statement.setArray(++position, connection.createArrayOf("bytea", values));
    return this;
  }

  /**
   * An {@code integer[]} column of dates as days since 1970; the statement adds {@code date
   * 'epoch'}. A tenth of the cost of sending them as text.
   */
  public <T> Columns dates(List<T> rows, Function<T, @Nullable LocalDate> column)
      throws SQLException {
    @Nullable Integer[] values = new Integer[rows.size()];
    for (int i = 0; i < values.length; i++) {
      LocalDate date = column.apply(rows.get(i));
      values[i] = date == null ? null : Math.toIntExact(date.toEpochDay());
    }
    statement.setArray(++position, connection.createArrayOf("int4", values));
    return this;
  }

  /**
   * A {@code bigint[]} column of instants as microseconds since 1970; the statement adds {@code
   * timestamptz 'epoch'} to so many microseconds. Exact for two centuries.
   */
  public <T> Columns instants(List<T> rows, Function<T, @Nullable Instant> column)
      throws SQLException {
    return nullableLongs(
        rows,
        row -> {
          Instant instant = column.apply(row);
          return instant == null ? null : ChronoUnit.MICROS.between(Instant.EPOCH, instant);
        });
  }
}
