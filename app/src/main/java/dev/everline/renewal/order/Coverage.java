package dev.everline.renewal.order;

import dev.everline.catalog.Catalog;
import dev.everline.line.due.DueLine;
import dev.everline.renewal.decide.LineToday;
import dev.everline.renewal.price.Quoter;
import java.time.Instant;
import java.time.LocalDate;

/**
 * How far the money that is paid already reaches, as an order's first day is counted; pure. It
 * doesn't change by the passing of time, so that an order and its line agree for as long as nobody
 * has entered anything else.
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

  /** The line at a time, with the last day that is paid. */
  public LineToday today(DueLine line, Instant at) {
    return LineToday.of(line, catalog, quoter, at);
  }

  /**
   * Whether the line still is as the order found it. It isn't once its owner, an import or a
   * message of its carrier has told of another end meanwhile, such as after a payment that Everline
   * had no part in.
   */
  public static boolean isAsOrdered(LineToday line, Order order) {
    LocalDate from = order.keepsNumberUnasked() ? line.lastSafeDay() : line.coveredUntil();
    return from == null || from.equals(order.periodFrom());
  }
}
