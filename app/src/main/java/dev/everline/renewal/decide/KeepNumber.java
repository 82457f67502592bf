package dev.everline.renewal.decide;

import dev.everline.catalog.Catalog;
import dev.everline.catalog.LapseRule;
import dev.everline.catalog.Plan;
import dev.everline.catalog.RefillAmounts;
import dev.everline.kernel.Money;
import dev.everline.line.IfNotRenewed;
import dev.everline.line.LineFacts;
import dev.everline.line.due.DueLine;
import dev.everline.line.validity.LineState;
import dev.everline.line.validity.Validity;
import dev.everline.renewal.price.Quote;
import dev.everline.renewal.price.Quoter;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * The rule by which the number of a line is kept that can't be renewed as its owner wishes; pure.
 * The least payment is made at the latest moment that is safe before the number may be lost, since
 * until then the line may still be renewed. Each payment is named by the last day on which the
 * number is safe without it, so that it is made once for that day.
 *
 * <p>Nobody looks at such a payment before it is made. So it is made only where the lapse rule is a
 * fact, the carrier takes amounts other than whole plans, and the rule says that the payment moves
 * the day of loss.
 */
public final class KeepNumber {

  private final Catalog catalog;
  private final Quoter quoter;

  public KeepNumber(Catalog catalog, Quoter quoter) {
    this.catalog = catalog;
    this.quoter = quoter;
  }

  /**
   * The last day on which the number is safe, by the smallest believable figure.
   *
   * @param facts rolled forward to today
   * @return in the carrier's zone; null when it isn't known
   */
  public static @Nullable LocalDate lastSafeDay(LineFacts facts, LapseRule rule, Plan plan) {
    Integer days = plan.validityDays();
    LocalDate lost =
        LineState.numberMayBeLostOn(
            facts, rule, rule.numberLostAfterDays(), days == null ? 0 : days);
    return lost == null ? null : lost.minusDays(1);
  }

  /**
   * What keeping the number costs.
   *
   * @param facts rolled forward to the day
   * @param day in the carrier's zone
   * @return null when no payment is known for certain to keep it
   */
  public @Nullable Quote quote(
      DueLine line, LineFacts facts, Plan plan, LapseRule rule, LocalDate day) {
    RefillAmounts allowed = catalog.refillAmountsFor(plan).orElse(null);
    boolean plansOnly = allowed != null && allowed.kind() == RefillAmounts.Kind.PLAN;
    if (!rule.basis().isRenewable()
        || rule.keepAlive() == null
        || !rule.provenance().isFact()
        || plansOnly) {
      return null;
    }
    LocalDate safe = lastSafeDay(facts, rule, plan);
    LocalDate then = lastSafeDay(Validity.afterKeepAlive(facts, rule, day), rule, plan);
    if (safe == null || then == null || !then.isAfter(safe)) {
      return null;
    }
    Quote quote = quoter.keepAlive(line, facts, day);
    return quote.topUp().currency().equals(line.currency()) ? quote : null;
  }

  /**
   * The payment, once its time has come.
   *
   * @param facts rolled forward to today
   * @param slowest the longest that the line's route lately took to renew
   * @param today in the carrier's zone
   * @return null when the owner doesn't want it, no payment is known for certain, his ceiling is
   *     lower, or it is too early
   */
  Decision.@Nullable Renew due(
      DueLine line,
      LineFacts facts,
      Plan plan,
      LapseRule rule,
      ZoneId zone,
      Duration slowest,
      LocalDate today,
      Instant now) {
    LocalDate safe =
        line.ifNotRenewed() == IfNotRenewed.KEEP_NUMBER ? lastSafeDay(facts, rule, plan) : null;
    if (safe == null) {
      return null;
    }
    Instant loss = safe.plusDays(1).atStartOfDay(zone).toInstant();
    if (now.isBefore(SafeMoment.of(rule, loss, slowest))) {
      return null;
    }
    Quote quote = quote(line, facts, plan, rule, today);
    return quote == null || !isAllowed(quote, line.priceCeiling())
        ? null
        : new Decision.Renew(quote, facts, safe, loss, null);
  }

  /** Whether the owner lets it cost as much. */
  static boolean isAllowed(Quote quote, @Nullable Money ceiling) {
    return ceiling == null || !ceiling.isLessThan(quote.total());
  }
}
