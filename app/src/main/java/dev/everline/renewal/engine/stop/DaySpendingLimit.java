package dev.everline.renewal.engine.stop;

import dev.everline.renewal.order.Releaser;

/** Holds orders that would charge the whole installation more than its limit for one day (UTC). */
public record DaySpendingLimit(SpendingLimits.Limit limit) implements StopRule {

  @Override
  public Stop of(OrderRequest request, StartFacts facts) {
    return limit.isCrossedBy(facts.all(), request.order().total().minor())
        ? new Stop.Hold(Releaser.LIMIT_OF_ALL)
        : Stop.PASS;
  }
}
