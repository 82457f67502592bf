package dev.everline.renewal.engine.stop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.notice.NoticeKind;
import org.junit.jupiter.api.Test;

class TriedTooOftenTest {

  private final StopCase order = new StopCase();

  @Test
  void aPeriodMayBeTriedAgain() {
    order.earlier = StopCase.inVain(5);
    StopRule rule = new TriedTooOften();

    assertThat(rule.of(order.byHeartbeat(), order.facts())).isEqualTo(Stop.PASS);
  }

  @Test
  void aPeriodIsNotTriedForEver() {
    order.earlier = StopCase.inVain(6);

    Stop.Skip skip = order.skipped(new TriedTooOften(), order.byHeartbeat());

    assertThat(skip.notice()).isEqualTo(new Stop.Notice(NoticeKind.GAVE_UP, 1));
    assertThat(skip.fallsBack()).isFalse();
  }

  @Test
  void whatKeepsTheNumberIsOrderedAfterTheFirstTryInVain() {
    order.earlier = StopCase.inVain(1);

    Stop.Skip skip = order.skipped(new TriedTooOften(), order.withFallback().byHeartbeat());

    assertThat(skip.fallsBack()).isTrue();
    assertThat(skip.notice()).isNull();
  }

  @Test
  void aPersonMayInsist() {
    order.earlier = StopCase.inVain(60);
    StopRule rule = new TriedTooOften();

    assertThat(rule.of(order.byHand(), order.facts())).isEqualTo(Stop.PASS);
  }
}
