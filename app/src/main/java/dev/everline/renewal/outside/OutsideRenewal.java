package dev.everline.renewal.outside;

import dev.everline.kernel.AccountId;
import dev.everline.kernel.LineId;
import dev.everline.kernel.MemberId;
import dev.everline.kernel.Money;
import dev.everline.kernel.OutsideRenewalId;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A renewal that its owner paid for at the carrier, outside Everline, as they told.
 *
 * @param carrier of the line at that time
 * @param plan of the line at that time, or null when not known
 * @param paid what was paid, when and where
 * @param periodFrom the end of validity that it extends, or the day of payment where none was known
 * @param validUntil the last day served that it has led to; null when it led to none that is known
 * @param told who recorded it, and when
 * @param undone who took it back, and when; null while it stands
 */
public record OutsideRenewal(
    OutsideRenewalId id,
    AccountId account,
    LineId line,
    String carrier,
    @Nullable String plan,
    Paid paid,
    LocalDate periodFrom,
    @Nullable LocalDate validUntil,
    Word told,
    @Nullable Word undone) {

  /**
   * A payment as its owner tells it.
   *
   * @param amount null when they don't know it
   * @param on the day, in the carrier's zone
   */
  public record Paid(@Nullable Money amount, LocalDate on, PaidAt at) {}

  /**
   * What somebody said.
   *
   * @param by the member, or null for somebody at the server
   */
  public record Word(Instant at, @Nullable MemberId by) {}

  public boolean isStanding() {
    return undone == null;
  }

  OutsideRenewal undoneBy(Word word) {
    return new OutsideRenewal(
        id, account, line, carrier, plan, paid, periodFrom, validUntil, told, word);
  }
}
