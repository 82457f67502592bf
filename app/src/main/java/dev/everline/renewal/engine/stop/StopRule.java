package dev.everline.renewal.engine.stop;

/**
 * A reason not to start an order. Pure: it knows only the request and the facts, which are gathered
 * once for a whole batch; so it gives the same answer no matter who asked for the order.
 */
@FunctionalInterface
public interface StopRule {

  Stop of(OrderRequest request, StartFacts facts);
}
