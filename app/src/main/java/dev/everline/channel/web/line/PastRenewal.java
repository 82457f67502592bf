package dev.everline.channel.web.line;

import dev.everline.channel.web.frame.Visit;
import dev.everline.kernel.Money;
import dev.everline.renewal.order.Order;
import dev.everline.renewal.order.OrderState;
import dev.everline.renewal.outside.OutsideRenewal;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A renewal in a line's history: ordered here, or paid by its owner outside.
 *
 * @param at when it was ordered or recorded
 * @param href where it is shown whole
 * @param what it was, in the reader's words
 * @param total null when its owner doesn't know it
 * @param state in the reader's words
 * @param receipt where its receipt is, or null when there is none
 */
record PastRenewal(
    Instant at,
    String href,
    String what,
    @Nullable Money total,
    String state,
    @Nullable String receipt) {

  /** The newest first. */
  static List<PastRenewal> of(Visit visit, List<Order> orders, List<OutsideRenewal> outside) {
    return Stream.concat(
            orders.stream().map(order -> of(visit, order)),
            outside.stream().map(renewal -> of(visit, renewal)))
        .sorted(Comparator.comparing(PastRenewal::at).reversed())
        .toList();
  }

  private static PastRenewal of(Visit visit, Order order) {
    String href = "/orders/" + order.id();
    return new PastRenewal(
        order.createdAt(),
        href,
        visit.name("kind", order.kind()),
        order.total(),
        visit.say("order-state." + order.state().code()),
        order.state() instanceof OrderState.Renewed ? href + "/receipt" : null);
  }

  private static PastRenewal of(Visit visit, OutsideRenewal renewal) {
    return new PastRenewal(
        renewal.told().at(),
        "/lines/" + renewal.line() + "/renewed/" + renewal.id(),
        visit.name("paid-at", renewal.paid().at()),
        renewal.paid().amount(),
        visit.say(renewal.isStanding() ? "renewed.outside" : "renewed.undone"),
        null);
  }
}
