package dev.everline.renewal.engine.stop;

import dev.everline.kernel.ProblemType;
import dev.everline.notice.NoticeKind;
import dev.everline.renewal.order.OrderDraft;

/** Facts entered while an order was held may show that its days have been paid without us. */
public record OrderOutdated() implements StopRule {

  @Override
  public Stop of(OrderRequest request, StartFacts facts) {
    if (!request.released()) {
      return Stop.PASS;
    }
    OrderDraft order = request.order();
    if (facts.asOrdered() && !facts.earlier().isPaid(order.kind())) {
      return Stop.PASS;
    }
    return Stop.skip(
        new Stop.Notice(NoticeKind.NO_CHANGE_AT_CARRIER, 0),
        ProblemType.PAID_ALREADY,
        "Line "
            + request.line().id()
            + " is now paid until "
            + facts.covered()
            + ", and order "
            + order.id()
            + " was to extend it from "
            + order.periodFrom()
            + "; cancel the order, and renew the line again if it needs it.");
  }
}
