package dev.everline.renewal.order;

import dev.everline.kernel.Money;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Map;

/**
 * What an account's renewals have cost, by the month in which they were ordered.
 *
 * @param months without months in which nothing was ordered
 * @param wholeSince orders before this were not read, since there are too many
 */
public record SpentByMonth(Map<YearMonth, Money> months, Instant wholeSince) {

  public SpentByMonth {
    months = Map.copyOf(months);
  }

  /** Whether all of a month's orders were read. */
  public boolean isWhole(YearMonth month, ZoneId zone) {
    return !wholeSince.isAfter(month.atDay(1).atStartOfDay(zone).toInstant());
  }
}
