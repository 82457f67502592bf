package dev.everline.renewal;

import dev.everline.storage.Database;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/** Lets the heart beat while the server runs; stopping waits for the batches under way. */
final class HeartbeatRunner implements SmartLifecycle {

  private final Heartbeat heartbeat;
  private final Database database;
  private @Nullable Thread thread;

  HeartbeatRunner(Heartbeat heartbeat, Database database) {
    this.heartbeat = heartbeat;
    this.database = database;
  }

  @Override
  public synchronized void start() {
    thread =
        Thread.ofPlatform()
            .name("heartbeat")
            .daemon()
            .start(() -> heartbeat.run(database::recover));
  }

  @Override
  public synchronized void stop() {
    Thread running = thread;
    if (running == null) {
      return;
    }
    heartbeat.stop();
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
