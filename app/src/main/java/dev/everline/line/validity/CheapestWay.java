package dev.everline.line.validity;

import dev.everline.catalog.Basis;
import dev.everline.catalog.LapseRule;
import dev.everline.catalog.RefillAmounts;
import dev.everline.kernel.Money;
import dev.everline.line.LineFacts;
import dev.everline.line.validity.Timeline.LeastCost;
import dev.everline.line.validity.Timeline.Way;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** Finds what keeps a number at least cost: a whole period, a smaller payment, or use. */
final class CheapestWay {

  private CheapestWay() {}

  /**
   * @param now the facts rolled forward to today
   * @param end the facts once the balance has paid all the cycles that it can
   * @return null when no way is known
   */
  static @Nullable LeastCost of(
      LineFacts now,
      LineFacts end,
      LapseRule rule,
      int periodDays,
      @Nullable Money need,
      @Nullable RefillAmounts allowed,
      LocalDate today) {
    LocalDate lastDay = lastSafeDay(end, rule, periodDays);
    LocalDate on = Days.laterOf(lastDay, today);
    return switch (rule.basis()) {
      case ACTIVITY ->
          new LeastCost(
              Way.USE,
              Money.zero(Money.USD),
              lastDay,
              lastSafeDay(usedOn(now, on), rule, periodDays),
              rule.counting(),
              rule.provenance());
      case BILL -> new LeastCost(Way.BILL, null, lastDay, null, rule.notes(), rule.provenance());
      case OTHER -> null;
      case FROM_EXPIRY, FROM_PAYMENT, PLAN_CYCLE, BILLING_DATE, ANNIVERSARY -> {
        LeastCost period = wholePeriod(now, rule, periodDays, need, allowed, lastDay, on);
        LeastCost keepAlive = keepAlive(now, rule, periodDays, lastDay, on);
        yield keepAlive != null && (period == null || isCheaper(keepAlive, period))
            ? keepAlive
            : period;
      }
    };
  }

  private static boolean isCheaper(LeastCost one, LeastCost other) {
    Money amount = one.amount();
    Money than = other.amount();
    return amount != null
        && than != null
        && amount.currency().equals(than.currency())
        && amount.isLessThan(than);
  }

  private static @Nullable LeastCost keepAlive(
      LineFacts now, LapseRule rule, int periodDays, @Nullable LocalDate lastDay, LocalDate on) {
    LapseRule.KeepAlive keepAlive = rule.keepAlive();
    if (keepAlive == null || !isOneCurrency(now, keepAlive.amount())) {
      return null;
    }
    LineFacts kept = Validity.afterKeepAlive(now, rule, on);
    return new LeastCost(
        Way.KEEP_ALIVE,
        keepAlive.amount(),
        lastDay,
        lastSafeDay(kept, rule, periodDays),
        keepAlive.note(),
        rule.provenance());
  }

  private static @Nullable LeastCost wholePeriod(
      LineFacts now,
      LapseRule rule,
      int periodDays,
      @Nullable Money need,
      @Nullable RefillAmounts allowed,
      @Nullable LocalDate lastDay,
      LocalDate on) {
    if (need == null || !need.isPositive() || periodDays < 1 || !isOneCurrency(now, need)) {
      return null;
    }
    LineFacts then = Validity.rolledForward(now, rule, periodDays, need, on);
    Money cost = rule.basis() == Basis.PLAN_CYCLE ? lacking(then, rule, need, allowed) : need;
    LineFacts paid = Validity.afterPayment(then, rule, periodDays, need, cost, 1, on);
    return new LeastCost(
        Way.WHOLE_PERIOD,
        cost,
        lastDay,
        lastSafeDay(paid, rule, periodDays),
        null,
        rule.provenance());
  }

  /** What must come into the balance for one more cycle, as an amount that the carrier takes. */
  private static Money lacking(
      LineFacts then, LapseRule rule, Money need, @Nullable RefillAmounts allowed) {
    Money balance = rule.cyclesFromBalance() ? then.balance() : null;
    Money lacking = balance != null && balance.isLessThan(need) ? need.minus(balance) : need;
    Money taken = allowed == null ? null : allowed.smallestAtLeast(lacking);
    return taken == null ? lacking : taken;
  }

  private static boolean isOneCurrency(LineFacts facts, Money amount) {
    Money balance = facts.balance();
    return balance == null || balance.currency().equals(amount.currency());
  }

  private static LineFacts usedOn(LineFacts facts, LocalDate day) {
    return new LineFacts(
        facts.validUntil(),
        facts.balance(),
        facts.balanceExpiresOn(),
        facts.anchorDay(),
        facts.lastPaymentOn(),
        Days.laterOf(facts.lastActivityOn(), day));
  }

  private static @Nullable LocalDate lastSafeDay(LineFacts facts, LapseRule rule, int periodDays) {
    LocalDate loss =
        LineState.numberMayBeLostOn(facts, rule, rule.numberLostAfterDays(), periodDays);
    return loss == null ? null : Days.plus(loss, -1);
  }
}
