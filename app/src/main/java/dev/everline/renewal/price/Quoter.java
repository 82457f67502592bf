package dev.everline.renewal.price;

import dev.everline.catalog.Basis;
import dev.everline.catalog.Catalog;
import dev.everline.catalog.LapseRule;
import dev.everline.catalog.Plan;
import dev.everline.catalog.RefillAmounts;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.Money;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.line.LineFacts;
import dev.everline.line.due.DueLine;
import dev.everline.line.validity.Validity;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Prices renewals; pure. Prices come from the catalog on the day in the carrier's zone. A state's
 * 911 fee is added where the plan's price does not hold it: out of the line's balance for plans
 * that renew themselves from one, else at the point of sale.
 */
public final class Quoter {

  private static final int MOST_PERIODS = 24;

  /** No more than two years are bought at once, however long a period is. */
  private static final int MOST_DAYS = 732;

  private final Catalog catalog;
  private final Money serviceFee;

  /**
   * @param serviceFee what the operator of this installation takes for each renewal; may be zero
   */
  public Quoter(Catalog catalog, Money serviceFee) {
    this.catalog = catalog;
    this.serviceFee = serviceFee;
  }

  /**
   * What one period takes: the plan's price with the state's 911 fee where the price does not hold
   * it. Null when the price is not known.
   */
  public @Nullable Money need(Plan plan, @Nullable String state, LocalDate day) {
    Money price = plan.priceOn(day);
    return price == null ? null : price.plus(fee911(plan, state, price, 1));
  }

  /**
   * The quote for whole periods.
   *
   * @param facts of the line, rolled forward to the day
   * @throws ProblemException NOT_RENEWABLE when the price or the length of a period isn't known
   */
  public Quote wholePeriods(DueLine line, LineFacts facts, int periods, LocalDate day) {
    requireAhead(periods, MOST_PERIODS);
    Plan plan = planOf(line);
    LapseRule rule = renewableRuleOf(plan);
    Money price = plan.priceOn(day);
    Integer days = plan.validityDays();
    if (price == null || days == null) {
      throw notRenewable(plan, "its price or its length is not in the catalog");
    }
    requireWithin(periods, days, plan, day);
    if (periods > 1 && rule.basis() == Basis.PLAN_CYCLE && !rule.cyclesFromBalance()) {
      throw notRenewable(
          plan,
          "no source says that money left in its balance pays later periods, so only one period"
              + " is bought at a time");
    }
    List<Quote.Component> components = new ArrayList<>();
    components.add(new Quote.Component(Quote.Name.PLAN, plan.name(), price.times(periods)));
    Money plans = price.times(periods);
    Money fee = fee911(plan, line.state(), plans, periods);
    Money topUp = plans;
    if (rule.basis() == Basis.PLAN_CYCLE) {
      add(components, Quote.Name.FEE_911_BY_CARRIER, line.state(), fee);
      topUp = intoBalance(components, line, plan, rule, facts, plans.plus(fee));
    } else {
      add(components, Quote.Name.FEE_911, line.state(), fee);
    }
    Money need = price.plus(fee911(plan, line.state(), price, 1));
    LineFacts after = Validity.afterPayment(facts, rule, days, need, topUp, periods, day);
    return quote(
        Quote.Kind.WHOLE_PERIOD,
        plan.id(),
        periods,
        components,
        topUp,
        Validity.coveredUntil(after, rule, days, need),
        rule);
  }

  /** One period can always be bought. */
  private static int mostPeriods(int days) {
    return Math.clamp(MOST_DAYS / days, 1, MOST_PERIODS);
  }

  private static void requireAhead(int periods, int most) {
    if (periods < 1 || periods > most) {
      throw InvalidValue.of(
          "periods",
          Integer.toString(periods),
          "is out of range",
          most == 1
              ? "give 1: at most two years of this plan are bought at once"
              : "give 1 to " + most + ": at most two years of this plan are bought at once");
    }
  }

