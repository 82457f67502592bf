package dev.everline.renewal.engine.stop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.renewal.engine.stop.SpendingLimits.Limit;
import org.junit.jupiter.api.Test;

class DaySpendingLimitTest {

  private final StopCase order = new StopCase();

  @Test
  void theLastChargeBelowTheLimitPasses() {
    order.all = new Spent(1, 75_00);
    StopRule rule = new DaySpendingLimit(new Limit(2, 100_00));

    assertThat(rule.of(order.byHeartbeat(), order.facts())).isEqualTo(Stop.PASS);
  }

  @Test
  void oneChargeTooManyIsHeld() {
    order.all = new Spent(2, 2_00);
    StopRule rule = new DaySpendingLimit(new Limit(2, 100_00));

    assertThat(rule.of(order.byHeartbeat(), order.facts())).isEqualTo(new Stop.Hold("BREAKER_DAY"));
  }

  @Test
  void oneCentTooMuchIsHeld() {
    order.all = new Spent(1, 75_01);
    StopRule rule = new DaySpendingLimit(new Limit(2, 100_00));

    assertThat(rule.of(order.byHand(), order.facts())).isEqualTo(new Stop.Hold("BREAKER_DAY"));
  }
}
