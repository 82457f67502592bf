package dev.everline.renewal.engine;

import dev.everline.renewal.engine.call.CarrierCall;
import dev.everline.renewal.order.Order;
import java.util.List;

/** A node that takes one step at a time, so that a test can do something between two. */
public final class OneNode {

  private final Steps steps;

  private OneNode(Steps steps) {
    this.steps = steps;
  }

  public static OneNode of(RenewalEngine engine) {
    return new OneNode(engine.heartbeat().steps());
  }

  public List<CarrierCall> begin(int bucket, int limit) {
    return steps.flow().begin(bucket, limit).calls();
  }

  public List<CarrierCall.Answered> call(List<CarrierCall> calls) {
    return calls.stream().map(steps.calls()::ask).toList();
  }

  public List<Order> settle(int bucket, List<CarrierCall.Answered> answers) {
    return steps.bookAnswers().settle(bucket, answers);
  }
}
