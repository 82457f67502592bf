package dev.everline.renewal.engine;

import dev.everline.line.due.DueLine;
import dev.everline.notice.NoticeKind;
import dev.everline.renewal.RenewalSettings;
import dev.everline.renewal.engine.call.CarrierCall;
import dev.everline.renewal.order.Coverage;
import dev.everline.renewal.order.NextStep;
import dev.everline.renewal.order.Order;
import dev.everline.renewal.price.QuoteText;
import java.time.Instant;

/** Continues orders that have begun: asks, looks up, gives up or waits; pure. */
final class OrdersUnderWay {

  private final Coverage coverage;
  private final RenewalSettings settings;

  OrdersUnderWay(Coverage coverage, RenewalSettings settings) {
    this.coverage = coverage;
    this.settings = settings;
  }

  /**
   * @param paymentsHeld whether payments are held after a restore; then orders are only looked up
   */
  void goOn(Changes changes, DueLine line, Order order, boolean paymentsHeld, Instant now) {
    switch (NextStep.of(order, settings.maxCalls(), now)) {
      case NextStep.Ask ask when paymentsHeld ->
          changes.lines.add(line.wakingAt(now.plus(RestoreHold.RECHECK)));
      // No money was taken for it so far, and its days may have been paid without us by now; and
      // money is never sent to another number or carrier than the order's.
      case NextStep.Ask ask
          when !order.draft().isFor(line)
              || !Coverage.isAsOrdered(coverage.today(line, now), order) -> {
        changes.move(order, order.givenUp("LINE_CHANGED", now));
        changes.releases.add(QuoteText.charge(order));
        changes.lines.add(line.withoutOrder().wakingAt(now));
      }
      case NextStep.Ask ask -> {
        Order asking = order.asked(now);
        changes.move(order, asking);
        changes.call(new CarrierCall(claimed(line, order, now), asking, true));
      }
      case NextStep.LookUp lookUp ->
          changes.call(new CarrierCall(claimed(line, order, now), order, false));
      case NextStep.GiveUp giveUp -> {
        changes.move(order, order.givenUp("GAVE_UP", now));
        changes.releases.add(QuoteText.charge(order));
        changes.tell(line, NoticeKind.GAVE_UP, order.periodFrom(), 0, null, now);
        changes.lines.add(
            line.withoutOrder()
                .notified(order.periodFrom())
                .wakingAt(now.plus(settings.recheck())));
      }
      case NextStep.Expire expire -> {
        changes.move(order, order.expired(now));
        changes.tell(line, NoticeKind.HELD_FOR_APPROVAL, order.periodFrom(), 1, null, now);
        changes.lines.add(line.withoutOrder().wakingAt(now.plus(settings.recheck())));
      }
      case NextStep.Wait wait -> changes.lines.add(line.wakingAt(wait.until()));
    }
  }

  private DueLine claimed(DueLine line, Order order, Instant now) {
    return line.claimedUntil(now.plus(settings.claim()), order.id());
  }
}
