package dev.everline.line;

import dev.everline.kernel.AccountId;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.kernel.OrderId;
import dev.everline.line.validity.LineState;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A line as its owner sees it: what it is, what is known of it and by whom, and what he wants done.
 * How it stands today is not in it; see {@link LineState}.
 *
 * @param msisdn its number: E.164 digits, country code first
 * @param iccid of the SIM it is in, or null when not known
 * @param label what its owner calls it; may be empty
 * @param carrier the carrier's id in the catalog
 * @param brandConfirmedAt when the owner confirmed that the line is this carrier's; no money is
 *     sent before
 * @param plan the plan's id in the catalog, or null when not known
 * @param planFrom who says so; null when the plan isn't known
 * @param state the US state whose fees apply, or null for the account's
 * @param currency of the balance and the ceiling
 * @param facts what the rules of validity look at
 * @param validityFrom who says until when it is valid; null when that isn't known
 * @param balanceFrom who says the balance; null when that isn't known
 * @param priceCeiling the most a renewal may cost, or null for no bound
 * @param ifNotRenewed what is done when it can't be renewed as wished
 * @param pausedAt since when the owner wants nothing done, or null
 * @param removedAt when it was removed, or null
 * @param nextWakeAt when the heartbeat looks at it next, or null when it need not
 * @param openOrder the order under way, or null
 */
public record Line(
    LineId id,
    AccountId account,
    String msisdn,
    @Nullable String iccid,
    String label,
    List<String> tags,
    String carrier,
    @Nullable Instant brandConfirmedAt,
    @Nullable String plan,
    @Nullable FactSource planFrom,
    @Nullable String state,
    Currency currency,
    LineFacts facts,
    @Nullable FactSource validityFrom,
    @Nullable FactSource balanceFrom,
    boolean autoRenew,
    @Nullable Money priceCeiling,
    IfNotRenewed ifNotRenewed,
    @Nullable Instant pausedAt,
    @Nullable Instant removedAt,
    @Nullable Instant nextWakeAt,
    @Nullable OrderId openOrder,
    Instant createdAt,
    Instant changedAt) {

  public Line {
    tags = List.copyOf(tags);
  }

  public boolean isPaused() {
    return pausedAt != null;
  }

  /** The number with all but its last four digits hidden. */
  public String maskedNumber() {
    return Msisdn.masked(msisdn);
  }

  /** Without numbers, so that it may be logged. */
  @Override
  public String toString() {
    return "Line[" + id + ", " + carrier + ", " + plan + "]";
  }
}
