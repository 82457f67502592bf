package dev.everline.renewal.engine;

import dev.everline.kernel.OrderId;
import dev.everline.renewal.engine.call.CarrierCall;
import dev.everline.renewal.engine.call.CarrierCalls;
import dev.everline.renewal.order.Order;
import dev.everline.storage.Transactions;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes the call of an order that was started by hand, and books its answer. */
public final class CallByHand {

  private final Transactions transactions;
  private final Tables tables;
  private final CarrierCalls calls;
  private final BookAnswers bookAnswers;

  CallByHand(
      Transactions transactions, Tables tables, CarrierCalls calls, BookAnswers bookAnswers) {
    this.transactions = transactions;
    this.tables = tables;
    this.calls = calls;
    this.bookAnswers = bookAnswers;
  }

  /**
   * The state of an order after it was started.
   *
   * @param call the call to be made for it, or null for none
   */
  public record Stands(Order order, @Nullable CarrierCall call) {}

  public static Stands stands(Order order) {
    return new Stands(order, null);
  }

  public static Stands toCall(CarrierCall call) {
    return new Stands(call.order(), call);
  }

  /**
   * Makes the call, waits for the carrier's answer, and returns the order in its state after that.
   */
  public Order finish(Stands stands) {
    CarrierCall call = stands.call();
    if (call == null) {
      return stands.order();
    }
    int bucket = stands.order().id().bucket();
    List<Order> settled = bookAnswers.settle(bucket, List.of(calls.ask(call)));
    // Empty if another process has moved the order on meanwhile.
    return settled.isEmpty() ? now(stands) : settled.getFirst();
  }

  /** The order's current state. */
  public Order now(Stands stands) {
    OrderId id = stands.order().id();
    return transactions.run(
        connection ->
            Objects.requireNonNull(
                tables.orders().find(connection, id.bucket(), Set.of(id)).get(id)));
  }
}
