package dev.everline.renewal;

import dev.everline.storage.Columns;
import dev.everline.storage.IdAllocator;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** Leaves events in the transaction that made them: one row a batch. */
final class Outbox {

  private final IdAllocator ids;

  Outbox(IdAllocator ids) {
    this.ids = ids;
  }

  /** What calls did to orders: a JSON array of order, line and state. */
  void settled(Connection connection, int bucket, List<Settlement> settlements, Instant at)
      throws SQLException {
    if (settlements.isEmpty()) {
      return;
    }
    StringBuilder payload = new StringBuilder(settlements.size() * 80).append('[');
    for (Settlement settlement : settlements) {
      Order order = settlement.is();
      payload
          .append(payload.length() == 1 ? "" : ",")
          .append("{\"order\":\"")
          .append(order.id())
          .append("\",\"line\":\"")
          .append(order.line())
          .append("\",\"state\":\"")
          .append(order.state().code())
          .append("\"}");
    }
    payload.append(']');
    String sql =
        """
        INSERT INTO outbox (bucket, id, at, kind, payload) VALUES (?, ?, ?, 'renewal.settled', ?)
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new Columns(statement)
          .number(bucket)
          .number(ids.next(connection, bucket, 1)[0])
          .instant(at)
          .text(payload.toString());
      statement.executeUpdate();
    }
  }
}