  /** Says how long a period is, and what the carrier sells for longer, to who asks for too many. */
  private static void requireWithin(int periods, int days, Plan plan, LocalDate day) {
    int most = mostPeriods(days);
    if (periods <= most) {
      return;
    }
    StringBuilder remedy = new StringBuilder();
    remedy.append("a period of this plan is ").append(days).append(days == 1 ? " day" : " days");
    remedy.append(most == 1 ? ", so give 1" : ", so give 1 to " + most);
    remedy.append(" (at most two years at once)");
    for (Plan.Term term : plan.termsForRenewing(day)) {
      remedy.append("; its carrier sells ").append(term.months()).append(" months at once for ");
      remedy.append(term.price());
      if (!Boolean.TRUE.equals(plan.taxesIncluded())) {
        remedy.append(plan.taxesIncluded() == null ? ", taxes perhaps extra" : ", taxes extra");
      }
    }
    throw InvalidValue.of(
        "periods", Integer.toString(periods), "is out of range", remedy.toString());
  }

  /**
   * The quote for an amount of the owner's choice.
   *
   * @throws InvalidValue when the carrier does not take that amount; names those it takes
   */
  public Quote flexible(DueLine line, LineFacts facts, Money amount, LocalDate day) {
    amount.requirePositive("amount");
    Plan plan = planOf(line);
    LapseRule rule = renewableRuleOf(plan);
    RefillAmounts allowed = catalog.refillAmountsFor(plan).orElse(null);
    if (allowed == null || !allowed.allows(amount)) {
      throw InvalidValue.of(
          "amount",
          amount.toString(),
          "is not an amount that " + line.carrier() + " takes",
          allowed == null || allowed.kind() == RefillAmounts.Kind.PLAN
              ? "renew a whole period instead"
              : "give one of " + describe(allowed));
    }
    List<Quote.Component> components = new ArrayList<>();
    components.add(new Quote.Component(Quote.Name.BALANCE, line.carrier(), amount));
    if (rule.basis() != Basis.PLAN_CYCLE) {
      add(components, Quote.Name.FEE_911, line.state(), fee911(plan, line.state(), amount, 1));
    }
    Integer days = plan.validityDays();
    Money need = need(plan, line.state(), day);
    LocalDate until = facts.validUntil();
    if (rule.cyclesFromBalance() && days != null && need != null) {
      LineFacts after = Validity.afterPayment(facts, rule, days, need, amount, 1, day);
      until = Validity.coveredUntil(after, rule, days, need);
    }
    return quote(Quote.Kind.FLEXIBLE, null, 1, components, amount, until, rule);
  }

  /**
   * The quote for the least that keeps the number, as an amount that the carrier takes.
   *
   * @throws ProblemException NOT_RENEWABLE when no such payment is known for the line's rule
   */
  public Quote keepAlive(DueLine line, LineFacts facts, LocalDate day) {
    Plan plan = planOf(line);
    LapseRule rule = renewableRuleOf(plan);
    LapseRule.KeepAlive keepAlive = rule.keepAlive();
    if (keepAlive == null || !keepAlive.amount().isPositive()) {
      throw notRenewable(plan, "no smaller payment that keeps the number is known");
    }
    List<Quote.Component> components = new ArrayList<>();
    components.add(new Quote.Component(Quote.Name.BALANCE, rule.id(), keepAlive.amount()));
    Money taken =
        catalog
            .refillAmountsFor(plan)
            .map(allowed -> allowed.smallestAtLeast(keepAlive.amount()))
            .orElse(keepAlive.amount());
    add(components, Quote.Name.KEPT_IN_BALANCE, line.carrier(), taken.minus(keepAlive.amount()));
    if (rule.basis() != Basis.PLAN_CYCLE) {
      add(components, Quote.Name.FEE_911, line.state(), fee911(plan, line.state(), taken, 1));
    }
    LineFacts after = Validity.afterKeepAlive(facts, rule, day);
    return quote(Quote.Kind.KEEP_ALIVE, null, 1, components, taken, after.validUntil(), rule);
  }

