package dev.everline.renewal.engine.stop;

import dev.everline.kernel.ProblemType;
import dev.everline.line.renewer.RenewedBy;
import dev.everline.renewal.order.OrderDraft;
import dev.everline.renewal.price.Quote;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What the carrier's own autopay pays isn't paid from here too: the line would be paid twice. Once
 * its owner has said that the autopay failed for this end, an order may start.
 */
public record RenewedByCarrier() implements StopRule {

  @Override
  public Stop of(OrderRequest request, StartFacts facts) {
    if (request.line().renewer().at(end(request)) != RenewedBy.CARRIER) {
      return Stop.PASS;
    }
    return Stop.skipSilently(
        Stop.A_DAY,
        ProblemType.RENEWED_BY_CARRIER,
        "Line "
            + request.line().id()
            + " is renewed by "
            + facts.brand()
            + "'s own autopay; an order too could pay it twice. If the autopay failed, say so"
            + " first ('everline line autopay-failed'); if it is off, change who renews the line.");
  }

  /** The end that the order would extend. A keep-alive payment is named by another day. */
  private static @Nullable LocalDate end(OrderRequest request) {
    OrderDraft order = request.draft();
    LocalDate known = request.line().facts().validUntil();
    return order == null || known == null || order.kind() == Quote.Kind.KEEP_ALIVE
        ? known
        : order.periodFrom();
  }
}
