package dev.everline.renewal;

import dev.everline.TestClock;
import dev.everline.account.Account;
import dev.everline.account.Accounts;
import dev.everline.catalog.Basis;
import dev.everline.catalog.Carrier;
import dev.everline.catalog.Catalog;
import dev.everline.catalog.Confidence;
import dev.everline.catalog.LapseRule;
import dev.everline.catalog.Plan;
import dev.everline.catalog.PrepaidFee;
import dev.everline.catalog.Provenance;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.ledger.LedgerCheck;
import dev.everline.line.due.WakeUps;
import dev.everline.renewal.engine.RenewalEngine;
import dev.everline.renewal.engine.RenewalFlow;
import dev.everline.renewal.engine.RenewalMeters;
import dev.everline.storage.IdAllocator;
import dev.everline.storage.TestDatabase;
import dev.everline.storage.Transactions;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** A small world to renew in: a real database, a scripted carrier, a clock to move. */
public final class World implements AutoCloseable {

  public static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

  /** A plan whose service is paid out of the balance. */
  public static final String METERED = "metered";

  /** A plan whose number hangs on a balance with a life of its own, like some real carriers'. */
  public static final String BALANCE = "balance";

  public static final Instant START = Instant.parse("2026-11-01T15:00:00Z");

  public final TestDatabase database = TestDatabase.create();
  public final TestClock clock = new TestClock(START.toString());
  public final ScriptedCarrier carrier = new ScriptedCarrier();
  public final Catalog catalog;
  public final RenewalEngine engine;
  public final Account account;
  private final IdAllocator ids = new IdAllocator(database.dataSource());
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

  /** The flow of another node, to take a single step with. */
  public RenewalFlow flow() {
    dev.everline.storage.Transactions transactions =
        new dev.everline.storage.Transactions(database.dataSource());
    dev.everline.ledger.Ledger ledger = new dev.everline.ledger.Ledger(ids);
    return new RenewalFlow(
        transactions,
        database.seal(),
        ids,
        ledger,
        new dev.everline.payment.Wallet(transactions, ledger, clock),
        catalog,
        carrier,
        RenewalSettings.defaults(),
        Runnable::run,
        clock,
        new RenewalMeters(new CompositeMeterRegistry()));
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
            settings.bounds()),
        Runnable::run,
        clock,
        new SplittableRandom(7));
  }

  /** Plans {@code from-expiry}, {@code from-payment} …, $25 for 30 days, one for each basis. */
  public static Catalog catalog() {
    Provenance fiction = new Provenance("a test", "2026", Confidence.HIGH, true);
    Map<String, Plan> plans = new HashMap<>();
    Map<String, LapseRule> rules = new HashMap<>();
    for (Basis basis : Basis.values()) {
      rules.put(
          basis.key(),
          new LapseRule(
              basis.key(),
              "acme",
              "all",
              basis,
              0,
              60,
              List.of(),
              null,
              LapseRule.CountingFrom.END_OF_VALIDITY,
              LapseRule.BalanceRole.PAYS_PLAN,
              List.of(),
              new LapseRule.KeepAlive(Money.usd(500), 30, null),
              null,
              null,
              null,
              false,
              fiction));
      plans.put(
          basis.key(),
          new Plan(
              basis.key(),
              "acme",
              "Acme " + basis.key(),
              Plan.Kind.UNLIMITED,
              basis.key(),
              30,
              List.of(new Plan.Price(LocalDate.of(2026, 1, 1), Money.usd(2500), null, "a test")),
              false,
              basis != Basis.FROM_PAYMENT,
              true,
              null,
              null,
              null,
              List.of(new Plan.Term(3, Money.usd(6000), Plan.Audience.ANY, null)),
              null,
              false,
              fiction));
    }
    plans.put(
        METERED,
        new Plan(
            METERED,
            "acme",
            "Acme pay as you go",
            Plan.Kind.METERED,
            Basis.FROM_PAYMENT.key(),
            30,
            List.of(new Plan.Price(LocalDate.of(2026, 1, 1), Money.usd(2500), null, "a test")),
            true,
            true,
            false,
            null,
            null,
            null,
            List.of(),
            null,
            false,
            fiction));
    rules.put(
        BALANCE,
        new LapseRule(
            BALANCE,
            "acme",
            "all",
            Basis.PLAN_CYCLE,
            0,
            60,
            List.of(),
            null,
            LapseRule.CountingFrom.BALANCE_EXPIRY,
            LapseRule.BalanceRole.PAYS_PLAN,
            List.of(new LapseRule.BalanceLife(Money.usd(1000), 30)),
            new LapseRule.KeepAlive(Money.usd(1000), 30, null),
            null,
            null,
            null,
            false,
            fiction));
    plans.put(
        BALANCE,
        new Plan(
            BALANCE,
            "acme",
            "Acme balance",
            Plan.Kind.UNLIMITED,
            BALANCE,
            30,
            List.of(new Plan.Price(LocalDate.of(2026, 1, 1), Money.usd(2500), null, "a test")),
            false,
            true,
            true,
            null,
            null,
            null,
            List.of(),
            null,
            false,
            fiction));
    Carrier acme =
        new Carrier(
            "acme",
            "Acme",
            null,
            "T-Mobile",
            NEW_YORK,
            false,
            null,
            List.of(),
            List.of(),
            Map.of(),
            List.of(),
            null,
            fiction);
    PrepaidFee texas =
        new PrepaidFee(
            "TX", "Texas", PrepaidFee.Method.PERCENT, null, new BigDecimal("2"), fiction);
    return new Catalog(Map.of("acme", acme), plans, rules, Map.of(), Map.of("TX", texas));
  }

  /**
   * A line on the plan of a basis, valid until a day, with auto-renew on and its brand confirmed.
   */
  public LineId line(Basis basis, LocalDate validUntil) {
    LineId id = LineId.of(account.id().bucket(), ids.next(0) & ((1L << 53) - 1));
    String number = "1212555" + String.format("%04d", 100 + lines++);
    database.execute(
        """
        INSERT INTO line (bucket, id, account_id, msisdn, msisdn_hash, carrier,
                          brand_confirmed_at, plan, valid_until, auto_renew, next_wake_at, created_at, changed_at)
        VALUES (%d, %d, %d, %s, 'acme', now(), '%s', '%s', true, '%s', now(), now())
        """
            .formatted(
                id.bucket(),
                id.value(),
                account.id().value(),
                database.sealedNumber(id, account.id(), number),
                basis.key(),
                validUntil,
                clock.instant()));
    post(id);
    return id;
  }

  /** What was written by a statement of ours is posted as the application posts its own. */
  private void post(LineId id) {
    new Transactions(database.dataSource())
        .run(connection -> WakeUps.mend(connection, id.bucket(), id.bucket()));
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
    return engine.renewals().orders(account.id(), null, 1000).stream()
        .map(order -> order.state().code())
        .toList();
  }

  @Override
  public void close() {
    database.close();
  }
}
