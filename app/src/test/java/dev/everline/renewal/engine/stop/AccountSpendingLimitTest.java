package dev.everline.renewal.engine.stop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.renewal.engine.stop.SpendingLimits.Limit;
import org.junit.jupiter.api.Test;

class AccountSpendingLimitTest {

  private final StopCase order = new StopCase();

  @Test
  void theLastChargeBelowTheLimitPasses() {
    order.account = new Spent(1, 75_00);
    StopRule rule = new AccountSpendingLimit(new Limit(2, 100_00));

    assertThat(rule.of(order.byHeartbeat(), order.facts())).isEqualTo(Stop.PASS);
  }

  @Test
  void oneChargeTooManyIsHeld() {
    order.account = new Spent(2, 2_00);
    StopRule rule = new AccountSpendingLimit(new Limit(2, 100_00));

    assertThat(rule.of(order.byHeartbeat(), order.facts()))
        .isEqualTo(new Stop.Hold("BREAKER_ACCOUNT"));
  }

  @Test
  void oneCentTooMuchIsHeld() {
    order.account = new Spent(1, 75_01);
    StopRule rule = new AccountSpendingLimit(new Limit(2, 100_00));

    assertThat(rule.of(order.byHand(), order.facts())).isEqualTo(new Stop.Hold("BREAKER_ACCOUNT"));
  }
}
