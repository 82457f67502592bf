package dev.everline.renewal.engine.stop;

import dev.everline.kernel.ProblemException;

/** The requested renewal can't be priced. */
public record NoPrice() implements StopRule {

  @Override
  public Stop of(OrderRequest request, StartFacts facts) {
    ProblemException why = request.unpriced();
    return why == null ? Stop.PASS : new Stop.Skip(null, Stop.A_DAY, false, () -> why);
  }
}
