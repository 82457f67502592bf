package dev.everline.renewal.engine.stop;

import dev.everline.notice.NoticeKind;
import dev.everline.renewal.engine.RestoreHold;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * After a restore nothing is paid until an operator has confirmed. A line that is due waits while
 * there is time; then its owner is told that they have to renew it themselves.
 */
public record PaymentsHeld() implements StopRule {

  /** An owner is told this long before the end that the line isn't renewed by itself just now. */
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
