package dev.everline.storage;

import dev.everline.kernel.Fatal;
import dev.everline.kernel.WithoutMessage;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Work that goes on while the server runs, on a thread of its own: done again and again, with a
 * rest between that ends early when there is news. What it has begun stands in the database, so
 * that a failure is told and the work goes on, errors of one pass too; after a {@linkplain Fatal
 * fatal} one the process ends. Stopping waits for what is in hand.
 */
public abstract class BackgroundLoop implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(BackgroundLoop.class);

  private final String name;
  private final Duration restAfterFailure;
  private final Semaphore news = new Semaphore(0);
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final LongSupplier nanos;
  private @Nullable Thread thread;
  private volatile boolean ended;
  private volatile long sign;
  private volatile Duration resting = Duration.ZERO;
  private volatile @Nullable Long passed;
  private volatile @Nullable Long failingSince;

  /** A step longer than this is stuck; no carrier is waited for as long. */
  private static final Duration LONGEST_STEP = Duration.ofMinutes(2);

  /**
   * @param name of its thread, and in the log
   * @param restAfterFailure before it is tried again
   */
  protected BackgroundLoop(String name, Duration restAfterFailure) {
    this(name, restAfterFailure, System::nanoTime);
  }

  /**
   * @param nanos a clock that nobody sets, as {@link System#nanoTime}
   */
  BackgroundLoop(String name, Duration restAfterFailure, LongSupplier nanos) {
    this.name = name;
    this.restAfterFailure = restAfterFailure;
    this.nanos = nanos;
  }

  /**
   * Does what there is to do now; where that is long, only as far as it can be left off once {@link
   * #isStopping()}.
   *
   * @return how long to rest then, unless there is news
   */
  protected abstract Duration work();

  /**
   * Whether somebody waits for the work in hand to end. Asked between the steps of long work, which
   * also shows that it goes on.
   */
  protected final boolean isStopping() {
    sign = nanos.getAsLong();
    return stopping.get();
  }

  /** How it goes. */
  public final Pulse pulse() {
    long now = nanos.getAsLong();
    boolean running = isRunning();
    Long well = passed;
    Long ill = failingSince;
    return new Pulse(
        name,
        running,
        running && ended && !stopping.get(),
        Duration.ofNanos(now - sign),
        resting.plus(LONGEST_STEP),
        well == null ? null : Duration.ofNanos(now - well),
        ill == null ? null : Duration.ofNanos(now - ill));
  }

  /** There is something to do: the rest ends. */
  public final void wake() {
    news.release();
  }

  private void run() {
    try {
      while (!isStopping()) {
        Duration rest = restAfterFailure;
        try {
          rest = work();
          passed = nanos.getAsLong();
          failingSince = null;
        } catch (Throwable failure) {
          Fatal.endIf(failure);
          if (failingSince == null) {
            failingSince = nanos.getAsLong();
          }
          tell(failure);
        }
        rest(rest);
      }
    } finally {
      ended = true;
    }
  }

  private void tell(Throwable failure) {
    if (Outage.isDiskFull(failure)) {
      LOG.error("The database's disk is full; the {} resumes once there is space", name);
    } else if (Outage.is(failure)) {
      LOG.warn("The database can't be reached; the {} resumes once it is back", name);
    } else {
      LOG.warn("The {} failed and continues", name, new WithoutMessage(failure));
    }
  }

  private void rest(Duration longest) {
    resting = longest.isNegative() ? Duration.ZERO : longest;
    sign = nanos.getAsLong();
    try {
      if (news.tryAcquire(resting.toMillis(), TimeUnit.MILLISECONDS)) {
        news.drainPermits();
      }
    } catch (InterruptedException notByUs) {
      // Only stop() ends the loop. Some work that was interrupted has left its mark on the thread.
      LOG.warn("The {} was interrupted and continues", name);
    }
  }

  @Override
  public final synchronized void start() {
    stopping.set(false);
    ended = false;
    sign = nanos.getAsLong();
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
