package dev.everline.renewal.engine;

import dev.everline.notice.Notices;
import dev.everline.notice.RenewedLine;
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
 * Stores events in the transaction that caused them, one row per batch, and gives notice of
 * renewals.
 */
final class Outbox {

  private final IdAllocator ids;
  private final Notices notices;

  Outbox(IdAllocator ids, Notices notices) {
    this.ids = ids;
    this.notices = notices;
  }

  /**
   * How calls changed orders: for each state a JSON array of the orders now in it and, in the same
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
        INSERT INTO outbox (bucket, id, at, kind, payload) VALUES (?, ?, ?, 'renewal.settled', ?)
        """;
    List<RenewedLine> renewed =
        settlements.stream()
            .filter(settlement -> settlement instanceof Settlement.Fulfilled)
            .map(Settlement::after)
            // A number that was kept has a notice of its own.
            .filter(order -> !order.keepsNumberUnasked())
            .map(order -> new RenewedLine(order.id(), order.line(), order.account()))
            .toList();
    long number = ids.next(pipeline.connection(), bucket, 1)[0];
    pipeline.update(
        sql, columns -> columns.number(bucket).number(number).instant(at).text(payload.toString()));
    notices.tellRenewed(pipeline, bucket, renewed, at);
  }

  private static void ids(StringBuilder json, List<Order> orders, Function<Order, Object> id) {
    String separator = "";
    for (Order order : orders) {
      json.append(separator).append('"').append(id.apply(order)).append('"');
      separator = ",";
    }
  }
}
