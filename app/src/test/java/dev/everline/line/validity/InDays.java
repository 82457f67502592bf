package dev.everline.line.validity;

import dev.everline.catalog.Basis;
import dev.everline.catalog.LapseRule;
import dev.everline.catalog.Length;
import dev.everline.kernel.Money;
import dev.everline.line.LineFacts;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * The rules of validity for periods given in days, 0 for one that isn't known; 30 days stand for a
 * month where the rule keeps to a day of the month, as in the catalog.
 */
final class InDays {

  private InDays() {}

  static @Nullable Length length(LapseRule rule, int days) {
    boolean byCalendar = rule.basis() == Basis.BILLING_DATE || rule.basis() == Basis.ANNIVERSARY;
    if (days == 0) {
      return null;
    }
    return byCalendar && days % 30 == 0 ? Length.ofMonths(days / 30) : Length.ofDays(days);
  }

  static LineFacts afterPayment(
      LineFacts facts,
      LapseRule rule,
      int days,
      Money need,
      Money amount,
      int periods,
      LocalDate day) {
    Length period = length(rule, days);
    Length bought = period == null ? Length.ofDays(1) : period.times(periods);
    return Validity.afterPayment(facts, rule, period, need, amount, bought, day);
  }

  static LineFacts rolledForward(
      LineFacts facts, LapseRule rule, int days, Money need, LocalDate today) {
    return Validity.rolledForward(facts, rule, length(rule, days), need, today);
  }

  static @Nullable LocalDate coveredUntil(LineFacts facts, LapseRule rule, int days, Money need) {
    return Validity.coveredUntil(facts, rule, length(rule, days), need);
  }

  static LineState state(LineFacts facts, LapseRule rule, int days, Money need, LocalDate today) {
    return LineState.of(facts, rule, length(rule, days), need, today);
  }

  static LineState stateOfRolled(LineFacts facts, LapseRule rule, int days, LocalDate today) {
    return LineState.ofRolled(facts, rule, length(rule, days), today);
  }
}
