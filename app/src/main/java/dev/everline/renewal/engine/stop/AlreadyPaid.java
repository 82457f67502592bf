package dev.everline.renewal.engine.stop;

import dev.everline.kernel.ProblemType;
import dev.everline.notice.NoticeKind;
import dev.everline.renewal.price.Quote;

/**
 * No day is paid for twice. Nor is a number kept twice for the same day, unless a person asks for
 * it: people may top up as often as they like.
 */
public record AlreadyPaid() implements StopRule {

  @Override
  public Stop of(OrderRequest request, StartFacts facts) {
    Quote.Kind kind = request.order().kind();
    boolean insists = request.byHand() && kind != Quote.Kind.WHOLE_PERIOD;
    if (insists || !facts.earlier().isPaid(kind)) {
      return Stop.PASS;
    }
    return Stop.skip(
        new Stop.Notice(NoticeKind.NO_CHANGE_AT_CARRIER, 0),
        ProblemType.PAID_ALREADY,
        "Line "
            + request.line().id()
            + " was already renewed until "
            + facts.earlier().paidUntil()
            + "; another payment until "
            + request.order().validUntil()
            + " would pay days twice. If its carrier shows an earlier end, ask the carrier what"
            + " became of that renewal.");
  }
}
