package dev.everline.renewal.engine;

import dev.everline.storage.BackgroundLoop;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the heartbeat while the server is up, whenever the next line is due. When the database
 * fails, asks for its recovery and goes on: the next beat picks up what was under way.
 */
public final class HeartbeatRunner extends BackgroundLoop {

  private static final Logger LOG = LoggerFactory.getLogger(HeartbeatRunner.class);
  private static final Duration LONGEST_REST = Duration.ofSeconds(30);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(2);

  /** A beat ends now and then even when work never runs out: for repair, and to show it is well. */
  private static final Duration LONGEST_BEAT = Duration.ofMinutes(5);

  private final Heartbeat heartbeat;
  private final ReachChanges reachChanges;
  private final Runnable recovery;
  private boolean reachSeen;

  /**
   * @param reachChanges checked once, at startup
   * @param recovery restarts the database when it is gone
   */
  public HeartbeatRunner(Heartbeat heartbeat, ReachChanges reachChanges, Runnable recovery) {
    super("heartbeat", AFTER_FAILURE);
    this.heartbeat = heartbeat;
    this.reachChanges = reachChanges;
    this.recovery = recovery;
  }

  @Override
  protected Duration work() {
    try {
      if (!reachSeen) {
        reachChanges.lookAround();
        reachSeen = true;
      }
      long begun = System.nanoTime();
      heartbeat.beat(() -> isStopping() || System.nanoTime() - begun > LONGEST_BEAT.toNanos());
      heartbeat.repair();
      Duration until = heartbeat.untilNextWake().orElse(LONGEST_REST);
      return until.compareTo(LONGEST_REST) < 0 ? until : LONGEST_REST;
    } catch (RuntimeException failure) {
      recover();
      throw failure;
    }
  }

  private void recover() {
    try {
      recovery.run();
    } catch (RuntimeException stillGone) {
      LOG.warn("The database could not be restarted: {}", stillGone.getMessage());
    }
  }
}
