package dev.everline.renewal.decide;

import dev.everline.notice.NoticeKind;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When the owner of a line that isn't renewed automatically is reminded of its end, and after that
 * of the loss of its number; pure.
 */
final class Reminders {

  /** Days before the end of service. */
  static final List<Integer> DAYS_BEFORE_EXPIRY = List.of(7, 3, 1);

  /** Days before the number may be lost. */
  private static final List<Integer> DAYS_BEFORE_LOSS = List.of(14, 3);

  /**
   * Owners are reminded during the day. The legal window for such messages is 8:00 to 21:00 (47 CFR
   * 64.1200); we stay an hour inside it at either end.
   */
  private static final LocalTime EARLIEST = LocalTime.of(9, 0);

  private static final LocalTime LATEST = LocalTime.of(20, 0);

  private final LocalDate end;
  private final @Nullable LocalDate loss;
  private final ZoneId carriersZone;
  private final ZoneId ownersZone;

  /**
   * @param end the last day of service
   * @param loss the first day on which the number may be lost, or null when not known
   */
  Reminders(LocalDate end, @Nullable LocalDate loss, ZoneId carriersZone, ZoneId ownersZone) {
    this.end = end;
    this.loss = loss;
    this.carriersZone = carriersZone;
    this.ownersZone = ownersZone;
  }

  /**
   * The reminder that is due, or when to look again.
   *
   * @param done how many reminders of this end have been sent
   */
  Decision next(int done, Instant now) {
    int last = loss == null ? DAYS_BEFORE_EXPIRY.size() : lastStep();
    for (int step = done + 1; step <= last; step++) {
      Instant from = morningOf(day(step));
      if (now.isBefore(from)) {
        return new Decision.Wait(from);
      }
      Instant tooLate = tooLate(step);
      if (isSuperseded(step, now) || !now.isBefore(tooLate)) {
        continue;
      }
      Instant morning = morningAfter(now, ownersZone);
      if (morning != null && morning.isBefore(tooLate)) {
        return new Decision.Wait(morning);
      }
      return new Decision.Remind(
          isOfExpiry(step) ? NoticeKind.EXPIRES_SOON : NoticeKind.NUMBER_AT_RISK,
          end,
          step,
          tooLate,
          now.plus(Duration.ofHours(1)));
    }
    return new Decision.Wait(null);
  }

  private static int lastStep() {
    return DAYS_BEFORE_EXPIRY.size() + DAYS_BEFORE_LOSS.size();
  }

  private static boolean isOfExpiry(int step) {
    return step <= DAYS_BEFORE_EXPIRY.size();
  }

  /** The day from which a reminder is due, counted from 1. */
  private LocalDate day(int step) {
    int steps = DAYS_BEFORE_EXPIRY.size();
    return isOfExpiry(step) || loss == null
        ? end.minusDays(DAYS_BEFORE_EXPIRY.get(step - 1))
        : loss.minusDays(DAYS_BEFORE_LOSS.get(step - 1 - steps));
  }

  /** When the event that a reminder is about will have happened. */
  private Instant tooLate(int step) {
    return isOfExpiry(step) || loss == null
        ? end.plusDays(1).atStartOfDay(carriersZone).toInstant()
        : loss.atStartOfDay(carriersZone).toInstant();
  }

  /** Whether the next reminder of the same event is due as well and makes this one redundant. */
  private boolean isSuperseded(int step, Instant now) {
    boolean lastOfKind = step == DAYS_BEFORE_EXPIRY.size() || step == lastStep();
    return !lastOfKind && !now.isBefore(morningOf(day(step + 1)));
  }

  private Instant morningOf(LocalDate day) {
    return morningOf(day, ownersZone);
  }

  /** When owners may be told on a day at the earliest. */
  static Instant morningOf(LocalDate day, ZoneId ownersZone) {
    return day.atTime(EARLIEST).atZone(ownersZone).toInstant();
  }

  /** The next morning when it is night for the owner; null when it is day. */
  static @Nullable Instant morningAfter(Instant now, ZoneId ownersZone) {
    LocalTime local = LocalTime.ofInstant(now, ownersZone);
    if (!local.isBefore(EARLIEST) && !local.isAfter(LATEST)) {
      return null;
    }
    LocalDate today = LocalDate.ofInstant(now, ownersZone);
    return morningOf(local.isBefore(EARLIEST) ? today : today.plusDays(1), ownersZone);
  }
}
