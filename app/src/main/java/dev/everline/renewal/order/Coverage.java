package dev.everline.renewal.order;

import dev.everline.catalog.Catalog;
import dev.everline.catalog.LapseRule;
import dev.everline.catalog.Plan;
import dev.everline.kernel.Money;
import dev.everline.line.LineFacts;
import dev.everline.line.due.DueLine;
import dev.everline.line.validity.Validity;
import dev.everline.renewal.decide.KeepNumber;
import dev.everline.renewal.price.Quoter;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * How far the money that is paid already reaches, as an order's first day is counted; pure. It
 * doesn't change by the passing of time, so that an order and its line agree for as long as nobody
 * has entered anything else.
 */
public final class Coverage {

  private final Catalog catalog;
  private final Quoter quoter;

  public Coverage(Catalog catalog, Quoter quoter) {
    this.catalog = catalog;
    this.quoter = quoter;
  }

  /** The day in the zone of the line's carrier. */
  public LocalDate day(DueLine line, Instant at) {
    return LocalDate.ofInstant(at, catalog.carrier(line.carrier()).zone());
  }

  /** The last day that is paid, or null when it isn't known. */
  public @Nullable LocalDate until(DueLine line, LocalDate today) {
    Plan plan = line.plan() == null ? null : catalog.plans().get(line.plan());
    Money need = plan == null ? null : quoter.need(plan, line.state(), today);
    Integer days = plan == null ? null : plan.validityDays();
    if (plan == null || need == null || days == null) {
      return line.facts().validUntil();
    }
    LapseRule rule = catalog.lapseRule(plan.lapseRule());
    LineFacts facts = Validity.rolledForward(line.facts(), rule, days, need, today);
    return Validity.coveredUntil(facts, rule, days, need);
  }

  /**
   * Whether the line still stands where the order found it. It doesn't once its owner, an import or
   * a message of its carrier has told of another end meanwhile, such as after a payment that
   * Everline had no part in.
   */
  public boolean isAsOrdered(DueLine line, Order order, LocalDate today) {
    LocalDate now;
    if (order.keepsNumberUnasked()) {
      Plan plan = line.plan() == null ? null : catalog.plans().get(line.plan());
      now =
          plan == null
              ? null
              : KeepNumber.lastSafeDay(
                  rolled(line, plan, today), catalog.lapseRule(plan.lapseRule()), plan);
    } else {
      now = until(line, today);
    }
    return now == null || now.equals(order.periodFrom());
  }

  private LineFacts rolled(DueLine line, Plan plan, LocalDate today) {
    Money need = quoter.need(plan, line.state(), today);
    Integer days = plan.validityDays();
    return need == null || days == null
        ? line.facts()
        : Validity.rolledForward(
            line.facts(), catalog.lapseRule(plan.lapseRule()), days, need, today);
  }
}
