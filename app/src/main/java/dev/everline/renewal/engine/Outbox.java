package dev.everline.renewal.engine;

import dev.everline.renewal.order.Order;
import dev.everline.renewal.order.Settlement;
import dev.everline.storage.IdAllocator;
import dev.everline.storage.Pipeline;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Leaves events in the transaction that made them: one row a batch, and one for each device on
 * which somebody is to hear of a renewal.
 */
final class Outbox {

  private final IdAllocator ids;

  Outbox(IdAllocator ids) {
    this.ids = ids;
  }

  /**
   * What calls did to orders: a JSON array by state of the orders that stand in it and, in the same
   * order, their lines.
   */
  void settled(Pipeline pipeline, int bucket, List<Settlement> settlements, Instant at)
      throws SQLException {
    if (settlements.isEmpty()) {
      return;
    }
    Map<String, List<Order>> byState = new TreeMap<>();
    for (Settlement settlement : settlements) {
      Order order = settlement.after();
      byState.computeIfAbsent(order.state().code(), any -> new ArrayList<>()).add(order);
    }
    StringBuilder payload = new StringBuilder(settlements.size() * 40 + 40).append('[');
    byState.forEach(
        (state, orders) -> {
          payload.append(payload.length() == 1 ? "" : ",").append("{\"state\":\"").append(state);
          ids(payload.append("\",\"orders\":["), orders, Order::id);
          ids(payload.append("],\"lines\":["), orders, Order::line);
          payload.append("]}");
        });
    payload.append(']');
    String sql =
        """
        WITH event AS (
        INSERT INTO outbox (bucket, id, at, kind, payload) VALUES (?, ?, ?, 'renewal.settled', ?))
        INSERT INTO push_due (bucket, device_id, about, line_id, kind, at, next_try_at)
        SELECT d.bucket, d.id, r.id, r.line_id, 'RENEWED', ?, ?
          FROM (SELECT unnest(?) AS id, unnest(?) AS line_id, unnest(?) AS account_id) AS r
          JOIN push_device d ON d.bucket = ? AND d.account_id = r.account_id
        ON CONFLICT (bucket, device_id, about) DO NOTHING
        """;
    List<Order> renewed =
        settlements.stream()
            .filter(settlement -> settlement instanceof Settlement.Fulfilled)
            .map(Settlement::after)
            // Of a number that was kept they hear by what their owner is told.
            .filter(order -> !order.keepsNumberUnasked())
            .toList();
    long number = ids.next(pipeline.connection(), bucket, 1)[0];
    pipeline.update(
        sql,
        renewed.size(),
        columns ->
            columns
                .number(bucket)
                .number(number)
                .instant(at)
                .text(payload.toString())
                .instant(at)
                .instant(at)
                .longs(renewed, order -> order.id().value())
                .longs(renewed, order -> order.line().value())
                .longs(renewed, order -> order.account().value())
                .number(bucket));
  }

  private static void ids(StringBuilder json, List<Order> orders, Function<Order, Object> id) {
    String separator = "";
    for (Order order : orders) {
      json.append(separator).append('"').append(id.apply(order)).append('"');
      separator = ",";
    }
  }
}
