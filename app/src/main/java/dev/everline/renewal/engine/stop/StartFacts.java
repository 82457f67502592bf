package dev.everline.renewal.engine.stop;

import dev.everline.kernel.Money;
import dev.everline.line.due.DueLine;
import dev.everline.renewal.order.Orders;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * The facts for the stop rules, valid under the locks of the line and of its bucket's ledger.
 *
 * @param day the day of the charge, in UTC
 * @param paymentsHeld whether the database was restored and nobody has confirmed yet
 * @param hasRoute whether a connected route serves the line's carrier
 * @param brand the carrier's brand, as people know it
 * @param covered the line's last paid day, or null when it isn't known
 * @param asOrdered whether the line's end is still the one that the order would extend
 * @param earlier the orders that the period already has
 * @param account what the line's account was charged that day, including what comes earlier in the
 *     batch
 * @param all the same for all accounts
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

  /** For when only a period's existing orders matter and nothing is to start. */
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
