package dev.everline.renewal.order;

import dev.everline.catalog.Length;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * The days that an order would pay for; pure. Whether they are already paid is decided by these
 * days, not by {@code named}: after a date was corrected by a day, the same period has a different
 * name.
 *
 * @param named the end of validity that the order extends, see {@link Order#periodFrom}
 * @param starts the first day that it pays for: never before the day on which it is created
 * @param until the last day that it pays for
 */
public record Period(LocalDate named, LocalDate starts, LocalDate until) {

  /** By how many days two calculations of the same period's end may differ. */
  static final int TOLERANCE_DAYS = 2;

  /** The assumed days of an order whose end isn't known; {@link Orders} assumes the same. */
  static final int USUAL_DAYS = 30;

  /** No order pays more than two years of days. */
  static final int MOST_DAYS = 750;

  /**
   * @param today in the carrier's zone
   */
  public static Period of(Order order, LocalDate today) {
    return of(order.draft(), today);
  }

  /** The period of an order that isn't stored yet. */
  public static Period of(OrderDraft order, LocalDate today) {
    Length term = order.purchase().term();
    int days = term == null ? USUAL_DAYS * order.purchase().periods() : term.approxDays();
    return of(order.periodFrom(), order.validUntil(), days, today);
  }

  /**
   * @param usualDays how many days it is taken to pay for where its end isn't known
   */
  static Period of(
      LocalDate named, @Nullable LocalDate validUntil, int usualDays, LocalDate today) {
    LocalDate starts = named.isBefore(today) ? today : named;
    LocalDate until =
        validUntil != null && validUntil.isAfter(named) ? validUntil : named.plusDays(usualDays);
    return new Period(named, starts, until);
  }
}
