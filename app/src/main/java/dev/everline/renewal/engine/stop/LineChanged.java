package dev.everline.renewal.engine.stop;

import dev.everline.kernel.Money;
import dev.everline.kernel.ProblemType;
import dev.everline.line.due.DueLine;
import dev.everline.renewal.order.OrderDraft;
import dev.everline.renewal.order.Origin;
import org.jspecify.annotations.Nullable;

/**
 * An order that was held is released for the line that it was made for: the same number, carrier
 * and plan, at a price that its owner still allows.
 */
public record LineChanged() implements StopRule {

  @Override
  public Stop of(OrderRequest request, StartFacts facts) {
    if (!request.released()) {
      return Stop.PASS;
    }
    OrderDraft order = request.order();
    DueLine line = request.line();
    String plan = order.purchase().plan();
    if (!order.isFor(line) || (plan != null && !plan.equals(line.plan()))) {
      return Stop.skipSilently(
          Stop.A_DAY,
          ProblemType.LINE_CHANGED,
          "The number, carrier, brand confirmation or plan of line "
              + line.id()
              + " has changed since order "
              + order.id()
              + " was placed; cancel the order, and renew the line again.");
    }
    Money ceiling = ceilingSince(order, line);
    if (ceiling == null || !ceiling.isLessThan(order.total())) {
      return Stop.PASS;
    }
    return Stop.skipSilently(
        Stop.A_DAY,
        ProblemType.ABOVE_CEILING,
        "Order "
            + order.id()
            + " costs "
            + order.total()
            + ", and line "
            + line.id()
            + " may cost at most "
            + ceiling
            + "; raise the line's price ceiling, or cancel the order.");
  }

  /**
   * The ceiling that binds the order, or null for none. One that was there before doesn't bind a
   * person who ordered in spite of it.
   */
  private static @Nullable Money ceilingSince(OrderDraft order, DueLine line) {
    Money ceiling = line.priceCeiling();
    boolean binds =
        order.origin().equals(Origin.HEARTBEAT) || line.changedAt().isAfter(order.createdAt());
    return ceiling != null && binds && ceiling.currency().equals(order.total().currency())
        ? ceiling
        : null;
  }
}
