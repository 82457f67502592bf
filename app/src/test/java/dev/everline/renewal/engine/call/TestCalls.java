package dev.everline.renewal.engine.call;

import static dev.everline.fixture.LineBuilder.aLine;

import dev.everline.kernel.AccountId;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.kernel.OrderId;
import dev.everline.renewal.TestLines;
import dev.everline.renewal.World;
import dev.everline.renewal.order.OrderDraft;
import dev.everline.renewal.order.Origin;
import dev.everline.renewal.order.Purchase;
import dev.everline.renewal.price.Quote;
import java.time.Duration;
import java.time.LocalDate;

/** Calls of orders that are stored nowhere. */
final class TestCalls {

  private TestCalls() {}

  static CarrierCall lookUp(OrderId id) {
    OrderDraft draft =
        new OrderDraft(
            id,
            AccountId.of(id.bucket(), 1),
            LineId.of(id.bucket(), 1),
            new Purchase(
                Quote.Kind.WHOLE_PERIOD,
                "metered",
                1,
                Money.usd(2_500),
                Money.usd(2_500),
                "PLAN\t2500\tMetered"),
            LocalDate.of(2026, 11, 2),
            0,
            null,
            Origin.HEARTBEAT,
            "acme",
            "scripted",
            World.START.plus(Duration.ofDays(1)),
            World.START);
    return new CarrierCall(
        TestLines.line("acme", "metered", null, aLine().facts()), draft.asking(), false);
  }
}
