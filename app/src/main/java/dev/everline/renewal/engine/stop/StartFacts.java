package dev.everline.renewal.engine.stop;

import dev.everline.kernel.Money;
import dev.everline.line.due.DueLine;
import dev.everline.renewal.order.Orders;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * What the stop rules go by, true under the locks of the line and of its bucket's ledger.
 *
 * @param day in UTC, on which it would be charged
 * @param paymentsHeld whether the database was restored and nobody has confirmed yet
 * @param hasRoute whether a connected route pays the line's carrier
 * @param brand the carrier's, as people know it
 * @param covered the last day of the line that is paid, or null when it isn't known
 * @param asOrdered whether the line stands where the order would extend it
 * @param earlier the orders that the period has already
 * @param account what the line's account was charged that day, what of the batch goes before it
 *     included
 * @param all the same of all accounts
 * @param wallet what the account has left for it
 */
public record StartFacts(
    Instant now,
    LocalDate day,
    boolean paymentsHeld,
    boolean hasRoute,
    String brand,
    @Nullable LocalDate covered,
    boolean asOrdered,
    Orders.Earlier earlier,
    Spent account,
    Spent all,
    Money wallet) {

  /** Where only the orders matter that a period has already, and nothing is to start. */
  public static StartFacts of(DueLine line, Orders.Earlier earlier, Instant now) {
    return new StartFacts(
        now,
        LocalDate.ofInstant(now, ZoneOffset.UTC),
        false,
        true,
        line.carrier(),
        null,
        true,
        earlier,
        Spent.NOTHING,
        Spent.NOTHING,
        Money.zero(line.currency()));
  }
}
