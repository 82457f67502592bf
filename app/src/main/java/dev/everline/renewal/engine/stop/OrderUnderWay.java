package dev.everline.renewal.engine.stop;

import dev.everline.kernel.OrderId;
import dev.everline.kernel.ProblemType;

/** A line has one order at a time, so that nothing is paid twice. */
public record OrderUnderWay() implements StopRule {

  @Override
  public Stop of(OrderRequest request, StartFacts facts) {
    OrderId open = request.line().openOrder();
    if (open == null || (request.released() && open.equals(request.order().id()))) {
      return Stop.PASS;
    }
    return Stop.skipSilently(
        Stop.A_DAY,
        ProblemType.CONFLICT,
        "Line "
            + request.line().id()
            + " has order "
            + open
            + " under way; wait until it is over, so that nothing is paid twice.");
  }
}
