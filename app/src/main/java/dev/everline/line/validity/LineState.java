package dev.everline.line.validity;

import dev.everline.catalog.LapseRule;
import dev.everline.catalog.Length;
import dev.everline.kernel.Money;
import dev.everline.line.LineFacts;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * The state of a line on a day. Always computed from its facts and its lapse rule and never stored,
 * so that nothing has to rewrite lines at midnight.
 */
public enum LineState {
  /** Served. */
  ACTIVE,
  /** The paid period is over, but the carrier still serves for the rule's days of grace. */
  GRACE,
  /** Not served; paying brings it back. */
  SUSPENDED,
  /**
   * The paid period is over; the carrier's own autopay should have renewed it, and nobody has
   * confirmed that.
   */
  UNCONFIRMED,
  /** By the safe figure the number may be lost. */
  LOST,
  /** The date that the rule counts from is not known. */
  UNKNOWN;

  /**
   * @param need what the carrier takes for a period, plan and taxes; used by plan cycles only
   * @param today in the carrier's zone
   */
  public static LineState of(
      LineFacts facts, LapseRule rule, @Nullable Length period, Money need, LocalDate today) {
    return ofRolled(Validity.rolledForward(facts, rule, period, need, today), rule, period, today);
  }

  /** The same of facts that have been rolled forward to the day. */
  public static LineState ofRolled(
      LineFacts facts, LapseRule rule, @Nullable Length period, LocalDate today) {
    LocalDate served = lastDayServed(facts, rule);
    if (served == null) {
      return UNKNOWN;
    }
    LocalDate loss = numberMayBeLostOn(facts, rule, rule.numberLostAfterDays(), period);
    if (loss != null && !today.isBefore(loss)) {
      return LOST;
    }
    if (!today.isAfter(served)) {
      return ACTIVE;
    }
    return today.isAfter(Days.plus(served, rule.suspendedAfterDays())) ? SUSPENDED : GRACE;
  }

  /** The last day of service by the facts; for a line kept by use, the last safe day. */
  static @Nullable LocalDate lastDayServed(LineFacts facts, LapseRule rule) {
    return switch (rule.basis()) {
      case ACTIVITY -> {
        LocalDate used = facts.lastActivityOn();
        Integer days = rule.numberLostAfterDays();
        yield used == null || days == null ? null : Days.plus(used, Math.max(0, days - 1));
      }
      case FROM_EXPIRY, FROM_PAYMENT, PLAN_CYCLE, BILLING_DATE, ANNIVERSARY, BILL, OTHER ->
          facts.validUntil();
    };
  }

  /**
   * The first day on which the number can be gone when it is given up after so many days; never a
   * day that is still served.
   *
   * @return null when the days or the date they are counted from are not known
   */
  public static @Nullable LocalDate numberMayBeLostOn(
      LineFacts facts, LapseRule rule, @Nullable Integer afterDays, @Nullable Length period) {
    LocalDate served = lastDayServed(facts, rule);
    LocalDate from = countedFrom(facts, rule, period);
    if (afterDays == null || served == null || from == null) {
      return null;
    }
    return Days.later(Days.plus(from, afterDays), Days.plus(served, 1));
  }

  /** The date from which the days to the number's loss are counted, or null when not known. */
  static @Nullable LocalDate countedFrom(LineFacts facts, LapseRule rule, @Nullable Length period) {
    LocalDate validUntil = facts.validUntil();
    return switch (rule.basis()) {
      case ACTIVITY -> facts.lastActivityOn();
      case FROM_EXPIRY, FROM_PAYMENT, PLAN_CYCLE, BILLING_DATE, ANNIVERSARY, BILL, OTHER ->
          switch (rule.countingFrom()) {
            case END_OF_VALIDITY -> validUntil;
            case BALANCE_EXPIRY ->
                facts.balanceExpiresOn() == null ? validUntil : facts.balanceExpiresOn();
            // Not known: the payment that bought the current period can't be older than the period.
            case LAST_PAYMENT ->
                facts.lastPaymentOn() != null || validUntil == null
                    ? facts.lastPaymentOn()
                    : period == null ? validUntil : Days.before(validUntil, period);
            case LAST_USE -> facts.lastActivityOn() == null ? validUntil : facts.lastActivityOn();
          };
    };
  }
}
