package dev.everline.renewal.order;

import dev.everline.catalog.Catalog;
import dev.everline.line.due.DueLine;
import dev.everline.renewal.decide.LineToday;
import dev.everline.renewal.price.Quoter;
import java.time.Instant;
import java.time.LocalDate;

/**
 * The last day that past payments cover, from which an order's first day is counted; pure. It
 * doesn't change with the passing of time, so that an order and its line agree as long as nobody
 * enters anything else.
 */
public final class Coverage {

  private final Catalog catalog;
  private final Quoter quoter;

  public Coverage(Catalog catalog, Quoter quoter) {
    this.catalog = catalog;
    this.quoter = quoter;
  }

  /** The day in the zone of the line's carrier. */
  public LocalDate day(DueLine line, Instant at) {
    return LocalDate.ofInstant(at, catalog.carrier(line.carrier()).zone());
  }

  /** The line at a given time, with its last paid day. */
  public LineToday today(DueLine line, Instant at) {
    return LineToday.of(line, catalog, quoter, at);
  }

  /**
   * Whether the line is still as the order found it. It isn't once its owner, an import or a
   * message from its carrier has given a different end meanwhile, such as after a payment made
   * outside Everline.
   */
  public static boolean isAsOrdered(LineToday line, Order order) {
    LocalDate from = order.keepsNumberUnasked() ? line.lastSafeDay() : line.coveredUntil();
    return from == null || from.equals(order.periodFrom());
  }
}
