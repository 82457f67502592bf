package dev.everline.renewal.engine.stop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.kernel.ProblemType;
import dev.everline.notice.NoticeKind;
import dev.everline.renewal.price.Quote;
import org.junit.jupiter.api.Test;

class AlreadyPaidTest {

  private final StopCase order = new StopCase();

  @Test
  void anUnpaidPeriodPasses() {
    StopRule rule = new AlreadyPaid();

    assertThat(rule.of(order.byHeartbeat(), order.facts())).isEqualTo(Stop.PASS);
  }

  @Test
  void noDayIsPaidTwice() {
    order.earlier = StopCase.renewed();

    Stop.Skip skip = order.skipped(new AlreadyPaid(), order.byHeartbeat());

    assertThat(skip.notice()).isEqualTo(new Stop.Notice(NoticeKind.NO_CHANGE_AT_CARRIER, 0));
    assertThat(StopCase.problem(skip)).isEqualTo(ProblemType.PAID_ALREADY);
  }

  @Test
  void theHeartbeatKeepsANumberOnceForADay() {
    order.kind = Quote.Kind.KEEP_ALIVE;
    order.earlier = StopCase.kept();

    assertThat(StopCase.problem(order.skipped(new AlreadyPaid(), order.byHeartbeat())))
        .isEqualTo(ProblemType.PAID_ALREADY);
  }

  @Test
  void aPersonMayTopUpAsOftenAsTheyLike() {
    order.kind = Quote.Kind.KEEP_ALIVE;
    order.earlier = StopCase.kept();
    StopRule rule = new AlreadyPaid();

    assertThat(rule.of(order.byHand(), order.facts())).isEqualTo(Stop.PASS);
  }
}
