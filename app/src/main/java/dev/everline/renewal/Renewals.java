package dev.everline.renewal;

import dev.everline.carrier.CarrierConnector;
import dev.everline.catalog.Carrier;
import dev.everline.catalog.Catalog;
import dev.everline.catalog.Plan;
import dev.everline.kernel.AccountId;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.kernel.OrderId;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.ledger.Ledger;
import dev.everline.line.CarrierWakeUps;
import dev.everline.line.LineFacts;
import dev.everline.line.due.DueLine;
import dev.everline.line.due.DueLines;
import dev.everline.line.validity.Validity;
import dev.everline.notice.NoticeKind;
import dev.everline.notice.Notices;
import dev.everline.payment.Payments;
import dev.everline.renewal.decide.KeepNumber;
import dev.everline.renewal.decide.Routes;
import dev.everline.renewal.engine.RenewalFlow;
import dev.everline.renewal.engine.RunawayBreaker;
import dev.everline.renewal.engine.RunawayBreaker.Spent;
import dev.everline.renewal.engine.SpendDays;
import dev.everline.renewal.order.Coverage;
import dev.everline.renewal.order.Order;
import dev.everline.renewal.order.OrderState;
import dev.everline.renewal.order.Orders;
import dev.everline.renewal.order.Period;
import dev.everline.renewal.order.SpentByMonth;
import dev.everline.renewal.price.Quote;
import dev.everline.renewal.price.QuoteText;
import dev.everline.renewal.price.Quoter;
import dev.everline.storage.ClockGuard;
import dev.everline.storage.Pipeline;
import dev.everline.storage.RequestKeys;
import dev.everline.storage.RestoreMark;
import dev.everline.storage.Transactions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What people do with renewals: ask for a price, renew now, look at orders, release what is held
 * for approval. Each renewal by hand goes through the very flow of the heartbeat, as a batch of
 * one.
 */
public final class Renewals {

  private static final Duration TIME_BY_HAND = Duration.ofDays(1);
  private static final int SPENT_LOOKED_AT = 5_000;

  private final RenewalFlow flow;
  private final Transactions transactions;
  private final Ledger ledger;
  private final Payments payments;
  private final Catalog catalog;
  private final Quoter quoter;
  private final Routes routes;
  private final RunawayBreaker breaker;
  private final Coverage coverage;
  private final Clock clock;
  private final ClockGuard guard;
  private final RenewalSettings settings;
  private final Notices notices;
  private final Orders orders = new Orders();
  private final DueLines lines;
  private final SpendDays spendDays = new SpendDays();

  public Renewals(
      RenewalFlow flow,
      Transactions transactions,
      Ledger ledger,
      Payments payments,
      Catalog catalog,
      Routes routes,
      RenewalSettings settings,
      Notices notices,
      Clock clock,
      ClockGuard guard) {
    this.flow = flow;
    this.lines = flow.lines();
    this.transactions = transactions;
    this.ledger = ledger;
    this.payments = payments;
    this.catalog = catalog;
    this.quoter = new Quoter(catalog, settings.serviceFee());
    this.routes = routes;
    this.breaker = new RunawayBreaker(settings.bounds());
    this.coverage = new Coverage(catalog, quoter);
    this.settings = settings;
    this.notices = notices;
    this.clock = clock;
    this.guard = guard;
  }

  /**
   * What to buy.
   *
   * @param periods for whole periods, 1 to 24; else 1
   * @param amount for a flexible top-up, else null
   */
  public record Wish(Quote.Kind kind, int periods, @Nullable Money amount) {

    public static Wish wholePeriods(int periods) {
      return new Wish(Quote.Kind.WHOLE_PERIOD, periods, null);
    }

    public static Wish flexible(Money amount) {
      return new Wish(Quote.Kind.FLEXIBLE, 1, amount);
    }

    public static Wish keepAlive() {
      return new Wish(Quote.Kind.KEEP_ALIVE, 1, null);
    }

    private String fingerprint() {
      return kind + " " + periods + " " + amount;
    }
  }

