package dev.everline.simulation;

import dev.everline.catalog.Catalog;
import dev.everline.kernel.Money;
import dev.everline.line.due.DueLines;
import dev.everline.renewal.RenewalSettings;
import dev.everline.renewal.engine.stop.SpendingLimits;
import dev.everline.renewal.engine.stop.SpendingLimits.Limit;
import dev.everline.renewal.price.Quoter;
import dev.everline.storage.Database;
import dev.everline.storage.Transactions;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;

/**
 * One seed's world: accounts and lines, a carrier with faults, two processes that take turns (also
 * while the other waits for its carrier) and die at any step, and the promises held after each.
 * Everything follows from the seed, so that it happens again in the same way.
 */
public final class Simulation {

  private static final Instant START = Instant.parse("2026-11-01T15:00:00Z");
  private static final Duration LONGEST_STEP = Duration.ofHours(12);
  private static final Duration AFTERWARDS = Duration.ofDays(3);

  /** Bounds a simulation that would never come to its end. */
  private static final int MOST_STEPS = 20_000;

  /**
   * How a seed went.
   *
   * @param steps after each of which the promises held
   * @param kept numbers kept since their lines could not be renewed
   * @param trace a fingerprint of all that happened; the same at every replay
   */
  public record Outcome(
      long seed, long steps, long renewed, long kept, long crashes, long calls, String trace) {}

  private final long seed;
  private final int days;
  private final SplittableRandom random;
  private final SimulatedClock clock = new SimulatedClock(START);
  private final Chronicle chronicle;
  private final SimulatedCarrier carrier;
  private final Promises promises;
  private final Nodes nodes;
  private final Owners owners;
  private final Transactions transactions;
  private long steps;

  private Simulation(Database database, long seed, int days) {
    this.seed = seed;
    this.days = days;
    this.random = new SplittableRandom(seed);
    this.chronicle = new Chronicle(seed, days, clock);
    this.transactions = new Transactions(database.dataSource());
    Catalog catalog = FictionalCatalog.make();
    RenewalSettings settings =
        new RenewalSettings(
            1 + random.nextInt(6),
            1,
            Duration.ofMinutes(2),
            Duration.ofHours(6),
            Duration.ofDays(7),
            8,
            6,
            Money.usd(random.nextInt(2) * 50L),
            new SpendingLimits(
                new Limit(3, 500_00),
                random.nextInt(3) == 0
                    ? new Limit(1 + random.nextInt(3), 90_00)
                    : new Limit(1_000, 100_000_00),
                new Limit(1_000, 100_000_00)));
    this.carrier =
        new SimulatedCarrier(
            clock,
            random.split(),
            new SimulatedCarrier.Weather(random.nextInt(100), random.nextInt(60)));
    this.promises =
        new Promises(
            transactions,
            new DueLines(database.seal()),
            carrier,
            catalog,
            new Quoter(catalog, settings.serviceFee()),
            clock);
    World world = new World(database, catalog, clock, carrier, random, chronicle);
    this.nodes = new Nodes(world, settings, this::outside);
    this.owners = new Owners(world, nodes, promises, seed);
  }

  /**
   * Lives a seed's days through.
   *
   * @param database of this simulation's own; it is emptied first
   * @throws PromiseBroken at the first step after which a promise does not hold
   */
  public static Outcome run(Database database, long seed, int days) {
    SimulationDatabase.empty(database.dataSource());
    Simulation simulation = new Simulation(database, seed, days);
    try {
      return simulation.live();
    } catch (PromiseBroken broken) {
      throw broken;
    } catch (RuntimeException | AssertionError unexpected) {
      throw simulation.chronicle.broken("the engine failed: " + unexpected, unexpected);
    }
  }

  private Outcome live() {
    owners.settle();
    Instant end = START.plus(Duration.ofDays(days));
    while (clock.instant().isBefore(end)) {
      if (random.nextInt(3) == 0) {
        owners.act();
        check();
      }
      nodes.beat(nodes.any());
      check();
      moveOn(end);
    }
    calmDown();
    return new Outcome(
        seed,
        steps,
        count("SELECT count(*) FROM renewal_order WHERE state = 'RENEWED'"),
        count(
            "SELECT count(*) FROM renewal_order WHERE state = 'RENEWED' AND kind = 'KEEP_ALIVE'"
                + " AND origin = 'heartbeat'"),
        nodes.crashes(),
        carrier.calls(),
        chronicle.fingerprint());
  }

  /** From here on nothing fails any more: what is open must come to its end. */
  private void calmDown() {
    chronicle.note("calm");
    nodes.calmDown();
    carrier.heal();
    Instant end = clock.instant().plus(AFTERWARDS);
    while (clock.instant().isBefore(end)) {
      nodes.beat(nodes.any());
      check();
      moveOn(end);
    }
    promises.stillOpen().stream()
        .findFirst()
        .ifPresent(
            open -> {
              throw chronicle.broken(open, null);
            });
  }

  private void moveOn(Instant end) {
    Instant next =
        nodes
            .first()
            .engine()
            .heartbeat()
            .nextWake()
            .filter(wake -> wake.isBefore(clock.instant().plus(LONGEST_STEP)))
            .orElse(clock.instant().plus(LONGEST_STEP));
    if (next.isAfter(end)) {
      next = end;
    }
    Instant least = clock.instant().plusSeconds(1 + random.nextInt(60));
    clock.moveTo(next.isAfter(least) ? next : least);
    if (++steps > MOST_STEPS) {
      throw chronicle.broken(
          "after " + MOST_STEPS + " steps there was still something to do at once.", null);
    }
    if (!nodes.isCalm() && random.nextInt(150) == 0) {
      Instant until = clock.instant().plus(Duration.ofHours(1 + random.nextInt(100)));
      chronicle.note("outage until " + until);
      carrier.breakDownUntil(until);
    }
  }

  /**
   * An outside call of a node's: it may have to wait before it is made and its answer after, and
   * meanwhile the other node goes on.
   */
  private void outside(Nodes.Node node, CrashPoints points, Runnable call) {
    points.reach("before a call is begun");
    nodes.meanwhile(node);
    owners.enterMeanwhile();
    if (points.isDead()) {
      return;
    }
    call.run();
    nodes.meanwhile(node);
    owners.enterMeanwhile();
  }

  private void check() {
    promises.check().stream()
        .findFirst()
        .ifPresent(
            what -> {
              throw chronicle.broken(what, null);
            });
  }

  private long count(String sql) {
    return transactions.run(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(sql);
              var row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
          }
        });
  }
}
