package dev.everline.renewal.engine.call;

import static dev.everline.fixture.LineBuilder.aLine;
import static dev.everline.renewal.order.OrderBuilder.anOrder;

import dev.everline.kernel.OrderId;
import dev.everline.renewal.TestLines;
import dev.everline.renewal.order.OrderDraft;
import dev.everline.renewal.order.Origin;
import java.time.LocalDate;

/** Calls of orders that are stored nowhere. */
final class TestCalls {

  private TestCalls() {}

  static CarrierCall lookUp(OrderId id) {
    OrderDraft draft =
        anOrder()
            .withId(id)
            .extending(LocalDate.of(2026, 11, 2), null)
            .by(Origin.HEARTBEAT)
            .draft();
    return new CarrierCall(
        TestLines.line("acme", "metered", null, aLine().facts()), draft.asking(), false);
  }
}
