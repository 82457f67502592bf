package dev.everline.renewal;

import dev.everline.carrier.CarrierConnector.Known;
import dev.everline.catalog.Catalog;
import dev.everline.catalog.LapseRule;
import dev.everline.catalog.Plan;
import dev.everline.kernel.Money;
import dev.everline.line.DueLine;
import dev.everline.line.LineFacts;
import dev.everline.line.Validity;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * A line's facts after a renewal: by its rule, and where the carrier itself has said, by its word;
 * pure.
 */
final class Aftermath {

  private final Catalog catalog;
  private final Quoter quoter;

  Aftermath(Catalog catalog, Quoter quoter) {
    this.catalog = catalog;
    this.quoter = quoter;
  }

  /** The line with its order over and its newer facts. */
  DueLine of(DueLine line, Order order, @Nullable Known said, Instant now) {
    DueLine closed = line.withoutOrder();
    Plan plan = line.plan() == null ? null : catalog.plans().get(line.plan());
    if (plan == null) {
      return said == null ? closed : closed.knowing(heard(line.facts(), said), order.route(), now);
    }
    LapseRule rule = catalog.lapseRule(plan.lapseRule());
    ZoneId zone = catalog.carrier(line.carrier()).zone();
    LocalDate today = LocalDate.ofInstant(now, zone);
    Money price = quoter.need(plan, line.state(), today);
    Integer days = plan.validityDays();
    LineFacts facts = line.facts();
    if (price != null && days != null) {
      facts = Validity.rolledForward(facts, rule, days, price, today);
      LineFacts paid = byRule(facts, rule, days, price, order, today);
      facts = plan.servedFromBalance() ? Validity.credited(facts, paid, order.topUp()) : paid;
    }
    if (said != null) {
      return closed.knowing(heard(facts, said), order.route(), said.asOf());
    }
    return closed.knowing(facts, "rule:" + rule.id(), now);
  }

  private static LineFacts byRule(
      LineFacts facts, LapseRule rule, int days, Money need, Order order, LocalDate today) {
    return switch (order.kind()) {
      case WHOLE_PERIOD ->
          Validity.afterPayment(facts, rule, days, need, order.topUp(), order.periods(), today);
      case FLEXIBLE ->
          rule.basis() == dev.everline.catalog.Basis.PLAN_CYCLE
              ? Validity.afterPayment(facts, rule, days, need, order.topUp(), 1, today)
              : withBalance(facts, order.topUp(), today);
      case KEEP_ALIVE -> Validity.afterKeepAlive(facts, rule, today);
    };
  }

  private static LineFacts withBalance(LineFacts facts, Money more, LocalDate today) {
    Money balance = facts.balance();
    return new LineFacts(
        facts.validUntil(),
        balance == null ? more : balance.plus(more),
        facts.balanceExpiresOn(),
        facts.anchorDay(),
        today,
        facts.lastActivityOn());
  }

  private static LineFacts heard(LineFacts facts, Known said) {
    LocalDate until = said.validUntil();
    Money balance = said.balance();
    LocalDate alive = said.balanceExpiresOn();
    return new LineFacts(
        until == null ? facts.validUntil() : until,
        balance == null ? facts.balance() : balance,
        alive == null ? facts.balanceExpiresOn() : alive,
        facts.anchorDay(),
        facts.lastPaymentOn(),
        facts.lastActivityOn());
  }
}
