package dev.everline.lan;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** What goes on while the home network is served: the announcement, and certificates renewed. */
final class LanUpkeep implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(LanUpkeep.class);
  private static final Duration BETWEEN = Duration.ofHours(1);

  private final @Nullable Lan lan;
  private @Nullable ScheduledExecutorService hours;

  LanUpkeep(@Nullable Lan lan) {
    this.lan = lan;
  }

  @Override
  public synchronized void start() {
    if (lan == null || hours != null) {
      return;
    }
    Lan served = lan;
    hours =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("lan").daemon().factory());
    ScheduledFuture<?> _ =
        hours.scheduleWithFixedDelay(
            () -> refresh(served), BETWEEN.toSeconds(), BETWEEN.toSeconds(), TimeUnit.SECONDS);
    served.announce();
  }

  /** What it throws would end the repetition. */
  private static void refresh(Lan lan) {
    try {
      lan.refresh();
    } catch (RuntimeException failure) {
      LOG.warn("The certificate could not be renewed; it is tried again in an hour", failure);
    }
  }

  @Override
  public synchronized void stop() {
    if (lan != null && hours != null) {
      lan.fallSilent();
      hours.shutdownNow();
      hours = null;
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return hours != null;
  }
}
