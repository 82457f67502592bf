package dev.everline.renewal.engine.stop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.kernel.ProblemType;
import dev.everline.notice.NoticeKind;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaymentsHeldTest {

  private final StopCase order = new StopCase();

  @Test
  void nothingIsHeldWithoutARestore() {
    StopRule rule = new PaymentsHeld();

    assertThat(rule.of(order.byHand(), order.facts())).isEqualTo(Stop.PASS);
  }

  @Test
  void afterARestoreALineWaitsInSilenceWhileThereIsTime() {
    order.paymentsHeld = true;

    Stop.Skip skip = order.skipped(new PaymentsHeld(), order.byHeartbeat());

    assertThat(skip.notice()).isNull();
    assertThat(StopCase.problem(skip)).isEqualTo(ProblemType.HELD);
  }

  @Test
  void aDayBeforeTheEndItsOwnerIsTold() {
    order.paymentsHeld = true;
    order.deadline = StopCase.NOW.plus(Duration.ofHours(24));

    Stop.Skip skip = order.skipped(new PaymentsHeld(), order.byHeartbeat());

    assertThat(skip.notice()).isEqualTo(new Stop.Notice(NoticeKind.HELD_SINCE_RESTORE, 0));
  }

  @Test
  void aReleasedOrderIsHeldToo() {
    order.paymentsHeld = true;

    Stop.Skip skip = order.skipped(new PaymentsHeld(), order.release());

    assertThat(StopCase.problem(skip)).isEqualTo(ProblemType.HELD);
  }
}
