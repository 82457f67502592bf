package dev.everline.channel.web.plan;

import dev.everline.catalog.Plan;
import dev.everline.kernel.Money;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * A plan's price over time as steps, from the first day that is known to today: each price holds
 * until the next one's day. Places are of 1000 across and 100 down, so that a stylesheet needs
 * none.
 */
record PriceDrawing(List<Step> steps) {

  static final int WIDTH = 1000;
  static final int HEIGHT = 100;

  private static final int MARGIN = 12;

  /**
   * A price in force.
   *
   * @param from its first day, in the carrier's zone
   * @param y the higher the price, the smaller
   */
  record Step(LocalDate from, Money price, int x, int width, int y) {}

  /** Prices that begin after today are not in it: they may still change. */
  static PriceDrawing of(Plan plan, LocalDate today) {
    List<Plan.Price> prices =
        plan.prices().stream().filter(price -> !price.from().isAfter(today)).toList();
    if (prices.isEmpty()) {
      return new PriceDrawing(List.of());
    }
    long first = prices.getFirst().from().toEpochDay();
    long days = Math.max(1, today.toEpochDay() - first);
    long highest = prices.stream().mapToLong(price -> price.regular().minor()).max().orElse(0);
    long lowest = prices.stream().mapToLong(price -> price.regular().minor()).min().orElse(0);
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < prices.size(); i++) {
      Plan.Price price = prices.get(i);
      int from = across(price.from().toEpochDay() - first, days);
      int to =
          i + 1 == prices.size()
              ? WIDTH
              : across(prices.get(i + 1).from().toEpochDay() - first, days);
      steps.add(
          new Step(
              price.from(),
              price.regular(),
              from,
              to - from,
              down(price.regular().minor(), lowest, highest)));
    }
    return new PriceDrawing(List.copyOf(steps));
  }

  private static int across(long day, long days) {
    return Math.toIntExact(day * WIDTH / days);
  }

  private static int down(long minor, long lowest, long highest) {
    int room = HEIGHT - 2 * MARGIN;
    return highest == lowest
        ? HEIGHT / 2
        : Math.toIntExact(MARGIN + (highest - minor) * room / (highest - lowest));
  }

  /** The outline, as the points of a polyline. */
  String points() {
    StringBuilder points = new StringBuilder();
    for (Step step : steps) {
      points.append(step.x()).append(',').append(step.y()).append(' ');
      points.append(step.x() + step.width()).append(',').append(step.y()).append(' ');
    }
    return points.toString().strip();
  }

  /** One price alone has no history. */
  boolean isWorthDrawing() {
    return steps.size() > 1;
  }
}
