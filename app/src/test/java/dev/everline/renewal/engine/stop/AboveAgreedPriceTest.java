package dev.everline.renewal.engine.stop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.kernel.Money;
import dev.everline.kernel.ProblemType;
import org.junit.jupiter.api.Test;

class AboveAgreedPriceTest {

  private final StopCase order = new StopCase();

  @Test
  void whateverItCostsPassesWhereNothingWasAgreedTo() {
    StopRule rule = new AboveAgreedPrice();

    assertThat(rule.of(order.byHand(), order.facts())).isEqualTo(Stop.PASS);
  }

  @Test
  void theAgreedPricePasses() {
    order.agreed = Money.usd(25_00);
    StopRule rule = new AboveAgreedPrice();

    assertThat(rule.of(order.byHand(), order.facts())).isEqualTo(Stop.PASS);
  }

  @Test
  void aPersonPaysNoMoreThanTheyWereShown() {
    order.agreed = Money.usd(24_99);

    Stop.Skip skip = order.skipped(new AboveAgreedPrice(), order.byHand());

    assertThat(StopCase.problem(skip)).isEqualTo(ProblemType.CONFLICT);
  }
}
