package dev.everline.demo;

import dev.everline.account.Account;
import dev.everline.account.Accounts;
import dev.everline.carrier.tmf654.Tmf654Connector;
import dev.everline.carrier.tmf654.Tmf654Settings;
import dev.everline.catalog.Carrier;
import dev.everline.catalog.Catalog;
import dev.everline.catalog.CatalogLoader;
import dev.everline.renewal.RenewalSettings;
import dev.everline.renewal.decide.Routes;
import dev.everline.renewal.engine.RenewalEngine;
import dev.everline.sandbox.carrier.CarrierSandbox;
import dev.everline.sandbox.carrier.CarrierSandboxProcess;
import dev.everline.storage.Database;
import dev.everline.storage.IdAllocator;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The parts of the demo, all real but the time: the application's engine on its own durable
 * database, and the carriers in another process behind a socket.
 */
final class DemoWorld implements AutoCloseable {

  /** A call that the sandbox lets hang is given up after this; everything is on one machine. */
  private static final Duration DEADLINE = Duration.ofSeconds(1);

  private static final Duration SETTLING = Duration.ofMinutes(2);

  final DemoFolder folder;
  final Catalog catalog;
  final DemoClock clock;
  final SandboxControl control;
  final Routes routes;
  private final CarrierSandboxProcess sandbox;
  private final Tmf654Connector connector;
  private final ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();
  private DemoState state;
  private @Nullable Open open;

  /** What needs the database: closed while the server has it. */
  private record Open(
      Database database, IdAllocator ids, RenewalEngine engine, Map<Owner, Account> accounts) {}

  private DemoWorld(DemoFolder folder, DemoState state) throws IOException {
    this.folder = folder;
    this.state = state;
    this.catalog = CatalogLoader.builtIn().load();
    this.clock = new DemoClock(state.now());
    this.sandbox =
        CarrierSandboxProcess.start(new CarrierSandbox.Options(0, folder.sandbox(), state.seed()));
    this.control = new SandboxControl(sandbox.baseUri().toString());
    // Any carrier's address is a template of all.
    String address = sandbox.baseUri("any").toString().replaceFirst("/any/", "/{carrier}/");
    Map<String, ZoneId> zones =
        catalog.carriers().values().stream()
            .collect(Collectors.toUnmodifiableMap(Carrier::id, Carrier::zone));
    this.connector =
        new Tmf654Connector(
            Tmf654Settings.of("sandbox", address, zones).withTimes(DEADLINE, SETTLING), clock);
    this.routes = carrier -> Optional.of(connector);
  }

  /** Starts the parts, where an earlier demo left them or from the beginning. */
  static DemoWorld open(DemoFolder folder, long seed) throws IOException {
    DemoState state = folder.state().orElse(DemoState.start(seed));
    DemoWorld world = new DemoWorld(folder, state);
    try {
      world.control.moveClock(state.now());
      world.control.setFaults(faults(state.seed()));
      world.openDatabase();
      return world;
    } catch (RuntimeException failure) {
      world.close();
      throw failure;
    }
  }

  /** A few in a hundred go wrong, in all the ways in which nothing is lost for good. */
  private static Map<String, Object> faults(long seed) {
    return Map.of(
        "slow",
        Map.of("p", 0.02, "millis", 120),
        "refuseOnce",
        0.015,
        "fail",
        0.012,
        "timeOut",
        Map.of("p", 0.004, "millis", DEADLINE.plusMillis(400).toMillis()),
        "dropAfterCommit",
        0.015,
        "answerTwice",
        0.01,
        "pending",
        Map.of("p", 0.02, "millis", 400),
        "pendingFails",
        Map.of("p", 0.004, "millis", 400),
        "seed",
        seed);
  }

  private void openDatabase() {
    Database database = Database.open(folder.storage());
    try {
      IdAllocator ids = new IdAllocator(database.dataSource());
      RenewalEngine engine =
          RenewalEngine.on(
              database.dataSource(),
              database.seal(),
              catalog,
              routes,
              RenewalSettings.defaults(),
              calls,
              clock,
              new SplittableRandom(state.seed()));
      Accounts accounts =
          new Accounts(
              database.dataSource(),
              database.seal(),
              ids,
              clock,
              new SplittableRandom(state.seed()));
      open = new Open(database, ids, engine, accounts(accounts));
    } catch (RuntimeException failure) {
      database.close();
      throw failure;
    }
  }

  /** The owners' accounts; those that an earlier start opened are found again. */
  private static Map<Owner, Account> accounts(Accounts accounts) {
    List<Account> known = accounts.first(100);
    Map<Owner, Account> byOwner = new EnumMap<>(Owner.class);
    for (Owner owner : Owner.values()) {
      byOwner.put(
          owner,
          known.stream()
              .filter(account -> account.name().equals(owner.title()))
              .findFirst()
              .orElseGet(() -> accounts.open(owner.title(), owner.zone(), owner.state())));
    }
    return byOwner;
  }

  Database database() {
    return opened().database();
  }

  IdAllocator ids() {
    return opened().ids();
  }

  RenewalEngine engine() {
    return opened().engine();
  }

  Account account(Owner owner) {
    Account account = opened().accounts().get(owner);
    if (account == null) {
      throw new IllegalStateException("no account of " + owner);
    }
    return account;
  }

  private Open opened() {
    Open now = open;
    if (now == null) {
      throw new IllegalStateException("the database is closed");
    }
    return now;
  }

  DemoState state() {
    return state;
  }

  void remember(DemoState next) throws IOException {
    folder.write(next);
    state = next;
  }

  /**
   * Moves the time on for everybody. What a crash leaves behind is never ahead of the clock that
   * the next start takes up, since the clock's new time is written first.
   */
  void moveTo(java.time.Instant later) throws IOException {
    remember(state.at(later));
    control.moveClock(later);
    clock.moveTo(later);
  }

  /** Leaves the database to somebody else in this process. */
  void closeDatabase() {
    Open now = open;
    open = null;
    if (now != null) {
      now.database().close();
    }
  }

  /** Stops everything that was started. */
  @Override
  public void close() {
    calls.close();
    try {
      closeDatabase();
    } finally {
      connector.close();
      control.close();
      sandbox.close();
    }
  }
}
