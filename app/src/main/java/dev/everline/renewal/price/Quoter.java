package dev.everline.renewal.price;

import dev.everline.catalog.Basis;
import dev.everline.catalog.Catalog;
import dev.everline.catalog.LapseRule;
import dev.everline.catalog.Length;
import dev.everline.catalog.Plan;
import dev.everline.catalog.RefillAmounts;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.Money;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.line.LineFacts;
import dev.everline.line.due.DueLine;
import dev.everline.line.validity.LineState;
import dev.everline.line.validity.Validity;
import dev.everline.payment.Payments;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Prices renewals; pure. Prices come from the catalog on the day in the carrier's zone. Each part
 * of a price has its own rule.
 */
public final class Quoter {

  private final Catalog catalog;
  private final Fee911 fee911;
  private final List<PriceRule> rules;
  private final Remarks remarks;

  /**
   * @param serviceFee what the operator of this installation charges for each renewal; may be zero
   */
  public Quoter(Catalog catalog, Money serviceFee) {
    this(catalog, rules(catalog, new Fee911(catalog), serviceFee));
  }

  Quoter(Catalog catalog, List<PriceRule> rules) {
    this.catalog = catalog;
    this.fee911 = new Fee911(catalog);
    this.remarks = new Remarks(catalog);
    this.rules = rules;
  }

  private static List<PriceRule> rules(Catalog catalog, Fee911 fee911, Money serviceFee) {
    return List.of(
        new PlanPrice(),
        new Reactivation(),
        new BalanceAmount(),
        new CarrierFee911(fee911),
        new FromBalance(),
        new KeptInBalance(catalog),
        new SaleFee911(fee911),
        new ServiceFee(serviceFee));
  }

  /**
   * What the carrier takes for one period: the plan's price plus the state's 911 fee where the
   * price does not include it; the dearest state's while the state isn't known. Null when the price
   * is not known.
   */
  public @Nullable Money need(Plan plan, @Nullable String state, LocalDate day) {
    return withFees(plan, state, plan.priceOn(day));
  }

  /** The same for a line that the carrier's own autopay renews, at the price that it has then. */
  public @Nullable Money needByAutopay(Plan plan, @Nullable String state, LocalDate day) {
    Money price = plan.autopayPriceOn(day);
    return price == null ? need(plan, state, day) : withFees(plan, state, price);
  }

  private @Nullable Money withFees(Plan plan, @Nullable String state, @Nullable Money price) {
    return price == null
        ? null
        : price.plus(fee911.atMost(plan, state, price, monthsOf(plan.period())));
  }

  private static int monthsOf(@Nullable Length period) {
    return period == null ? 1 : period.feeMonths();
  }

  /**
   * The quote for whole periods.
   *
   * @param facts of the line, rolled forward to the day
   * @throws ProblemException NOT_RENEWABLE when the price or the length of a period isn't known
   */
  public Quote wholePeriods(DueLine line, LineFacts facts, int periods, LocalDate day) {
    PeriodBounds.requireAhead(periods);
    Plan plan = planOf(line);
    LapseRule rule = renewableRuleOf(plan);
    Money price = plan.priceOn(day);
    Length period = plan.period();
    if (price != null && price.isZero()) {
      throw notRenewable(plan, "it costs nothing, so there is nothing to pay");
    }
    if (price == null || period == null) {
      throw notRenewable(plan, "its price or its length is not in the catalog");
    }
    PeriodBounds.requireWithin(periods, period, plan);
    if (periods > 1 && rule.basis() == Basis.PLAN_CYCLE && !rule.cyclesFromBalance()) {
      throw notRenewable(
          plan,
          "no source says that money left in its balance pays later periods, so only one period"
              + " is bought at a time");
    }
    Quote quote = periods(line, facts, plan, rule, period, price, periods, day);
    if (periods > 1) {
      // Money that dies before it is needed, or that an end further away outlasts, buys no day.
      Quote fewer = periods(line, facts, plan, rule, period, price, periods - 1, day);
      if (fewer.total().isLessThan(quote.total())
          && quote.validUntil() != null
          && Objects.equals(fewer.validUntil(), quote.validUntil())) {
        throw notRenewable(plan, "paying for more periods at once would add no day");
      }
    }
    return quote;
  }

