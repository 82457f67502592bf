package dev.everline.renewal.engine.stop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.kernel.Money;
import org.junit.jupiter.api.Test;

class WalletShortTest {

  private final StopCase order = new StopCase();

  @Test
  void aWalletThatHoldsJustEnoughPasses() {
    order.wallet = Money.usd(25_00);
    StopRule rule = new WalletShort();

    assertThat(rule.of(order.byHand(), order.facts())).isEqualTo(Stop.PASS);
  }

  @Test
  void nothingIsOrderedOnCredit() {
    order.wallet = Money.usd(24_00);

    assertThat(new WalletShort().of(order.byHeartbeat(), order.facts()))
        .isEqualTo(new Stop.Decline(Money.usd(1_00)));
  }
}
