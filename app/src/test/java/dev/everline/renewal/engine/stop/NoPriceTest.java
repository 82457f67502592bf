package dev.everline.renewal.engine.stop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import org.junit.jupiter.api.Test;

class NoPriceTest {

  private final StopCase order = new StopCase();

  @Test
  void anOrderWithAPricePasses() {
    StopRule rule = new NoPrice();

    assertThat(rule.of(order.byHand(), order.facts())).isEqualTo(Stop.PASS);
  }

  @Test
  void whyThereIsNoPriceIsSaidAsItIs() {
    ProblemException why = new ProblemException(ProblemType.NOT_RENEWABLE, "no plan");

    Stop.Skip skip = order.skipped(new NoPrice(), OrderRequest.withoutPrice(order.line, why));

    assertThat(skip.problem().get()).isSameAs(why);
  }
}
