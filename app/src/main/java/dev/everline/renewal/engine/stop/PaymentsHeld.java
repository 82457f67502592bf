package dev.everline.renewal.engine.stop;

import dev.everline.notice.NoticeKind;
import dev.everline.renewal.engine.RestoreHold;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * After a restore nothing is paid until an operator has confirmed. A due line waits while there is
 * time; after that its owner is told to renew it themselves.
 */
public record PaymentsHeld() implements StopRule {

  /**
   * How long before the end an owner is told that the line can't be renewed automatically right
   * now.
   */
  private static final Duration LATEST = Duration.ofDays(1);

  @Override
  public Stop of(OrderRequest request, StartFacts facts) {
    if (!facts.paymentsHeld()) {
      return Stop.PASS;
    }
    Stop.@Nullable Notice notice = null;
    if (request.draft() != null) {
      Instant tell = request.draft().deadline().minus(LATEST);
      notice =
          facts.now().isBefore(tell) ? null : new Stop.Notice(NoticeKind.HELD_SINCE_RESTORE, 0);
    }
    return new Stop.Skip(notice, RestoreHold.RECHECK, false, RestoreHold::problem);
  }
}
