package dev.everline.line.renewer;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Who renews a line, and the ends of validity for which that is otherwise: one that the carrier's
 * autopay failed to pay, and one that it may still have paid when its owner switched to Everline.
 *
 * @param by who renews it in general
 * @param autopayFailedFor the last day served that the carrier's autopay didn't extend, as its
 *     owner said; null when it never failed
 * @param carrierUntil the last day served that the carrier's autopay may have extended although
 *     Everline renews from the next one on; null for none
 */
public record Renewer(
    RenewedBy by, @Nullable LocalDate autopayFailedFor, @Nullable LocalDate carrierUntil) {

  /**
   * So many days before the end, a carrier's autopay may have charged already: the earliest that is
   * known charges six days before.
   */
  private static final int AUTOPAY_LEAD_DAYS = 7;

  public static Renewer of(RenewedBy by) {
    return new Renewer(by, null, null);
  }

  /**
   * Who renews the line at an end.
   *
   * @param end the last day served, or null when it isn't known
   */
  public RenewedBy at(@Nullable LocalDate end) {
    if (failedAt(end)) {
      return by == RenewedBy.CARRIER ? RenewedBy.OWNER : by;
    }
    return reaches(carrierUntil, end) ? RenewedBy.CARRIER : by;
  }

  /** Whether its owner said that the carrier's autopay failed for this end. */
  public boolean failedAt(@Nullable LocalDate end) {
    return reaches(autopayFailedFor, end);
  }

  /**
   * Switched to someone else. From the carrier to Everline shortly before the end, or after it, the
   * carrier may have charged already: then Everline begins with the next period, lest it be paid
   * twice.
   *
   * @param end the last day served, or null when it isn't known
   */
  public Renewer switchedTo(RenewedBy other, @Nullable LocalDate end, Instant now) {
    boolean mayHaveCharged =
        by == RenewedBy.CARRIER
            && other == RenewedBy.EVERLINE
            && end != null
            && !end.isAfter(chargedBy(now));
    LocalDate until = mayHaveCharged ? end : other == RenewedBy.EVERLINE ? carrierUntil : null;
    return new Renewer(other, autopayFailedFor, until);
  }

  /** The last end for which a carrier's autopay may have charged by then. */
  public static LocalDate chargedBy(Instant now) {
    return LocalDate.ofInstant(now, ZoneOffset.UTC).plusDays(AUTOPAY_LEAD_DAYS);
  }

  /** The carrier's autopay failed for this end. */
  public Renewer failed(LocalDate end) {
    return new Renewer(by, end, carrierUntil);
  }

  private static boolean reaches(@Nullable LocalDate until, @Nullable LocalDate end) {
    return until != null && end != null && !end.isAfter(until);
  }
}
