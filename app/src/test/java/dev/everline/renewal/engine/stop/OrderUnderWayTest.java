package dev.everline.renewal.engine.stop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.kernel.OrderId;
import dev.everline.kernel.ProblemType;
import org.junit.jupiter.api.Test;

class OrderUnderWayTest {

  private final StopCase order = new StopCase();

  @Test
  void aLineWithoutAnOrderPasses() {
    StopRule rule = new OrderUnderWay();

    assertThat(rule.of(order.byHand(), order.facts())).isEqualTo(Stop.PASS);
  }

  @Test
  void aLineHasOneOrderAtATime() {
    order.line = order.line.claimedUntil(StopCase.NOW, OrderId.of(1, 99));

    Stop.Skip skip = order.skipped(new OrderUnderWay(), order.byHand());

    assertThat(StopCase.problem(skip)).isEqualTo(ProblemType.CONFLICT);
    assertThat(skip.notice()).isNull();
  }

  @Test
  void theOrderItselfIsReleased() {
    order.line = order.line.claimedUntil(StopCase.NOW, OrderId.of(1, 7));
    StopRule rule = new OrderUnderWay();

    assertThat(rule.of(order.release(), order.facts())).isEqualTo(Stop.PASS);
  }
}