  /** What must be paid into the balance, given what lives there and what amounts are taken. */
  private Money intoBalance(
      List<Quote.Component> components,
      DueLine line,
      Plan plan,
      LapseRule rule,
      LineFacts facts,
      Money needed) {
    Money missing = needed;
    // Money that isn't known to pay the plan makes it no cheaper.
    Money balance = rule.cyclesFromBalance() ? facts.balance() : null;
    LocalDate dueOn = facts.validUntil();
    LocalDate aliveUntil = facts.balanceExpiresOn();
    boolean alive =
        balance != null
            && balance.isPositive()
            && (aliveUntil == null || dueOn == null || !aliveUntil.isBefore(dueOn));
    if (alive && balance != null && balance.isLessThan(needed)) {
      components.add(
          new Quote.Component(Quote.Name.FROM_BALANCE, line.carrier(), balance.negate()));
      missing = needed.minus(balance);
    }
    RefillAmounts allowed = catalog.refillAmountsFor(plan).orElse(null);
    Money amount = allowed == null ? null : allowed.smallestAtLeast(missing);
    if (amount == null) {
      return missing;
    }
    add(components, Quote.Name.KEPT_IN_BALANCE, line.carrier(), amount.minus(missing));
    return amount;
  }

  private Quote quote(
      Quote.Kind kind,
      @Nullable String plan,
      int periods,
      List<Quote.Component> components,
      Money topUp,
      @Nullable LocalDate validUntil,
      LapseRule rule) {
    if (serviceFee.isPositive() && serviceFee.currency().equals(topUp.currency())) {
      components.add(new Quote.Component(Quote.Name.SERVICE_FEE, "", serviceFee));
    }
    Money total = Money.zero(topUp.currency());
    for (Quote.Component component : components) {
      total = total.plus(component.amount());
    }
    return new Quote(
        kind, plan, periods, List.copyOf(components), topUp, total, validUntil, rule.id());
  }

  private Money fee911(Plan plan, @Nullable String state, Money price, int months) {
    if (state == null || !Boolean.FALSE.equals(plan.taxesIncluded())) {
      return Money.zero(price.currency());
    }
    return catalog
        .prepaidFee(state)
        .map(fee -> fee.on(price, months))
        .orElse(Money.zero(price.currency()));
  }

  private static void add(
      List<Quote.Component> components, Quote.Name name, @Nullable String detail, Money amount) {
    if (!amount.isZero()) {
      components.add(new Quote.Component(name, detail == null ? "" : detail, amount));
    }
  }

  private Plan planOf(DueLine line) {
    if (line.plan() == null) {
      throw new ProblemException(
          ProblemType.NOT_RENEWABLE,
          "Line " + line.id() + " has no plan; set it with 'line set --plan' first.");
    }
    return catalog.plan(line.plan());
  }

  private LapseRule renewableRuleOf(Plan plan) {
    LapseRule rule = catalog.lapseRule(plan.lapseRule());
    if (!rule.basis().isRenewable()) {
      throw notRenewable(plan, "lines of rule " + rule.id() + " are not kept by a payment ahead");
    }
    return rule;
  }

  private static ProblemException notRenewable(Plan plan, String why) {
    return new ProblemException(
        ProblemType.NOT_RENEWABLE,
        "Plan " + plan.id() + " can't be renewed here: " + why + ". Renew it with its carrier.");
  }

  private static String describe(RefillAmounts allowed) {
    return switch (allowed.kind()) {
      case FIXED -> allowed.amounts().toString();
      case RANGE -> allowed.min() + " to " + allowed.max();
      case PLAN -> "the plan's price";
    };
  }
}
