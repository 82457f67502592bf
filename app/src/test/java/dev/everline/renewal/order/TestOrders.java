package dev.everline.renewal.order;

import dev.everline.kernel.AccountId;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.kernel.OrderId;
import dev.everline.renewal.World;
import dev.everline.renewal.price.Quote;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** Orders as they could be read from the database, for tests of pure rules. */
final class TestOrders {

  static final Instant MADE = World.START;
  static final Instant DEADLINE = MADE.plus(Duration.ofDays(1));

  private TestOrders() {}

  static OrderDraft draft() {
    return draft(Quote.Kind.WHOLE_PERIOD, "api");
  }

  static OrderDraft draft(Quote.Kind kind, String origin) {
    return new OrderDraft(
        OrderId.of(1, 7),
        AccountId.of(1, 1),
        LineId.of(1, 1),
        new Purchase(kind, "metered", 1, Money.usd(2_500), Money.usd(2_500), "PLAN\t2500\tMetered"),
        LocalDate.of(2026, 11, 2),
        0,
        LocalDate.of(2026, 12, 2),
        origin,
        "acme",
        "scripted",
        DEADLINE,
        MADE);
  }

  /** In a state; asked once at {@link #MADE} where the state says that it was asked. */
  static Order in(String state) {
    OrderState known = OrderState.of(state);
    boolean asked = known instanceof OrderState.Fulfilling || known instanceof OrderState.InDoubt;
    return in(state, asked ? 1 : 0, asked ? MADE : null, 0);
  }

  static Order in(String state, int calls, @Nullable Instant lastCallAt, int lookUps) {
    return Order.stored(
        draft(), OrderState.of(state), null, null, calls, lastCallAt, lookUps, MADE);
  }
}
