package dev.everline.renewal;

import static dev.everline.fixture.CarrierBuilder.aCarrier;
import static dev.everline.fixture.CatalogBuilder.aCatalog;
import static dev.everline.fixture.LineBuilder.aLine;
import static dev.everline.fixture.PlanBuilder.aPlan;
import static dev.everline.fixture.RuleBuilder.aRule;

import dev.everline.TestClock;
import dev.everline.account.Account;
import dev.everline.account.Accounts;
import dev.everline.catalog.Basis;
import dev.everline.catalog.Catalog;
import dev.everline.catalog.LapseRule;
import dev.everline.fixture.CatalogBuilder;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.ledger.LedgerCheck;
import dev.everline.line.StoredLines;
import dev.everline.line.due.WakeUps;
import dev.everline.renewal.engine.OneNode;
import dev.everline.renewal.engine.RenewalEngine;
import dev.everline.storage.IdAllocator;
import dev.everline.storage.TestDatabase;
import dev.everline.storage.Transactions;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.SplittableRandom;

/** A small world to renew in: a real database, a scripted carrier, a clock to move. */
public final class World implements AutoCloseable {

  public static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

  /** A plan whose service is paid out of the balance. */
  public static final String METERED = "metered";

  /** A plan whose number hangs on a balance with a life of its own, like some real carriers'. */
  public static final String BALANCE = "balance";

  /** A plan whose carrier's own autopay charges two days before the last day served. */
  public static final String AUTOPAY = "autopay";

  public static final Instant START = Instant.parse("2026-11-01T15:00:00Z");

  public final TestDatabase database = TestDatabase.create();
  public final TestClock clock = new TestClock(START.toString());
  public final ScriptedCarrier carrier = new ScriptedCarrier();
  public final Catalog catalog;
  public final RenewalEngine engine;
  public final Account account;
  private final IdAllocator ids = new IdAllocator(database.dataSource());
  private final StoredLines stored = new StoredLines(database.dataSource(), database.seal(), ids);
  private int lines;

  public World() {
    this(RenewalSettings.defaults());
  }

  public World(RenewalSettings settings) {
    catalog = catalog();
    engine = engine(settings);
    account =
        new Accounts(database.dataSource(), database.seal(), ids, clock, new SplittableRandom(1))
            .open("A household", "America/New_York", "TX");
  }

  /** Another node, to take a single step with. */
  public OneNode node() {
    return OneNode.of(engine(RenewalSettings.defaults()));
  }

  /** Another engine on the same database, as on another node. */
  public RenewalEngine engine(RenewalSettings settings) {
    return RenewalEngine.on(
        database.dataSource(),
        database.seal(),
        catalog,
        carrier,
        new RenewalSettings(
            settings.batch(),
            1,
            settings.claim(),
            settings.recheck(),
            settings.tellAhead(),
            settings.maxCalls(),
            settings.maxOrders(),
            settings.serviceFee(),
            settings.limits()),
        Runnable::run,
        clock,
        new SplittableRandom(7));
  }

  /** Plans {@code from-expiry}, {@code from-payment} …, $25 for 30 days, one for each basis. */
  public static Catalog catalog() {
    CatalogBuilder catalog =
        aCatalog()
            .with(aCarrier("acme").branded("Acme").countingIn(NEW_YORK))
            .with(aCarrier("pacific").branded("Pacific").countingIn(NEW_YORK))
            .fee("TX", "2");
    for (Basis basis : Basis.values()) {
      catalog
          .with(aRule(basis).named(basis.key()).lostAfter(60).keepAlive("5", 30))
          .with(
              aPlan(basis.key())
                  .named("Acme " + basis.key())
                  .unlimited()
                  .under(basis.key())
                  .taxesIncluded(basis != Basis.FROM_PAYMENT)
                  .term(3, Money.usd(60_00)));
    }
    return catalog
        .with(aRule().named(AUTOPAY).lostAfter(60).autopayDaysBefore(2))
        .with(aPlan(AUTOPAY).named("Acme by autopay").unlimited().under(AUTOPAY))
        .with(aPlan(METERED).named("Acme pay as you go").metered().under(Basis.FROM_PAYMENT.key()))
        .with(
            aRule(Basis.PLAN_CYCLE)
                .named(BALANCE)
                .lostAfter(60)
                .countingFrom(LapseRule.CountingFrom.BALANCE_EXPIRY)
                .life("10", 30)
                .keepAlive("10", 30))
        .with(aPlan(BALANCE).named("Acme balance").unlimited().under(BALANCE))
        .catalog();
  }

  /**
   * A line on the plan of a basis, valid until a day, with auto-renew on and its brand confirmed.
   */
  public LineId line(Basis basis, LocalDate validUntil) {
    return stored.add(
        account.id(),
        aLine()
            .number("1212555%04d".formatted(100 + lines++))
            .on(basis.key())
            .expiring(validUntil)
            .due(clock.instant())
            .added(clock.instant()));
  }

  /** What was written by a statement of ours is posted as the application posts its own. */
  private void post(LineId id) {
    new Transactions(database.dataSource())
        .run(connection -> WakeUps.repair(connection, id.bucket(), id.bucket()));
  }

  public void set(LineId id, String assignment) {
    database.execute(
        "UPDATE line SET "
            + assignment
            + ", changed_at = clock_timestamp() WHERE bucket = "
            + id.bucket()
            + " AND id = "
            + id.value());
    post(id);
  }

  public String text(LineId id, String column) {
    return database.text(
        "SELECT "
            + column
            + "::text FROM line WHERE bucket = "
            + id.bucket()
            + " AND id = "
            + id.value());
  }

  /** Moves the clock from wake-up to wake-up until a day's end, beating at each. */
  public void liveUntil(Instant end) {
    for (int i = 0; i < 10_000; i++) {
      engine.heartbeat().beat();
      Instant next = engine.heartbeat().nextWake().orElse(end);
      if (!next.isBefore(end)) {
        clock.moveTo(end);
        engine.heartbeat().beat();
        return;
      }
      clock.moveTo(next.isAfter(clock.instant()) ? next : clock.instant().plusSeconds(1));
    }
    throw new IllegalStateException("there was always something more to do");
  }

  /**
   * Pays into the wallet.
   *
   * @param cents US
   */
  public void fill(long cents) {
    engine.wallet().deposit(account.id(), Money.usd(cents));
  }

  public Money balance() {
    return engine.wallet().balance(account.id(), Money.USD);
  }

  public LedgerCheck.Proof proof() {
    return new Transactions(database.dataSource()).run(new LedgerCheck()::run);
  }

  /** The kinds of all notices, the newest first. */
  public List<String> notices() {
    return engine.notices().list(account.id(), false, 1000).stream()
        .map(notice -> notice.kind().name())
        .toList();
  }

  public List<String> states() {
    return engine.orderDesk().orders(account.id(), null, 1000).stream()
        .map(order -> order.state().code())
        .toList();
  }

  @Override
  public void close() {
    database.close();
  }
}
