package dev.everline.renewal;

import static dev.everline.storage.AccountCopy.text;

import dev.everline.kernel.AccountId;
import dev.everline.kernel.Money;
import dev.everline.kernel.OrderId;
import dev.everline.kernel.OutsideRenewalId;
import dev.everline.renewal.order.Order;
import dev.everline.renewal.outside.OutsideRenewal;
import dev.everline.renewal.outside.OutsideRenewals;
import dev.everline.storage.AccountCopy;
import dev.everline.storage.AccountData;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An account's orders, what it paid outside, and what else its renewals leave. */
final class OrderData implements AccountData {

  private static final String FILE = "orders.csv";

  private static final String OUTSIDE = "outside-renewals.csv";
  private static final String BECAUSE = "the ledger refers to it; it holds amounts, dates and ids";

  private final OrderDesk orderDesk;
  private final OutsideRenewals outside;

  OrderData(OrderDesk orderDesk, OutsideRenewals outside) {
    this.orderDesk = orderDesk;
    this.outside = outside;
  }

  @Override
  public List<Table> tables() {
    return List.of(
        Table.exportedAndKept("renewal_order", FILE, BECAUSE),
        Table.exportedAndKept("outside_renewal", OUTSIDE, BECAUSE),
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
    exportOutside(account, copy);
  }

  private void exportOutside(AccountId account, AccountCopy copy) throws IOException {
    copy.csv(
        OUTSIDE,
        csv -> {
          csv.row(
              "id",
              "line",
              "carrier",
              "plan",
              "paid",
              "currency",
              "paid_on",
              "paid_at",
              "period_from",
              "valid_until",
              "recorded_at",
              "undone_at");
          AccountCopy.each(
              (@Nullable OutsideRenewalId below, int limit) ->
                  outside.ofAccount(account, below, limit),
              OutsideRenewal::id,
              renewal -> {
                Money amount = renewal.paid().amount();
                OutsideRenewal.Word undone = renewal.undone();
                csv.row(
                    renewal.id().toString(),
                    renewal.line().toString(),
                    renewal.carrier(),
                    text(renewal.plan()),
                    text(amount),
                    amount == null ? "" : amount.currency().getCurrencyCode(),
                    text(renewal.paid().on()),
                    renewal.paid().at().key(),
                    text(renewal.periodFrom()),
                    text(renewal.validUntil()),
                    text(renewal.told().at()),
                    text(undone == null ? null : undone.at()));
              });
        });
  }
}
