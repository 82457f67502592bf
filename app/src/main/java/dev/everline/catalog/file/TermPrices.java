package dev.everline.catalog.file;

import dev.everline.catalog.Length;
import dev.everline.catalog.Plan;
import dev.everline.kernel.Money;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compares what a plan's terms cost with each other and with the plan's periods. */
final class TermPrices {

  private TermPrices() {}

  /** Doubts a term that costs new customers more than others: most likely they were swapped. */
  static void check(List<Plan.Term> terms, YamlFields plan) {
    for (Plan.Term first : terms) {
      for (Plan.Term later : terms) {
        if (first.audience() == Plan.Audience.NEW
            && later.audience() != Plan.Audience.NEW
            && first.length().equals(later.length())
            && later.price().isLessThan(first.price())) {
          plan.doubt(
              "terms",
              "has "
                  + later.length()
                  + " for $"
                  + later.price().toDecimal().toPlainString()
                  + ", less than the first-time price of $"
                  + first.price().toDecimal().toPlainString(),
              "check which price is for new customers; a first-time price is the lower one");
        }
      }
    }
  }

  /**
   * Refuses a term that costs more than the same time in periods, by the price that holds last: one
   * of the two is wrong, and a line would be renewed below the carrier's own list.
   */
  static void checkAgainstPeriods(
      List<Plan.Term> terms, List<Plan.Price> prices, @Nullable Length period, YamlFields plan) {
    if (period == null || prices.isEmpty()) {
      return;
    }
    Money price = prices.getLast().regular();
    for (Plan.Term term : terms) {
      long asPeriods = price.minor() * term.length().approxDays();
      if (term.price().minor() * period.approxDays() > asPeriods) {
        plan.wrong(
            "terms",
            "sells "
                + term.length()
                + " for $"
                + term.price().toDecimal().toPlainString()
                + ", more than the same time costs at $"
                + price.toDecimal().toPlainString()
                + " for "
                + period,
            "check both prices: a period must not be sold below what the carrier lists");
      }
    }
  }
}
