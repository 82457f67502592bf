package dev.everline.renewal.engine;

import dev.everline.carrier.CarrierConnector;
import dev.everline.catalog.Catalog;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.kernel.NoticeId;
import dev.everline.kernel.OrderId;
import dev.everline.kernel.ProblemException;
import dev.everline.ledger.Ledger;
import dev.everline.line.due.DueLine;
import dev.everline.line.due.DueLines;
import dev.everline.notice.NewNotice;
import dev.everline.notice.NoticeKind;
import dev.everline.notice.Notices;
import dev.everline.notice.OpenNotice;
import dev.everline.payment.Payments;
import dev.everline.renewal.RenewalSettings;
import dev.everline.renewal.decide.Decide;
import dev.everline.renewal.decide.Decision;
import dev.everline.renewal.decide.Routes;
import dev.everline.renewal.engine.RunawayBreaker.Spent;
import dev.everline.renewal.order.Aftermath;
import dev.everline.renewal.order.Coverage;
import dev.everline.renewal.order.NextStep;
import dev.everline.renewal.order.Order;
import dev.everline.renewal.order.OrderState;
import dev.everline.renewal.order.Orders;
import dev.everline.renewal.order.Outcome;
import dev.everline.renewal.order.Period;
import dev.everline.renewal.order.Settlement;
import dev.everline.renewal.price.Quote;
import dev.everline.renewal.price.QuoteText;
import dev.everline.renewal.price.Quoter;
import dev.everline.storage.IdAllocator;
import dev.everline.storage.Pipeline;
import dev.everline.storage.Seal;
import dev.everline.storage.Transactions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Moves lines through a renewal, a batch of one bucket at a time: {@link #begin} decides, sets
 * money aside and stores the intent in one transaction; {@link #call} asks the carriers, outside of
 * any; {@link #settle} books what they said in another. A crash between any two leaves an order
 * that the next {@code begin} takes up where it stands.
 *
 * <p>Locks are taken in the order lines, orders, the bucket's ledger.
 */
public final class RenewalFlow {

  /** Who orders what nobody asked for by hand. */
  public static final String HEARTBEAT = "heartbeat";

  /** What an owner needs at least, to renew with the carrier himself before service ends. */
  private static final Duration TIME_TO_ACT = Duration.ofHours(12);

  /** In the place of an end of validity: the owner was told of what holds whatever the end. */
  private static final LocalDate OF_NO_END = LocalDate.EPOCH;

  private final Transactions transactions;
  private final DueLines lines;
  private final Orders orders;
  private final Payments payments;
  private final Ledger ledger;
  private final Notices notices;
  private final RouteRecords routeRecords;
  private final SpendDays spendDays;
  private final Outbox outbox;
  private final IdAllocator ids;
  private final Routes routes;
  private final Decide decide;
  private final Aftermath aftermath;
  private final Coverage coverage;
  private final RunawayBreaker breaker;
  private final RenewalSettings settings;
  private final Executor calls;
  private final Clock clock;
  private final RenewalMeters meters;
  private final RestoreHold hold = new RestoreHold();

  public RenewalFlow(
      Transactions transactions,
      Seal seal,
      IdAllocator ids,
      Ledger ledger,
      Payments payments,
      Catalog catalog,
      Routes routes,
      RenewalSettings settings,
      Executor calls,
      Clock clock,
      RenewalMeters meters) {
    this.transactions = transactions;
    this.ids = ids;
    this.ledger = ledger;
    this.payments = payments;
    this.routes = routes;
    this.settings = settings;
    this.calls = calls;
    this.clock = clock;
    this.meters = meters;
    this.lines = new DueLines(seal);
    this.orders = new Orders();
    this.notices = new Notices(transactions, ids);
    this.routeRecords = new RouteRecords();
    this.spendDays = new SpendDays();
    this.outbox = new Outbox(ids, notices);
    Quoter quoter = new Quoter(catalog, settings.serviceFee());
    this.decide = new Decide(catalog, quoter, settings);
    this.aftermath = new Aftermath(catalog, quoter);
    this.coverage = new Coverage(catalog, quoter);
    this.breaker = new RunawayBreaker(settings.bounds());
  }

  public RestoreHold hold() {
    return hold;
  }

  public DueLines lines() {
    return lines;
  }

  /** An outside call to be made, its intent stored. */
  public record Task(DueLine line, Order order, boolean ask) {}

  /** A call made, and what it told. */
  public record Answered(Task task, Outcome outcome) {}

  /**
   * What a beginning did.
   *
   * @param taken lines looked at
   * @param tasks calls to be made
   * @param oldest the wake-up time of the most urgent line, or null when there was none
   */
  record Begun(int taken, List<Task> tasks, @Nullable Instant oldest) {}

  /** All that a beginning changes, gathered before it is written. */
  private static final class Changes {
    final List<DueLine> lines = new ArrayList<>();
    final List<DueLine> held = new ArrayList<>();
    final List<Task> tasks = new ArrayList<>();
    final List<Order> from = new ArrayList<>();
    final List<Order> to = new ArrayList<>();
    final List<Payments.Charge> releases = new ArrayList<>();
    final List<NewNotice> notices = new ArrayList<>();
    final List<NoticeId> closed = new ArrayList<>();
    final Map<LineId, Candidate> candidates = new LinkedHashMap<>();

    /** Nothing is paid, see {@link RestoreHold}. */
    final boolean nothingPaid;

    Changes(boolean nothingPaid) {
      this.nothingPaid = nothingPaid;
    }

    void move(Order was, Order is) {
      from.add(was);
      to.add(is);
    }

    /** The line is held while its order's call is made. */
    void hold(DueLine line, Order order, boolean ask) {
      held.add(line);
      tasks.add(new Task(line, order, ask));
    }

    void tell(
        DueLine line,
        NoticeKind what,
        LocalDate forDate,
        int step,
        @Nullable Money needed,
        @Nullable Instant actBy) {
      notices.add(new NewNotice(line.id(), line.account(), what, forDate, step, needed, actBy));
    }
  }

  /**
   * A line to be renewed, with its order.
   *
   * @param orElse what keeps its number, to be paid when the order can't be; null when nothing is
   */
  private record Candidate(DueLine line, Order order, Decision.@Nullable Renew orElse) {}

  /** Takes due lines of a bucket and does all that needs no outside call. */
  public Begun begin(int bucket, int limit) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    return transactions.run(
        connection -> {
          List<DueLine> taken = lines.take(connection, bucket, now, limit);
          if (taken.isEmpty()) {
            return new Begun(0, List.of(), null);
          }
          Map<OrderId, Order> open = orders.find(connection, bucket, openOrders(taken));
          Map<String, Duration> slowest = routeRecords.slowest(connection, now);
          Map<LineId, NoticeKind> standing = standing(taken, now);
          Map<LineId, List<OpenNotice>> told =
              notices.openOf(connection, bucket, mayHaveNotices(taken, standing.keySet()));
          Changes changes = new Changes(hold.isOn(connection));
          for (DueLine each : taken) {
            List<OpenNotice> openOfIt = told.getOrDefault(each.id(), List.of());
            DueLine line = closeUntrue(changes, each, openOfIt, now);
            OrderId openId = line.openOrder();
            Order order = openId == null ? null : open.get(openId);
            if (order != null && !order.state().isFinal()) {
              goOn(changes, line, order, now);
            } else {
              line = tellStanding(changes, line, standing.get(line.id()), openOfIt, now);
              tellNotKept(changes, line, openOfIt, now);
              consider(connection, changes, line.withoutOrder(), slowest, now);
            }
          }
          startOrders(connection, bucket, changes, now);
          Pipeline pipeline = new Pipeline(connection);
          orders.move(pipeline, bucket, changes.from, changes.to);
          payments.release(pipeline, bucket, changes.releases, now);
          notices.settleEach(pipeline, bucket, changes.closed, now);
          notices.tell(pipeline, bucket, changes.notices, now);
          lines.save(pipeline, bucket, changes.lines);
          lines.hold(
              pipeline,
              bucket,
              changes.held,
              now.plus(settings.claim()),
              LocalDate.ofInstant(now, ZoneOffset.UTC));
          pipeline.send();
          requireAllWritten(taken, changes);
          return new Begun(taken.size(), List.copyOf(changes.tasks), taken.getFirst().nextWakeAt());
        });
  }

  /** What is to be told of lines however far away their ends are, by their lines. */
  private Map<LineId, NoticeKind> standing(List<DueLine> lines, Instant now) {
    Map<LineId, NoticeKind> standing = new HashMap<>();
    for (DueLine line : lines) {
      NoticeKind told = decide.standing(line, isReached(line), now);
      if (told != null) {
        standing.put(line.id(), told);
      }
    }
    return standing;
  }

  /** Most lines were never told of, and needn't be looked up. */
  private static List<LineId> mayHaveNotices(List<DueLine> lines, Set<LineId> standing) {
    return lines.stream()
        .filter(
            line ->
                line.remindedFor() != null
                    || line.notifiedFor() != null
                    || standing.contains(line.id()))
        .map(DueLine::id)
        .toList();
  }

  private boolean isReached(DueLine line) {
    return routes.to(line.carrier()).isPresent();
  }

  /** Closes what isn't true of a line any more; gives back the line as told of the rest. */
  private DueLine closeUntrue(Changes changes, DueLine line, List<OpenNotice> open, Instant now) {
    DueLine told = line;
    for (OpenNotice notice : open) {
      if (!holds(notice.kind(), notice.forDate(), line, now)) {
        changes.closed.add(notice.id());
        told = forgetting(told, notice.kind());
      }
    }
    return told;
  }

  boolean holds(NoticeKind kind, LocalDate forDate, DueLine line, Instant now) {
    return decide.holds(kind, forDate, line, isReached(line), now);
  }

  /** The line as if what was told of it had not been: should it come true again, it is told. */
  static DueLine forgetting(DueLine line, NoticeKind kind) {
    return switch (kind) {
      case EXPIRES_SOON, NUMBER_AT_RISK -> line.reminded(null, 0);
      case NO_ROUTE, KEPT_OTHERWISE, PLAN_NOT_KNOWN, VALIDITY_NOT_KNOWN ->
          OF_NO_END.equals(line.notifiedFor()) ? line.notified(null) : line;
      default -> line.notified(null);
    };
  }

  /** Tells at once what can't come true, once for as long as it can't. */
  private static DueLine tellStanding(
      Changes changes,
      DueLine line,
      @Nullable NoticeKind kind,
      List<OpenNotice> open,
      Instant now) {
    if (kind == null) {
      return line;
    }
    if (open.stream().noneMatch(notice -> notice.kind() == kind)) {
      changes.tell(line, kind, LocalDate.ofInstant(now, line.ownersZone()), 0, null, null);
    }
    return line.notifiedFor() == null ? line.notified(OF_NO_END) : line;
  }

  /** Tells once, beside all else, that a number can't be kept whose owner wishes it kept. */
  private void tellNotKept(Changes changes, DueLine line, List<OpenNotice> open, Instant now) {
    Decision.NeedsOwner told = decide.numberNotKept(line, isReached(line), now);
    if (told != null
        && open.stream()
            .noneMatch(
                notice ->
                    notice.kind() == told.kind() && notice.forDate().equals(told.forDate()))) {
      changes.tell(line, told.kind(), told.forDate(), 0, null, told.actBy());
    }
  }

  /**
   * Makes the calls, all at once as far as the connectors let them, and waits for all of them
   * within the time that the lines are held.
   */
  public List<Answered> call(List<Task> tasks) {
    List<CompletableFuture<Outcome>> futures = new ArrayList<>(tasks.size());
    for (Task task : tasks) {
      futures.add(CompletableFuture.supplyAsync(() -> call(task), calls));
    }
    long end = System.nanoTime() + longestWait().toNanos();
    List<Answered> answers = new ArrayList<>(tasks.size());
    for (int i = 0; i < tasks.size(); i++) {
      answers.add(new Answered(tasks.get(i), await(futures.get(i), end)));
    }
    return answers;
  }

  private Outcome call(Task task) {
    Order order = task.order();
    if (task.ask() && !clock.instant().isBefore(latestAsk(order))) {
      // It waited too long for its turn: by now another node may have taken the order over.
      return new Outcome.NotNow("NOT_ASKED_IN_TIME");
    }
    Optional<CarrierConnector> connector = routes.over(order.route(), order.carrier());
    if (connector.isEmpty()) {
      return task.ask() ? new Outcome.NotNow("NO_ROUTE") : new Outcome.Unclear("NO_ROUTE");
    }
    return Outcome.of(connector.get(), topUp(task.line(), order), task.ask());
  }

  /** The intent to ask is good until then; it is not acted upon later. */
  private Instant latestAsk(Order order) {
    Instant intended = order.lastCallAt();
    return intended == null ? Instant.MIN : intended.plus(longestWait());
  }

  /** How long after its intent is stored a call may be begun: while the line is surely held. */
  private Duration longestWait() {
    return settings.claim().dividedBy(2);
  }

  private static CarrierConnector.TopUp topUp(DueLine line, Order order) {
    return new CarrierConnector.TopUp(
        order.id().toString(),
        order.carrier(),
        line.msisdn(),
        order.topUp(),
        order.plan(),
        order.periods());
  }

  private static Outcome await(CompletableFuture<Outcome> future, long end) {
    try {
      return future.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException late) {
      return new Outcome.Unclear("NO_ANSWER_IN_TIME");
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return new Outcome.Unclear("INTERRUPTED");
    } catch (java.util.concurrent.ExecutionException failed) {
      if (failed.getCause() instanceof Error error) {
        throw error;
      }
      return new Outcome.Unclear("FAILED");
    }
  }

  /**
   * Books what the carriers said: for each order that still stands where it was, its state, the
   * money, the line's facts, what the owner is told and the event, in one transaction.
   *
   * @return the orders as they stand now, those that others had moved on left out
   */
  public List<Order> settle(int bucket, List<Answered> answers) {
    if (answers.isEmpty()) {
      return List.of();
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    List<Order> settled = settle(bucket, answers, now);
    meters.settled(settled);
    return settled;
  }

  private List<Order> settle(int bucket, List<Answered> answers, Instant now) {
    try {
      // Nearly always nobody has touched the lines meanwhile: then one trip makes sure of it and
      // writes all.
      return transactions.run(connection -> settleAll(connection, bucket, answers, now));
    } catch (DueLines.Touched | ProblemException touched) {
      return transactions.run(connection -> settleOneByOne(connection, bucket, answers, now));
    }
  }

  private List<Order> settleAll(
      Connection connection, int bucket, List<Answered> answers, Instant now) throws SQLException {
    List<Booking> bookings = book(connection, answers, now);
    Pipeline pipeline = new Pipeline(connection);
    lines.saveAllHeld(pipeline, bucket, held(answers), after(bookings));
    orders.move(pipeline, bucket, were(bookings), are(bookings));
    store(pipeline, bucket, bookings, now);
    pipeline.send();
    return are(bookings);
  }

  /**
   * Books what still stands as it was, reads anew what was touched, and leaves what has moved on.
   */
  private List<Order> settleOneByOne(
      Connection connection, int bucket, List<Answered> answers, Instant now) throws SQLException {
    List<Booking> bookings = new ArrayList<>(book(connection, answers, now));
    Set<LineId> written = lines.saveHeld(connection, bucket, held(answers), after(bookings));
    bookings.removeIf(booking -> !written.contains(booking.after().id()));
    List<Booking> touched = bookAgain(connection, bucket, answers, written, now);
    Pipeline pipeline = new Pipeline(connection);
    orders.move(pipeline, bucket, were(bookings), are(bookings));
    Pipeline.Answer<Set<OrderId>> moved =
        orders.moveWhereUnmoved(pipeline, bucket, were(touched), are(touched));
    pipeline.send();
    touched.removeIf(booking -> !moved.get().contains(booking.settlement().is().id()));
    lines.save(pipeline, bucket, after(touched));
    bookings.addAll(touched);
    store(pipeline, bucket, bookings, now);
    pipeline.send();
    return are(bookings);
  }

  /**
   * What an answer does to its order and its line.
   *
   * @param after the line as it is to be written
   * @param notice what its owner is told, or null for nothing
   */
  private record Booking(Settlement settlement, DueLine after, @Nullable NewNotice notice) {}

  /**
   * Lines that were touched since they were held are read anew; those of another order left out.
   */
  private List<Booking> bookAgain(
      Connection connection, int bucket, List<Answered> answers, Set<LineId> written, Instant now)
      throws SQLException {
    Map<String, Duration> slowest = routeRecords.slowest(connection, now);
    Map<LineId, Answered> missing = new HashMap<>();
    for (Answered answered : answers) {
      if (!written.contains(answered.task().line().id())) {
        missing.put(answered.task().line().id(), answered);
      }
    }
    List<Booking> bookings = new ArrayList<>(missing.size());
    for (DueLine line : lines.lock(connection, bucket, missing.keySet())) {
      Answered answered = java.util.Objects.requireNonNull(missing.get(line.id()));
      if (answered.task().order().id().equals(line.openOrder())) {
        bookings.add(book(line, answered, slowest, now));
      }
    }
    return bookings;
  }

  private List<Booking> book(Connection connection, List<Answered> answers, Instant now)
      throws SQLException {
    Map<String, Duration> slowest = routeRecords.slowest(connection, now);
    return answers.stream()
        .map(answered -> book(answered.task().line(), answered, slowest, now))
        .toList();
  }

  private static List<DueLine> held(List<Answered> answers) {
    return answers.stream().map(answered -> answered.task().line()).toList();
  }

  private static List<DueLine> after(List<Booking> bookings) {
    return bookings.stream().map(Booking::after).toList();
  }

  private static List<Order> were(List<Booking> bookings) {
    return bookings.stream().map(booking -> booking.settlement().was()).toList();
  }

  private static List<Order> are(List<Booking> bookings) {
    return bookings.stream().map(booking -> booking.settlement().is()).toList();
  }

  private Booking book(
      DueLine line, Answered answered, Map<String, Duration> slowest, Instant now) {
    Settlement settlement = Settlement.of(line, answered, settling(answered), now);
    Order order = settlement.is();
    return switch (settlement) {
      case Settlement.Fulfilled fulfilled -> {
        Aftermath.Renewed after = aftermath.of(line, order, fulfilled.done().facts(), now);
        DueLine renewed = after.line();
        Instant next = nextLook(renewed, slowest, order.route(), now);
        yield new Booking(
            new Settlement.Fulfilled(line, fulfilled.was(), after.order(), fulfilled.done()),
            renewed.wakingAt(next),
            order.keepsNumberUnasked()
                ? new NewNotice(
                    line.id(),
                    line.account(),
                    NoticeKind.NUMBER_KEPT,
                    order.periodFrom(),
                    0,
                    order.total(),
                    decide.lossOf(renewed, now))
                : null);
      }
      case Settlement.Returned returned ->
          new Booking(
              settlement,
              line.withoutOrder()
                  .notified(order.periodFrom())
                  .wakingAt(now.plus(settings.recheck().multipliedBy(2))),
              notice(line, order, NoticeKind.CARRIER_REFUSED, now));
      case Settlement.Open stillOpen -> {
        boolean tell = !now.isBefore(lastToAct(line, order, now).minus(TIME_TO_ACT));
        yield new Booking(
            settlement,
            (tell ? line.notified(order.periodFrom()) : line).wakingAt(stillOpen.nextLook()),
            tell && holds(stillOpen.notice(), order.periodFrom(), line, now)
                ? notice(line, order, stillOpen.notice(), now)
                : null);
      }
    };
  }

  /** Moves the money, and stores what owners are told, the routes' records and the event. */
  private void store(Pipeline pipeline, int bucket, List<Booking> bookings, Instant now)
      throws SQLException {
    List<Payments.Charge> captures = new ArrayList<>();
    List<Payments.Charge> releases = new ArrayList<>();
    List<LineId> settledLines = new ArrayList<>();
    List<NewNotice> toTell = new ArrayList<>();
    Map<String, RouteRecords.Addition> records = new HashMap<>();
    for (Booking booking : bookings) {
      Settlement settlement = booking.settlement();
      switch (settlement) {
        case Settlement.Fulfilled fulfilled -> {
          captures.add(QuoteText.charge(fulfilled.is()));
          boolean wasTold =
              fulfilled.line().notifiedFor() != null || fulfilled.line().remindedFor() != null;
          if (wasTold && isServedFurther(fulfilled, booking.after())) {
            settledLines.add(fulfilled.line().id());
          }
        }
        case Settlement.Returned returned -> releases.add(QuoteText.charge(returned.is()));
        case Settlement.Open stillOpen -> {}
      }
      if (booking.notice() != null) {
        toTell.add(booking.notice());
      }
      records.merge(settlement.is().route(), settlement.record(now), Settlement::sum);
    }
    payments.capture(pipeline, bucket, captures, now);
    payments.release(pipeline, bucket, releases, now);
    notices.settle(pipeline, bucket, settledLines, now);
    notices.tell(pipeline, bucket, toTell, now);
    routeRecords.add(pipeline, bucket, List.copyOf(records.values()), now);
    outbox.settled(pipeline, bucket, bookings.stream().map(Booking::settlement).toList(), now);
  }

  /** A number that was kept without service still needs its owner. */
  private static boolean isServedFurther(Settlement.Fulfilled fulfilled, DueLine after) {
    return fulfilled.is().kind() != Quote.Kind.KEEP_ALIVE
        || !Objects.equals(fulfilled.line().facts().validUntil(), after.facts().validUntil());
  }

  private NewNotice notice(DueLine line, Order order, NoticeKind what, Instant now) {
    Instant last = lastToAct(line, order, now);
    Instant actBy = last.isAfter(now) ? last : now;
    return new NewNotice(line.id(), line.account(), what, order.periodFrom(), 0, null, actBy);
  }

  /** Until when it helps to act: an order by hand may be tried for longer than a line is served. */
  private Instant lastToAct(DueLine line, Order order, Instant now) {
    Instant end = decide.endOf(order.periodFrom(), line);
    return end.isAfter(now) && end.isBefore(order.deadline()) ? end : order.deadline();
  }

  private @Nullable Instant nextLook(
      DueLine line, Map<String, Duration> slowest, String route, Instant now) {
    Decision next = decide.decide(line, slowest.getOrDefault(route, Duration.ZERO), true, now);
    return next instanceof Decision.Wait wait ? wait.until() : now.plus(settings.recheck());
  }

  /** How long after an intent the carrier may still turn out to have been asked and to have it. */
  private Duration settling(Answered answered) {
    return routes
        .over(answered.task().order().route(), answered.task().order().carrier())
        .map(CarrierConnector::settlingTime)
        .orElse(settings.claim())
        .plus(longestWait());
  }

  /** Goes on with an order under way. */
  private void goOn(Changes changes, DueLine line, Order order, Instant now) {
    switch (NextStep.of(order, settings.maxCalls(), now)) {
      case NextStep.Ask ask when changes.nothingPaid ->
          changes.lines.add(line.wakingAt(now.plus(RestoreHold.RECHECK)));
      // Nothing was taken for it so far, and its days may be paid by now without us.
      case NextStep.Ask ask when !coverage.isAsOrdered(line, order, coverage.day(line, now)) -> {
        OrderState.Paid paid = order.state().require(OrderState.Paid.class, "given up");
        changes.move(order, order.in(paid.giveUp(), "LINE_CHANGED", now));
        changes.releases.add(QuoteText.charge(order));
        changes.lines.add(line.withoutOrder().wakingAt(now));
      }
      case NextStep.Ask ask -> {
        Order asking =
            order.asking(order.state().require(OrderState.Paid.class, "asked for").ask(), now);
        changes.move(order, asking);
        changes.hold(line.heldUntil(now.plus(settings.claim()), order.id()), asking, true);
      }
      case NextStep.LookUp lookUp ->
          changes.hold(line.heldUntil(now.plus(settings.claim()), order.id()), order, false);
      case NextStep.GiveUp giveUp -> {
        OrderState.Paid paid = order.state().require(OrderState.Paid.class, "given up");
        changes.move(order, order.in(paid.giveUp(), "GAVE_UP", now));
        changes.releases.add(QuoteText.charge(order));
        changes.tell(line, NoticeKind.GAVE_UP, order.periodFrom(), 0, null, now);
        changes.lines.add(
            line.withoutOrder()
                .notified(order.periodFrom())
                .wakingAt(now.plus(settings.recheck())));
      }
      case NextStep.Expire expire -> {
        changes.move(order, order.in(new OrderState.Expired(), "NOT_RELEASED_IN_TIME", now));
        changes.tell(line, NoticeKind.HELD_FOR_APPROVAL, order.periodFrom(), 1, null, now);
        changes.lines.add(line.withoutOrder().wakingAt(now.plus(settings.recheck())));
      }
      case NextStep.Wait wait -> changes.lines.add(line.wakingAt(wait.until()));
    }
  }

  /** Decides what a line without an order needs. */
  private void consider(
      Connection connection,
      Changes changes,
      DueLine line,
      Map<String, Duration> slowest,
      Instant now)
      throws SQLException {
    Optional<CarrierConnector> connector = routes.to(line.carrier());
    String route = connector.map(CarrierConnector::route).orElse("");
    Duration slow = slowest.getOrDefault(route, Duration.ZERO);
    Decision decision = decide.decide(line, slow, connector.isPresent(), now);
    if (changes.nothingPaid && decision instanceof Decision.Renew renew) {
      decision = heldBack(renew, now);
    }
    switch (decision) {
      case Decision.Wait wait -> changes.lines.add(line.wakingAt(wait.until()));
      case Decision.Remind remind -> {
        changes.tell(line, remind.kind(), remind.forDate(), remind.step(), null, remind.actBy());
        changes.lines.add(
            line.reminded(remind.forDate(), remind.step()).wakingAt(remind.nextLook()));
      }
      case Decision.NeedsOwner needs -> {
        changes.tell(line, needs.kind(), needs.forDate(), 0, needs.needed(), needs.actBy());
        changes.lines.add(line.notified(needs.forDate()).wakingAt(needs.nextLook()));
      }
      case Decision.Renew renew -> {
        DueLine rolled = line.knowing(renew.facts(), sourceOf(line), asOf(line, now));
        changes.candidates.put(
            line.id(),
            new Candidate(
                rolled,
                newOrder(
                    connection,
                    rolled,
                    renew.quote(),
                    renew.periodFrom(),
                    0,
                    HEARTBEAT,
                    route,
                    renew.deadline(),
                    now),
                renew.orElse()));
      }
    }
  }

  /** Waits while there is time; then its owner is told that they have to renew it themselves. */
  private static Decision heldBack(Decision.Renew renew, Instant now) {
    Instant next = now.plus(RestoreHold.RECHECK);
    return now.isBefore(renew.deadline().minus(RestoreHold.LATEST))
        ? new Decision.Wait(next)
        : new Decision.NeedsOwner(
            NoticeKind.HELD_SINCE_RESTORE, renew.periodFrom(), null, renew.deadline(), next);
  }

  /** A new order, with its intent to ask the carrier as soon as it is paid. */
  public Order newOrder(
      Connection connection,
      DueLine line,
      Quote quote,
      LocalDate periodFrom,
      int attempt,
      String origin,
      String route,
      Instant deadline,
      Instant now)
      throws SQLException {
    OrderState.Fulfilling asking = new OrderState.Quoted().pay().authorised().ask();
    return new Order(
        new OrderId(ids.next(connection, line.id().bucket(), 1)[0]),
        line.account(),
        line.id(),
        quote.kind(),
        periodFrom,
        attempt,
        quote.periods(),
        asking,
        null,
        origin,
        line.carrier(),
        quote.plan(),
        route,
        quote.total(),
        quote.topUp(),
        QuoteText.write(quote),
        null,
        1,
        now,
        0,
        quote.validUntil(),
        deadline,
        now,
        now);
  }

  /** Starts the orders of the candidates; where one can't be paid, the one that keeps a number. */
  private void startOrders(Connection connection, int bucket, Changes changes, Instant now)
      throws SQLException {
    if (changes.candidates.isEmpty()) {
      return;
    }
    List<Candidate> toKeep =
        start(connection, bucket, changes, List.copyOf(changes.candidates.values()), now);
    if (!toKeep.isEmpty()) {
      start(connection, bucket, changes, toKeep, now);
    }
  }

  /**
   * Starts orders: each is stored, paid from the wallet and made a task; or held for approval by
   * the breaker; or put off for want of money, or because its period was paid already.
   *
   * @return the orders to start in the place of those that can't be
   */
  private List<Candidate> start(
      Connection connection, int bucket, Changes changes, List<Candidate> wished, Instant now)
      throws SQLException {
    LocalDate day = LocalDate.ofInstant(now, ZoneOffset.UTC);
    Pipeline reading = new Pipeline(connection);
    ledger.lock(reading, bucket);
    Pipeline.Answer<Map<Long, Spent>> spentBefore =
        spendDays.of(
            reading,
            bucket,
            wished.stream().map(each -> each.line().account().value()).collect(Collectors.toSet()),
            day);
    Pipeline.Answer<Map<LineId, Orders.Earlier>> ordered =
        orders.earlier(
            reading,
            bucket,
            wished.stream()
                .collect(
                    Collectors.toMap(
                        each -> each.line().id(),
                        each -> Period.of(each.order(), coverage.day(each.line(), now)))));
    reading.send();
    Map<LineId, Orders.Earlier> earlier = ordered.get();
    List<Candidate> toKeep = new ArrayList<>();
    List<Candidate> candidates =
        applyBreaker(connection, bucket, changes, wished, spentBefore.get(), earlier, now);
    List<Candidate> stored = number(connection, changes, candidates, earlier, toKeep, now);
    Map<OrderId, Candidate> byOrder = new HashMap<>();
    List<Payments.Charge> charges = new ArrayList<>(stored.size());
    for (Candidate candidate : stored) {
      byOrder.put(candidate.order().id(), candidate);
      charges.add(QuoteText.charge(candidate.order()));
    }
    Map<Long, Spent> spent = new HashMap<>();
    List<OrderId> unpaid = new ArrayList<>();
    List<LineId> paidFor = new ArrayList<>();
    Pipeline pipeline = new Pipeline(connection);
    orders.insert(pipeline, bucket, stored.stream().map(Candidate::order).toList(), now);
    for (Payments.Authorisation answer : payments.authorise(pipeline, bucket, charges, now)) {
      Candidate candidate = byOrder.get(answer.order());
      if (candidate == null) {
        throw new IllegalStateException("an answer for an order that was not asked for");
      }
      DueLine line = candidate.line();
      Order order = candidate.order();
      switch (answer) {
        case Payments.Authorised authorised -> {
          if (line.notifiedFor() != null) {
            paidFor.add(line.id());
          }
          long minor = order.total().minor();
          spent.merge(
              line.account().value(),
              new Spent(1, minor),
              (a, b) -> new Spent(a.count() + b.count(), a.minor() + b.minor()));
          DueLine held = line.charged(day, minor).heldUntil(now.plus(settings.claim()), order.id());
          changes.hold(held, order, true);
        }
        case Payments.Declined declined -> {
          unpaid.add(order.id());
          changes.tell(
              line,
              order.keepsNumberUnasked() ? NoticeKind.NUMBER_NOT_KEPT : NoticeKind.WALLET_SHORT,
              order.periodFrom(),
              0,
              order.keepsNumberUnasked() ? order.total() : declined.missing(),
              order.deadline());
          DueLine told = line.notified(order.periodFrom());
          if (candidate.orElse() == null) {
            changes.lines.add(told.wakingAt(now.plus(settings.recheck())));
          } else {
            toKeep.add(keeping(connection, told, order.route(), candidate.orElse(), now));
          }
        }
      }
    }
    orders.withdraw(pipeline, bucket, unpaid);
    notices.settle(pipeline, bucket, paidFor, NoticeKind.WALLET_SHORT, now);
    spendDays.add(pipeline, bucket, spent, day);
    pipeline.send();
    return toKeep;
  }

  private Candidate keeping(
      Connection connection, DueLine line, String route, Decision.Renew keep, Instant now)
      throws SQLException {
    return new Candidate(
        line,
        newOrder(
            connection,
            line,
            keep.quote(),
            keep.periodFrom(),
            0,
            HEARTBEAT,
            route,
            keep.deadline(),
            now),
        null);
  }

  /** Holds for approval what would cross a bound; gives back the rest. */
  private List<Candidate> applyBreaker(
      Connection connection,
      int bucket,
      Changes changes,
      List<Candidate> candidates,
      Map<Long, Spent> spentBefore,
      Map<LineId, Orders.Earlier> earlier,
      Instant now)
      throws SQLException {
    LocalDate day = LocalDate.ofInstant(now, ZoneOffset.UTC);
    Map<Long, Spent> spent = new HashMap<>(spentBefore);
    Spent all = spendDays.ofAll(connection, day, now);
    List<Candidate> pass = new ArrayList<>(candidates.size());
    Map<Candidate, String> tripped = new LinkedHashMap<>();
    for (Candidate candidate : candidates) {
      DueLine line = candidate.line();
      long minor = candidate.order().total().minor();
      long account = line.account().value();
      Spent ofAccount = spent.getOrDefault(account, Spent.NOTHING);
      Optional<String> trip = breaker.trips(line, minor, day, ofAccount, all);
      if (trip.isPresent()) {
        tripped.put(candidate, trip.get());
      } else {
        spent.put(account, ofAccount.and(minor));
        all = all.and(minor);
        pass.add(candidate);
      }
    }
    holdForApproval(connection, bucket, changes, tripped, earlier, now);
    return pass;
  }

  private void holdForApproval(
      Connection connection,
      int bucket,
      Changes changes,
      Map<Candidate, String> tripped,
      Map<LineId, Orders.Earlier> earlier,
      Instant now)
      throws SQLException {
    List<Order> held = new ArrayList<>(tripped.size());
    for (Map.Entry<Candidate, String> trip : tripped.entrySet()) {
      DueLine line = trip.getKey().line();
      Orders.Earlier before = earlier.getOrDefault(line.id(), Orders.Earlier.NOTHING);
      if (before.isPaid(trip.getKey().order().kind())) {
        // Once it is held, a person could release it, and the period would be paid again.
        leave(changes, trip.getKey(), before, now);
        continue;
      }
      Order order =
          trip.getKey().order().heldForApproval(trip.getValue()).withAttempt(before.next());
      held.add(order);
      changes.tell(
          line,
          NoticeKind.HELD_FOR_APPROVAL,
          order.periodFrom(),
          0,
          order.total(),
          order.deadline());
      changes.lines.add(
          line.notified(order.periodFrom()).heldUntil(now, order.id()).wakingAt(order.deadline()));
    }
    Pipeline pipeline = new Pipeline(connection);
    orders.insert(pipeline, bucket, held, now);
    pipeline.send();
  }

  /**
   * The orders to be stored; those whose period has orders already are numbered after them.
   *
   * @param toKeep gets what is to be started in the place of those tried in vain already
   */
  private List<Candidate> number(
      Connection connection,
      Changes changes,
      List<Candidate> candidates,
      Map<LineId, Orders.Earlier> earlier,
      List<Candidate> toKeep,
      Instant now)
      throws SQLException {
    List<Candidate> pass = new ArrayList<>(candidates.size());
    for (Candidate candidate : candidates) {
      Orders.Earlier before = earlier.get(candidate.line().id());
      Order order = candidate.order();
      if (before == null) {
        pass.add(candidate);
      } else if (before.isPaid(order.kind())) {
        leave(changes, candidate, before, now);
      } else if (candidate.orElse() != null && before.inVain(order.kind()) > 0) {
        toKeep.add(keeping(connection, candidate.line(), order.route(), candidate.orElse(), now));
      } else if (before.inVain(order.kind()) >= settings.maxOrders()) {
        leave(changes, candidate, before, now);
      } else {
        pass.add(
            new Candidate(candidate.line(), order.withAttempt(before.next()), candidate.orElse()));
      }
    }
    return pass;
  }

  /** No order more for this period: it is renewed already, or was tried often enough. */
  private static void leave(
      Changes changes, Candidate candidate, Orders.Earlier before, Instant now) {
    Order order = candidate.order();
    boolean paid = before.isPaid(order.kind());
    changes.tell(
        candidate.line(),
        paid ? NoticeKind.NO_CHANGE_AT_CARRIER : NoticeKind.GAVE_UP,
        order.periodFrom(),
        paid ? 0 : 1,
        null,
        order.deadline());
    changes.lines.add(
        candidate.line().notified(order.periodFrom()).wakingAt(now.plus(Duration.ofDays(1))));
  }

  /** What is taken but not written would be looked at no more. */
  private static void requireAllWritten(List<DueLine> taken, Changes changes) {
    int written = changes.lines.size() + changes.held.size();
    if (written != taken.size()) {
      throw new IllegalStateException(
          "of " + taken.size() + " lines taken, " + written + " would be written");
    }
  }

  private static List<OrderId> openOrders(List<DueLine> lines) {
    List<OrderId> open = new ArrayList<>();
    for (DueLine line : lines) {
      OrderId order = line.openOrder();
      if (order != null) {
        open.add(order);
      }
    }
    return open;
  }

  private static String sourceOf(DueLine line) {
    return line.factsSource() == null ? "unknown" : line.factsSource();
  }

  private static Instant asOf(DueLine line, Instant now) {
    return line.factsAsOf() == null ? now : line.factsAsOf();
  }
}
