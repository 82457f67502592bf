package dev.everline.line.validity;

import dev.everline.catalog.Basis;
import dev.everline.catalog.LapseRule;
import dev.everline.catalog.Length;
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
      @Nullable Length period,
      @Nullable Money need,
      @Nullable RefillAmounts allowed,
      LocalDate today) {
    LocalDate lastDay = lastSafeDay(end, rule, period);
    LocalDate on = Days.laterOf(lastDay, today);
    return switch (rule.basis()) {
      case ACTIVITY ->
          new LeastCost(
              Way.USE,
              Money.zero(Money.USD),
              lastDay,
              lastSafeDay(usedOn(now, on), rule, period),
              true,
              false,
              rule.counting(),
              rule.provenance());
      case BILL ->
          new LeastCost(
              Way.BILL, null, lastDay, null, true, false, rule.notes(), rule.provenance());
      case OTHER -> null;
      case FROM_EXPIRY, FROM_PAYMENT, PLAN_CYCLE, BILLING_DATE, ANNIVERSARY -> {
        LeastCost whole = wholePeriod(now, rule, period, need, allowed, lastDay, today);
        LeastCost keepAlive = keepAlive(now, rule, period, allowed, lastDay, on);
        boolean first =
            keepAlive != null
                && (whole == null || (keepAlive.confirmed() && isCheaper(keepAlive, whole)));
        yield first ? keepAlive : whole;
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
      LineFacts now,
      LapseRule rule,
      @Nullable Length period,
      @Nullable RefillAmounts allowed,
      @Nullable LocalDate lastDay,
      LocalDate on) {
    LapseRule.KeepAlive keepAlive = rule.keepAlive();
    if (keepAlive == null || !isOneCurrency(now, keepAlive.amount())) {
      return null;
    }
    LineFacts kept = Validity.afterKeepAlive(now, rule, on);
    Money taken = allowed == null ? null : allowed.smallestAtLeast(keepAlive.amount());
    return new LeastCost(
        Way.KEEP_ALIVE,
        taken == null ? keepAlive.amount() : taken,
        lastDay,
        lastSafeDay(kept, rule, period),
        keepAlive.confirmed(),
        false,
        keepAlive.note(),
        rule.provenance());
  }

  private static @Nullable LeastCost wholePeriod(
      LineFacts now,
      LapseRule rule,
      @Nullable Length period,
      @Nullable Money need,
      @Nullable RefillAmounts allowed,
      @Nullable LocalDate lastDay,
      LocalDate today) {
    if (need == null || !need.isPositive() || period == null || !isOneCurrency(now, need)) {
      return null;
    }
    LocalDate on = Days.laterOf(lastDay, today);
    LineFacts then = Validity.rolledForward(now, rule, period, need, on);
    Money cost = rule.basis() == Basis.PLAN_CYCLE ? lacking(then, rule, need, allowed) : need;
    LineFacts paid = Validity.afterPayment(then, rule, period, need, cost, period, on);
    return new LeastCost(
        Way.WHOLE_PERIOD,
        cost.plus(lateFee(now, rule, cost, today)),
        lastDay,
        lastSafeDay(paid, rule, period),
        true,
        false,
        null,
        rule.provenance());
  }

  /** What the carrier charges for coming back, by how late it is today. */
  private static Money lateFee(LineFacts now, LapseRule rule, Money cost, LocalDate today) {
    LocalDate end = now.validUntil();
    Money fee =
        end == null || !today.isAfter(end)
            ? Money.zero(cost.currency())
            : rule.late().feeAfter(today.toEpochDay() - end.toEpochDay());
    return fee.currency().equals(cost.currency()) ? fee : Money.zero(cost.currency());
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

  private static @Nullable LocalDate lastSafeDay(
      LineFacts facts, LapseRule rule, @Nullable Length period) {
    LocalDate loss = LineState.numberMayBeLostOn(facts, rule, rule.numberLostAfterDays(), period);
    return loss == null ? null : Days.plus(loss, -1);
  }
}
