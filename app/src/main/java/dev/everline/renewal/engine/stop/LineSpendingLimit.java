package dev.everline.renewal.engine.stop;

/** Holds orders that would charge a line more than its limit for one day (UTC). */
public record LineSpendingLimit(SpendingLimits.Limit limit) implements StopRule {

  @Override
  public Stop of(OrderRequest request, StartFacts facts) {
    boolean sameDay = facts.day().equals(request.line().charged().on());
    Spent soFar =
        sameDay
            ? new Spent(request.line().charged().count(), request.line().charged().minor())
            : Spent.NOTHING;
    return limit.isCrossedBy(soFar, request.order().total().minor())
        ? new Stop.Hold("BREAKER_LINE")
        : Stop.PASS;
  }
}
