package dev.everline.line;

import dev.everline.kernel.Money;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What someone says of a line, checked field by field; null where they say nothing. */
public record LineDraft(
    @Nullable String msisdn,
    @Nullable String iccid,
    @Nullable String label,
    @Nullable String carrier,
    @Nullable String plan,
    @Nullable LocalDate validUntil,
    @Nullable Money balance,
    @Nullable Currency currency,
    @Nullable LocalDate balanceExpiresOn,
    @Nullable Integer anchorDay,
    @Nullable LocalDate lastPaymentOn,
    @Nullable LocalDate lastActivityOn,
    @Nullable Boolean autoRenew,
    @Nullable Money priceCeiling,
    @Nullable IfNotRenewed ifNotRenewed,
    @Nullable Boolean brandConfirmed,
    @Nullable String state,
    @Nullable List<String> tags,
    @Nullable Boolean paused,
    @Nullable Instant asOf) {

  @Override
  public String toString() {
    return "LineDraft[" + carrier + "]";
  }
}
