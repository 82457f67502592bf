package dev.everline.sandbox.carrier.books;

import java.util.List;

/**
 * What is agreed for a payment after the last day served.
 *
 * @param firstDayCounts whether the day of a late payment is the first of the new cycle, so that a
 *     month paid on the 29th ends on the 28th; the cycle keeps to that day of the month from then
 * @param fees what coming back costs besides the plan, by how late it is; smallest day first
 */
public record LateTerms(boolean firstDayCounts, List<Fee> fees) {

  public static final LateTerms NONE = new LateTerms(false, List.of());

  /** From so many days after the last day served, this much is charged. */
  public record Fee(int fromDay, long amountMinor) {}

  /** What is charged for a payment so many days late, in minor units. */
  long feeMinor(long daysLate) {
    long fee = 0;
    for (Fee step : fees) {
      if (daysLate >= step.fromDay()) {
        fee = step.amountMinor();
      }
    }
    return fee;
  }
}
