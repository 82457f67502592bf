package dev.everline.renewal;

import dev.everline.catalog.Catalog;
import dev.everline.catalog.LapseRule;
import dev.everline.catalog.Plan;
import dev.everline.catalog.RefillAmounts;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.renewal.decide.LineToday;
import dev.everline.renewal.price.Quote;

/** What is bought with money in the balance is bought by a refill that its carrier sells; pure. */
final class Refills {

  private Refills() {}

  /**
   * The quote, if one refill makes it.
   *
   * @throws ProblemException NOT_RENEWABLE when none that the carrier takes does
   */
  static Quote requireOne(Catalog catalog, LineToday line, Quote quote) {
    Plan plan = line.plan();
    LapseRule rule = line.rule();
    RefillAmounts taken = plan == null ? null : catalog.refillAmountsFor(plan).orElse(null);
    if (plan == null || rule == null || taken == null || !isRefilled(rule)) {
      return quote;
    }
    boolean made =
        switch (taken.kind()) {
          case PLAN -> true;
          case FIXED -> taken.allows(quote.topUp());
          // The most of a range may be wrong, and is looked at where it is known for certain.
          case RANGE -> taken.min() == null || !quote.topUp().isLessThan(taken.min());
        };
    if (!made) {
      throw new ProblemException(
          ProblemType.NOT_RENEWABLE,
          "Plan "
              + plan.id()
              + " can't be renewed so: its carrier takes no refill of "
              + quote.topUp()
              + ". Ask for an amount that it takes instead.");
    }
    return quote;
  }

  private static boolean isRefilled(LapseRule rule) {
    return rule.cyclesFromBalance() || rule.balanceRole() == LapseRule.BalanceRole.IS_SERVICE;
  }
}
