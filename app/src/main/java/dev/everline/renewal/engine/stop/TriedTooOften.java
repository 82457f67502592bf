package dev.everline.renewal.engine.stop;

import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.notice.NoticeKind;
import dev.everline.renewal.order.OrderDraft;
import org.jspecify.annotations.Nullable;

/**
 * A period whose orders all ended without renewal isn't retried forever; where there is a
 * keep-alive payment, that is tried instead after the first order.
 */
public record TriedTooOften() implements StopRule {

  @Override
  public Stop of(OrderRequest request, StartFacts facts) {
    OrderDraft order = request.order();
    if (facts.earlier().inVain(order.kind()) < request.mostTries()) {
      return Stop.PASS;
    }
    boolean fallsBack = request.orElse() != null;
    Stop.@Nullable Notice notice = fallsBack ? null : new Stop.Notice(NoticeKind.GAVE_UP, 1);
    return new Stop.Skip(
        notice,
        Stop.A_DAY,
        fallsBack,
        () ->
            new ProblemException(
                ProblemType.CONFLICT,
                "Line "
                    + request.line().id()
                    + " has had "
                    + facts.earlier().inVain(order.kind())
                    + " orders without a renewal for this period; renew it with its carrier."));
  }
}
