package dev.everline.renewal.order;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * The days that an order would pay; pure. Whether they are paid already is asked by these days, not
 * by the day that names them: a date that was corrected by a day names the same period differently.
 *
 * @param named the end of validity that the order extends, see {@link Order#periodFrom}
 * @param starts the day from which it pays: never before the day on which it is made
 * @param until the last day that it pays
 */
public record Period(LocalDate named, LocalDate starts, LocalDate until) {

  /** By so many days the ends of two counts of the same period may differ. */
  static final int TOLERANCE_DAYS = 2;

  /** What an order is taken to pay whose end isn't known; {@link Orders} counts so too. */
  static final int USUAL_DAYS = 30;

  /** No order pays more than two years of days. */
  static final int MOST_DAYS = 750;

  /**
   * @param today in the carrier's zone
   */
  public static Period of(Order order, LocalDate today) {
    return of(order.periodFrom(), order.validUntil(), order.periods(), today);
  }

  /** Of an order that isn't stored yet. */
  public static Period of(OrderDraft order, LocalDate today) {
    return of(order.periodFrom(), order.validUntil(), order.purchase().periods(), today);
  }

  public static Period of(
      LocalDate named, @Nullable LocalDate validUntil, int periods, LocalDate today) {
    LocalDate starts = named.isBefore(today) ? today : named;
    LocalDate until =
        validUntil != null && validUntil.isAfter(named)
            ? validUntil
            : named.plusDays((long) USUAL_DAYS * periods);
    return new Period(named, starts, until);
  }
}
