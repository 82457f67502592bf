package dev.everline.renewal.order;

import dev.everline.carrier.CarrierConnector.CarrierFacts;
import dev.everline.catalog.Catalog;
import dev.everline.catalog.LapseRule;
import dev.everline.catalog.Length;
import dev.everline.catalog.Plan;
import dev.everline.kernel.Money;
import dev.everline.line.LineFacts;
import dev.everline.line.due.DueLine;
import dev.everline.line.validity.Validity;
import dev.everline.renewal.decide.LineToday;
import dev.everline.renewal.price.Quote;
import dev.everline.renewal.price.Quoter;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A line's facts after a renewal: by the lapse rule or, where the carrier itself reported them, as
 * reported; pure.
 *
 * <p>The order extends the line as it was when the carrier was asked, counting from that day no
 * matter how late the answer comes. Facts entered for the line since then may already include the
 * renewal: then the later end counts, and nothing is added on top.
 */
public final class Aftermath {

  private final Coverage coverage;

  public Aftermath(Catalog catalog, Quoter quoter) {
    this.coverage = new Coverage(catalog, quoter);
  }

  /**
   * A line with its finished order and its newer facts, and the order with the end that it has led
   * to.
   */
  public record Renewed(DueLine line, Order order) {}

  public Renewed of(DueLine line, Order order, @Nullable CarrierFacts said, Instant now) {
    DueLine closed = line.withoutOrder();
    if (!order.carrier().equals(line.carrier())) {
      // What one carrier was paid for, and says, isn't true of another's line.
      return new Renewed(closed, order);
    }
    LineToday seen = coverage.today(line, now);
    LineToday then = coverage.today(line, Objects.requireNonNullElse(order.lastCallAt(), now));
    LocalDate today = seen.today();
    LocalDate asked = then.today();
    Plan plan = then.plan();
    LapseRule rule = then.rule();
    Money need = then.need();
    boolean samePlan = order.plan() == null || order.plan().equals(line.plan());
    DueLine renewed;
    if (plan != null
        && rule != null
        && need != null
        && then.isPriced()
        && samePlan
        && Coverage.isAsOrdered(seen, order)) {
      Length period = Objects.requireNonNull(then.period());
      LineFacts facts = then.facts();
      LineFacts paid = byRule(facts, rule, period, need, order, asked);
      LineFacts credited =
          plan.servedFromBalance() ? Validity.credited(facts, paid, order.topUp()) : paid;
      renewed =
          closed.knowing(
              Validity.rolledForward(credited, rule, period, need, today),
              "rule:" + rule.id(),
              now);
    } else {
      renewed = reaching(closed, order, seen.coveredUntil(), asked, now);
      Instant entered = line.known().asOf();
      if (said != null && entered != null && said.asOf().isBefore(entered)) {
        // What was entered is newer than what the carrier reported.
        return new Renewed(renewed, order);
      }
      if (said == null) {
        return new Renewed(renewed, order);
      }
    }
    if (said != null) {
      renewed = renewed.knowing(heard(renewed.facts(), said), order.route(), said.asOf());
    }
    boolean whole = order.kind() == Quote.Kind.WHOLE_PERIOD;
    LocalDate end = whole ? coverage.today(renewed, now).coveredUntil() : null;
    return new Renewed(renewed, end == null ? order : order.withValidUntil(end));
  }

  /** The end entered meanwhile, or the order's expected end where that is later. */
  private DueLine reaching(
      DueLine line, Order order, @Nullable LocalDate covered, LocalDate asked, Instant now) {
    LocalDate end = order.validUntil();
    // An order that bought no days, such as a top-up apart from the plan, doesn't move the end.
    LineFacts facts =
        end == null || !end.isAfter(order.periodFrom())
            ? line.facts()
            : Validity.reaching(line.facts(), covered, end, asked);
    return facts.equals(line.facts()) ? line : line.knowing(facts, "order", now);
  }

  private static LineFacts byRule(
      LineFacts facts, LapseRule rule, Length period, Money need, Order order, LocalDate day) {
    Length term = order.term();
    Length bought = term == null ? period.times(order.periods()) : term;
    return switch (order.kind()) {
      case WHOLE_PERIOD ->
          Validity.afterPayment(facts, rule, period, need, order.topUp(), bought, day);
      case FLEXIBLE ->
          rule.cyclesFromBalance() || rule.lastsByAmount()
              ? Validity.afterPayment(facts, rule, period, need, order.topUp(), period, day)
              : withBalance(facts, order.topUp(), day);
      case KEEP_ALIVE -> Validity.afterKeepAlive(facts, rule, day);
    };
  }

  private static LineFacts withBalance(LineFacts facts, Money more, LocalDate day) {
    Money balance = facts.balance();
    return new LineFacts(
        facts.validUntil(),
        balance == null ? more : balance.plus(more),
        facts.balanceExpiresOn(),
        facts.anchorDay(),
        day,
        facts.lastActivityOn());
  }

  private static LineFacts heard(LineFacts facts, CarrierFacts said) {
    LocalDate until = said.validUntil();
    Money balance = said.balance();
    LocalDate alive = said.balanceExpiresOn();
    LineFacts heard = until == null ? facts : facts.withEndGiven(until);
    return heard.withBalance(
        balance == null ? facts.balance() : balance,
        alive == null ? facts.balanceExpiresOn() : alive);
  }
}
