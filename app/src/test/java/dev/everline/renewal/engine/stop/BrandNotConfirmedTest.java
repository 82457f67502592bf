package dev.everline.renewal.engine.stop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.kernel.ProblemType;
import dev.everline.notice.NoticeKind;
import org.junit.jupiter.api.Test;

class BrandNotConfirmedTest {

  private final StopCase order = new StopCase();

  @Test
  void aConfirmedBrandPasses() {
    StopRule rule = new BrandNotConfirmed();

    assertThat(rule.of(order.byHand(), order.facts())).isEqualTo(Stop.PASS);
  }

  @Test
  void noMoneyIsSentToABrandThatNobodyHasConfirmed() {
    order.line = StopCase.line(false);

    Stop.Skip skip = order.skipped(new BrandNotConfirmed(), order.byHand());

    assertThat(StopCase.problem(skip)).isEqualTo(ProblemType.BRAND_NOT_CONFIRMED);
    assertThat(skip.notice()).isEqualTo(new Stop.Notice(NoticeKind.BRAND_NOT_CONFIRMED, 0));
  }
}
