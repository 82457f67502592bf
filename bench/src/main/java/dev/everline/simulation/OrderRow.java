package dev.everline.simulation;

import dev.everline.catalog.Length;
import dev.everline.kernel.OrderId;
import dev.everline.renewal.price.Quote;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An order as the database holds it, read without the engine.
 *
 * @param unasked whether the engine ordered it by itself
 * @param state its code
 * @param total in minor units
 * @param askedAt when the carrier was last asked for it, or null
 */
record OrderRow(
    long id,
    long line,
    Quote.Kind kind,
    boolean unasked,
    String state,
    long total,
    Bought bought,
    Instant createdAt,
    @Nullable Instant askedAt) {

  /**
   * What was ordered of a carrier.
   *
   * @param from first day of the first period
   * @param term bought in place of periods, or null
   * @param validUntil the end that it leads to, or null when not known
   */
  record Bought(
      String carrier,
      @Nullable String plan,
      LocalDate from,
      int periods,
      @Nullable Length term,
      @Nullable LocalDate validUntil) {}

  /** All orders by their id, oldest first. */
  static Map<Long, OrderRow> all(Connection connection) throws SQLException {
    String sql =
        """
        SELECT id, line_id, kind, origin = 'heartbeat', period_from, state, total, periods,
               carrier, plan, valid_until, created_at, last_call_at, term
          FROM renewal_order ORDER BY id
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet rows = statement.executeQuery()) {
      Map<Long, OrderRow> orders = new LinkedHashMap<>();
      while (rows.next()) {
        OrderRow order =
            new OrderRow(
                rows.getLong(1),
                rows.getLong(2),
                Quote.Kind.valueOf(rows.getString(3)),
                rows.getBoolean(4),
                rows.getString(6),
                rows.getLong(7),
                new Bought(
                    rows.getString(9),
                    rows.getString(10),
                    rows.getObject(5, LocalDate.class),
                    rows.getInt(8),
                    rows.getString(14) == null ? null : Length.ofKey(rows.getString(14)),
                    rows.getObject(11, LocalDate.class)),
                rows.getTimestamp(12).toInstant(),
                rows.getTimestamp(13) == null ? null : rows.getTimestamp(13).toInstant());
        orders.put(order.id(), order);
      }
      return orders;
    }
  }

  /** What must be paid once only: a period, or a number by the engine itself; else null. */
  @Nullable String once() {
    return switch (kind) {
      case WHOLE_PERIOD -> "period";
      case KEEP_ALIVE -> unasked ? "number" : null;
      case FLEXIBLE -> null;
    };
  }

  String text() {
    return new OrderId(id).toString();
  }
}
