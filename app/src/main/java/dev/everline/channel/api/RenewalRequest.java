package dev.everline.channel.api;

import dev.everline.catalog.Length;
import dev.everline.channel.api.http.Amount;
import dev.everline.kernel.InvalidValue;
import dev.everline.renewal.Renewals;
import dev.everline.renewal.price.Quote;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What to buy for a line. */
@Schema(name = "RenewalRequest")
record RenewalRequest(
    @Schema(
            description =
                "WHOLE_PERIOD: periods of its plan, or a term of it. FLEXIBLE: an amount that its carrier accepts."
                    + " KEEP_ALIVE: the minimum that keeps the number.",
            requiredMode = Schema.RequiredMode.REQUIRED)
        Quote.@Nullable Kind kind,
    @Schema(description = "For WHOLE_PERIOD: 1 to 24, and no more than two years; 1 if omitted.")
        @Nullable Integer periods,
    @Schema(
            description =
                "For WHOLE_PERIOD, in place of periods: a term that the carrier sells at once, at its"
                    + " own price; one of the plan's terms.",
            example = "P180D")
        @Nullable String term,
    @Schema(description = "For FLEXIBLE.") @Nullable Amount amount) {

  private static final int MOST_PERIODS = 24;

  /**
   * @throws InvalidValue when something is missing, or given that this kind doesn't take
   */
  Renewals.Wish wish() {
    if (kind == null) {
      throw InvalidValue.withoutValue(
          "kind", "is missing", "give WHOLE_PERIOD, FLEXIBLE or KEEP_ALIVE");
    }
    if (periods != null && kind != Quote.Kind.WHOLE_PERIOD) {
      throw notFor("periods", kind);
    }
    if (periods != null && (periods < 1 || periods > MOST_PERIODS)) {
      throw InvalidValue.withoutValue("periods", "is out of range", "give 1 to " + MOST_PERIODS);
    }
    if (term != null && kind != Quote.Kind.WHOLE_PERIOD) {
      throw notFor("term", kind);
    }
    if (term != null && periods != null) {
      throw InvalidValue.withoutValue(
          "term", "doesn't go with periods", "give either periods or a term");
    }
    if (amount != null && kind != Quote.Kind.FLEXIBLE) {
      throw notFor("amount", kind);
    }
    return switch (kind) {
      case WHOLE_PERIOD ->
          term == null
              ? Renewals.Wish.wholePeriods(periods == null ? 1 : periods)
              : Renewals.Wish.term(Length.ofKey(term));
      case FLEXIBLE -> {
        if (amount == null) {
          throw InvalidValue.withoutValue(
              "amount", "is missing", "a FLEXIBLE renewal needs its amount");
        }
        yield Renewals.Wish.flexible(amount.money("amount").requirePositive("amount"));
      }
      case KEEP_ALIVE -> Renewals.Wish.keepAlive();
    };
  }

  private static InvalidValue notFor(String field, Quote.Kind kind) {
    return InvalidValue.withoutValue(
        field, "doesn't go with kind " + kind, "leave it out, or choose another kind");
  }
}
