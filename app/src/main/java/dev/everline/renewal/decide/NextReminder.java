package dev.everline.renewal.decide;

import dev.everline.line.renewer.RenewedBy;
import dev.everline.line.validity.LineState;
import dev.everline.line.validity.LineStatus;
import dev.everline.notice.NoticeKind;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * When the owner of a line of which nothing has been told yet hears of it first; pure, and by the
 * same rules by which they are told.
 */
public sealed interface NextReminder {

  /**
   * They are told.
   *
   * @param when not before now
   * @param kind what of
   */
  record At(Instant when, NoticeKind kind) implements NextReminder {

    /** Whether it is due already, so that it comes with the next look at the line. */
    public boolean isDue(Instant now) {
      return !when.isAfter(now);
    }
  }

  /** They aren't told of anything, and why. */
  enum None implements NextReminder {
    /** Nobody has said when the line ends. */
    NO_END,
    PAUSED,
    /** Everline renews it, and tells only of what goes wrong. */
    EVERLINE_RENEWS,
    /** All of which they would have been told has passed. */
    OVER
  }

  /**
   * @param ownersZone where they live: reminders keep to its daytime
   */
  static NextReminder of(Outlook.Standing standing, boolean paused, ZoneId ownersZone) {
    LineToday line = standing.line();
    LocalDate end = standing.coveredUntil();
    Instant now = standing.at();
    if (paused) {
      return None.PAUSED;
    }
    if (end == null) {
      return None.NO_END;
    }
    if (standing.state() == LineState.LOST) {
      return new At(now, NoticeKind.NUMBER_MAY_BE_LOST);
    }
    if (standing.suspendedBy() == LineStatus.Cause.BALANCE) {
      return new At(now, NoticeKind.BALANCE_USED_UP);
    }
    ExpectedCharge charge = standing.charge();
    if (charge != null) {
      AutopayWatch watch = new AutopayWatch(charge, line.zone(), ownersZone);
      return at(watch.next(0, now), NoticeKind.AUTOPAY_UNCONFIRMED, now);
    }
    Reach.Cause obstacle = standing.obstacle();
    if (line.renewedBy() == RenewedBy.EVERLINE
        && (obstacle == null || !obstacle.isOwnersAffair())) {
      return None.EVERLINE_RENEWS;
    }
    LocalDate loss = line.plan() == null ? null : line.numberMayBeLostOn();
    Reminders reminders = new Reminders(end, loss, line.zone(), ownersZone);
    return at(
        reminders.next(0, now),
        line.today().isAfter(end) ? NoticeKind.NUMBER_AT_RISK : NoticeKind.EXPIRES_SOON,
        now);
  }

  private static NextReminder at(Decision decision, NoticeKind later, Instant now) {
    return switch (decision) {
      case Decision.Remind due -> new At(now, due.kind());
      case Decision.NeedsOwner due -> new At(now, due.kind());
      case Decision.Wait wait when wait.until() != null -> new At(wait.until(), later);
      case Decision.Wait none -> None.OVER;
      case Decision.Renew none -> None.EVERLINE_RENEWS;
    };
  }
}
