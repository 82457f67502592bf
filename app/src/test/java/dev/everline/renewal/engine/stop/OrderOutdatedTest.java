package dev.everline.renewal.engine.stop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.kernel.ProblemType;
import org.junit.jupiter.api.Test;

class OrderOutdatedTest {

  private final StopCase order = new StopCase();

  @Test
  void aReleasedOrderPassesWhileItsLineStandsWhereItFoundIt() {
    StopRule rule = new OrderOutdated();

    assertThat(rule.of(order.release(), order.facts())).isEqualTo(Stop.PASS);
  }

  @Test
  void aNewOrderIsNeverOutdated() {
    order.asOrdered = false;
    StopRule rule = new OrderOutdated();

    assertThat(rule.of(order.byHand(), order.facts())).isEqualTo(Stop.PASS);
  }

  @Test
  void aReleasedOrderIsNotPaidOnceItsLineHasMovedOn() {
    order.asOrdered = false;

    Stop.Skip skip = order.skipped(new OrderOutdated(), order.release());

    assertThat(StopCase.problem(skip)).isEqualTo(ProblemType.PAID_ALREADY);
  }

  @Test
  void norOnceItsDaysArePaidByAnotherOrder() {
    order.earlier = StopCase.renewed();

    Stop.Skip skip = order.skipped(new OrderOutdated(), order.release());

    assertThat(StopCase.problem(skip)).isEqualTo(ProblemType.PAID_ALREADY);
  }
}
