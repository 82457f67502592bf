package dev.everline.renewal.price;

import dev.everline.catalog.Length;
import dev.everline.catalog.Plan;
import dev.everline.kernel.InvalidValue;
import java.util.List;

/** How many periods may be bought at once, and which terms are sold instead. */
final class PeriodBounds {

  private static final int MOST_PERIODS = 24;

  /** At most two years are bought at once, no matter how long a period is. */
  private static final int MOST_DAYS = 732;

  private PeriodBounds() {}

  /** One period can always be bought, whatever its length. */
  private static int mostPeriods(Length period) {
    return Math.clamp(MOST_DAYS / period.approxDays(), 1, MOST_PERIODS);
  }

  static String termsSold(Plan plan) {
    List<Plan.Term> terms = plan.termsForRenewing();
    return terms.isEmpty()
        ? "a number of periods instead: its carrier sells no longer term to a line that has it"
        : String.join(
            " or ", terms.stream().map(term -> term.length() + " (" + term.price() + ")").toList());
  }

  static void requireAhead(int periods) {
    if (periods < 1 || periods > MOST_PERIODS) {
      throw InvalidValue.of(
          "periods",
          Integer.toString(periods),
          "is out of range",
          "give 1 to " + MOST_PERIODS + ": at most two years of this plan are bought at once");
    }
  }

  /**
   * For a request for too many periods: says how long a period is, and which longer terms the
   * carrier sells.
   */
  static void requireWithin(int periods, Length period, Plan plan) {
    int most = mostPeriods(period);
    if (periods <= most) {
      return;
    }
    StringBuilder remedy = new StringBuilder();
    remedy.append("a period of this plan is ").append(period);
    remedy.append(most == 1 ? ", so give 1" : ", so give 1 to " + most);
    remedy.append(" (at most two years at once)");
    for (Plan.Term term : plan.termsForRenewing()) {
      remedy.append("; its carrier sells ").append(term.length()).append(" at once for ");
      remedy.append(term.price());
      if (!Boolean.TRUE.equals(plan.taxesIncluded())) {
        remedy.append(plan.taxesIncluded() == null ? ", taxes perhaps extra" : ", taxes extra");
      }
    }
    throw InvalidValue.of(
        "periods", Integer.toString(periods), "is out of range", remedy.toString());
  }
}
