package dev.everline.renewal.engine;

import dev.everline.kernel.Money;
import dev.everline.line.due.DueLine;
import dev.everline.renewal.engine.call.CarrierCall;
import dev.everline.renewal.engine.stop.OrderRequest;
import dev.everline.renewal.engine.stop.Stop;
import dev.everline.renewal.order.Order;
import java.time.Instant;

/** What became of a request for an order. */
public sealed interface Start {

  /** It is paid for and stored with its intent; next the line is claimed and the call made. */
  record Begun(CarrierCall call) implements Start {}

  /**
   * It is stored, held for approval.
   *
   * @param line to be saved
   */
  record HeldForApproval(DueLine line, Order order) implements Start {}

  /** There isn't enough money; nothing is stored. */
  record Declined(OrderRequest request, Money missing) implements Start {

    /** The order as shown to the person who asked for it. */
    public Order order(Instant now) {
      Order held = request.held();
      return held == null ? request.order().declined(missing) : held.declined(missing, now);
    }
  }

  /** A stop rule objects; nothing is stored. */
  record Skipped(OrderRequest request, Stop.Skip why) implements Start {}
}
