package dev.everline.renewal.order;

import dev.everline.kernel.Money;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Map;

/**
 * What an account's renewals have cost, by the month in which they were ordered.
 *
 * @param months without those in which nothing was ordered
 * @param wholeSince orders before it were not looked at, since there are too many
 */
public record SpentByMonth(Map<YearMonth, Money> months, Instant wholeSince) {

  public SpentByMonth {
    months = Map.copyOf(months);
  }

  /** Whether all of a month's orders were looked at. */
  public boolean isWhole(YearMonth month, ZoneId zone) {
    return !wholeSince.isAfter(month.atDay(1).atStartOfDay(zone).toInstant());
  }
}
