package dev.everline.renewal.engine.stop;

/** Holds orders that would charge an account more than its limit for one day (UTC). */
public record AccountSpendingLimit(SpendingLimits.Limit limit) implements StopRule {

  @Override
  public Stop of(OrderRequest request, StartFacts facts) {
    return limit.isCrossedBy(facts.account(), request.order().total().minor())
        ? new Stop.Hold("BREAKER_ACCOUNT")
        : Stop.PASS;
  }
}
