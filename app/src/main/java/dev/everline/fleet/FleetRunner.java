package dev.everline.fleet;

import dev.everline.kernel.JobId;
import dev.everline.kernel.UploadId;
import dev.everline.storage.BackgroundLoop;
import java.time.Duration;

/**
 * Goes on with what is under way while the server runs: at once when it is told of something new,
 * and now and then by itself, for what another process has left. It stands in the database how far
 * the work has come; it goes on from there.
 */
public final class FleetRunner extends BackgroundLoop {

  private static final Duration REST = Duration.ofSeconds(15);

  private final Jobs jobs;
  private final Uploads uploads;

  FleetRunner(Jobs jobs, Uploads uploads) {
    super("fleet", REST);
    this.jobs = jobs;
    this.uploads = uploads;
  }

  @Override
  protected Duration work() {
    uploads.eraseOld();
    for (JobId job : jobs.open()) {
      jobs.work(job, this::isStopping);
    }
    for (UploadId upload : uploads.open()) {
      uploads.work(upload);
    }
    return REST;
  }
}
