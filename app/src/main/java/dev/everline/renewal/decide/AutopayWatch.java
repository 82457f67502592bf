package dev.everline.renewal.decide;

import dev.everline.notice.NoticeKind;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * When the owner of a line that its carrier's autopay renews hears of it; pure. Before the charge
 * only of what is known to endanger it; after it, once, that the new date is to be confirmed; and
 * again before the number may be lost, should nobody have confirmed it.
 */
final class AutopayWatch {

  /** Its steps are numbered from here, so that they never pass for reminders of an end. */
  static final int FIRST_STEP = 11;

  private static final int DANGER = FIRST_STEP;
  private static final int CHECK = FIRST_STEP + 1;
  private static final int LAST_STEP = FIRST_STEP + 3;

  /** Days before the number may be lost. */
  private static final int[] DAYS_BEFORE_LOSS = {14, 3};

  /** How long before the charge a danger is told. */
  private static final Duration AHEAD = Duration.ofDays(3);

  private static final Duration NEXT_LOOK = Duration.ofHours(1);

  private final ExpectedCharge charge;
  private final ZoneId carriersZone;
  private final ZoneId ownersZone;

  AutopayWatch(ExpectedCharge charge, ZoneId carriersZone, ZoneId ownersZone) {
    this.charge = charge;
    this.carriersZone = carriersZone;
    this.ownersZone = ownersZone;
  }

  /**
   * What is to be told now, or when to look again.
   *
   * @param done the last step of this end that was told, or 0
   */
  Decision next(int done, Instant now) {
    for (int step = Math.max(done + 1, FIRST_STEP); step <= LAST_STEP; step++) {
      Instant from = from(step);
      if (from == null || isOver(step, now)) {
        continue;
      }
      if (now.isBefore(from)) {
        return new Decision.Wait(from);
      }
      Instant morning = Reminders.morningAfter(now, ownersZone);
      if (morning != null) {
        return new Decision.Wait(morning);
      }
      return new Decision.Remind(kind(step), charge.end(), step, actBy(step), now.plus(NEXT_LOOK));
    }
    return new Decision.Wait(null);
  }

  private NoticeKind kind(int step) {
    ExpectedCharge.Danger danger = charge.danger();
    return step == DANGER && danger != null ? danger.notice() : NoticeKind.AUTOPAY_UNCONFIRMED;
  }

  /** From when a step is due; null when there is no such step. */
  private @Nullable Instant from(int step) {
    if (step == DANGER) {
      Instant first = charge.from();
      return charge.danger() == null
          ? null
          : first == null ? charge.earliest() : first.minus(AHEAD);
    }
    if (step == CHECK) {
      return charge.checkFrom();
    }
    LocalDate loss = charge.lossOn();
    if (loss == null) {
      return null;
    }
    LocalDate day = loss.minusDays(DAYS_BEFORE_LOSS[step - CHECK - 1]);
    Instant morning = Reminders.morningOf(day, ownersZone);
    // Soon after the check it would say the same again.
    return morning.isBefore(charge.checkFrom().plus(AHEAD)) ? null : morning;
  }

  /** Whether a step is no longer worth telling, or the next one says the same. */
  private boolean isOver(int step, Instant now) {
    if (step == DANGER) {
      return !now.isBefore(charge.to());
    }
    Instant next = step == LAST_STEP ? null : from(step + 1);
    return next != null && !now.isBefore(next);
  }

  private @Nullable Instant actBy(int step) {
    LocalDate loss = charge.lossOn();
    return step == DANGER
        ? charge.to()
        : step == CHECK || loss == null
            ? charge.actBy()
            : loss.atStartOfDay(carriersZone).toInstant();
  }
}
