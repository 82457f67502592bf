package dev.everline.channel.web.frame;

import dev.everline.kernel.Money;
import dev.everline.renewal.order.SpentByMonth;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;

/**
 * What was spent in the last months as bars, the present month last and never left out. Months that
 * were not looked at whole are left out: half a month would look like a cheap one.
 *
 * @param whole whether all of the present month was looked at; if not, more was spent than is said
 */
public record SpendDrawing(List<Bar> bars, boolean whole) {

  static final int MONTHS = 6;
  public static final int WIDTH = 120;
  public static final int HEIGHT = 48;

  private static final int STEP = WIDTH / MONTHS;
  private static final int BAR = STEP - 6;

  /** What is spent at all is to be seen. */
  private static final int LOWEST = 1;

  /**
   * A month.
   *
   * @param x of its left edge
   * @param height zero where nothing was spent
   */
  public record Bar(YearMonth month, Money spent, int x, int height) {

    public int y() {
      return HEIGHT - height;
    }

    public int width() {
      return BAR;
    }
  }

  /**
   * @param since the month in which the account was opened; before it nothing could be spent
   */
  public static SpendDrawing of(
      SpentByMonth spent, YearMonth since, YearMonth now, ZoneId zone, Currency currency) {
    List<YearMonth> shown = new ArrayList<>();
    for (YearMonth month = now.minusMonths(MONTHS - 1);
        !month.isAfter(now);
        month = month.plusMonths(1)) {
      if (month.equals(now) || (!month.isBefore(since) && spent.isWhole(month, zone))) {
        shown.add(month);
      }
    }
    long most = shown.stream().mapToLong(month -> minor(spent, month, currency)).max().orElse(0);
    List<Bar> bars = new ArrayList<>();
    for (YearMonth month : shown) {
      long minor = minor(spent, month, currency);
      int height =
          minor <= 0
              ? 0
              : Math.max(LOWEST, Math.toIntExact(Math.multiplyExact(minor, HEIGHT) / most));
      int place = MONTHS - shown.size() + bars.size();
      bars.add(new Bar(month, new Money(minor, currency), place * STEP + 3, height));
    }
    return new SpendDrawing(List.copyOf(bars), spent.isWhole(now, zone));
  }

  private static long minor(SpentByMonth spent, YearMonth month, Currency currency) {
    return spent.months().getOrDefault(month, Money.zero(currency)).minor();
  }

  public Money thisMonth() {
    return bars.getLast().spent();
  }

  /** Whether there is a past to compare with. */
  public boolean isWorthDrawing() {
    return bars.stream().limit(bars.size() - 1L).anyMatch(bar -> bar.height() > 0);
  }
}
