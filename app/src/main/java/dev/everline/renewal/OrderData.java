package dev.everline.renewal;

import static dev.everline.storage.AccountCopy.text;

import dev.everline.kernel.AccountId;
import dev.everline.kernel.OrderId;
import dev.everline.renewal.order.Order;
import dev.everline.storage.AccountCopy;
import dev.everline.storage.AccountData;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An account's orders, and what else its renewals leave. */
final class OrderData implements AccountData {

  private static final String FILE = "orders.csv";

  private final OrderDesk orderDesk;

  OrderData(OrderDesk orderDesk) {
    this.orderDesk = orderDesk;
  }

  @Override
  public List<Table> tables() {
    return List.of(
        Table.exportedAndKept(
            "renewal_order", FILE, "the ledger refers to it; it holds amounts, dates and ids"),
        Table.kept("spend_day", "daily sums, which orders contain too"),
        Table.kept("outbox", "events that contain only ids of orders and lines"));
  }

  @Override
  public void export(AccountId account, AccountCopy copy) throws IOException {
    copy.csv(
        FILE,
        csv -> {
          csv.row(
              "id",
              "line",
              "kind",
              "period_from",
              "periods",
              "term",
              "state",
              "reason",
              "origin",
              "carrier",
              "plan",
              "total",
              "currency",
              "components",
              "valid_until",
              "created_at",
              "changed_at");
          AccountCopy.each(
              (@Nullable OrderId below, int limit) -> orderDesk.orders(account, below, limit),
              Order::id,
              order ->
                  csv.row(
                      order.id().toString(),
                      order.line().toString(),
                      order.kind().name(),
                      order.periodFrom().toString(),
                      order.periods(),
                      text(order.term()),
                      order.state().code(),
                      text(order.reason()),
                      order.origin(),
                      order.carrier(),
                      text(order.plan()),
                      order.total(),
                      order.total().currency().getCurrencyCode(),
                      order.components(),
                      text(order.validUntil()),
                      text(order.createdAt()),
                      text(order.changedAt())));
        });
  }
}
