package dev.everline.catalog.label;

import dev.everline.catalog.Plan;
import dev.everline.kernel.Money;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a plan's prices grow: what was known stays, and a change is added with its day. */
final class PriceHistory {

  private PriceHistory() {}

  /**
   * The prices with one more seen. The same list when it says nothing new.
   *
   * @param published the day the price was published, or null when not told
   * @param today taken where the day is not told, or where another price is known for that day: a
   *     provider that changes a price without a new date changes it now
   */
  static List<Plan.Price> with(
      List<Plan.Price> known,
      @Nullable LocalDate published,
      Money price,
      String source,
      LocalDate today) {
    LocalDate from = published == null ? today : published;
    Plan.Price onThatDay = startingOn(known, from);
    if (onThatDay != null && !onThatDay.regular().equals(price)) {
      from = today;
    }
    Plan.Price inForce = inForceOn(known, from);
    if (inForce != null && inForce.regular().equals(price)) {
      return known;
    }
    List<Plan.Price> prices = new ArrayList<>();
    Plan.Price seen = new Plan.Price(from, price, null, source);
    boolean placed = false;
    for (Plan.Price other : known) {
      if (!placed && !other.from().isBefore(from)) {
        prices.add(seen);
        placed = true;
      }
      // Two prices of one day can't both hold; the one seen last does.
      if (!other.from().equals(from)) {
        prices.add(other);
      }
    }
    if (!placed) {
      prices.add(seen);
    }
    return List.copyOf(prices);
  }

  private static Plan.@Nullable Price startingOn(List<Plan.Price> known, LocalDate day) {
    return known.stream().filter(price -> price.from().equals(day)).findFirst().orElse(null);
  }

  private static Plan.@Nullable Price inForceOn(List<Plan.Price> known, LocalDate day) {
    Plan.Price inForce = null;
    for (Plan.Price price : known) {
      if (!price.from().isAfter(day)) {
        inForce = price;
      }
    }
    return inForce;
  }
}
