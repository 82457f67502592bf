package dev.everline.renewal.order;

import dev.everline.kernel.OrderId;
import dev.everline.line.due.DueLine;
import dev.everline.renewal.price.Quote;
import dev.everline.renewal.price.QuoteText;
import java.time.Instant;
import java.time.LocalDate;

/** Drafts orders, each with its intent to ask the carrier as soon as it is paid. */
public final class OrderDraft {

  private OrderDraft() {}

  /** The first order of a line's period. */
  public static Order of(
      OrderId id,
      DueLine line,
      Quote quote,
      LocalDate periodFrom,
      String origin,
      String route,
      Instant deadline,
      Instant now) {
    OrderState.Fulfilling asking = new OrderState.Quoted().pay().authorised().ask();
    return new Order(
        id,
        line.account(),
        line.id(),
        quote.kind(),
        periodFrom,
        0,
        quote.periods(),
        asking,
        null,
        origin,
        line.carrier(),
        quote.plan(),
        route,
        quote.total(),
        quote.topUp(),
        QuoteText.write(quote),
        null,
        1,
        now,
        0,
        quote.validUntil(),
        deadline,
        now,
        now);
  }
}
