package dev.everline.renewal.engine.stop;

import dev.everline.kernel.ProblemType;

/** A pause stops everything that would begin for a line; an order under way is finished. */
public record LinePaused() implements StopRule {

  @Override
  public Stop of(OrderRequest request, StartFacts facts) {
    if (!request.line().paused()) {
      return Stop.PASS;
    }
    return Stop.skipSilently(
        Stop.A_DAY,
        ProblemType.LINE_PAUSED,
        "Line "
            + request.line().id()
            + " is paused, so nothing is paid for it; resume it first"
            + (request.released() ? ", or cancel the order." : "."));
  }
}
