package dev.everline.renewal.engine.call;

import dev.everline.line.due.DueLine;
import dev.everline.renewal.order.Order;
import dev.everline.renewal.order.Outcome;

/**
 * An outside call to be made, its intent stored and its line claimed for it.
 *
 * @param ask whether the carrier is asked to top up; else it is only asked what became of it
 */
public record CarrierCall(DueLine line, Order order, boolean ask) {

  /** A call made, and what it told. */
  public record Answered(CarrierCall call, Outcome outcome) {}
}
