package dev.everline.renewal.engine.stop;

/**
 * A reason not to start an order. Pure: all that it knows is the request and the facts, which are
 * gathered once for a whole batch; so it gives the same answer whoever asked for the order.
 */
@FunctionalInterface
public interface StopRule {

  Stop of(OrderRequest request, StartFacts facts);
}
