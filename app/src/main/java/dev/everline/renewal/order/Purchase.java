package dev.everline.renewal.order;

import dev.everline.catalog.Length;
import dev.everline.kernel.Money;
import dev.everline.renewal.price.Quote;
import dev.everline.renewal.price.QuoteText;
import org.jspecify.annotations.Nullable;

/**
 * What an order buys and for how much, as it was quoted.
 *
 * @param plan the plan renewed, or null for a flexible top-up
 * @param periods whole periods paid for; 1 for a term and for the other kinds
 * @param term the term paid for, in place of periods; else null
 * @param total what the owner pays
 * @param topUp what the carrier is paid
 * @param components every part of the price, see {@link QuoteText}
 */
public record Purchase(
    Quote.Kind kind,
    @Nullable String plan,
    int periods,
    @Nullable Length term,
    Money total,
    Money topUp,
    String components) {

  static Purchase of(Quote quote) {
    return new Purchase(
        quote.kind(),
        quote.plan(),
        quote.periods(),
        quote.term(),
        quote.total(),
        quote.topUp(),
        QuoteText.write(quote));
  }
}
