package dev.everline.channel.api;

import dev.everline.catalog.Length;
import dev.everline.channel.api.http.Amount;
import dev.everline.renewal.order.Order;
import dev.everline.renewal.price.Quote;
import dev.everline.renewal.price.QuoteText;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A renewal order as the API shows it. */
@Schema(name = "Order")
record OrderView(
    @Schema(example = "or_0G00000000001X") String id,
    @Schema(example = "ln_0G00000000001X") String line,
    Quote.Kind kind,
    @Schema(description = "The end of validity that it extends, in the carrier's zone.")
        LocalDate periodFrom,
    @Schema(description = "0 for the first order of that period.") int attempt,
    int periods,
    @Schema(
            description = "The term bought, in place of periods; null otherwise.",
            example = "P180D")
        @Nullable String term,
    @Schema(
            allowableValues = {
              "HELD_FOR_APPROVAL",
              "PAID",
              "FULFILLING",
              "IN_DOUBT",
              "RENEWED",
              "DECLINED",
              "REVERSED",
              "CANCELLED",
              "EXPIRED"
            })
        String state,
    @Schema(description = "Whether this state is final.") boolean done,
    @Schema(description = "The reason for its state, as a code.") @Nullable String reason,
    @Schema(description = "Who placed it.", example = "heartbeat") String origin,
    String carrier,
    @Nullable String plan,
    @Schema(description = "The route by which the carrier is asked.") String route,
    @Schema(description = "What the owner pays; the sum of the components.") Amount total,
    @Schema(description = "What the carrier is paid.") Amount topUp,
    List<Component> components,
    @Nullable String carrierReference,
    @Schema(description = "Last day served after the renewal, in the carrier's zone; once known.")
        @Nullable LocalDate validUntil,
    @Schema(description = "After this the carrier isn't asked any more.") Instant deadline,
    Instant createdAt,
    Instant changedAt) {

  /** A part of the price. */
  @Schema(name = "PriceComponent")
  record Component(
      Quote.Name name,
      @Schema(description = "The plan, state or term it is for.") String detail,
      @Schema(description = "Below zero for what lowers the price.") Amount amount) {

    static List<Component> of(List<Quote.Component> components) {
      return components.stream()
          .map(part -> new Component(part.name(), part.detail(), Amount.of(part.amount())))
          .toList();
    }
  }

  static OrderView of(Order order) {
    return new OrderView(
        order.id().toString(),
        order.line().toString(),
        order.kind(),
        order.periodFrom(),
        order.attempt(),
        order.periods(),
        key(order.term()),
        order.state().code(),
        order.state().isFinal(),
        order.reason(),
        order.origin(),
        order.carrier(),
        order.plan(),
        order.route(),
        Amount.of(order.total()),
        Amount.of(order.topUp()),
        Component.of(QuoteText.read(order.components(), order.total().currency())),
        order.carrierReference(),
        order.validUntil(),
        order.deadline(),
        order.createdAt(),
        order.changedAt());
  }

  private static @Nullable String key(@Nullable Length term) {
    return term == null ? null : term.key();
  }
}
