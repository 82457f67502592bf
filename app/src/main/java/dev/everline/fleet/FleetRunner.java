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
 * Goes on with what is under way while the server runs: at once when it is told of something new,
 * and now and then by itself, for what another process has left. It stands in the database how far
 * the work has come; it goes on from there.
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

  /** What fails holds up nothing that comes after it; it is tried again with the next pass. */
  private void each(Runnable one) {
    try {
      one.run();
    } catch (RuntimeException | Error failure) {
      Fatal.endIf(failure);
      if (Outage.is(failure)) {
        throw failure;
      }
      LOG.warn("An act or an upload failed and is tried again", new WithoutMessage(failure));
    }
    isStopping();
  }
}
