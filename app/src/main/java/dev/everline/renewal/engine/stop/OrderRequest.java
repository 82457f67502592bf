package dev.everline.renewal.engine.stop;

import dev.everline.kernel.Money;
import dev.everline.kernel.ProblemException;
import dev.everline.line.due.DueLine;
import dev.everline.renewal.decide.Decision;
import dev.everline.renewal.order.Order;
import dev.everline.renewal.order.OrderDraft;
import dev.everline.renewal.order.Releaser;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request for an order: by the heartbeat, by a person, or by a person who releases a held order.
 * Who asked is the order's origin.
 *
 * @param draft the order, or null where it has no price
 * @param unpriced why it has none, or null
 * @param held the order that was held for approval and is being released, or null for a new one
 * @param releaser who releases it, or null for a new one
 * @param byHand whether a person asked for it, or releases it; they get the answer and need no
 *     notice
 * @param mostTries how many orders for the period may already have ended without a renewal
 * @param agreed the most that a person has agreed to, or null
 * @param orElse the keep-alive payment to order when this can't be; null when there is none
 */
public record OrderRequest(
    DueLine line,
    @Nullable OrderDraft draft,
    @Nullable ProblemException unpriced,
    @Nullable Order held,
    @Nullable Releaser releaser,
    boolean byHand,
    int mostTries,
    @Nullable Money agreed,
    Decision.@Nullable Renew orElse) {

  /** People may try as often as they like. */
  private static final int ANY_NUMBER = Integer.MAX_VALUE;

  /**
   * A request of the heartbeat; its fallback is tried as soon as one order has ended without a
   * renewal.
   */
  public static OrderRequest byHeartbeat(
      DueLine line, OrderDraft draft, int mostTries, Decision.@Nullable Renew orElse) {
    return new OrderRequest(
        line, draft, null, null, null, false, orElse == null ? mostTries : 1, null, orElse);
  }

  public static OrderRequest byHand(DueLine line, OrderDraft draft, @Nullable Money agreed) {
    return new OrderRequest(line, draft, null, null, null, true, ANY_NUMBER, agreed, null);
  }

  public static OrderRequest withoutPrice(DueLine line, ProblemException unpriced) {
    return new OrderRequest(line, null, unpriced, null, null, true, ANY_NUMBER, null, null);
  }

  public static OrderRequest release(DueLine line, Order held, Releaser by) {
    return new OrderRequest(line, held.draft(), null, held, by, true, ANY_NUMBER, null, null);
  }

  /**
   * The order; rules after {@link NoPrice} may ask for it.
   *
   * @throws NullPointerException when it has no price
   */
  public OrderDraft order() {
    return Objects.requireNonNull(draft);
  }

  /** The same for an order of that number for its period. */
  public OrderRequest withAttempt(int number) {
    return new OrderRequest(
        line,
        order().withAttempt(number),
        unpriced,
        held,
        releaser,
        byHand,
        mostTries,
        agreed,
        orElse);
  }

  /** Whether this very order is released. */
  public boolean released() {
    return held != null;
  }

  /** Whether its release approves what would hold it. */
  boolean approves(Stop.Hold hold) {
    return releaser != null && releaser.mayRelease(hold.reason());
  }
}
