package dev.everline.catalog.file;

import dev.everline.catalog.Plan;
import java.util.List;

/** Compares what a plan's terms cost those who buy one for the first time, and the others. */
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
}
