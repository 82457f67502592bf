package dev.everline.renewal.engine;

import dev.everline.line.due.DueLine;
import dev.everline.notice.NewNotice;
import dev.everline.notice.NoticeKind;
import dev.everline.renewal.RenewalSettings;
import dev.everline.renewal.decide.Decision;
import dev.everline.renewal.engine.call.CarrierCall.Answered;
import dev.everline.renewal.engine.call.CarrierCalls;
import dev.everline.renewal.order.Aftermath;
import dev.everline.renewal.order.Order;
import dev.everline.renewal.order.Settlement;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How answers change their orders and lines, and the notices they give owners; pure. */
final class Bookings {

  /**
   * The time that owners need at least to renew with the carrier themselves before service ends.
   */
  private static final Duration TIME_TO_ACT = Duration.ofHours(12);

  private final Rules rules;
  private final OpenNotices openNotices;
  private final CarrierCalls calls;
  private final RenewalSettings settings;

  Bookings(Rules rules, OpenNotices openNotices, CarrierCalls calls) {
    this.rules = rules;
    this.openNotices = openNotices;
    this.calls = calls;
    this.settings = rules.settings();
  }

  /**
   * How an answer changes its order and its line.
   *
   * @param after the line as it is to be written
   * @param notice the owner's notice, or null for none
   */
  record Booking(Settlement settlement, DueLine after, @Nullable NewNotice notice) {}

  /**
   * @param line its current state, which may have changed since the call
   * @param slowest the longest that routes recently took to renew
   */
  Booking of(DueLine line, Answered answered, Map<String, Duration> slowest, Instant now) {
    Settlement settlement =
        Settlement.of(
            line,
            answered.call().order(),
            answered.outcome(),
            calls.settling(answered.call().order()),
            now);
    Order order = settlement.after();
    return switch (settlement) {
      case Settlement.Fulfilled fulfilled -> {
        Aftermath.Renewed after = rules.aftermath().of(line, order, fulfilled.done().facts(), now);
        DueLine renewed = after.line();
        Instant next = nextLook(renewed, slowest, order.route(), now);
        yield new Booking(
            new Settlement.Fulfilled(line, fulfilled.before(), after.order(), fulfilled.done()),
            renewed.wakingAt(next),
            order.keepsNumberUnasked()
                ? new NewNotice(
                    line.id(),
                    line.account(),
                    NoticeKind.NUMBER_KEPT,
                    order.periodFrom(),
                    0,
                    order.total(),
                    rules.decide().lossOf(renewed, now))
                : null);
      }
      case Settlement.Returned returned ->
          new Booking(
              settlement,
              line.withoutOrder()
                  .notified(order.periodFrom())
                  .wakingAt(now.plus(settings.recheck().multipliedBy(2))),
              notice(line, order, NoticeKind.CARRIER_REFUSED, now));
      case Settlement.Open stillOpen -> {
        boolean tell = !now.isBefore(lastToAct(line, order, now).minus(TIME_TO_ACT));
        yield new Booking(
            settlement,
            (tell ? line.notified(order.periodFrom()) : line).wakingAt(stillOpen.nextLook()),
            tell && openNotices.holds(stillOpen.notice(), order.periodFrom(), line, now)
                ? notice(line, order, stillOpen.notice(), now)
                : null);
      }
    };
  }

  private NewNotice notice(DueLine line, Order order, NoticeKind what, Instant now) {
    Instant last = lastToAct(line, order, now);
    Instant actBy = last.isAfter(now) ? last : now;
    return new NewNotice(line.id(), line.account(), what, order.periodFrom(), 0, null, actBy);
  }

  /**
   * Until when acting helps: an order by hand may be tried for longer than the line has service.
   */
  private Instant lastToAct(DueLine line, Order order, Instant now) {
    Instant end = rules.decide().endOf(order.periodFrom(), line);
    return end.isAfter(now) && end.isBefore(order.deadline()) ? end : order.deadline();
  }

  private @Nullable Instant nextLook(
      DueLine line, Map<String, Duration> slowest, String route, Instant now) {
    Decision next =
        rules.decide().decide(line, slowest.getOrDefault(route, Duration.ZERO), true, now);
    return next instanceof Decision.Wait wait ? wait.until() : now.plus(settings.recheck());
  }
}
