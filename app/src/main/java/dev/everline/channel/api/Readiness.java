package dev.everline.channel.api;

import dev.everline.renewal.engine.HeartbeatRunner;
import dev.everline.storage.ClockGuard;
import dev.everline.storage.DatabaseWatch;
import dev.everline.storage.Pulse;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Whether this server does what it is for: its database answers and has room, its keys open what
 * that holds, its heart beats and its clock is right. Put together from what the loops have noted,
 * so that asking costs nothing and never waits.
 */
final class Readiness {

  private static final String OK = "ok";
  private static final String FAILS = "fails";
  private static final String DISK_FULL = "disk full";

  private final DatabaseWatch database;
  private final HeartbeatRunner heartbeat;
  private final ClockGuard guard;
  private final Clock clock;

  Readiness(DatabaseWatch database, HeartbeatRunner heartbeat, ClockGuard guard, Clock clock) {
    this.database = database;
    this.heartbeat = heartbeat;
    this.guard = guard;
    this.clock = clock;
  }

  /**
   * What programs read.
   *
   * @param status {@code ready} or {@code not-ready}
   * @param checks each by name: {@code ok}, or how it fails
   */
  record Report(String status, Map<String, String> checks) {

    boolean isReady() {
      return checks.values().stream().allMatch(OK::equals);
    }
  }

  private String database() {
    if (!database.hasRoom()) {
      return DISK_FULL;
    }
    return database.databaseAnswers() ? OK : FAILS;
  }

  Report report() {
    Map<String, String> checks = new LinkedHashMap<>();
    checks.put("database", database());
    checks.put("keys", database.keysOpen() ? OK : FAILS);
    Pulse pulse = heartbeat.pulse();
    checks.put(
        "heartbeat",
        pulse.isWell()
            ? OK
            : "no pass since "
                + clock.instant().minus(pulse.ill()).truncatedTo(ChronoUnit.SECONDS));
    checks.put("clock", guard.behind().isZero() ? OK : "behind the stored data");
    Report report = new Report("ready", checks);
    return report.isReady() ? report : new Report("not-ready", checks);
  }
}
