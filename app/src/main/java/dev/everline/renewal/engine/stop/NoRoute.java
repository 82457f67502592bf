package dev.everline.renewal.engine.stop;

import dev.everline.kernel.ProblemType;
import dev.everline.notice.NoticeKind;

/** No money is set aside for a line whose carrier no connected route serves. */
public record NoRoute() implements StopRule {

  @Override
  public Stop of(OrderRequest request, StartFacts facts) {
    if (facts.hasRoute()) {
      return Stop.PASS;
    }
    return Stop.skip(
        new Stop.Notice(NoticeKind.NO_ROUTE, 0),
        ProblemType.NO_ROUTE,
        "Everline can't pay "
            + facts.brand()
            + " from here: no route to it is connected. Renew the line with "
            + facts.brand()
            + " itself, then give its new end date.");
  }
}
