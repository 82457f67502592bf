package dev.everline.storage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.BitSet;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.util.PGobject;

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
  private final BitSet single;
  private int position;

  public Columns(PreparedStatement statement) throws SQLException {
    this(statement, new BitSet());
  }

  /**
   * @param single the positions, from 1, of columns that have one row and are bound as its value
   */
  Columns(PreparedStatement statement, BitSet single) throws SQLException {
    this.statement = statement;
    this.single = single;
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

  public Columns numberOrNull(@Nullable Long value) throws SQLException {
    statement.setObject(++position, value, Types.BIGINT);
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
        Types.TIMESTAMP_WITH_TIMEZONE);
    return this;
  }

  public Columns date(@Nullable LocalDate value) throws SQLException {
    statement.setObject(++position, value, Types.DATE);
    return this;
  }

  /** A {@code bigint[]} column. */
  public <T> Columns longs(List<T> rows, ToLongFunction<T> column) throws SQLException {
    if (single.get(++position)) {
      statement.setLong(position, column.applyAsLong(rows.getFirst()));
      return this;
    }
    long[] values = new long[rows.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = column.applyAsLong(rows.get(i));
    }
    statement.setArray(position, postgres.createArrayOf("int8", values));
    return this;
  }

  /** A {@code bigint[]} column with nulls. */
  public <T> Columns nullableLongs(List<T> rows, Function<T, @Nullable Long> column)
      throws SQLException {
    if (single.get(++position)) {
      statement.setObject(position, column.apply(rows.getFirst()), Types.BIGINT);
      return this;
    }
    @Nullable Long[] values = new Long[rows.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = column.apply(rows.get(i));
    }
    statement.setArray(position, connection.createArrayOf("int8", values));
    return this;
  }

  /** An {@code integer[]} column. */
  public <T> Columns ints(List<T> rows, ToIntFunction<T> column) throws SQLException {
    if (single.get(++position)) {
      statement.setInt(position, column.applyAsInt(rows.getFirst()));
      return this;
    }
    int[] values = new int[rows.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = column.applyAsInt(rows.get(i));
    }
    statement.setArray(position, postgres.createArrayOf("int4", values));
    return this;
  }

  /** A {@code text[]} column. */
  public <T> Columns texts(List<T> rows, Function<T, @Nullable String> column) throws SQLException {
    if (single.get(++position)) {
      // As text, which an array's elements are; a plain string would be varchar.
      PGobject text = new PGobject();
      text.setType("text");
      text.setValue(column.apply(rows.getFirst()));
      statement.setObject(position, text);
      return this;
    }
    @Nullable String[] values = new String[rows.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = column.apply(rows.get(i));
    }
    statement.setArray(position, connection.createArrayOf("text", values));
    return this;
  }

  /** A {@code bytea[]} column. */
  public <T> Columns bytes(List<T> rows, Function<T, byte @Nullable []> column)
      throws SQLException {
    if (single.get(++position)) {
      statement.setBytes(position, column.apply(rows.getFirst()));
      return this;
    }
    byte[] @Nullable [] values = new byte[rows.size()][];
    for (int i = 0; i < values.length; i++) {
      values[i] = column.apply(rows.get(i));
    }
    statement.setArray(position, connection.createArrayOf("bytea", values));
    return this;
  }

  /**
   * An {@code integer[]} column of dates as days since 1970; the statement adds {@code date
   * 'epoch'}. A tenth of the cost of sending them as text.
   */
  public <T> Columns dates(List<T> rows, Function<T, @Nullable LocalDate> column)
      throws SQLException {
    if (single.get(++position)) {
      statement.setObject(position, day(column.apply(rows.getFirst())), Types.INTEGER);
      return this;
    }
    @Nullable Integer[] values = new Integer[rows.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = day(column.apply(rows.get(i)));
    }
    statement.setArray(position, connection.createArrayOf("int4", values));
    return this;
  }

  private static @Nullable Integer day(@Nullable LocalDate date) {
    return date == null ? null : Math.toIntExact(date.toEpochDay());
  }

  /**
   * A {@code bigint[]} column of instants as microseconds since 1970, which the statement reads by
   * {@link #instantOf}. Exact for two centuries.
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

  /**
   * The time of a column of {@link #instants}, as SQL. Adding to a {@code timestamptz} would depend
   * on the connection's zone, so that no planner may work it out ahead.
   */
  public static String instantOf(String column) {
    return "(timestamp 'epoch' + "
        + column
        + " * interval '1 microsecond') AT TIME ZONE interval '0'";
  }
}
