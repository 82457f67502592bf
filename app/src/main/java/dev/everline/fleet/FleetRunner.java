package dev.everline.fleet;

import dev.everline.kernel.JobId;
import dev.everline.kernel.UploadId;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Goes on with what is under way while the server runs: at once when it is told of something new,
 * and now and then by itself, for what another process has left. Stopping waits for the batch in
 * hand.
 */
public final class FleetRunner implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(FleetRunner.class);
  private static final long REST_SECONDS = 15;

  private final Jobs jobs;
  private final Uploads uploads;
  private final Semaphore news = new Semaphore(0);
  private final AtomicBoolean stopping = new AtomicBoolean();
  private @Nullable Thread thread;

  FleetRunner(Jobs jobs, Uploads uploads) {
    this.jobs = jobs;
    this.uploads = uploads;
  }

  /** There is something to do. */
  public void wake() {
    news.release();
  }

  private void run() {
    while (!stopping.get()) {
      try {
        uploads.eraseOld();
        for (JobId job : jobs.open()) {
          jobs.work(job, stopping::get);
        }
        for (UploadId upload : uploads.open()) {
          uploads.work(upload);
        }
      } catch (RuntimeException failure) {
        // It stands in the database how far the work has come; it goes on from there.
        LOG.warn("An act on many lines failed and goes on: {}", failure.getClass().getSimpleName());
      }
      rest();
    }
  }

  private void rest() {
    try {
      if (news.tryAcquire(REST_SECONDS, TimeUnit.SECONDS)) {
        news.drainPermits();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      stopping.set(true);
    }
  }

  @Override
  public synchronized void start() {
    stopping.set(false);
    thread = Thread.ofPlatform().name("fleet").daemon().start(this::run);
  }

  @Override
  public synchronized void stop() {
    Thread running = thread;
    if (running == null) {
      return;
    }
    stopping.set(true);
    news.release();
    try {
      running.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    thread = null;
  }

  @Override
  public synchronized boolean isRunning() {
    return thread != null;
  }
}