  private Quote periods(
      DueLine line,
      LineFacts facts,
      Plan plan,
      LapseRule rule,
      Length period,
      Money price,
      int periods,
      LocalDate day) {
    return whole(
        line,
        facts,
        plan,
        rule,
        period,
        periods,
        null,
        period.times(periods),
        price.times(periods),
        price,
        day);
  }

  /**
   * The quote for a term that the carrier sells at once, at its own price.
   *
   * @param facts of the line, rolled forward to the day
   * @throws InvalidValue when the carrier doesn't sell such a term to a line that has the plan; the
   *     message names those it sells
   * @throws ProblemException NOT_RENEWABLE when the price or the length of a period isn't known, or
   *     money for several periods would wait in a balance
   */
  public Quote term(DueLine line, LineFacts facts, Length length, LocalDate day) {
    Plan plan = planOf(line);
    LapseRule rule = renewableRuleOf(plan);
    Money price = plan.priceOn(day);
    Length period = plan.period();
    if (price == null || period == null) {
      throw notRenewable(plan, "its price or its length is not in the catalog");
    }
    if (period.isCalled(length)) {
      return wholePeriods(line, facts, 1, day);
    }
    Plan.Term term = plan.termForRenewing(length);
    if (term == null) {
      throw InvalidValue.of(
          "term",
          length.toString(),
          "isn't sold for this plan",
          "give " + PeriodBounds.termsSold(plan));
    }
    if (rule.cyclesFromBalance()) {
      throw notRenewable(
          plan, "money for a term would wait in its balance and pay single periods at full price");
    }
    return whole(
        line, facts, plan, rule, period, 1, term.length(), term.length(), term.price(), price, day);
  }

  private Quote whole(
      DueLine line,
      LineFacts facts,
      Plan plan,
      LapseRule rule,
      Length period,
      int periods,
      @Nullable Length term,
      Length bought,
      Money costs,
      Money price,
      LocalDate day) {
    Money need = price.plus(fee911.atMost(plan, line.state(), price, period.feeMonths()));
    Sale sale =
        new Sale(
            Quote.Kind.WHOLE_PERIOD, line, facts, plan, rule, periods, term, bought, costs, day);
    Parts parts = parts(sale);
    requireOnePayment(sale, parts.toCarrier());
    LineFacts after =
        Validity.afterPayment(facts, rule, period, need, parts.toCarrier(), bought, day);
    return quote(sale, parts, Validity.coveredUntil(after, rule, period, need));
  }

  /** More than a carrier takes in one payment, or holds for a line, can't be paid at once. */
  private void requireOnePayment(Sale sale, Money toCarrier) {
    RefillAmounts allowed = catalog.refillAmountsFor(sale.plan()).orElse(null);
    if (allowed == null || !sale.rule().cyclesFromBalance()) {
      // Bought online as a plan, it is no refill.
      return;
    }
    Money most = allowed.isMostKnown() ? allowed.max() : null;
    if (most != null && most.isLessThan(toCarrier)) {
      throw notRenewable(
          sale.plan(),
          "its carrier takes at most " + most + " at once, and this would be " + toCarrier);
    }
    if (isMoreThanHeld(allowed, sale.facts(), toCarrier)) {
      throw notRenewable(
          sale.plan(),
          "its carrier holds at most "
              + allowed.mostHeld()
              + " for a line, this one has "
              + sale.facts().balance()
              + ", and this would be "
              + toCarrier
              + " more");
    }
  }

