package dev.everline.renewal.decide;

import dev.everline.catalog.Autopay;
import dev.everline.catalog.LapseRule;
import dev.everline.catalog.Length;
import dev.everline.kernel.Money;
import dev.everline.line.renewer.RenewedBy;
import dev.everline.notice.NoticeKind;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * The charge by a carrier's own autopay that is to extend a line's end, and from when its owner
 * should see to it that it went through; pure.
 *
 * @param end the last day served that it extends
 * @param from when it may come first, or null when no source says
 * @param to when its last try is over; where no source says, the end of the last day served
 * @param checkFrom from when its success is to be confirmed, if nobody has given a later end
 * @param actBy until when there is time to act: the end of service where that is after the check,
 *     else the loss of the number; null when that day isn't known
 * @param lossOn the first day on which the number may be lost, or null when not known
 * @param danger what is known to endanger it, or null
 * @param known what the catalog knows of the autopay, or null
 */
public record ExpectedCharge(
    LocalDate end,
    @Nullable Instant from,
    Instant to,
    Instant checkFrom,
    @Nullable Instant actBy,
    @Nullable LocalDate lossOn,
    @Nullable Danger danger,
    @Nullable Autopay known) {

  /** Carriers show a new date within this time; a text about it may come first. */
  private static final Duration TO_BE_SEEN = Duration.ofDays(1);

  /** Where no source says when the charge comes: no carrier is known to charge sooner. */
  private static final Duration AHEAD_OF_END = Duration.ofDays(7);

  /** What endangers a charge. */
  public enum Danger {
    /** The plan is renewed out of a balance that is known to be short of it. */
    BALANCE_SHORT(NoticeKind.AUTOPAY_BALANCE_SHORT),
    /** A decline switched the autopay off the last time; nobody has said that it is on again. */
    MAY_BE_OFF(NoticeKind.AUTOPAY_MAY_BE_OFF);

    private final NoticeKind notice;

    Danger(NoticeKind notice) {
      this.notice = notice;
    }

    /** How its owner is told. */
    public NoticeKind notice() {
      return notice;
    }
  }

  /**
   * The charge expected at a line's present end.
   *
   * @return null when the line isn't renewed by its carrier's autopay, or its end isn't known
   */
  public static @Nullable ExpectedCharge of(LineToday line) {
    LocalDate end = line.coveredUntil();
    if (end == null || line.renewedBy() != RenewedBy.CARRIER) {
      return null;
    }
    LapseRule rule = line.rule();
    Autopay known = rule == null ? null : rule.autopay();
    Instant over = line.endOf(end);
    Instant lastTry = known == null ? null : known.lastTry(end, line.zone());
    Instant to = lastTry == null ? over : lastTry;
    Instant checkFrom = checkFrom(to, line.endOf(end.minusDays(1)));
    LocalDate loss = line.numberMayBeLostOn();
    Instant actBy = checkFrom.isBefore(over) ? over : loss == null ? null : startOf(line, loss);
    return new ExpectedCharge(
        end,
        known == null ? null : known.firstCharge(end, line.zone()),
        to,
        checkFrom,
        actBy,
        loss,
        danger(line, rule, known, end),
        known);
  }

  /**
   * A day after the last try; but where that would leave less than the last day of service to act,
   * from the start of that day. Where the charge itself comes only on the last day, nothing can be
   * confirmed before service ends, and the time to act counts to the loss of the number.
   */
  private static Instant checkFrom(Instant to, Instant lastDay) {
    Instant seen = to.plus(TO_BE_SEEN);
    return lastDay.isBefore(to) || seen.isBefore(lastDay) ? seen : lastDay;
  }

  private static Instant startOf(LineToday line, LocalDate day) {
    return line.endOf(day.minusDays(1));
  }

  private static @Nullable Danger danger(
      LineToday line, @Nullable LapseRule rule, @Nullable Autopay known, LocalDate end) {
    LocalDate failed = line.renewer().autopayFailedFor();
    if (known != null
        && Boolean.TRUE.equals(known.offAfterDecline())
        && failed != null
        && !failed.plusDays(daysOf(line.period()) + TO_BE_SEEN.toDays()).isBefore(end)) {
      return Danger.MAY_BE_OFF;
    }
    Money balance = line.facts().balance();
    Money need = line.charged();
    // Where a charge of a card is known, the balance doesn't matter to it.
    boolean paidByBalance = rule != null && rule.cyclesFromBalance() && known == null;
    return paidByBalance
            && balance != null
            && need != null
            && balance.currency().equals(need.currency())
            && balance.isLessThan(need)
        ? Danger.BALANCE_SHORT
        : null;
  }

  /** Before this it can't have come, so nobody can say that it went through. */
  public Instant earliest() {
    return from == null ? to.minus(AHEAD_OF_END) : from;
  }

  /** Whether it is to be confirmed by now. */
  public boolean isToBeChecked(Instant now) {
    return !now.isBefore(checkFrom);
  }

  /** Whether it is still to come, and endangered as a notice says. */
  boolean isEndangered(NoticeKind notice, Instant now) {
    return danger != null && danger.notice() == notice && now.isBefore(to);
  }

  /** Whether no source says when this carrier's autopay charges. */
  public boolean isDayUnknown() {
    return from == null;
  }

  /** About how long a period is; 0 when not known. */
  private static int daysOf(@Nullable Length period) {
    return period == null ? 0 : period.approxDays();
  }
}
