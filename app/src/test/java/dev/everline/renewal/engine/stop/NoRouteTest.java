package dev.everline.renewal.engine.stop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.kernel.ProblemType;
import dev.everline.notice.NoticeKind;
import org.junit.jupiter.api.Test;

class NoRouteTest {

  private final StopCase order = new StopCase();

  @Test
  void aConnectedCarrierPasses() {
    StopRule rule = new NoRoute();

    assertThat(rule.of(order.byHand(), order.facts())).isEqualTo(Stop.PASS);
  }

  @Test
  void nothingIsSetAsideForACarrierThatNoRoutePays() {
    order.hasRoute = false;

    Stop.Skip skip = order.skipped(new NoRoute(), order.byHand());

    assertThat(StopCase.problem(skip)).isEqualTo(ProblemType.NO_ROUTE);
    assertThat(skip.problem().get()).hasMessageContaining("Acme");
    assertThat(skip.notice()).isEqualTo(new Stop.Notice(NoticeKind.NO_ROUTE, 0));
  }
}
