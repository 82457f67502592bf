package dev.everline.renewal.order;

import dev.everline.kernel.Money;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Map;

/**
 * What an account's renewals have cost by month: ordered here and paid from the wallet, and paid by
 * its members outside.
 *
 * @param wallet by the month of the order, without months in which nothing was ordered
 * @param outside by the month of payment, without months in which nothing was paid so
 * @param wholeSince orders before this were not read, since there are too many
 */
public record SpentByMonth(
    Map<YearMonth, Money> wallet, Map<YearMonth, Money> outside, Instant wholeSince) {

  public SpentByMonth {
    wallet = Map.copyOf(wallet);
    outside = Map.copyOf(outside);
  }

  /** The same with what was paid outside. */
  public SpentByMonth withOutside(Map<YearMonth, Money> paid) {
    return new SpentByMonth(wallet, paid, wholeSince);
  }

  /** Whether all of a month's orders were read. */
  public boolean isWhole(YearMonth month, ZoneId zone) {
    return !wholeSince.isAfter(month.atDay(1).atStartOfDay(zone).toInstant());
  }
}
