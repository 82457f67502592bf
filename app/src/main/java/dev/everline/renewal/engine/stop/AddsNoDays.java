package dev.everline.renewal.engine.stop;

import dev.everline.kernel.ProblemType;
import dev.everline.renewal.order.OrderDraft;
import dev.everline.renewal.price.Quote;
import java.time.LocalDate;

/**
 * Where a carrier counts from the day of payment, a period paid early may end no later than what is
 * already paid; the person who asks is told so. An order that a person releases was placed before,
 * and goes on. The heartbeat pays at the safe moment and not before: if even then a short period
 * adds no days, waiting longer could let the line lapse.
 */
public record AddsNoDays() implements StopRule {

  @Override
  public Stop of(OrderRequest request, StartFacts facts) {
    OrderDraft order = request.order();
    LocalDate until = order.validUntil();
    if (!request.byHand()
        || request.released()
        || order.kind() != Quote.Kind.WHOLE_PERIOD
        || until == null
        || request.line().facts().validUntil() == null
        || until.isAfter(order.periodFrom())) {
      return Stop.PASS;
    }
    return Stop.skipSilently(
        Stop.A_DAY,
        ProblemType.PAID_ALREADY,
        "Line "
            + request.line().id()
            + " is already paid until "
            + order.periodFrom()
            + ", and its carrier counts from the day of payment: another one now would"
            + " add no day. Renew it nearer to its end.");
  }
}
