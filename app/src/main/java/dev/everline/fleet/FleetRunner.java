package dev.everline.fleet;

import dev.everline.kernel.Fatal;
import dev.everline.kernel.JobId;
import dev.everline.kernel.UploadId;
import dev.everline.kernel.WithoutMessage;
import dev.everline.storage.BackgroundLoop;
import dev.everline.storage.Outage;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Continues jobs and imports while the server runs: at once when it is told of new work, and from
 * time to time by itself, for work that another process has left. The progress is stored in the
 * database, and work resumes from there.
 */
public final class FleetRunner extends BackgroundLoop {

  private static final Logger LOG = LoggerFactory.getLogger(FleetRunner.class);
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
      each(() -> jobs.work(job, this::isStopping));
    }
    for (UploadId upload : uploads.open()) {
      each(() -> uploads.work(upload));
    }
    return REST;
  }

  /** A failure doesn't hold up the work after it; it is retried in the next pass. */
  private void each(Runnable one) {
    try {
      one.run();
    } catch (RuntimeException | Error failure) {
      Fatal.endIf(failure);
      if (Outage.is(failure)) {
        throw failure;
      }
      LOG.warn("A job or an upload failed and will be retried", new WithoutMessage(failure));
    }
    isStopping();
  }
}
