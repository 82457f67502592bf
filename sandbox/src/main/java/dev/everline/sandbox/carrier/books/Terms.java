package dev.everline.sandbox.carrier.books;

import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a line has agreed with its carrier; shared by all lines of the same terms.
 *
 * @param plan the id of the plan, or null for a line without one
 * @param priceMinor what a period costs without tax, in minor units
 * @param taxMinor taxes and fees of a period, in minor units
 * @param period what a payment of the price buys
 * @param balanceLives how long a payment of at least an amount lives; smallest first, empty when
 *     money has no life of its own
 * @param zone where the carrier's days end
 * @param terms longer times that are sold at once
 * @param late what is agreed for late payments
 */
public record Terms(
    String carrier,
    @Nullable String plan,
    long priceMinor,
    long taxMinor,
    Currency currency,
    Length period,
    Basis basis,
    List<BalanceLife> balanceLives,
    ZoneId zone,
    List<Term> terms,
    LateTerms late) {

  /** A payment of at least this much lives this many days. */
  public record BalanceLife(long atLeastMinor, int days) {}

  /**
   * A longer time sold at once.
   *
   * @param priceMinor all that the carrier takes for it, taxes included
   */
  public record Term(Length length, long priceMinor) {}

  /** The term of that length, or null when none is sold. */
  @Nullable Term term(Length length) {
    return terms.stream().filter(term -> term.length().equals(length)).findFirst().orElse(null);
  }

  /** What the carrier takes for a period, tax and all. */
  public long needMinor() {
    return priceMinor + taxMinor;
  }

  /** Days that a payment lives: 0 below every tier, -1 when money has no life of its own. */
  int lifeDays(long amountMinor) {
    if (balanceLives.isEmpty()) {
      return -1;
    }
    int days = 0;
    for (BalanceLife life : balanceLives) {
      if (amountMinor >= life.atLeastMinor()) {
        days = life.days();
      }
    }
    return days;
  }
}
