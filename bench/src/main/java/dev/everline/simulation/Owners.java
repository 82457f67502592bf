package dev.everline.simulation;

import static dev.everline.fixture.LineBuilder.aLine;

import dev.everline.account.Account;
import dev.everline.account.Accounts;
import dev.everline.catalog.Length;
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
import dev.everline.line.renewer.RenewedBy;
import dev.everline.line.renewer.Renewer;
import dev.everline.renewal.Renewals.Wish;
import dev.everline.renewal.order.Order;
import dev.everline.renewal.order.OrderState;
import dev.everline.renewal.order.Releaser;
import dev.everline.storage.IdAllocator;
import dev.everline.storage.Seal;
import dev.everline.storage.Transactions;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The owners of a simulation's lines, and all that they do with them. */
final class Owners {

  private static final List<RenewedBy> RENEWERS = List.of(RenewedBy.values());

  private final World world;
  private final Nodes nodes;
  private final Promises promises;
  private final Chronicle chronicle;
  private final SplittableRandom random;

  /** By itself, so that what owners wish leaves all else of a seed as it was. */
  private final SplittableRandom wishes;

  /** By itself too: who renews lines, and what owners say of their carriers' autopay. */
  private final SplittableRandom renewers;

  /** By itself too: what owners enter of dates. */
  private final SplittableRandom dates;

  private final Transactions transactions;
  private final DueLines due;
  private final IdAllocator ids;
  private final StoredLines stored;
  private final List<Account> accounts = new ArrayList<>();
  private final List<Line> lines = new ArrayList<>();
  private final List<Request> requests = new ArrayList<>();

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

  /**
   * What an owner sees of a line: its end, or null, how long a period of its plan is, and who
   * renews it at that end.
   */
  private record Known(@Nullable LocalDate end, int periodDays, RenewedBy by) {}

  Owners(World world, Nodes nodes, Promises promises, long seed) {
    DataSource dataSource = world.database().dataSource();
    Seal seal = world.database().seal();
    this.world = world;
    this.nodes = nodes;
    this.promises = promises;
    this.chronicle = world.chronicle();
    this.random = world.random();
    this.wishes = new SplittableRandom(seed + 1_000_003);
    this.dates = new SplittableRandom(seed + 2_000_003);
    this.renewers = new SplittableRandom(seed + 3_000_003);
    this.transactions = new Transactions(dataSource);
    this.due = new DueLines(seal);
    this.ids = new IdAllocator(dataSource);
    this.stored = new StoredLines(dataSource, seal, ids);
  }

  /** The first accounts, money and lines. */
  void settle() {
    int many = 1 + random.nextInt(2);
    for (int i = 0; i < many; i++) {
      Account account =
          new Accounts(
                  world.database().dataSource(),
                  world.database().seal(),
                  ids,
                  world.clock(),
                  random)
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
      deposit(nodes.first(), account.id(), Money.usd(50_00 + random.nextInt(150_00)));
    }
  }

  /** An owner looks at the carrier's page while Everline asks the carrier. */
  void enterMeanwhile() {
    if (!nodes.isCalm() && dates.nextInt(12) == 0) {
      // No two changes of a line are of the same instant.
      world.clock().move(Duration.ofMillis(1L + dates.nextInt(1_000)));
      enterDate(lines.get(dates.nextInt(lines.size())));
    }
  }

