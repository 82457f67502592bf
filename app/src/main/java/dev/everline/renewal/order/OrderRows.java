package dev.everline.renewal.order;

import dev.everline.catalog.Length;
import dev.everline.kernel.AccountId;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.kernel.OrderId;
import dev.everline.renewal.price.Quote;
import dev.everline.storage.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How orders are written as rows and read from them; the only reader of stored orders. */
final class OrderRows {

  private OrderRows() {}

  static final String COLUMNS =
      """
      id, account_id, line_id, kind, period_from, attempt, periods, state, reason, origin, carrier,
      plan, route, currency, total, topup, components, carrier_reference, calls, last_call_at,
      look_ups, valid_until, deadline, created_at, changed_at, term
      """;

  /** No ON CONFLICT: it would write each row twice, first tentatively. */
  static final String INSERT =
      """
      INSERT INTO renewal_order
             (bucket, id, account_id, line_id, kind, period_from, attempt, periods, state,
              reason, origin, carrier, plan, route, currency, total, topup, components, calls,
              last_call_at, valid_until, deadline, created_at, changed_at, term)
      SELECT ?, o.id, o.account_id, o.line_id, o.kind, date 'epoch' + o.period_from, o.attempt,
             o.periods, o.state, o.reason, o.origin, o.carrier, o.plan, o.route, o.currency,
             o.total, o.topup, o.components, o.calls, CASE WHEN o.calls > 0 THEN ? END,
             date 'epoch' + o.valid_until,
             %s, ?, ?, o.term
        FROM (SELECT unnest(?) AS id, unnest(?) AS account_id, unnest(?) AS line_id,
                     unnest(?) AS kind, unnest(?) AS period_from, unnest(?) AS attempt,
                     unnest(?) AS periods, unnest(?) AS state, unnest(?) AS reason,
                     unnest(?) AS origin, unnest(?) AS carrier, unnest(?) AS plan,
                     unnest(?) AS route, unnest(?) AS currency, unnest(?) AS total,
                     unnest(?) AS topup, unnest(?) AS components, unnest(?) AS calls,
                     unnest(?) AS valid_until, unnest(?) AS deadline, unnest(?) AS term) AS o
      """
          .formatted(Columns.instantOf("o.deadline"));

  static void bindInsert(Columns columns, int bucket, List<Order> orders, Instant now)
      throws SQLException {
    columns
        .number(bucket)
        .instant(now)
        .instant(now)
        .instant(now)
        .longs(orders, order -> order.id().value())
        .longs(orders, order -> order.account().value())
        .longs(orders, order -> order.line().value())
        .texts(orders, order -> order.kind().name())
        .dates(orders, Order::periodFrom)
        .ints(orders, Order::attempt)
        .ints(orders, Order::periods)
        .texts(orders, order -> order.state().code())
        .texts(orders, Order::reason)
        .texts(orders, Order::origin)
        .texts(orders, Order::carrier)
        .texts(orders, Order::plan)
        .texts(orders, Order::route)
        .texts(orders, order -> order.total().currency().getCurrencyCode())
        .longs(orders, order -> order.total().minor())
        .longs(orders, order -> order.topUp().minor())
        .texts(orders, Order::components)
        .ints(orders, Order::calls)
        .dates(orders, Order::validUntil)
        .instants(orders, Order::deadline)
        .texts(orders, OrderRows::term);
  }

  private static @Nullable String term(Order order) {
    Length term = order.term();
    return term == null ? null : term.key();
  }

  /** Touches no indexed column, so the row stays on its page. */
  static final String MOVE =
      """
      UPDATE renewal_order o
         SET state = n.state, reason = n.reason, carrier_reference = n.carrier_reference,
             calls = n.calls,
             last_call_at = %s,
             look_ups = n.look_ups, valid_until = date 'epoch' + n.valid_until, changed_at = ?
        FROM (SELECT unnest(?) AS id, unnest(?) AS was, unnest(?) AS had_calls,
                     unnest(?) AS state, unnest(?) AS reason, unnest(?) AS carrier_reference,
                     unnest(?) AS calls, unnest(?) AS last_call_at, unnest(?) AS look_ups,
                     unnest(?) AS valid_until) AS n
       WHERE o.bucket = ? AND o.id = n.id AND o.state = n.was AND o.calls = n.had_calls
      """
          .formatted(Columns.instantOf("n.last_call_at"));

  static void bindMove(Columns columns, int bucket, List<Order> from, List<Order> to)
      throws SQLException {
    columns
        .instant(to.getFirst().changedAt())
        .longs(to, order -> order.id().value())
        .texts(from, order -> order.state().code())
        .ints(from, Order::calls)
        .texts(to, order -> order.state().code())
        .texts(to, Order::reason)
        .texts(to, Order::carrierReference)
        .ints(to, Order::calls)
        .instants(to, Order::lastCallAt)
        .ints(to, Order::lookUps)
        .dates(to, Order::validUntil)
        .number(bucket);
  }

  /**
   * Reads {@link #COLUMNS}.
   *
   * @throws IllegalStateException when the state is unknown
   */
  static Order read(ResultSet row) throws SQLException {
    Currency currency = Currency.getInstance(row.getString(14));
    Purchase purchase =
        new Purchase(
            Quote.Kind.valueOf(row.getString(4)),
            row.getString(12),
            row.getInt(7),
            row.getString(26) == null ? null : Length.ofKey(row.getString(26)),
            new Money(row.getLong(15), currency),
            new Money(row.getLong(16), currency),
            row.getString(17));
    OrderDraft made =
        new OrderDraft(
            new OrderId(row.getLong(1)),
            new AccountId(row.getLong(2)),
            new LineId(row.getLong(3)),
            purchase,
            row.getObject(5, LocalDate.class),
            row.getInt(6),
            row.getObject(22, LocalDate.class),
            row.getString(10),
            row.getString(11),
            row.getString(13),
            Objects.requireNonNull(instant(row, 23)),
            Objects.requireNonNull(instant(row, 24)));
    return Order.stored(
        made,
        OrderState.of(row.getString(8)),
        row.getString(9),
        row.getString(18),
        row.getInt(19),
        instant(row, 20),
        row.getInt(21),
        Objects.requireNonNull(instant(row, 25)));
  }

  private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
