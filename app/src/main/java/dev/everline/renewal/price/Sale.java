package dev.everline.renewal.price;

import dev.everline.catalog.Basis;
import dev.everline.catalog.LapseRule;
import dev.everline.catalog.Length;
import dev.everline.catalog.Plan;
import dev.everline.kernel.Money;
import dev.everline.line.LineFacts;
import dev.everline.line.due.DueLine;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What is to be priced.
 *
 * @param facts of the line, rolled forward to the day
 * @param periods whole periods; 1 for a term and for the other kinds
 * @param term the term bought in place of periods, or null
 * @param length of all that is bought, or null where no days are
 * @param bought the price of what is bought, for all periods, before any fee
 * @param day in the carrier's zone
 */
record Sale(
    Quote.Kind kind,
    DueLine line,
    LineFacts facts,
    Plan plan,
    LapseRule rule,
    int periods,
    @Nullable Length term,
    @Nullable Length length,
    Money bought,
    LocalDate day) {

  String carrier() {
    return line.carrier();
  }

  /** The state whose fees apply, or null when it isn't known. */
  @Nullable String state() {
    return line.state();
  }

  /** Months of service sold, for fees that are taken by the month; begun ones count. */
  int months() {
    return length == null ? 1 : length.feeMonths();
  }

  /** Whether the carrier itself takes the plan's price, and the fees on it, out of a balance. */
  boolean isCycle() {
    return rule.basis() == Basis.PLAN_CYCLE;
  }
}
