package dev.everline.storage;

import dev.everline.kernel.WithoutMessage;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Work that goes on while the server runs, on a thread of its own: done again and again, with a
 * rest between that ends early when there is news. What it has begun stands in the database, so
 * that a failure is told and the work goes on. Stopping waits for what is in hand.
 */
public abstract class BackgroundLoop implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(BackgroundLoop.class);

  private final String name;
  private final Duration restAfterFailure;
  private final Semaphore news = new Semaphore(0);
  private final AtomicBoolean stopping = new AtomicBoolean();
  private @Nullable Thread thread;

  /**
   * @param name of its thread, and in the log
   * @param restAfterFailure before it is tried again
   */
  protected BackgroundLoop(String name, Duration restAfterFailure) {
    this.name = name;
    this.restAfterFailure = restAfterFailure;
  }

  /**
   * Does what there is to do now; where that is long, only as far as it can be left off once {@link
   * #isStopping()}.
   *
   * @return how long to rest then, unless there is news
   */
  protected abstract Duration work();

  /** Whether somebody waits for the work in hand to end. */
  protected final boolean isStopping() {
    return stopping.get();
  }

  /** There is something to do: the rest ends. */
  public final void wake() {
    news.release();
  }

  private void run() {
    while (!isStopping()) {
      Duration rest = restAfterFailure;
      try {
        rest = work();
      } catch (RuntimeException failure) {
        if (Outage.is(failure)) {
          LOG.warn("The database is away; the {} goes on once it is back", name);
        } else {
          LOG.warn("The {} failed and goes on", name, new WithoutMessage(failure));
        }
      }
      rest(rest);
    }
  }

  private void rest(Duration longest) {
    try {
      if (news.tryAcquire(Math.max(0, longest.toMillis()), TimeUnit.MILLISECONDS)) {
        news.drainPermits();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      stopping.set(true);
    }
  }

  @Override
  public final synchronized void start() {
    stopping.set(false);
    thread = Thread.ofPlatform().name(name).daemon().start(this::run);
  }

  @Override
  public final synchronized void stop() {
    Thread running = thread;
    if (running == null) {
      return;
    }
    stopping.set(true);
    wake();
    try {
      running.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    thread = null;
  }

  @Override
  public final synchronized boolean isRunning() {
    return thread != null;
  }
}
