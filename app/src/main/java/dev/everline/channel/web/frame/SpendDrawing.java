package dev.everline.channel.web.frame;

import dev.everline.kernel.Money;
import dev.everline.renewal.order.SpentByMonth;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import java.util.Map;

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
   * @param spent from the wallet and outside together
   * @param outside what of it was paid outside
   * @param x of its left edge
   * @param height of both together; zero where nothing was spent
   * @param outsideHeight of the part that was paid outside, which stands on the other
   */
  public record Bar(
      YearMonth month, Money spent, Money outside, int x, int height, int outsideHeight) {

    public int y() {
      return HEIGHT - height;
    }

    public int width() {
      return BAR;
    }
  }

  /**
   * @param since the month in which the account was opened; before it only others could be paid
   */
  public static SpendDrawing of(
      SpentByMonth spent, YearMonth since, YearMonth now, ZoneId zone, Currency currency) {
    YearMonth first =
        spent.outside().keySet().stream()
            .min(Comparator.naturalOrder())
            .filter(month -> month.isBefore(since))
            .orElse(since);
    List<YearMonth> shown = new ArrayList<>();
    for (YearMonth month = now.minusMonths(MONTHS - 1);
        !month.isAfter(now);
        month = month.plusMonths(1)) {
      if (month.equals(now) || (!month.isBefore(first) && spent.isWhole(month, zone))) {
        shown.add(month);
      }
    }
    long most = shown.stream().mapToLong(month -> total(spent, month)).max().orElse(0);
    List<Bar> bars = new ArrayList<>();
    for (YearMonth month : shown) {
      long outside = minor(spent.outside(), month);
      int height = height(total(spent, month), most);
      int place = MONTHS - shown.size() + bars.size();
      bars.add(
          new Bar(
              month,
              new Money(total(spent, month), currency),
              new Money(outside, currency),
              place * STEP + 3,
              height,
              Math.min(height, height(outside, most))));
    }
    return new SpendDrawing(List.copyOf(bars), spent.isWhole(now, zone));
  }

  private static int height(long minor, long most) {
    return minor <= 0
        ? 0
        : Math.max(LOWEST, Math.toIntExact(Math.multiplyExact(minor, HEIGHT) / most));
  }

  private static long total(SpentByMonth spent, YearMonth month) {
    return Math.addExact(minor(spent.wallet(), month), minor(spent.outside(), month));
  }

  private static long minor(Map<YearMonth, Money> months, YearMonth month) {
    Money spent = months.get(month);
    return spent == null ? 0 : spent.minor();
  }

  public Money thisMonth() {
    return bars.getLast().spent();
  }

  /** What of this month's spending was paid outside. */
  public Money outsideThisMonth() {
    return bars.getLast().outside();
  }

  /** Whether there is a past to compare with. */
  public boolean isWorthDrawing() {
    return bars.stream().limit(bars.size() - 1L).anyMatch(bar -> bar.height() > 0);
  }
}
