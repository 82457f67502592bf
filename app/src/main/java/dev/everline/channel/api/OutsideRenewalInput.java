package dev.everline.channel.api;

import dev.everline.channel.api.http.Amount;
import dev.everline.kernel.InvalidValue;
import dev.everline.renewal.outside.PaidAt;
import dev.everline.renewal.outside.Told;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** A renewal that was paid for outside. */
@Schema(name = "OutsideRenewalRequest")
record OutsideRenewalInput(
    @Schema(
            description =
                "What was paid, with taxes and fees; omit it if it isn't known: then nothing is"
                    + " booked as spent.")
        @Nullable Amount paid,
    @Schema(
            description =
                "The day of payment in the carrier's zone, at most a year ago; today if omitted.",
            format = "date")
        @Nullable String paidOn,
    @Schema(
            description =
                "The new last day of service in the carrier's zone; computed by the line's lapse"
                    + " rule from the day of payment if omitted.",
            format = "date")
        @Nullable String validUntil,
    @Schema(description = "Where it was paid; OTHER if omitted.") @Nullable PaidAt paidAt) {

  /**
   * @throws InvalidValue when something can't be read
   */
  Told told() {
    return new Told(
        paid == null ? null : paid.money("paid"),
        date("paid_on", paidOn),
        paidAt == null ? PaidAt.OTHER : paidAt,
        date("valid_until", validUntil),
        null);
  }

  private static @Nullable LocalDate date(String field, @Nullable String text) {
    try {
      return text == null ? null : LocalDate.parse(text);
    } catch (DateTimeParseException wrong) {
      throw InvalidValue.of(field, text, "is no date", "give it as YYYY-MM-DD");
    }
  }
}
