package dev.everline.line;

import dev.everline.kernel.Money;
import dev.everline.line.renewer.RenewedBy;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Values given for a line, checked field by field; null where nothing was given. */
public record LineDraft(
    Identity identity,
    Subscription subscription,
    Facts facts,
    Wishes wishes,
    @Nullable Instant asOf) {

  /** What identifies a line. */
  public record Identity(
      @Nullable String msisdn,
      @Nullable String iccid,
      @Nullable String label,
      @Nullable List<String> tags) {

    /** Without numbers, so that it may be logged. */
    @Override
    public String toString() {
      return "Identity[]";
    }
  }

  /** Whom it is with, and on what plan. */
  public record Subscription(
      @Nullable String carrier,
      @Nullable Boolean brandConfirmed,
      @Nullable String plan,
      @Nullable String state,
      @Nullable Currency currency) {}

  /** What the rules of validity look at. */
  public record Facts(
      @Nullable LocalDate validUntil,
      @Nullable Money balance,
      @Nullable LocalDate balanceExpiresOn,
      @Nullable Integer anchorDay,
      @Nullable LocalDate lastPaymentOn,
      @Nullable LocalDate lastActivityOn) {}

  /** What they want done for it. */
  public record Wishes(
      @Nullable RenewedBy renewedBy,
      @Nullable Money priceCeiling,
      @Nullable IfNotRenewed ifNotRenewed,
      @Nullable Boolean paused) {}

  @Override
  public String toString() {
    return "LineDraft[" + subscription.carrier() + "]";
  }
}
