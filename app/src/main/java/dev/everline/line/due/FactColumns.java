package dev.everline.line.due;

import dev.everline.kernel.Money;
import dev.everline.kernel.OrderId;
import dev.everline.storage.Columns;
import java.sql.SQLException;
import java.util.List;

/**
 * The columns that any look at a line may change: its facts with their source, its wake-up, its
 * order and the end about which its owner was reminded.
 */
final class FactColumns {

  /**
   * Assignments from {@code u}, each followed by a comma; a known balance stays where none came.
   */
  static final String ASSIGNED =
      """
             valid_until = date 'epoch' + u.valid_until, balance = u.balance,
             balance_expires_on = date 'epoch' + u.balance_expires_on, anchor_day = u.anchor_day,
             last_payment_on = date 'epoch' + u.last_payment_on,
             validity_source = u.facts_source, validity_as_of = %1$s,
             balance_source = CASE WHEN u.balance IS NULL THEN l.balance_source
                                   ELSE u.facts_source END,
             balance_as_of = CASE WHEN u.balance IS NULL THEN l.balance_as_of ELSE %1$s END,
             next_wake_at = %2$s,
             open_order_id = u.open_order_id, notified_for = date 'epoch' + u.notified_for,
      """
          .formatted(Columns.instantOf("u.facts_as_of"), Columns.instantOf("u.next_wake_at"));

  /** The columns of {@code u}, each followed by a comma; {@link #bind} gives their values. */
  static final String BOUND =
      """
      unnest(?) AS id, unnest(?) AS valid_until, unnest(?) AS balance,
      unnest(?) AS balance_expires_on, unnest(?) AS anchor_day, unnest(?) AS last_payment_on,
      unnest(?) AS facts_source, unnest(?) AS facts_as_of, unnest(?) AS next_wake_at,
      unnest(?) AS open_order_id, unnest(?) AS notified_for,
      """;

  private FactColumns() {}

  /** In the order of {@link #BOUND}. */
  static Columns bind(Columns columns, List<DueLine> lines) throws SQLException {
    return columns
        .longs(lines, line -> line.id().value())
        .dates(lines, line -> line.facts().validUntil())
        .nullableLongs(
            lines,
            line -> {
              Money balance = line.facts().balance();
              return balance == null ? null : balance.minor();
            })
        .dates(lines, line -> line.facts().balanceExpiresOn())
        .ints(lines, line -> line.facts().anchorDay())
        .dates(lines, line -> line.facts().lastPaymentOn())
        .texts(lines, line -> line.known().source())
        .instants(lines, line -> line.known().asOf())
        .instants(lines, DueLine::nextWakeAt)
        .nullableLongs(
            lines,
            line -> {
              OrderId order = line.openOrder();
              return order == null ? null : order.value();
            })
        .dates(lines, line -> line.reminded().notifiedFor());
  }
}
