package dev.everline.renewal.outside;

import dev.everline.catalog.LapseRule;
import dev.everline.catalog.Length;
import dev.everline.catalog.Plan;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.Money;
import dev.everline.line.LineFacts;
import dev.everline.line.validity.Validity;
import dev.everline.renewal.decide.LineToday;
import java.time.LocalDate;
import java.util.Currency;
import org.jspecify.annotations.Nullable;

/**
 * Where a payment outside has led a line, by its rule and from the day of payment; pure.
 *
 * @param facts of the line after it, rolled forward to today
 * @param end the last day that is paid for then; null when it can't be computed
 */
public record Extension(LineFacts facts, @Nullable LocalDate end) {

  /** More periods at once than anybody buys. */
  private static final int MOST_PERIODS = 24;

  /** Something was paid, and it isn't known how much: rules look at the sum only if it matters. */
  private static final Money SOMETHING = Money.usd(1_00);

  /**
   * By the lapse rule. An amount that is several times the price buys so many periods, one that is
   * the price of a term buys that, and one that is a smaller payment known to keep the number keeps
   * it; any other buys a period. Where money in the balance pays, the amount goes into it.
   *
   * @param known the line's facts as they are stored
   * @param line the line today
   * @param amount null when it isn't known
   */
  public static Extension byRule(
      LineFacts known, LineToday line, @Nullable Money amount, LocalDate paidOn) {
    Plan plan = line.plan();
    LapseRule rule = line.rule();
    if (plan == null || rule == null || !rule.basis().isRenewable()) {
      return new Extension(known.paidOn(paidOn), null);
    }
    Money need = line.need();
    Length period = plan.period();
    boolean byAmount = !rule.balanceLives().isEmpty() || rule.cyclesFromBalance();
    if (period == null || (amount == null && need == null && byAmount)) {
      return new Extension(known.paidOn(paidOn), null);
    }
    Money taken = need == null ? Money.zero(currency(known, amount)) : need;
    Money paid = amount != null ? amount : need != null && need.isPositive() ? need : SOMETHING;
    try {
      LineFacts then =
          keepsOnly(rule, amount, line)
              ? Validity.afterKeepAlive(known, rule, paidOn)
              : Validity.afterPayment(
                  known, rule, period, taken, paid, bought(plan, period, paid, line), paidOn);
      if (amount != null && plan.servedFromBalance()) {
        then = Validity.credited(known, then, amount);
      }
      LineFacts now = Validity.rolledForward(then, rule, period, taken, line.today());
      return new Extension(now, Validity.coveredUntil(now, rule, period, taken));
    } catch (InvalidValue beyond) {
      // Two currencies, or a day that no calendar of people has: their own word is asked for.
      return new Extension(known.paidOn(paidOn), null);
    }
  }

  private static Currency currency(LineFacts facts, @Nullable Money amount) {
    Money balance = facts.balance();
    return amount != null
        ? amount.currency()
        : balance != null ? balance.currency() : SOMETHING.currency();
  }

  private static boolean keepsOnly(LapseRule rule, @Nullable Money amount, LineToday line) {
    LapseRule.KeepAlive keepAlive = rule.keepAlive();
    Plan plan = line.plan();
    Money price = plan == null ? null : plan.priceOn(line.today());
    return keepAlive != null
        && amount != null
        && keepAlive.amount().equals(amount)
        && price != null
        && amount.currency().equals(price.currency())
        && amount.isLessThan(price);
  }

  private static Length bought(Plan plan, Length period, Money paid, LineToday line) {
    for (Plan.Term term : plan.termsForRenewing()) {
      if (term.price().equals(paid)) {
        return term.length();
      }
    }
    for (Money price : new @Nullable Money[] {plan.priceOn(line.today()), line.need()}) {
      int periods = price == null ? 0 : times(paid, price);
      if (periods > 1) {
        return period.times(periods);
      }
    }
    return period;
  }

  private static int times(Money paid, Money price) {
    return price.isPositive()
            && paid.currency().equals(price.currency())
            && paid.minor() % price.minor() == 0
            && paid.minor() / price.minor() <= MOST_PERIODS
        ? Math.toIntExact(paid.minor() / price.minor())
        : 0;
  }

  /**
   * With the end that the owner gives in place of the computed one.
   *
   * @param known the line's facts as they are stored
   * @param covered the last day that these cover, or null when not known
   * @param given the last day served
   */
  Extension reaching(
      LineFacts known, @Nullable LocalDate covered, LocalDate given, LocalDate paidOn) {
    if (given.equals(end)) {
      return this;
    }
    boolean later = covered != null && given.isAfter(covered);
    LineFacts reached =
        later
            ? Validity.reaching(known, covered, given, paidOn)
            : known.paidOn(paidOn).withEndGiven(given);
    return new Extension(reached, given);
  }
}
