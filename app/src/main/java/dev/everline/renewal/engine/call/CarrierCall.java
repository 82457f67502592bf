package dev.everline.renewal.engine.call;

import dev.everline.line.due.DueLine;
import dev.everline.renewal.order.Order;
import dev.everline.renewal.order.Outcome;

/**
 * An outside call to be made, its intent stored and its line claimed for it.
 *
 * @param ask whether the carrier is asked to top up; otherwise it is only asked for the outcome
 */
public record CarrierCall(DueLine line, Order order, boolean ask) {

  /** A completed call and its outcome. */
  public record Answered(CarrierCall call, Outcome outcome) {}
}
