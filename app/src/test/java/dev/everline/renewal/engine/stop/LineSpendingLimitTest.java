package dev.everline.renewal.engine.stop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.renewal.engine.stop.SpendingLimits.Limit;
import org.junit.jupiter.api.Test;

class LineSpendingLimitTest {

  private final StopCase order = new StopCase();

  @Test
  void theLastChargeBelowTheLimitPasses() {
    order.line = order.line.charged(StopCase.DAY, 75_00);
    StopRule rule = new LineSpendingLimit(new Limit(2, 100_00));

    assertThat(rule.of(order.byHeartbeat(), order.facts())).isEqualTo(Stop.PASS);
  }

  @Test
  void oneChargeTooManyIsHeld() {
    order.line = order.line.charged(StopCase.DAY, 1_00);
    StopRule rule = new LineSpendingLimit(new Limit(1, 100_00));

    assertThat(rule.of(order.byHeartbeat(), order.facts()))
        .isEqualTo(new Stop.Hold("BREAKER_LINE"));
  }

  @Test
  void oneCentTooMuchIsHeld() {
    order.line = order.line.charged(StopCase.DAY, 75_01);
    StopRule rule = new LineSpendingLimit(new Limit(3, 100_00));

    assertThat(rule.of(order.byHand(), order.facts())).isEqualTo(new Stop.Hold("BREAKER_LINE"));
  }

  @Test
  void whatWasChargedOnAnotherDayCountsNothing() {
    order.line = order.line.charged(StopCase.DAY.minusDays(1), 100_00);
    StopRule rule = new LineSpendingLimit(new Limit(1, 100_00));

    assertThat(rule.of(order.byHeartbeat(), order.facts())).isEqualTo(Stop.PASS);
  }
}
