package dev.everline.renewal.engine.stop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.kernel.Money;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import org.junit.jupiter.api.Test;

/** The order in which the rules are asked; each of them has a test of its own. */
class StopRulesTest {

  private final StopCase order = new StopCase();
  private final StopRules rules = StopRules.of(SpendingLimits.defaults());

  @Test
  void nothingStopsAnOrderThatNoRuleObjectsTo() {
    assertThat(rules.first(order.byHand(), order.facts())).isEqualTo(Stop.PASS);
    assertThat(rules.first(order.byHeartbeat(), order.facts())).isEqualTo(Stop.PASS);
    assertThat(rules.first(order.release(), order.facts())).isEqualTo(Stop.PASS);
  }

  @Test
  void whatIsWrongWithTheLineIsSaidBeforeWhatIsWrongWithThePrice() {
    order.hasRoute = false;
    OrderRequest unpriced =
        OrderRequest.withoutPrice(
            order.line, new ProblemException(ProblemType.NOT_RENEWABLE, "no plan"));

    Stop.Skip skip = (Stop.Skip) rules.first(unpriced, order.facts());

    assertThat(StopCase.problem(skip)).isEqualTo(ProblemType.NO_ROUTE);
  }

  @Test
  void whatIsPaidAlreadyIsNeverHeldForApproval() {
    order.earlier = StopCase.renewed();
    order.account = new Spent(20_000, 0);

    assertThat(rules.first(order.byHeartbeat(), order.facts())).isInstanceOf(Stop.Skip.class);
  }

  @Test
  void aReleasedOrderIsHeldByNoLimitAndStillNeedsItsMoney() {
    order.account = new Spent(20_000, 0);
    order.all = new Spent(5_000_000, 0);
    order.line = order.line.charged(StopCase.DAY, 500_00);

    assertThat(rules.first(order.byHand(), order.facts())).isInstanceOf(Stop.Hold.class);
    assertThat(rules.first(order.release(), order.facts())).isEqualTo(Stop.PASS);

    order.wallet = Money.usd(0);
    assertThat(rules.first(order.release(), order.facts())).isInstanceOf(Stop.Decline.class);
  }
}
