package dev.everline.renewal.engine.stop;

import dev.everline.kernel.Money;
import dev.everline.kernel.ProblemType;

/** A person pays at most the price that they were shown. */
public record AboveAgreedPrice() implements StopRule {

  @Override
  public Stop of(OrderRequest request, StartFacts facts) {
    Money agreed = request.agreed();
    Money total = request.order().total();
    if (agreed == null || !agreed.isLessThan(total)) {
      return Stop.PASS;
    }
    return Stop.skipSilently(
        Stop.A_DAY,
        ProblemType.CONFLICT,
        "Renewing line "
            + request.line().id()
            + " now costs "
            + total
            + ", more than the "
            + agreed
            + " that was agreed to; check the price again.");
  }
}
