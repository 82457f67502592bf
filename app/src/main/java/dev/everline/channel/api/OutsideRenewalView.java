package dev.everline.channel.api;

import dev.everline.channel.api.http.Amount;
import dev.everline.renewal.outside.OutsideRenewal;
import dev.everline.renewal.outside.PaidAt;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** A renewal that was paid for outside, as the API shows it. */
@Schema(name = "OutsideRenewal")
record OutsideRenewalView(
    @Schema(example = "rn_0G00000000001X") String id,
    @Schema(example = "ln_0G00000000001X") String line,
    @Schema(description = "The line's carrier at that time.") String carrier,
    @Nullable String plan,
    @Schema(description = "Null when it isn't known.") @Nullable Amount paid,
    @Schema(description = "In the carrier's zone.") LocalDate paidOn,
    PaidAt paidAt,
    @Schema(description = "The end of validity that it extends.") LocalDate periodFrom,
    @Schema(description = "The last day of service that it has led to.")
        @Nullable LocalDate validUntil,
    Instant recordedAt,
    @Schema(description = "Null while it stands.") @Nullable Instant undoneAt) {

  static OutsideRenewalView of(OutsideRenewal renewal) {
    OutsideRenewal.Word undone = renewal.undone();
    return new OutsideRenewalView(
        renewal.id().toString(),
        renewal.line().toString(),
        renewal.carrier(),
        renewal.plan(),
        Amount.ofNullable(renewal.paid().amount()),
        renewal.paid().on(),
        renewal.paid().at(),
        renewal.periodFrom(),
        renewal.validUntil(),
        renewal.told().at(),
        undone == null ? null : undone.at());
  }
}
