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
import dev.everline.payment.Payments;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Prices renewals; pure. Prices come from the catalog on the day in the carrier's zone. Each part
 * of a price has its own rule.
 */
public final class Quoter {

  private static final int MOST_PERIODS = 24;

  /** At most two years are bought at once, no matter how long a period is. */
  private static final int MOST_DAYS = 732;

  private final Catalog catalog;
  private final Fee911 fee911;
  private final List<PriceRule> rules;

  /**
   * @param serviceFee what the operator of this installation charges for each renewal; may be zero
   */
  public Quoter(Catalog catalog, Money serviceFee) {
    this.catalog = catalog;
    this.fee911 = new Fee911(catalog);
    this.rules =
        List.of(
            new PlanPrice(),
            new BalanceAmount(),
            new CarrierFee911(fee911),
            new FromBalance(),
            new KeptInBalance(catalog),
            new SaleFee911(fee911),
            new ServiceFee(serviceFee));
  }

  /**
   * What one period takes: the plan's price plus the state's 911 fee where the price does not
   * include it. Null when the price is not known.
   */
  public @Nullable Money need(Plan plan, @Nullable String state, LocalDate day) {
    Money price = plan.priceOn(day);
    return price == null ? null : price.plus(fee911.on(plan, state, price, 1));
  }

  /**
   * The quote for whole periods.
   *
   * @param facts of the line, rolled forward to the day
   * @throws ProblemException NOT_RENEWABLE when the price or the length of a period isn't known
   */
  public Quote wholePeriods(DueLine line, LineFacts facts, int periods, LocalDate day) {
    requireAhead(periods);
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
    Money need = price.plus(fee911.on(plan, line.state(), price, 1));
    Sale sale =
        new Sale(
            Quote.Kind.WHOLE_PERIOD, line, facts, plan, rule, periods, price.times(periods), day);
    Parts parts = parts(sale);
    LineFacts after =
        Validity.afterPayment(facts, rule, days, need, parts.toCarrier(), periods, day);
    return quote(sale, parts, Validity.coveredUntil(after, rule, days, need));
  }

  /** One period can always be bought, whatever its length. */
  private static int mostPeriods(int days) {
    return Math.clamp(MOST_DAYS / days, 1, MOST_PERIODS);
  }

  private static void requireAhead(int periods) {
    if (periods < 1 || periods > MOST_PERIODS) {
      throw InvalidValue.of(
          "periods",
          Integer.toString(periods),
          "is out of range",
          "give 1 to " + MOST_PERIODS + ": at most two years of this plan are bought at once");
    }
  }

  /**
   * For a request for too many periods: says how long a period is, and which longer terms the
   * carrier sells.
   */
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
          "is not an amount that " + line.carrier() + " takes",
          allowed == null || allowed.kind() == RefillAmounts.Kind.PLAN
              ? "renew a whole period instead"
              : "give one of " + describe(allowed));
    }
    Integer days = plan.validityDays();
    Money need = need(plan, line.state(), day);
    LocalDate until = facts.validUntil();
    if (rule.cyclesFromBalance() && days != null && need != null) {
      LineFacts after = Validity.afterPayment(facts, rule, days, need, amount, 1, day);
      until = Validity.coveredUntil(after, rule, days, need);
    }
    Sale sale = new Sale(Quote.Kind.FLEXIBLE, line, facts, plan, rule, 1, amount, day);
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
    Sale sale =
        new Sale(Quote.Kind.KEEP_ALIVE, line, facts, plan, rule, 1, keepAlive.amount(), day);
    return quote(sale, parts(sale), Validity.afterKeepAlive(facts, rule, day).validUntil());
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
        parts.add(part);
        total = total.plus(part.amount());
        if (part.name().payee() == Payments.Payee.CARRIER) {
          toCarrier = toCarrier.plus(part.amount());
        }
      }
    }
    return new Parts(List.copyOf(parts), toCarrier, total);
  }

  private static Quote quote(Sale sale, Parts parts, @Nullable LocalDate until) {
    return new Quote(
        sale.kind(),
        sale.kind() == Quote.Kind.WHOLE_PERIOD ? sale.plan().id() : null,
        sale.periods(),
        parts.list(),
        parts.toCarrier(),
        parts.total(),
        until,
        sale.rule().id());
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
      case RANGE -> allowed.min() + " to " + allowed.max();
      case PLAN -> "the plan's price";
    };
  }
}
