package dev.everline.renewal.engine.stop;

import dev.everline.kernel.ProblemType;
import dev.everline.notice.NoticeKind;

/**
 * No money is sent before the brand is confirmed: a top-up sent to the wrong brand is usually lost.
 */
public record BrandNotConfirmed() implements StopRule {

  @Override
  public Stop of(OrderRequest request, StartFacts facts) {
    if (request.line().brandConfirmed()) {
      return Stop.PASS;
    }
    return Stop.skip(
        new Stop.Notice(NoticeKind.BRAND_NOT_CONFIRMED, 0),
        ProblemType.BRAND_NOT_CONFIRMED,
        "The brand of line "
            + request.line().id()
            + " isn't confirmed. A top-up sent to the wrong brand usually can't be reversed:"
            + " check that it is "
            + request.line().carrier()
            + ", then confirm with 'line confirm-brand'.");
  }
}