  /** One of them does something. */
  void act() {
    Line line = lines.get(random.nextInt(lines.size()));
    if (wishes.nextInt(6) == 0) {
      wish(line);
    }
    if (dates.nextInt(16) == 0) {
      enterDate(lines.get(dates.nextInt(lines.size())));
    }
    if (renewers.nextInt(8) == 0) {
      answerAutopay(lines.get(renewers.nextInt(lines.size())));
    }
    switch (random.nextInt(16)) {
      case 0, 1, 2 -> {
        AccountId account = accounts.get(random.nextInt(accounts.size())).id();
        Nodes.Node node = nodes.any();
        deposit(node, account, Money.usd(5_00 + random.nextInt(60_00)));
        nodes.on(node, "wake", () -> node.engine().renewals().wakeWaiting(account));
      }
      case 3 -> change(line, "paused_at = CASE WHEN paused_at IS NULL THEN changed_at END");
      case 4 -> switchRenewer(line);
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

  /** As the application does it: see {@link Renewer#switchedTo}. */
  private void switchRenewer(Line line) {
    RenewedBy by = RENEWERS.get(renewers.nextInt(RENEWERS.size()));
    String until =
        by == RenewedBy.EVERLINE
            ? "CASE WHEN renewed_by = 'CARRIER' AND valid_until <= '%s' THEN valid_until ELSE carrier_until END"
                .formatted(Renewer.chargedBy(world.clock().instant()))
            : "NULL";
    change(line, "renewed_by = '" + by + "', carrier_until = " + until);
  }

  /** Says of a line that its carrier's autopay failed, or that it went through. */
  private void answerAutopay(Line line) {
    Known known = known(line);
    LocalDate end = known.end();
    if (end == null || known.by() != RenewedBy.CARRIER) {
      return;
    }
    if (renewers.nextInt(3) == 0) {
      change(line, "autopay_failed_for = '" + end + "'");
      return;
    }
    LocalDate until = end.plusDays(known.periodDays());
    enter(line, until);
    promises.paidOutside(line.id(), end, until);
    chronicle.note("owner of " + line.id() + " confirms its autopay until " + until);
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
    chronicle.note("owner of " + line.id() + " has paid its carrier until " + until);
  }

  private void enter(Line line, LocalDate until) {
    change(
        line,
        "valid_until = '%s', validity_source = 'owner', validity_as_of = '%s'"
            .formatted(until, world.clock().instant()));
    promises.entered(line.id(), until);
  }

  private Known known(Line line) {
    return transactions.run(
        connection -> {
          DueLine now = due.find(connection, line.id()).orElseThrow();
          Plan plan = now.plan() == null ? null : world.catalog().plans().get(now.plan());
          Length period = plan == null ? null : plan.period();
          LocalDate end = now.facts().validUntil();
          return new Known(end, period == null ? 30 : period.approxDays(), now.renewer().at(end));
        });
  }

  private LocalDate today() {
    return LocalDate.ofInstant(world.clock().instant(), ZoneOffset.UTC);
  }

  private void deposit(Nodes.Node node, AccountId account, Money amount) {
    Money after =
        nodes.on(node, "deposit " + amount, () -> depositUnlessFull(node, account, amount));
    promises.deposited(account, amount, after != null);
  }

  /** A wallet takes only so much in a day; what it refused was not acknowledged. */
  private static @Nullable Money depositUnlessFull(
      Nodes.Node node, AccountId account, Money amount) {
    try {
      return node.engine().wallet().deposit(account, amount);
    } catch (InvalidValue full) {
      return null;
    }
  }

  private void renew(Line line) {
    Wish wish =
        switch (random.nextInt(6)) {
          case 0 -> wishes.nextBoolean() ? Wish.wholePeriods(3) : Wish.term(FictionalCatalog.TERM);
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
      throw chronicle.broken(
          "key " + request.key + " gave " + request.order + " and " + order.id(), null);
    }
    request.order = order.id();
  }

  private @Nullable Order order(Line line, Wish wish, @Nullable String key) {
    promises.touched(line.id());
    Nodes.Node node = nodes.any();
    try {
      Order order =
          nodes.on(
              node,
              "renews " + line.id() + " " + wish + " " + key,
              () -> node.engine().renewals().renew(line.account(), line.id(), wish, key, "api"));
      if (order != null) {
        promises.acknowledged(order.id(), order.state().code());
      }
      return order;
    } catch (ProblemException refused) {
      chronicle.note("refused: " + refused.type());
      return null;
    }
  }

  private void decideHeld() {
    for (Account account : accounts) {
      Nodes.Node node = nodes.any();
      List<Order> orders = node.engine().orderDesk().orders(account.id(), null, 1_000);
      for (Order order : orders) {
        if (!(order.state() instanceof OrderState.HeldForApproval)) {
          continue;
        }
        promises.touched(order.line());
        boolean release = random.nextBoolean();
        try {
          Order decided =
              nodes.on(
                  node,
                  (release ? "releases " : "cancels ") + order.id(),
                  () ->
                      release
                          ? node.engine()
                              .orderDesk()
                              .release(account.id(), order.id(), Releaser.OPERATOR)
                          : node.engine().orderDesk().cancel(account.id(), order.id()));
          if (decided != null) {
            promises.acknowledged(decided.id(), decided.state().code());
          }
        } catch (ProblemException refused) {
          chronicle.note("refused: " + refused.type());
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
            .renewedBy(
                random.nextInt(6) == 0
                    ? RenewedBy.OWNER
                    : renewers.nextInt(5) == 0 ? RenewedBy.CARRIER : RenewedBy.EVERLINE)
            .fallback(wishes.nextBoolean() ? IfNotRenewed.KEEP_NUMBER : IfNotRenewed.TELL));
    lines.add(new Line(id, account, its));
    chronicle.note("line " + id + " on " + plan + " until " + until);
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
    chronicle.note("line " + id + " to keep for " + ceiling + " until " + until);
  }

  /** It is looked at at once, like all that an owner adds. */
  private void store(LineBuilder line) {
    LineId id = stored.add(line.due(world.clock().instant()).added(world.clock().instant()));
    promises.watch(id);
  }

  /** What an owner changes is looked at at once. */
  private void change(Line line, String assignment) {
    promises.touched(line.id());
    execute(
        "UPDATE line SET "
            + assignment.replace("changed_at", "'" + world.clock().instant() + "'::timestamptz")
            + ", changed_at = '"
            + world.clock().instant()
            + "', next_wake_at = '"
            + world.clock().instant()
            + "' WHERE bucket = "
            + line.id().bucket()
            + " AND id = "
            + line.id().value());
    post(line.id());
    chronicle.note("owner of " + line.id() + ": " + assignment);
  }

  /** What was written by a statement of ours is posted as the application posts its own. */
  private void post(LineId line) {
    transactions.run(connection -> WakeUps.repair(connection, line.bucket(), line.bucket()));
  }

  private void execute(String sql) {
    transactions.run(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            return statement.executeUpdate();
          }
        });
  }
}