  /**
   * The quote for an amount of the owner's choice.
   *
   * @throws InvalidValue when the carrier does not take that amount; the message names those it
   *     takes
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
          "is not an amount that " + brand(line) + " takes",
          allowed == null || allowed.kind() == RefillAmounts.Kind.PLAN
              ? "renew a whole period instead"
              : "give one of " + describe(allowed));
    }
    requireHeld(allowed, facts, amount, line);
    Length period = plan.period();
    Money need = need(plan, line.state(), day);
    LocalDate until = null;
    boolean extending = rule.cyclesFromBalance() || rule.lastsByAmount();
    if (extending && period != null && need != null) {
      LineFacts after = Validity.afterPayment(facts, rule, period, need, amount, period, day);
      LocalDate before = Validity.coveredUntil(facts, rule, period, need);
      until = moved(Validity.coveredUntil(after, rule, period, need), before);
    }
    Sale sale = new Sale(Quote.Kind.FLEXIBLE, line, facts, plan, rule, 1, null, null, amount, day);
    return quote(sale, parts(sale), until);
  }

  /**
   * The quote for the smallest payment that keeps the number, as an amount that the carrier takes.
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
    LineFacts after = Validity.afterKeepAlive(facts, rule, day);
    LocalDate lost = lostOn(facts, plan, rule);
    LocalDate kept = lostOn(after, plan, rule);
    if (lost != null && kept != null && !kept.isAfter(lost)) {
      throw notRenewable(
          plan,
          "the number is safe until "
              + lost.minusDays(1)
              + " already, and paying now would add no day");
    }
    Sale sale =
        new Sale(
            Quote.Kind.KEEP_ALIVE, line, facts, plan, rule, 1, null, null, keepAlive.amount(), day);
    return quote(sale, parts(sale), moved(after.validUntil(), facts.validUntil()));
  }

  private static @Nullable LocalDate lostOn(LineFacts facts, Plan plan, LapseRule rule) {
    return LineState.numberMayBeLostOn(facts, rule, rule.numberLostAfterDays(), plan.period());
  }

  /** The new end, or null where it is the old one. */
  private static @Nullable LocalDate moved(@Nullable LocalDate end, @Nullable LocalDate before) {
    return end != null && (before == null || end.isAfter(before)) ? end : null;
  }

  /** A carrier that holds no more than so much for a line would refuse the payment. */
  private void requireHeld(RefillAmounts allowed, LineFacts facts, Money amount, DueLine line) {
    if (isMoreThanHeld(allowed, facts, amount)) {
      throw InvalidValue.of(
          "amount",
          amount.toString(),
          "is more than " + brand(line) + " still takes",
          "it holds at most "
              + allowed.mostHeld()
              + " for a line, and this one has "
              + facts.balance());
    }
  }

  private static boolean isMoreThanHeld(RefillAmounts allowed, LineFacts facts, Money more) {
    Money most = allowed.mostHeld();
    Money balance = facts.balance();
    return most != null
        && balance != null
        && balance.currency().equals(most.currency())
        && most.isLessThan(balance.plus(more));
  }

  private String brand(DueLine line) {
    return catalog.carrier(line.carrier()).brand();
  }

  /** The parts of a price, summed by who receives and who pays them. */
  private record Parts(List<Quote.Component> list, Money toCarrier, Money total) {}

  private Parts parts(Sale sale) {
    List<Quote.Component> parts = new ArrayList<>();
    Money total = Money.zero(sale.bought().currency());
    Money toCarrier = total;
    for (PriceRule rule : rules) {
      Quote.Component part = rule.part(sale, toCarrier).orElse(null);
      if (part != null) {
        requireListedPrice(part);
        parts.add(part);
        total = total.plus(part.amount());
        if (part.name().payee() == Payments.Payee.CARRIER) {
          toCarrier = toCarrier.plus(part.amount());
        }
      }
    }
    return new Parts(List.copyOf(parts), toCarrier, total);
  }

  /**
   * What a carrier lists is what it takes: only money that the line holds already comes off, and no
   * rule makes a plan or a term cheaper than its listed price.
   */
  private static void requireListedPrice(Quote.Component part) {
    if (part.amount().isNegative() && part.name() != Quote.Name.FROM_BALANCE) {
      throw new IllegalStateException(
          "The price rule for " + part.name() + " would sell below the carrier's listed price.");
    }
  }

  private Quote quote(Sale sale, Parts parts, @Nullable LocalDate until) {
    return new Quote(
        sale.kind(),
        sale.kind() == Quote.Kind.WHOLE_PERIOD ? sale.plan().id() : null,
        sale.periods(),
        sale.term(),
        parts.list(),
        parts.toCarrier(),
        parts.total(),
        until,
        sale.rule().id(),
        remarks.on(sale, until));
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
      throw notRenewable(
          plan, "lines of rule " + rule.id() + " can't be kept by paying in advance");
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
      case RANGE ->
          allowed.isMostKnown()
              ? allowed.min() + " to " + allowed.max()
              : allowed.min() + " or more; the most that it takes isn't confirmed";
      case PLAN -> "the plan's price";
    };
  }
}