  /**
   * The price of a wish for a line, and what it gives.
   *
   * @throws ProblemException NOT_FOUND, NOT_RENEWABLE, INVALID_VALUE, or PAID_ALREADY when another
   *     payment would buy nothing
   */
  public Quote quote(AccountId account, LineId id, Wish wish) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    return transactions.read(
        connection -> {
          DueLine line =
              lines
                  .find(connection, id)
                  .filter(found -> found.account().equals(account))
                  .orElseThrow(() -> noLine(id));
          Quote quote = price(line, wish, now);
          requireUnpaid(connection, line, quote, now);
          return quote;
        });
  }

  /** What stands of a quote's period so far. */
  private Orders.Earlier before(Connection connection, DueLine line, Quote quote, Instant now)
      throws SQLException {
    LocalDate today = coverage.day(line, now);
    Period period = Period.of(periodFrom(line, today), quote.validUntil(), quote.periods(), today);
    Pipeline reading = new Pipeline(connection);
    Pipeline.Answer<Map<LineId, Orders.Earlier>> found =
        orders.earlier(reading, line.id().bucket(), Map.of(line.id(), period));
    reading.send();
    return found.get().getOrDefault(line.id(), Orders.Earlier.NOTHING);
  }

  /** The problem with paying a quote when its days are paid already, or it adds none; else null. */
  private @Nullable ProblemException refusal(
      DueLine line, Quote quote, Orders.Earlier before, Instant now) {
    LocalDate until = quote.validUntil();
    if (quote.kind() != Quote.Kind.WHOLE_PERIOD) {
      return null;
    }
    if (before.renewed()) {
      return new ProblemException(
          ProblemType.PAID_ALREADY,
          "Line "
              + line.id()
              + " was renewed until "
              + before.paidUntil()
              + " already; another payment until "
              + until
              + " would pay days twice. If its carrier shows an earlier end, ask the carrier what"
              + " became of that renewal.");
    }
    LocalDate from = periodFrom(line, coverage.day(line, now));
    if (until != null && line.facts().validUntil() != null && !until.isAfter(from)) {
      return new ProblemException(
          ProblemType.PAID_ALREADY,
          "Line "
              + line.id()
              + " is paid until "
              + from
              + " already, and its carrier counts from the day of payment: another one now would"
              + " add no day. Renew it nearer to its end.");
    }
    return null;
  }

  private Orders.Earlier requireUnpaid(
      Connection connection, DueLine line, Quote quote, Instant now) throws SQLException {
    Orders.Earlier before = before(connection, line, quote, now);
    ProblemException refusal = refusal(line, quote, before, now);
    if (refusal != null) {
      throw refusal;
    }
    return before;
  }

  /** The end of validity that a renewal now would extend. */
  private LocalDate periodFrom(DueLine line, LocalDate today) {
    LocalDate covered = coverage.until(line, today);
    return line.facts().validUntil() == null || covered == null ? today : covered;
  }

  /**
   * What is paid to keep a line's number when it can't be renewed, and its owner wants that.
   *
   * @return empty when no payment is known for certain to keep it
   */
  public Optional<Quote> keepingNumber(AccountId account, LineId id) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    return transactions
        .read(connection -> lines.find(connection, id))
        .filter(line -> line.account().equals(account))
        .flatMap(line -> keepingNumber(line, now));
  }

  private Optional<Quote> keepingNumber(DueLine line, Instant now) {
    Plan plan = line.plan() == null ? null : catalog.plans().get(line.plan());
    if (plan == null) {
      return Optional.empty();
    }
    LocalDate today = LocalDate.ofInstant(now, catalog.carrier(line.carrier()).zone());
    return Optional.ofNullable(
        new KeepNumber(catalog, quoter)
            .quote(
                line, rolled(line, plan, today), plan, catalog.lapseRule(plan.lapseRule()), today));
  }

  /** What a line's renewal would cost now, or why it can't be renewed now. */
  public sealed interface Prospect {

    LineId line();

    /**
     * @param key by which this renewal is done once, see {@link Renewals#nextRequestKey}
     * @param paidAlready whether its days are paid already, so that it would be refused now
     */
    record Offered(LineId line, Quote quote, String key, boolean paidAlready) implements Prospect {}

    record NotOffered(LineId line, Obstacle why) implements Prospect {}
  }

  /** What keeps a line from being renewed now. */
  public enum Obstacle {
    GONE,
    PAUSED,
    UNDER_WAY,
    BRAND_NOT_CONFIRMED,
    NO_ROUTE,
    NOT_RENEWABLE
  }

  /** The prospects of lines of an account, in the order of the lines. */
  public List<Prospect> prospects(AccountId account, List<LineId> ids, Wish wish) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    return transactions.run(
        connection -> {
          List<Prospect> prospects = new ArrayList<>(ids.size());
          for (LineId id : ids) {
            prospects.add(prospect(connection, account, id, wish, now));
          }
          return prospects;
        });
  }

  private Prospect prospect(
      Connection connection, AccountId account, LineId id, Wish wish, Instant now)
      throws SQLException {
    DueLine line =
        lines.find(connection, id).filter(found -> found.account().equals(account)).orElse(null);
    Obstacle obstacle =
        line == null
            ? Obstacle.GONE
            : line.paused()
                ? Obstacle.PAUSED
                : line.openOrder() != null
                    ? Obstacle.UNDER_WAY
                    : routes.to(line.carrier()).isEmpty()
                        ? Obstacle.NO_ROUTE
                        : !line.brandConfirmed() ? Obstacle.BRAND_NOT_CONFIRMED : null;
    if (obstacle != null || line == null) {
      return new Prospect.NotOffered(id, obstacle == null ? Obstacle.GONE : obstacle);
    }
    try {
      Quote quote = price(line, wish, now);
      boolean paid = refusal(line, quote, before(connection, line, quote, now), now) != null;
      return new Prospect.Offered(id, quote, requestKey(connection, account, id), paid);
    } catch (ProblemException notByMoney) {
      return new Prospect.NotOffered(id, Obstacle.NOT_RENEWABLE);
    }
  }

  /**
   * Renews a line now, from the wallet, and waits for the carrier's answer within its deadline. The
   * same request key always gives the same order, however often and however simultaneously it is
   * given; a crash in between does not change that.
   *
   * @param requestKey the caller's own key of this wish, or null for none
   * @param origin who orders: {@code api}, {@code cli} or {@code portal}
   * @return the order where it stands: renewed, declined, returned, or still under way
   * @throws ProblemException NOT_FOUND, NOT_RENEWABLE, INVALID_VALUE, BRAND_NOT_CONFIRMED,
   *     PAID_ALREADY, CONFLICT when another order of the line is under way, IDEMPOTENCY_KEY_REUSED
   *     when the key was given for another wish, HELD after a restore that nobody has confirmed
   */
  public Order renew(
      AccountId account, LineId id, Wish wish, @Nullable String requestKey, String origin) {
    return renew(account, id, wish, requestKey, origin, null);
  }

  /**
   * The same for at most a price, such as the one that was shown before it was confirmed.
   *
   * @throws ProblemException also CONFLICT when it costs more by now
   */
  public Order renew(
      AccountId account,
      LineId id,
      Wish wish,
      @Nullable String requestKey,
      String origin,
      @Nullable Money atMost) {
    if (requestKey != null) {
      RequestKeys.require(requestKey);
    }
    guard.requireSound();
    Started started =
        transactions.run(
            connection -> start(connection, account, id, wish, requestKey, origin, atMost));
    return finish(started);
  }

  /**
   * The same, but no longer waiting for a slow carrier than patience lasts: the call goes on, and
   * whoever asked watches the order. Should it fail or this process die, the heartbeat takes over.
   *
   * @param requestKey the caller's own key of this wish
   * @return the order where it stands then
   */
  public Order renewWithin(
      Duration patience,
      AccountId account,
      LineId id,
      Wish wish,
      String requestKey,
      String origin) {
    RequestKeys.require(requestKey);
    guard.requireSound();
    Started started =
        transactions.run(
            connection -> start(connection, account, id, wish, requestKey, origin, null));
    return switch (started) {
      case Standing standing -> standing.order();
      case ToCall toCall -> {
        FutureTask<Order> asking = new FutureTask<>(() -> finish(toCall));
        Thread.ofVirtual().name("renewal").start(asking);
        try {
          yield asking.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException slow) {
          yield order(account, toCall.task().order().id());
        } catch (ExecutionException failed) {
          throw failed.getCause() instanceof RuntimeException cause
              ? cause
              : new IllegalStateException(failed.getCause());
        } catch (InterruptedException stopped) {
          Thread.currentThread().interrupt();
          yield order(account, toCall.task().order().id());
        }
      }
    };
  }

  private sealed interface Started {}

  private record ToCall(RenewalFlow.Task task) implements Started {}

  private record Standing(Order order) implements Started {}

  private Order finish(Started started) {
    return switch (started) {
      case Standing standing -> standing.order();
      case ToCall toCall -> {
        OrderId id = toCall.task().order().id();
        List<Order> settled = flow.settle(id.bucket(), flow.call(List.of(toCall.task())));
        // None, where another process has moved it on meanwhile.
        yield settled.isEmpty() ? order(toCall.task().order().account(), id) : settled.getFirst();
      }
    };
  }

  private Started start(
      Connection connection,
      AccountId account,
      LineId id,
      Wish wish,
      @Nullable String requestKey,
      String origin,
      @Nullable Money atMost)
      throws SQLException {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    int bucket = id.bucket();
    LocalDate day = LocalDate.ofInstant(now, ZoneOffset.UTC);
    Pipeline asking = new Pipeline(connection);
    Pipeline.Answer<Optional<DueLine>> found = lines.lock(asking, id);
    Pipeline.Answer<Optional<String>> answered =
        requestKey == null
            ? Optional::empty
            : RequestKeys.answerTo(asking, account, requestKey, fingerprint(id, wish));
    ledger.lock(asking, bucket);
    Pipeline.Answer<Map<Long, Spent>> spentToday =
        spendDays.of(asking, bucket, Set.of(account.value()), day);
    asking.send();
    DueLine line =
        found.get().filter(own -> own.account().equals(account)).orElseThrow(() -> noLine(id));
    if (answered.get().isPresent()) {
      OrderId before = OrderId.parse(answered.get().get());
      Order order = orders.find(connection, bucket, Set.of(before)).get(before);
      if (order != null) {
        return new Standing(order);
      }
    }
    OrderId open = line.openOrder();
    if (open != null) {
      throw new ProblemException(
          ProblemType.CONFLICT,
          "Line "
              + id
              + " has order "
              + open
              + " under way; wait until it is over, so that nothing is paid twice.");
    }
    flow.hold().requireOff(connection);
    CarrierConnector connector =
        routes.to(line.carrier()).orElseThrow(() -> noRoute(line.carrier()));
    requireBrand(line);
    Quote quote = price(line, wish, now);
    if (atMost != null && atMost.isLessThan(quote.total())) {
      throw new ProblemException(
          ProblemType.CONFLICT,
          "Renewing line "
              + id
              + " costs "
              + quote.total()
              + " by now, more than the "
              + atMost
              + " that were agreed to; look at the price again.");
    }
    Orders.Earlier before = requireUnpaid(connection, line, quote, now);
    Order order =
        flow.newOrder(
                connection,
                line,
                quote,
                periodFrom(line, coverage.day(line, now)),
                before.next(),
                origin,
                connector.route(),
                now.plus(TIME_BY_HAND),
                now)
            .withAttempt(before.next());
    Pipeline pipeline = new Pipeline(connection);
    if (requestKey != null) {
      RequestKeys.remember(
          pipeline, account, requestKey, fingerprint(id, wish), order.id().toString(), now);
    }
    Spent spent = spentToday.get().getOrDefault(account.value(), Spent.NOTHING);
    Optional<String> trip =
        breaker.trips(
            line, order.total().minor(), day, spent, spendDays.ofAll(connection, day, now));
    if (trip.isPresent()) {
      Order held = order.heldForApproval(trip.get());
      orders.insert(pipeline, bucket, List.of(held), now);
      lines.save(
          pipeline, bucket, List.of(line.heldUntil(now, held.id()).wakingAt(held.deadline())));
      pipeline.send();
      return new Standing(held);
    }
    Started started = pay(pipeline, line, order, now);
    pipeline.send();
    return started;
  }

  /** Sets the money aside and stores the order with its intent, or stores it declined. */
  private Started pay(Pipeline pipeline, DueLine line, Order order, Instant now)
      throws SQLException {
    int bucket = order.id().bucket();
    Payments.Authorisation answer =
        payments.authorise(pipeline, bucket, List.of(QuoteText.charge(order)), now).getFirst();
    return switch (answer) {
      case Payments.Declined declined -> {
        Order refused = unpaid(order, declined, now);
        orders.insert(pipeline, bucket, List.of(refused), now);
        yield new Standing(refused);
      }
      case Payments.Authorised authorised -> {
        orders.insert(pipeline, bucket, List.of(order), now);
        LocalDate day = LocalDate.ofInstant(now, ZoneOffset.UTC);
        long minor = order.total().minor();
        spendDays.add(pipeline, bucket, Map.of(order.account().value(), new Spent(1, minor)), day);
        DueLine waking = wake(line.charged(day, minor), order, now);
        lines.save(pipeline, bucket, List.of(waking));
        yield new ToCall(new RenewalFlow.Task(waking, order, true));
      }
    };
  }

  private static Order unpaid(Order order, Payments.Declined declined, Instant now) {
    return order.in(
        new OrderState.Quoted().pay().declined(), "WALLET_SHORT_BY " + declined.missing(), now);
  }

  /** Looked at again as soon as the claim ends, should this process die now. */
  private DueLine wake(DueLine line, Order order, Instant now) {
    return line.wakingAt(now).heldUntil(now.plus(settings.claim()), order.id());
  }

  /** The account's orders, newest first, below an order. */
  public List<Order> orders(AccountId account, @Nullable OrderId below, int limit) {
    return transactions.run(connection -> orders.list(connection, account, below, limit));
  }

  /**
   * @throws ProblemException NOT_FOUND when the account has no such order
   */
  public Order order(AccountId account, OrderId id) {
    return transactions.run(
        connection -> {
          Order order = orders.find(connection, id.bucket(), Set.of(id)).get(id);
          if (order == null || !order.account().equals(account)) {
            throw noOrder(id);
          }
          return order;
        });
  }

  /** Orders of any account as they stand, for who watches them; read a bucket at a time. */
  public Map<OrderId, Order> ordersNow(Collection<OrderId> ids) {
    Map<Integer, List<OrderId>> byBucket =
        ids.stream().distinct().collect(Collectors.groupingBy(OrderId::bucket));
    return transactions.run(
        connection -> {
          Map<OrderId, Order> found = new HashMap<>();
          for (Map.Entry<Integer, List<OrderId>> bucket : byBucket.entrySet()) {
            found.putAll(orders.find(connection, bucket.getKey(), bucket.getValue()));
          }
          return found;
        });
  }

  /**
   * A line's orders, newest first.
   *
   * @return none when the line is another account's
   */
  public List<Order> ordersOf(AccountId account, LineId line, int limit) {
    return transactions.run(connection -> orders.ofLine(connection, account, line, limit));
  }

  /**
   * A request key for a renewal of a line that is the same wherever and however often it is asked
   * for, until the line has a new order: whoever asks from two places asks for one and the same.
   */
  public String nextRequestKey(AccountId account, LineId line) {
    return transactions.run(connection -> requestKey(connection, account, line));
  }

  private String requestKey(Connection connection, AccountId account, LineId line)
      throws SQLException {
    return "next-" + line + "-" + orders.marker(connection, account, line);
  }

  /**
   * What renewals have cost by month, those that were not renewed nothing. The newest orders are
   * looked at, as many as a page can wait for.
   *
   * @param zone on whose calendar
   */
  public SpentByMonth spentByMonth(AccountId account, ZoneId zone, Currency currency) {
    return transactions.run(
        connection -> orders.spentByMonth(connection, account, zone, currency, SPENT_LOOKED_AT));
  }

  /**
   * Lets an order that is held for approval continue.
   *
   * @throws ProblemException NOT_FOUND, ILLEGAL_TRANSITION when it is not held for approval any
   *     more, or PAID_ALREADY when the line's end has moved since it was made
   */
  public Order release(AccountId account, OrderId id) {
    guard.requireSound();
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Started started =
        transactions.run(
            connection -> {
              Held held = lockOpen(connection, account, id);
              Order order = held.order();
              order.state().require(OrderState.HeldForApproval.class, "released").release();
              flow.hold().requireOff(connection);
              requireStillDue(connection, held.line(), order, now);
              Pipeline pipeline = new Pipeline(connection);
              Payments.Authorisation answer =
                  payments
                      .authorise(pipeline, id.bucket(), List.of(QuoteText.charge(order)), now)
                      .getFirst();
              Started next =
                  switch (answer) {
                    case Payments.Declined declined -> {
                      Order refused = unpaid(order, declined, now);
                      orders.move(pipeline, id.bucket(), List.of(order), List.of(refused));
                      noLongerHeld(pipeline, order, now);
                      lines.save(
                          pipeline, id.bucket(), List.of(held.line().withoutOrder().wakingAt(now)));
                      yield new Standing(refused);
                    }
                    case Payments.Authorised authorised -> {
                      Order asking =
                          order.asking(new OrderState.Quoted().pay().authorised().ask(), now);
                      orders.move(pipeline, id.bucket(), List.of(order), List.of(asking));
                      noLongerHeld(pipeline, order, now);
                      LocalDate day = LocalDate.ofInstant(now, ZoneOffset.UTC);
                      long minor = order.total().minor();
                      spendDays.add(
                          pipeline, id.bucket(), Map.of(account.value(), new Spent(1, minor)), day);
                      DueLine line = wake(held.line().charged(day, minor), asking, now);
                      lines.save(pipeline, id.bucket(), List.of(line));
                      yield new ToCall(new RenewalFlow.Task(line, asking, true));
                    }
                  };
              pipeline.send();
              return next;
            });
    return finish(started);
  }

  /** What was entered since the order was made may be that its days are paid, without us. */
  private void requireStillDue(Connection connection, DueLine line, Order order, Instant now)
      throws SQLException {
    LocalDate today = coverage.day(line, now);
    Pipeline reading = new Pipeline(connection);
    Pipeline.Answer<Map<LineId, Orders.Earlier>> found =
        orders.earlier(reading, line.id().bucket(), Map.of(line.id(), Period.of(order, today)));
    reading.send();
    boolean paid = found.get().getOrDefault(line.id(), Orders.Earlier.NOTHING).isPaid(order.kind());
    if (paid || !coverage.isAsOrdered(line, order, today)) {
      throw new ProblemException(
          ProblemType.PAID_ALREADY,
          "Line "
              + line.id()
              + " is paid until "
              + coverage.until(line, today)
              + " by now, and order "
              + order.id()
              + " was to extend it from "
              + order.periodFrom()
              + "; cancel the order, and renew the line again if it needs it.");
    }
  }

  /**
   * Cancels an order that is held for approval; nothing was taken.
   *
   * @throws ProblemException NOT_FOUND, or ILLEGAL_TRANSITION when it is not held for approval any
   *     more
   */
  public Order cancel(AccountId account, OrderId id) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    return transactions.run(
        connection -> {
          Held held = lockOpen(connection, account, id);
          Order order = held.order();
          Order cancelled =
              order.in(
                  order.state().require(OrderState.HeldForApproval.class, "cancelled").cancel(),
                  "BY_OWNER",
                  now);
          Pipeline pipeline = new Pipeline(connection);
          orders.move(pipeline, id.bucket(), List.of(order), List.of(cancelled));
          noLongerHeld(pipeline, order, now);
          lines.save(
              pipeline,
              id.bucket(),
              List.of(held.line().withoutOrder().wakingAt(now.plus(settings.recheck()))));
          pipeline.send();
          return cancelled;
        });
  }

  private void noLongerHeld(Pipeline pipeline, Order order, Instant now) {
    notices.settle(
        pipeline, order.id().bucket(), List.of(order.line()), NoticeKind.HELD_FOR_APPROVAL, now);
  }

  /**
   * Gives the money of a renewed order back in full, after the carrier has been dealt with by hand.
   *
   * @throws ProblemException NOT_FOUND, or ILLEGAL_TRANSITION when it was not renewed
   */
  public Order refund(AccountId account, OrderId id, String why) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    return transactions.run(
        connection -> {
          Order order =
              orders
                  .lock(connection, id)
                  .filter(found -> found.account().equals(account))
                  .orElseThrow(() -> noOrder(id));
          Order refunded =
              order.in(
                  order.state().require(OrderState.Renewed.class, "refunded").refund(),
                  "REFUNDED " + why,
                  now);
          Pipeline pipeline = new Pipeline(connection);
          orders.move(pipeline, id.bucket(), List.of(order), List.of(refunded));
          payments.refund(pipeline, id.bucket(), List.of(QuoteText.charge(order)), now);
          pipeline.send();
          return refunded;
        });
  }

  /** The brands among carriers that no connected route pays. */
  public SortedSet<String> outOfReach(Collection<String> carriers) {
    return carriers.stream()
        .filter(carrier -> routes.to(carrier).isEmpty())
        .map(this::brand)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private String brand(String carrier) {
    Carrier known = catalog.carriers().get(carrier);
    return known == null ? carrier : known.brand();
  }

  /**
   * How many of an account's lines are to renew by themselves at carriers that no connected route
   * pays.
   *
   * @return by the carriers' brands
   */
  public SortedMap<String, Long> wishesOutOfReach(AccountId account) {
    SortedMap<String, Long> byBrand = new TreeMap<>();
    transactions
        .run(connection -> CarrierWakeUps.wishes(connection, account))
        .forEach(
            (carrier, count) -> {
              if (routes.to(carrier).isEmpty()) {
                byBrand.put(brand(carrier), count);
              }
            });
    return byBrand;
  }

  /** Whether nothing is paid, since the database was restored and nobody has confirmed yet. */
  public Optional<RestoreMark> heldSinceRestore() {
    return transactions.read(RestoreMark::pending);
  }

  /** The same, remembered once it is over. */
  public boolean isHeld() {
    return transactions.read(flow.hold()::isOn);
  }

  /** Looks at once at the lines that waited for money, such as after the wallet was filled. */
  public int wakeWaiting(AccountId account) {
    return transactions.run(connection -> lines.wakeNotified(connection, account, clock.instant()));
  }

  /**
   * A carrier hinted that an order has news: it is looked up soon. Hints are never believed
   * themselves, and one that fits nothing is no error.
   */
  public void hint(String reference) {
    OrderId id;
    try {
      id = OrderId.parse(reference);
    } catch (InvalidValue notOurs) {
      return;
    }
    transactions.run(
        connection -> {
          Order order = orders.find(connection, id.bucket(), Set.of(id)).get(id);
          if (order != null && !order.state().isFinal()) {
            lines.wake(connection, order.line(), clock.instant());
          }
          return true;
        });
  }

  private record Held(DueLine line, Order order) {}

  private Held lockOpen(Connection connection, AccountId account, OrderId id) throws SQLException {
    Order seen = orders.find(connection, id.bucket(), Set.of(id)).get(id);
    if (seen == null || !seen.account().equals(account)) {
      throw noOrder(id);
    }
    DueLine line = lines.lock(connection, seen.line()).orElseThrow(() -> noLine(seen.line()));
    Order order = orders.lock(connection, id).orElseThrow(() -> noOrder(id));
    return new Held(line, order);
  }

  private Quote price(DueLine line, Wish wish, Instant now) {
    if (line.plan() == null) {
      throw new ProblemException(
          ProblemType.NOT_RENEWABLE,
          "Line " + line.id() + " has no plan; set it with 'line set --plan' first.");
    }
    Plan plan = catalog.plan(line.plan());
    ZoneId zone = catalog.carrier(line.carrier()).zone();
    LocalDate today = LocalDate.ofInstant(now, zone);
    LineFacts facts = rolled(line, plan, today);
    return switch (wish.kind()) {
      case WHOLE_PERIOD -> quoter.wholePeriods(line, facts, wish.periods(), today);
      case FLEXIBLE -> {
        if (wish.amount() == null) {
          throw InvalidValue.of("amount", null, "is missing", "a flexible top-up needs its amount");
        }
        yield quoter.flexible(line, facts, wish.amount(), today);
      }
      case KEEP_ALIVE -> quoter.keepAlive(line, facts, today);
    };
  }

  private LineFacts rolled(DueLine line, Plan plan, LocalDate today) {
    Money need = quoter.need(plan, line.state(), today);
    Integer days = plan.validityDays();
    return need == null || days == null
        ? line.facts()
        : Validity.rolledForward(
            line.facts(), catalog.lapseRule(plan.lapseRule()), days, need, today);
  }

  private static void requireBrand(DueLine line) {
    if (!line.brandConfirmed()) {
      throw new ProblemException(
          ProblemType.BRAND_NOT_CONFIRMED,
          "The brand of line "
              + line.id()
              + " isn't confirmed. A top-up sent to the wrong brand can mostly not be taken back:"
              + " check that it is "
              + line.carrier()
              + ", then confirm with 'line confirm-brand'.");
    }
  }

  private ProblemException noRoute(String carrier) {
    String brand = brand(carrier);
    return new ProblemException(
        ProblemType.NO_ROUTE,
        "Everline can't pay "
            + brand
            + " from here: no route to it is connected. Renew the line with "
            + brand
            + " itself, then give its new end date.");
  }

  private static String fingerprint(LineId line, Wish wish) {
    return line + " " + wish.fingerprint();
  }

  private static ProblemException noLine(LineId id) {
    return new ProblemException(ProblemType.NOT_FOUND, "There is no line " + id + ".");
  }

  private static ProblemException noOrder(OrderId id) {
    return new ProblemException(ProblemType.NOT_FOUND, "There is no order " + id + ".");
  }
}
