package dev.everline.renewal.engine.stop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.kernel.ProblemType;
import dev.everline.renewal.price.Quote;
import org.junit.jupiter.api.Test;

class AddsNoDaysTest {

  private final StopCase order = new StopCase();

  @Test
  void aPaymentThatMovesTheEndPasses() {
    StopRule rule = new AddsNoDays();

    assertThat(rule.of(order.byHand(), order.facts())).isEqualTo(Stop.PASS);
  }

  @Test
  void aPersonIsToldThatAPaymentNowMovesNoEnd() {
    order.until = StopCase.END;

    Stop.Skip skip = order.skipped(new AddsNoDays(), order.byHand());

    assertThat(skip.notice()).isNull();
    assertThat(StopCase.problem(skip)).isEqualTo(ProblemType.PAID_ALREADY);
  }

  @Test
  void aTopUpBesideThePlanNeedsToMoveNoEnd() {
    order.kind = Quote.Kind.FLEXIBLE;
    order.until = StopCase.END;
    StopRule rule = new AddsNoDays();

    assertThat(rule.of(order.byHand(), order.facts())).isEqualTo(Stop.PASS);
  }

  @Test
  void theHeartbeatWaitsNoLongerThanTheSafeMoment() {
    order.until = StopCase.END;
    StopRule rule = new AddsNoDays();

    assertThat(rule.of(order.byHeartbeat(), order.facts())).isEqualTo(Stop.PASS);
  }

  @Test
  void anOrderThatTheHeartbeatPlacedAllTheSameCanBeReleased() {
    order.until = StopCase.END;

    assertThat(new AddsNoDays().of(order.release(), order.facts())).isEqualTo(Stop.PASS);
  }
}
