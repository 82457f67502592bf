package dev.everline.channel.api;

import dev.everline.catalog.Length;
import dev.everline.channel.api.http.Amount;
import dev.everline.renewal.price.Quote;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a renewal costs and gives, as the API shows it. */
@Schema(name = "Quote")
record QuoteView(
    @Schema(example = "ln_0G00000000001X") String line,
    Quote.Kind kind,
    @Schema(description = "The plan renewed; null for a flexible top-up.") @Nullable String plan,
    int periods,
    @Schema(
            description = "The term bought, in place of periods; null otherwise.",
            example = "P180D")
        @Nullable String term,
    @Schema(description = "What the owner pays; the sum of the components.") Amount total,
    @Schema(description = "What the carrier is paid.") Amount topUp,
    List<OrderView.Component> components,
    @Schema(description = "Last day paid for afterwards, in the carrier's zone; null if it stays.")
        @Nullable LocalDate validUntil,
    @Schema(description = "The lapse rule it follows from.") String rule,
    @Schema(description = "What must be known before paying.") List<Remark> remarks) {

  /** Something to know before paying. */
  @Schema(name = "QuoteRemark")
  record Remark(
      Quote.Warning warning,
      @Schema(description = "Where it speaks of days.") @Nullable Integer days,
      @Schema(description = "Where it speaks of amounts: the least.") @Nullable Amount from,
      @Schema(description = "The most.") @Nullable Amount to) {

    static Remark of(Quote.Remark remark) {
      return new Remark(
          remark.warning(),
          remark.days(),
          Amount.ofNullable(remark.from()),
          Amount.ofNullable(remark.to()));
    }
  }

  static QuoteView of(String line, Quote quote) {
    return new QuoteView(
        line,
        quote.kind(),
        quote.plan(),
        quote.periods(),
        key(quote.term()),
        Amount.of(quote.total()),
        Amount.of(quote.topUp()),
        OrderView.Component.of(quote.components()),
        quote.validUntil(),
        quote.rule(),
        quote.remarks().stream().map(Remark::of).toList());
  }

  private static @Nullable String key(@Nullable Length term) {
    return term == null ? null : term.key();
  }
}
