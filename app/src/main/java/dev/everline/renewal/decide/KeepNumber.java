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
import org.jspecify.annotations.Nullable;

/**
 * The rule for keeping the number of a line that can't be renewed as its owner wishes; pure. The
 * smallest payment is made at the last safe moment before the number may be lost, since until then
 * the line may still be renewed. Each payment is identified by the last day on which the number is
 * safe without it, so that it is made only once for that day.
 *
 * <p>Nobody reviews such a payment before it is made. So it is made only where the lapse rule is
 * confirmed as a fact, the carrier accepts amounts other than whole plans, and the rule says that
 * the payment moves the day of number loss.
 */
public final class KeepNumber {

  private final Catalog catalog;
  private final Quoter quoter;

  public KeepNumber(Catalog catalog, Quoter quoter) {
    this.catalog = catalog;
    this.quoter = quoter;
  }

  /**
   * What it costs to keep the number.
   *
   * @return null when no payment is certain to keep it
   */
  public @Nullable Quote quote(DueLine line, LineToday today) {
    Plan plan = today.plan();
    LapseRule rule = today.rule();
    LocalDate safe = today.lastSafeDay();
    if (plan == null || rule == null || safe == null) {
      return null;
    }
    RefillAmounts allowed = catalog.refillAmountsFor(plan).orElse(null);
    boolean plansOnly = allowed != null && allowed.kind() == RefillAmounts.Kind.PLAN;
    if (!rule.basis().isRenewable()
        || rule.keepAlive() == null
        || !rule.keepAlive().confirmed()
        || !rule.provenance().isFact()
        || plansOnly) {
      return null;
    }
    LineFacts after = Validity.afterKeepAlive(today.facts(), rule, today.today());
    LocalDate lost =
        LineState.numberMayBeLostOn(after, rule, rule.numberLostAfterDays(), today.period());
    if (lost == null || !lost.minusDays(1).isAfter(safe)) {
      return null;
    }
    Quote quote = quoter.keepAlive(line, today.facts(), today.today());
    return quote.topUp().currency().equals(line.currency()) ? quote : null;
  }

  /**
   * The payment, once it is due.
   *
   * @param slowest the longest that the line's route recently took to renew
   * @return null when the owner doesn't want it, no payment is certain to work, their ceiling is
   *     lower, or it is too early
   */
  Decision.@Nullable Renew due(DueLine line, LineToday today, Duration slowest, Instant now) {
    LapseRule rule = today.rule();
    LocalDate safe = line.ifNotRenewed() == IfNotRenewed.KEEP_NUMBER ? today.lastSafeDay() : null;
    if (rule == null || safe == null) {
      return null;
    }
    Instant loss = today.endOf(safe);
    if (now.isBefore(SafeMoment.of(rule, loss, slowest))) {
      return null;
    }
    Quote quote = quote(line, today);
    return quote == null || !isAllowed(quote, line.priceCeiling())
        ? null
        : new Decision.Renew(quote, today.facts(), safe, loss, null);
  }

  /** Whether the owner's ceiling allows that amount. */
  static boolean isAllowed(Quote quote, @Nullable Money ceiling) {
    return ceiling == null || !ceiling.isLessThan(quote.total());
  }
}
