package dev.everline.renewal.engine;

import dev.everline.kernel.OrderId;
import dev.everline.line.due.DueLine;
import dev.everline.notice.NoticeKind;
import dev.everline.renewal.RenewalSettings;
import dev.everline.renewal.decide.Decision;
import dev.everline.renewal.engine.stop.OrderRequest;
import dev.everline.renewal.engine.stop.Stop;
import dev.everline.renewal.order.Order;
import dev.everline.renewal.order.OrderDraft;
import dev.everline.renewal.order.Origin;
import dev.everline.storage.IdAllocator;
import dev.everline.storage.Pipeline;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts the orders that the heartbeat wants, tells owners what stopped one, and orders the
 * keep-alive payment where the wanted renewal can't be paid.
 */
final class HeartbeatOrders {

  private final IdAllocator ids;
  private final StartOrders startOrders;
  private final RenewalSettings settings;

  HeartbeatOrders(IdAllocator ids, StartOrders startOrders, RenewalSettings settings) {
    this.ids = ids;
    this.startOrders = startOrders;
    this.settings = settings;
  }

  OrderRequest request(
      Connection connection, DueLine line, Decision.Renew renew, String route, Instant now)
      throws SQLException {
    OrderDraft order = draft(connection, line, renew, route, now);
    return OrderRequest.byHeartbeat(line, order, settings.maxOrders(), renew.orElse());
  }

  /** Starts the orders; where one can't be paid, starts its fallback instead. */
  void start(Connection connection, int bucket, Changes changes, Instant now) throws SQLException {
    List<OrderRequest> requests = changes.requests;
    while (!requests.isEmpty()) {
      Pipeline pipeline = new Pipeline(connection);
      List<OrderRequest> fallbacks = new ArrayList<>();
      for (Start start : startOrders.start(pipeline, bucket, requests, now)) {
        switch (start) {
          case Start.Begun begun -> changes.call(begun.call());
          case Start.HeldForApproval held -> heldForApproval(changes, held);
          case Start.Declined declined -> {
            DueLine told = tellDeclined(changes, declined);
            fallBack(
                connection, changes, fallbacks, declined.request(), told, settings.recheck(), now);
          }
          case Start.Skipped skipped -> {
            OrderRequest request = skipped.request();
            DueLine told = tellSkipped(changes, skipped);
            if (skipped.why().fallsBack()) {
              fallBack(
                  connection, changes, fallbacks, request, told, skipped.why().lookAgain(), now);
            } else {
              changes.lines.add(told.wakingAt(now.plus(skipped.why().lookAgain())));
            }
          }
        }
      }
      pipeline.send();
      requests = fallbacks;
    }
  }

  private static void heldForApproval(Changes changes, Start.HeldForApproval held) {
    Order order = held.order();
    changes.tell(
        held.line(),
        NoticeKind.HELD_FOR_APPROVAL,
        order.periodFrom(),
        0,
        order.total(),
        order.deadline());
    changes.lines.add(held.line().notified(order.periodFrom()));
  }

  private static DueLine tellDeclined(Changes changes, Start.Declined declined) {
    DueLine line = declined.request().line();
    OrderDraft order = declined.request().order();
    boolean keepsNumber = order.keepsNumberUnasked();
    changes.tell(
        line,
        keepsNumber ? NoticeKind.NUMBER_NOT_KEPT : NoticeKind.WALLET_SHORT,
        order.periodFrom(),
        0,
        keepsNumber ? order.total() : declined.missing(),
        order.deadline());
    return line.notified(order.periodFrom());
  }

  private static DueLine tellSkipped(Changes changes, Start.Skipped skipped) {
    DueLine line = skipped.request().line();
    Stop.Notice notice = skipped.why().notice();
    if (notice == null) {
      return line;
    }
    OrderDraft order = skipped.request().order();
    changes.tell(line, notice.kind(), order.periodFrom(), notice.step(), null, order.deadline());
    return line.notified(order.periodFrom());
  }

  /** Orders the keep-alive payment where there is one; otherwise the line waits. */
  private void fallBack(
      Connection connection,
      Changes changes,
      List<OrderRequest> fallbacks,
      OrderRequest request,
      DueLine line,
      Duration lookAgain,
      Instant now)
      throws SQLException {
    Decision.Renew keep = request.orElse();
    if (keep == null) {
      changes.lines.add(line.wakingAt(now.plus(lookAgain)));
    } else {
      OrderDraft order = draft(connection, line, keep, request.order().route(), now);
      fallbacks.add(OrderRequest.byHeartbeat(line, order, settings.maxOrders(), null));
    }
  }

  private OrderDraft draft(
      Connection connection, DueLine line, Decision.Renew renew, String route, Instant now)
      throws SQLException {
    OrderId id = new OrderId(ids.next(connection, line.id().bucket(), 1)[0]);
    return OrderDraft.of(
        id,
        line,
        renew.quote(),
        renew.periodFrom(),
        Origin.HEARTBEAT,
        route,
        renew.deadline(),
        now);
  }
}
