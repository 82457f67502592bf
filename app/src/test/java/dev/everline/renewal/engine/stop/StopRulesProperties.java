package dev.everline.renewal.engine.stop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.kernel.Money;
import dev.everline.kernel.OrderId;
import dev.everline.renewal.engine.stop.SpendingLimits.Limit;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * What stops an order for a period doesn't depend on who asked for it: each case here adds days and
 * was not tried before, since only of those may a person be told more, or insist.
 */
class StopRulesProperties {

  private final StopRules rules =
      StopRules.of(
          new SpendingLimits(new Limit(2, 60_00), new Limit(3, 90_00), new Limit(4, 120_00)));

  @Provide
  Arbitrary<StopCase> cases() {
    Arbitrary<Boolean> mostly = Arbitraries.frequency(tuple(9, true), tuple(1, false));
    Arbitrary<Spent> spent =
        Combinators.combine(
                Arbitraries.longs().between(0, 4), Arbitraries.longs().between(0, 130_00))
            .as(Spent::new);
    Arbitrary<StopCase> line =
        Combinators.combine(mostly, mostly, mostly, mostly, Arbitraries.longs().between(0, 80_00))
            .as(
                (confirmed, free, unheld, routed, charged) -> {
                  StopCase made = new StopCase();
                  made.line = StopCase.line(confirmed).charged(StopCase.DAY, charged);
                  if (!free) {
                    made.line = made.line.claimedUntil(StopCase.NOW, OrderId.of(1, 99));
                  }
                  made.paymentsHeld = !unheld;
                  made.hasRoute = routed;
                  return made;
                });
    return Combinators.combine(
            line,
            mostly,
            spent,
            spent,
            Arbitraries.longs().between(0, 100_00),
            Arbitraries.longs().between(1_00, 60_00))
        .as(
            (made, unpaid, account, all, wallet, total) -> {
              made.earlier = unpaid ? made.earlier : StopCase.renewed();
              made.account = account;
              made.all = all;
              made.wallet = Money.usd(wallet);
              made.total = Money.usd(total);
              return made;
            });
  }

  private static net.jqwik.api.Tuple.Tuple2<Integer, Boolean> tuple(int weight, boolean value) {
    return net.jqwik.api.Tuple.of(weight, value);
  }

  @Property
  void theHeartbeatAndAPersonAreStoppedAlike(@ForAll("cases") StopCase order) {
    Stop byHand = rules.first(order.byHand(), order.facts());
    Stop byHeartbeat = rules.first(order.byHeartbeat(), order.facts());

    assertThat(said(byHand)).isEqualTo(said(byHeartbeat));
  }

  @Property
  void whatIsReleasedIsStoppedByAllButTheLimits(@ForAll("cases") StopCase order) {
    Stop byHand = rules.first(order.byHand(), order.facts());
    Stop released = rules.first(order.release(), order.facts());

    if (!(byHand instanceof Stop.Hold)) {
      assertThat(released.getClass()).isEqualTo(byHand.getClass());
    }
    assertThat(released).isNotInstanceOf(Stop.Hold.class);
  }

  /** Problems are made anew each time, so they are compared by what they say. */
  private static Object said(Stop stop) {
    return stop instanceof Stop.Skip skip
        ? skip.notice() + " " + skip.lookAgain() + " " + skip.problem().get().getMessage()
        : stop;
  }
}
