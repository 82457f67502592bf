package dev.everline.simulation;

import static dev.everline.fixture.LineBuilder.aLine;

import dev.everline.account.Account;
import dev.everline.account.Accounts;
import dev.everline.catalog.Catalog;
import dev.everline.catalog.Plan;
import dev.everline.fixture.LineBuilder;
import dev.everline.kernel.AccountId;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.kernel.OrderId;
import dev.everline.kernel.ProblemException;
import dev.everline.line.IfNotRenewed;
import dev.everline.line.StoredLines;
import dev.everline.line.due.DueLine;
import dev.everline.line.due.DueLines;
import dev.everline.line.due.WakeUps;
import dev.everline.renewal.RenewalSettings;
import dev.everline.renewal.Renewals.Wish;
import dev.everline.renewal.engine.RenewalEngine;
import dev.everline.renewal.engine.stop.SpendingLimits;
import dev.everline.renewal.engine.stop.SpendingLimits.Limit;
import dev.everline.renewal.order.Order;
import dev.everline.renewal.order.OrderState;
import dev.everline.renewal.price.Quoter;
import dev.everline.storage.Database;
import dev.everline.storage.IdAllocator;
import dev.everline.storage.Seal;
import dev.everline.storage.Transactions;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

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

  private static final int STEPS_SHOWN = 80;

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
  private final DataSource dataSource;
  private final Seal seal;
  private final SplittableRandom random;

  /** By itself, so that what owners wish leaves all else of a seed as it was. */
  private final SplittableRandom wishes;

  /** By itself too: what owners enter of dates. */
  private final SplittableRandom dates;

  private final SimulatedClock clock = new SimulatedClock(START);
  private final Catalog catalog = FictionalCatalog.make();
  private final RenewalSettings settings;
  private final SimulatedCarrier carrier;
  private final Promises promises;
  private final List<Node> nodes;
  private final List<Account> accounts = new ArrayList<>();
  private final List<Line> lines = new ArrayList<>();
  private final List<Request> requests = new ArrayList<>();
  private final Deque<String> lastSteps = new ArrayDeque<>();
  private final MessageDigest trace;
  private final IdAllocator ids;
  private final StoredLines stored;
  private final int crashesPerCent;
  private boolean calm;
  private long steps;
  private long crashes;

  private record Line(LineId id, AccountId account, String carrier) {}

  /** What an owner ordered under a key of their own; the order, once they were told it. */
  private static final class Request {
    final String key;
    final Line line;
    final Wish wish;
    @Nullable OrderId order;

    Request(String key, Line line, Wish wish) {
      this.key = key;
      this.line = line;
      this.wish = wish;
    }
  }

  /** A process: an engine with all it holds in memory, until it dies and another takes its name. */
  private final class Node {
    final String name;
    CrashPoints points = new CrashPoints();
    RenewalEngine engine;

    Node(String name) {
      this.name = name;
      this.engine = newEngine();
    }

    void restart() {
      points = new CrashPoints();
      engine = newEngine();
    }

    private RenewalEngine newEngine() {
      CrashPoints mine = points;
      dev.everline.carrier.CarrierConnector connector = carrier.seenBy(mine);
      return RenewalEngine.on(
          CrashingDataSource.over(dataSource, mine),
          seal,
          catalog,
          id ->
              id.equals(FictionalCatalog.WITHOUT_ROUTE) ? Optional.empty() : Optional.of(connector),
          settings,
          call -> outside(this, mine, call),
          clock,
          random.split());
    }
  }

  private Simulation(Database database, long seed, int days) {
    this.dataSource = database.dataSource();
    this.seal = database.seal();
    this.seed = seed;
    this.days = days;
    this.random = new SplittableRandom(seed);
    this.wishes = new SplittableRandom(seed + 1_000_003);
    this.dates = new SplittableRandom(seed + 2_000_003);
    this.settings =
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
            new Transactions(dataSource),
            new DueLines(seal),
            carrier,
            catalog,
            new Quoter(catalog, settings.serviceFee()),
            clock);
    this.ids = new IdAllocator(dataSource);
    this.stored = new StoredLines(dataSource, seal, ids);
    this.crashesPerCent = random.nextInt(40);
    this.nodes = List.of(new Node("A"), new Node("B"));
    try {
      this.trace = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every JDK has SHA-256", missing);
    }
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
      throw simulation.broken("the engine failed: " + unexpected, unexpected);
    }
  }

  private Outcome live() {
    settle();
    Instant end = START.plus(Duration.ofDays(days));
    while (clock.instant().isBefore(end)) {
      if (random.nextInt(3) == 0) {
        ownerActs();
        check();
      }
      beat(anyNode());
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
        crashes,
        carrier.calls(),
        HexFormat.of().formatHex(trace.digest()).substring(0, 16));
  }

  /** The first accounts, money and lines. */
  private void settle() {
    int many = 1 + random.nextInt(2);
    for (int i = 0; i < many; i++) {
      Account account =
          new Accounts(dataSource, seal, ids, clock, random)
              .open("Owner " + i, "America/New_York", random.nextBoolean() ? "TX" : null);
      accounts.add(account);
      promises.watch(account.id());
    }
    int first = 2 + random.nextInt(7);
    for (int i = 0; i < first; i++) {
      addLine();
    }
    addLineToKeep();
    for (Account account : accounts) {
      deposit(nodes.getFirst(), account.id(), Money.usd(50_00 + random.nextInt(150_00)));
    }
  }

  /** From here on nothing fails any more: what is open must come to its end. */
  private void calmDown() {
    note("calm");
    calm = true;
    carrier.heal();
    Instant end = clock.instant().plus(AFTERWARDS);
    while (clock.instant().isBefore(end)) {
      beat(anyNode());
      check();
      moveOn(end);
    }
    promises.stillOpen().stream()
        .findFirst()
        .ifPresent(
            open -> {
              throw broken(open, null);
            });
  }

  private void moveOn(Instant end) {
    Instant next =
        nodes
            .getFirst()
            .engine
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
      throw broken("after " + MOST_STEPS + " steps there was still something to do at once.", null);
    }
    if (!calm && random.nextInt(150) == 0) {
      Instant until = clock.instant().plus(Duration.ofHours(1 + random.nextInt(100)));
      note("outage until " + until);
      carrier.breakDownUntil(until);
    }
  }

  private Node anyNode() {
    return nodes.get(random.nextInt(nodes.size()));
  }

  private void beat(Node node) {
    on(node, "beat", () -> node.engine.heartbeat().beat());
  }

  /**
   * An outside call of a node's: it may have to wait before it is made and its answer after, and
   * meanwhile the other node goes on.
   */
  private void outside(Node node, CrashPoints points, Runnable call) {
    points.reach("before a call is begun");
    meanwhile(node);
    enterMeanwhile();
    if (points.isDead()) {
      return;
    }
    call.run();
    meanwhile(node);
    enterMeanwhile();
  }

  /** An owner looks at the carrier's page while Everline asks the carrier. */
  private void enterMeanwhile() {
    if (!calm && dates.nextInt(12) == 0) {
      // No two changes of a line are of the same instant.
      clock.move(Duration.ofMillis(1L + dates.nextInt(1_000)));
      enterDate(lines.get(dates.nextInt(lines.size())));
    }
  }

  private boolean isNested;

  private void meanwhile(Node waiting) {
    if (calm || isNested || random.nextInt(12) != 0) {
      return;
    }
    isNested = true;
    try {
      clock.move(Duration.ofSeconds(random.nextInt(random.nextInt(4) == 0 ? 900 : 60)));
      Node other = nodes.get(nodes.getFirst() == waiting ? 1 : 0);
      note(waiting.name + " waits, " + other.name + " goes on");
      int turns = 1 + random.nextInt(4);
      for (int i = 0; i < turns; i++) {
        beat(other);
        clock.move(Duration.ofSeconds(random.nextInt(180)));
      }
    } finally {
      isNested = false;
    }
  }

  /** Does something on a node, which may die over it; then the result is not known to anyone. */
  private <T> @Nullable T on(Node node, String what, Supplier<T> act) {
    CrashPoints points = node.points;
    boolean armed = !calm && random.nextInt(100) < crashesPerCent;
    if (armed) {
      points.arm(random.nextInt(1 + random.nextInt(100)));
    }
    try {
      T result = act.get();
      note(node.name + " " + what + ": " + result);
      if (points.isDead()) {
        // It swallowed its own death: what it said is held against it, and then it is gone.
        node.restart();
      }
      return result;
    } catch (SimulatedCrash crash) {
      crashes++;
      note(node.name + " " + what + " died " + crash.getMessage());
      node.restart();
      return null;
    } finally {
      points.disarm();
    }
  }

  private void ownerActs() {
    Line line = lines.get(random.nextInt(lines.size()));
    if (wishes.nextInt(6) == 0) {
      wish(line);
    }
    if (dates.nextInt(16) == 0) {
      enterDate(lines.get(dates.nextInt(lines.size())));
    }
    switch (random.nextInt(16)) {
      case 0, 1, 2 -> {
        AccountId account = accounts.get(random.nextInt(accounts.size())).id();
        Node node = anyNode();
        deposit(node, account, Money.usd(5_00 + random.nextInt(60_00)));
        on(node, "wake", () -> node.engine.renewals().wakeWaiting(account));
      }
      case 3 -> change(line, "paused_at = CASE WHEN paused_at IS NULL THEN changed_at END");
      case 4 -> change(line, "auto_renew = NOT auto_renew");
      case 5 -> {
        List<String> plans = FictionalCatalog.plansOf(line.carrier());
        change(line, "plan = '" + plans.get(random.nextInt(plans.size())) + "'");
      }
      case 6 -> enter(line, today().plusDays(random.nextInt(25) - 5));
      case 7 -> change(line, "price_ceiling = " + (10_00 + random.nextInt(30_00)));
      case 8 -> {
        if (lines.size() < 14) {
          addLine();
        }
      }
      case 9, 10 -> decideHeld();
      case 11 -> repeatRequest();
      default -> renew(line);
    }
  }

  /** What is to be done when the line can't be renewed, with a ceiling that may forbid that too. */
  private void wish(Line line) {
    switch (wishes.nextInt(4)) {
      case 0 -> change(line, "if_not_renewed = 'TELL'");
      case 1 -> change(line, "if_not_renewed = 'KEEP_NUMBER'");
      default ->
          change(
              line,
              "if_not_renewed = 'KEEP_NUMBER', price_ceiling = " + (4_00 + wishes.nextInt(18_00)));
    }
  }

  /** Corrects the end of validity, or enters the one that a payment outside has led to. */
  private void enterDate(Line line) {
    Known known = known(line);
    if (known.end() == null || dates.nextInt(4) != 0) {
      LocalDate from = known.end() == null ? today() : known.end();
      int most = dates.nextInt(6) == 0 ? 40 : 3;
      enter(line, from.plusDays(dates.nextInt(most + 4) - 3L));
      return;
    }
    LocalDate from = known.end().isBefore(today()) ? today() : known.end();
    LocalDate until = from.plusDays(known.periodDays());
    enter(line, until);
    promises.paidOutside(line.id(), from, until);
    note("owner of " + line.id() + " has paid its carrier until " + until);
  }

  private void enter(Line line, LocalDate until) {
    change(
        line,
        "valid_until = '%s', validity_source = 'owner', validity_as_of = '%s'"
            .formatted(until, clock.instant()));
    promises.entered(line.id(), until);
  }

  /** What an owner sees of a line: its end, or null, and how long a period of its plan is. */
  private record Known(@Nullable LocalDate end, int periodDays) {}

  private Known known(Line line) {
    return new Transactions(dataSource)
        .run(
            connection -> {
              DueLine now = new DueLines(seal).find(connection, line.id()).orElseThrow();
              Plan plan = now.plan() == null ? null : catalog.plans().get(now.plan());
              Integer days = plan == null ? null : plan.validityDays();
              return new Known(now.facts().validUntil(), days == null ? 30 : days);
            });
  }

  private LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }

  private void deposit(Node node, AccountId account, Money amount) {
    Money after = on(node, "deposit " + amount, () -> depositUnlessFull(node, account, amount));
    promises.deposited(account, amount, after != null);
  }

  /** A wallet takes only so much in a day; what it refused was not acknowledged. */
  private static @Nullable Money depositUnlessFull(Node node, AccountId account, Money amount) {
    try {
      return node.engine.wallet().deposit(account, amount);
    } catch (InvalidValue full) {
      return null;
    }
  }

  private void renew(Line line) {
    Wish wish =
        switch (random.nextInt(6)) {
          case 0 -> Wish.wholePeriods(3);
          case 1 -> Wish.flexible(Money.usd(5_00L * (1 + random.nextInt(6))));
          case 2 -> Wish.keepAlive();
          default -> Wish.wholePeriods(1);
        };
    if (random.nextInt(3) == 0) {
      order(line, wish, null);
    } else {
      Request request = new Request("key-" + requests.size(), line, wish);
      requests.add(request);
      order(request);
      while (random.nextBoolean()) {
        order(request);
      }
    }
  }

  private void repeatRequest() {
    if (!requests.isEmpty()) {
      order(requests.get(random.nextInt(requests.size())));
    }
  }

  private void order(Request request) {
    Order order = order(request.line, request.wish, request.key);
    if (order == null) {
      return;
    }
    if (request.order != null && !request.order.equals(order.id())) {
      throw broken("key " + request.key + " gave " + request.order + " and " + order.id(), null);
    }
    request.order = order.id();
  }

  private @Nullable Order order(Line line, Wish wish, @Nullable String key) {
    promises.touched(line.id());
    Node node = anyNode();
    try {
      Order order =
          on(
              node,
              "renews " + line.id() + " " + wish + " " + key,
              () -> node.engine.renewals().renew(line.account(), line.id(), wish, key, "api"));
      if (order != null) {
        promises.acknowledged(order.id(), order.state().code());
      }
      return order;
    } catch (ProblemException refused) {
      note("refused: " + refused.type());
      return null;
    }
  }

  private void decideHeld() {
    for (Account account : accounts) {
      Node node = anyNode();
      List<Order> orders = node.engine.orderDesk().orders(account.id(), null, 1_000);
      for (Order order : orders) {
        if (!(order.state() instanceof OrderState.HeldForApproval)) {
          continue;
        }
        promises.touched(order.line());
        boolean release = random.nextBoolean();
        try {
          Order decided =
              on(
                  node,
                  (release ? "releases " : "cancels ") + order.id(),
                  () ->
                      release
                          ? node.engine.orderDesk().release(account.id(), order.id())
                          : node.engine.orderDesk().cancel(account.id(), order.id()));
          if (decided != null) {
            promises.acknowledged(decided.id(), decided.state().code());
          }
        } catch (ProblemException refused) {
          note("refused: " + refused.type());
        }
        return;
      }
    }
  }

  private void addLine() {
    AccountId account = accounts.get(random.nextInt(accounts.size())).id();
    int lot = random.nextInt(20);
    String its = lot == 0 ? FictionalCatalog.WITHOUT_ROUTE : lot < 12 ? "acme" : "pacific";
    List<String> plans = FictionalCatalog.plansOf(its);
    String plan = plans.get(random.nextInt(plans.size()));
    LineId id = new LineId(ids.next(account.bucket()));
    LocalDate until = today().plusDays(random.nextInt(14) - 1);
    String number = "%d555%04d".formatted(1200 + lines.size(), 100 + lines.size());
    store(
        aLine()
            .withId(id)
            .of(account)
            .number(number)
            .with(its)
            .brandConfirmed(random.nextInt(15) != 0)
            .on(random.nextInt(20) == 0 ? null : plan)
            .expiring(random.nextInt(20) == 0 ? null : until)
            .balance(random.nextBoolean() ? null : Money.usd(random.nextInt(30_00)))
            .autoRenew(random.nextInt(6) != 0)
            .fallback(wishes.nextBoolean() ? IfNotRenewed.KEEP_NUMBER : IfNotRenewed.TELL));
    lines.add(new Line(id, account, its));
    note("line " + id + " on " + plan + " until " + until);
  }

  /** One that its owner doesn't touch: too dear to be renewed, its number to be kept. */
  private void addLineToKeep() {
    AccountId account = accounts.getFirst().id();
    LineId id = new LineId(ids.next(account.bucket()));
    LocalDate until = today().plusDays(2L + wishes.nextInt(6));
    int ceiling = wishes.nextInt(3) == 0 ? 9_00 : 11_00 + wishes.nextInt(10_00);
    store(
        aLine()
            .withId(id)
            .of(account)
            .number("12995550100")
            .with("pacific")
            .on("pacific-from-expiry-30")
            .expiring(until)
            .fallback(IfNotRenewed.KEEP_NUMBER)
            .ceiling(Money.usd(ceiling)));
    note("line " + id + " to keep for " + ceiling + " until " + until);
  }

  /** It is looked at at once, like all that an owner adds. */
  private void store(LineBuilder line) {
    LineId id = stored.add(line.due(clock.instant()).added(clock.instant()));
    promises.watch(id);
  }

  /** What an owner changes is looked at at once. */
  private void change(Line line, String assignment) {
    promises.touched(line.id());
    execute(
        "UPDATE line SET "
            + assignment.replace("changed_at", "'" + clock.instant() + "'::timestamptz")
            + ", changed_at = '"
            + clock.instant()
            + "', next_wake_at = '"
            + clock.instant()
            + "' WHERE bucket = "
            + line.id().bucket()
            + " AND id = "
            + line.id().value());
    post(line.id());
    note("owner of " + line.id() + ": " + assignment);
  }

  /** What was written by a statement of ours is posted as the application posts its own. */
  private void post(LineId line) {
    new Transactions(dataSource)
        .run(connection -> WakeUps.repair(connection, line.bucket(), line.bucket()));
  }

  private void check() {
    promises.check().stream()
        .findFirst()
        .ifPresent(
            what -> {
              throw broken(what, null);
            });
  }

  private PromiseBroken broken(String what, @Nullable Throwable cause) {
    return new PromiseBroken(seed, days, what, List.copyOf(lastSteps), cause);
  }

  private void note(String what) {
    String step = clock.instant() + " " + what;
    trace.update(step.getBytes(StandardCharsets.UTF_8));
    lastSteps.addLast(step);
    if (lastSteps.size() > STEPS_SHOWN) {
      lastSteps.removeFirst();
    }
  }

  private void execute(String sql) {
    new Transactions(dataSource)
        .run(
            connection -> {
              try (PreparedStatement statement = connection.prepareStatement(sql)) {
                return statement.executeUpdate();
              }
            });
  }

  private long count(String sql) {
    return new Transactions(dataSource)
        .run(
            connection -> {
              try (PreparedStatement statement = connection.prepareStatement(sql);
                  var row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
              }
            });
  }
}
