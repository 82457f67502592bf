package dev.everline.crash;

import dev.everline.carrier.tmf654.Tmf654Connector;
import dev.everline.carrier.tmf654.Tmf654Settings;
import dev.everline.kernel.Money;
import dev.everline.renewal.RenewalSettings;
import dev.everline.renewal.engine.HeartbeatRunner;
import dev.everline.renewal.engine.RenewalEngine;
import dev.everline.renewal.engine.stop.SpendingLimits;
import dev.everline.renewal.engine.stop.SpendingLimits.Limit;
import dev.everline.storage.Database;
import dev.everline.storage.StorageSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The process that is killed: the heartbeat over a carrier's HTTP API. Takes the carrier's base
 * address and the instant at which the clock began; the database is that of the environment. Ends
 * with the process that started it.
 */
public final class CrashNode {

  static final String READY = "renewing";

  private static final Duration DEADLINE = Duration.ofSeconds(3);
  private static final Duration SETTLING = Duration.ofSeconds(4);

  private static final System.Logger LOG = System.getLogger(CrashNode.class.getName());

  private CrashNode() {}

  public static void main(String[] arguments) {
    if (arguments.length != 2) {
      throw new IllegalArgumentException("give the carrier's base address and the clock's start");
    }
    Clock clock = new FastClock(Instant.parse(arguments[1]));
    Database database = Database.open(StorageSettings.fromEnvironment(System.getenv()));
    try (Tmf654Connector connector = new Tmf654Connector(settings(arguments[0]), clock);
        ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor()) {
      RenewalEngine engine =
          RenewalEngine.on(
              database.dataSource(),
              database.seal(),
              CrashCatalog.make(),
              carrier -> Optional.of(connector),
              renewals(),
              calls,
              clock,
              new SplittableRandom(ProcessHandle.current().pid()));
      new HeartbeatRunner(engine.heartbeat(), engine.reachChanges(), () -> {}).start();
      System.out.println(READY);
      endWithParent();
    }
  }

  /** Short claims, so that what a dead process held is taken up within seconds. */
  private static RenewalSettings renewals() {
    RenewalSettings usual = RenewalSettings.defaults();
    return new RenewalSettings(
        100,
        4,
        Duration.ofMinutes(1),
        usual.recheck(),
        usual.tellAhead(),
        8,
        6,
        Money.usd(0),
        new SpendingLimits(
            new Limit(3, 500_00),
            new Limit(1_000_000, 100_000_000_00L),
            new Limit(10_000_000, 1_000_000_000_00L)));
  }

  /** The settling time is told in the fast clock's seconds, as the engine counts them. */
  private static Tmf654Settings settings(String baseUrl) {
    Tmf654Settings usual =
        Tmf654Settings.of("sandbox", baseUrl, Map.of(CrashCatalog.CARRIER, CrashCatalog.ZONE));
    return new Tmf654Settings(
        usual.name(),
        usual.baseUrl(),
        usual.auth(),
        usual.units(),
        usual.naming(),
        usual.endDates(),
        DEADLINE,
        SETTLING.multipliedBy(FastClock.SPEED),
        usual.limits(),
        usual.referenceUsedCodes(),
        usual.refusingCodes(),
        usual.hub());
  }

  private static void endWithParent() {
    try {
      System.in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException gone) {
      LOG.log(System.Logger.Level.DEBUG, "The parent is gone", gone);
    }
    Runtime.getRuntime().halt(0);
  }
}
