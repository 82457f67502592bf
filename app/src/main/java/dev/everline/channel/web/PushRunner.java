package dev.everline.channel.web;

import dev.everline.kernel.WithoutMessage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Delivers what is due on devices while the server runs; stopping waits for what is under way. */
final class PushRunner implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(PushRunner.class);
  private static final int SECONDS_OF_REST = 2;

  private final PushNotices notices;
  private @Nullable Thread thread;
  private Semaphore ended = new Semaphore(0);

  PushRunner(PushNotices notices) {
    this.notices = notices;
  }

  @Override
  public synchronized void start() {
    Semaphore end = new Semaphore(0);
    ended = end;
    thread = Thread.ofPlatform().name("push").daemon().start(() -> run(end));
  }

  private void run(Semaphore end) {
    try {
      do {
        try {
          notices.deliver();
        } catch (RuntimeException failure) {
          // What was due still is.
          LOG.warn("Push notices could not be delivered", new WithoutMessage(failure));
        }
      } while (!end.tryAcquire(SECONDS_OF_REST, TimeUnit.SECONDS));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public synchronized void stop() {
    Thread running = thread;
    if (running == null) {
      return;
    }
    ended.release();
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
