package dev.everline.sandbox.carrier;

import dev.everline.sandbox.carrier.books.Books;
import dev.everline.sandbox.carrier.books.TopUp;
import dev.everline.sandbox.carrier.fault.FaultPlan;
import dev.everline.sandbox.carrier.fault.Script;
import dev.everline.sandbox.carrier.wire.Problem;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Settles pending top-ups when they are due: by the machine's time, or as soon as the sandbox's
 * clock is moved past it, whichever comes first.
 */
final class Settlements implements AutoCloseable {

  private final Books books;
  private final Events events;
  private final long seed;
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().name("settlements").daemon().factory());

  Settlements(Books books, Events events, long seed) {
    this.books = books;
    this.events = events;
    this.seed = seed;
  }

  /** Takes up what was pending when the last process ended. */
  void resume() {
    books.topUps().pending().forEach(this::schedule);
  }

  void schedule(TopUp pending) {
    long millis = Math.max(0, pending.progress().dueAt() - pending.progress().requestedAt());
    // Settled on a thread of its own: each waits for the disk.
    var _ =
        timer.schedule(
            () -> Thread.startVirtualThread(() -> settle(pending, pending.progress().planned())),
            millis,
            TimeUnit.MILLISECONDS);
  }

  /** Settles nothing of what was scheduled so far: after a reset its ids mean others. */
  void forgetAll() {
    timer.getQueue().clear();
    events.forgetHeld();
  }

  /** Settles all that the clock has come to. */
  void settleDue() {
    long now = books.clock().now().toEpochMilli();
    for (TopUp pending : books.topUps().pending()) {
      if (pending.progress().dueAt() <= now) {
        settle(pending, pending.progress().planned());
      }
    }
  }

  /**
   * Cancels a pending top-up.
   *
   * @throws Problem when it is not pending any more
   */
  TopUp cancel(TopUp pending) {
    TopUp cancelled = settle(pending, TopUp.Status.CANCELLED);
    if (cancelled == null) {
      throw Problem.of(
          409, "alreadySettled", "The top-up is settled", "Only a pending one can be cancelled.");
    }
    return cancelled;
  }

  private @Nullable TopUp settle(TopUp pending, TopUp.Status as) {
    TopUp settled = books.topUps().settle(pending.id(), as);
    if (settled != null) {
      String carrier = settled.terms().carrier();
      FaultPlan plan = books.faultPlans().of(carrier);
      events.tell(
          settled, plan, Script.of(plan, seed, carrier, settled.reference(), 0, settled.msisdn()));
    }
    return settled;
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
