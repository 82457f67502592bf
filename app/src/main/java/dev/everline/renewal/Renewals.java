package dev.everline.renewal;

import dev.everline.carrier.CarrierConnector;
import dev.everline.catalog.Length;
import dev.everline.kernel.AccountId;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.kernel.OrderId;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.line.due.DueLine;
import dev.everline.notice.NewNotice;
import dev.everline.notice.NoticeKind;
import dev.everline.renewal.engine.CallByHand;
import dev.everline.renewal.engine.Rules;
import dev.everline.renewal.engine.Start;
import dev.everline.renewal.engine.StartOrders;
import dev.everline.renewal.engine.Tables;
import dev.everline.renewal.engine.stop.OrderRequest;
import dev.everline.renewal.order.Order;
import dev.everline.renewal.order.OrderDraft;
import dev.everline.renewal.order.Origin;
import dev.everline.renewal.price.Quote;
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
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Renewals by hand: each is a batch of one that starts the same way as the heartbeat's ({@link
 * StartOrders}), and its caller waits for the carrier's answer.
 */
public final class Renewals {

  private static final Duration TIME_BY_HAND = Duration.ofDays(1);

  private final Transactions transactions;
  private final Tables tables;
  private final Rules rules;
  private final Quotes quotes;
  private final StartOrders startOrders;
  private final CallByHand callByHand;
  private final Clock clock;
  private final ClockGuard guard;

  public Renewals(
      Transactions transactions,
      Tables tables,
      Rules rules,
      Quotes quotes,
      StartOrders startOrders,
      CallByHand callByHand,
      Clock clock,
      ClockGuard guard) {
    this.transactions = transactions;
    this.tables = tables;
    this.rules = rules;
    this.quotes = quotes;
    this.startOrders = startOrders;
    this.callByHand = callByHand;
    this.clock = clock;
    this.guard = guard;
  }

  /**
   * What to buy.
   *
   * @param periods for whole periods, 1 to 24; else 1
   * @param term for a term that the carrier sells at once, in place of periods; else null
   * @param amount for a flexible top-up, else null
   */
  public record Wish(Quote.Kind kind, int periods, @Nullable Length term, @Nullable Money amount) {

    public static Wish wholePeriods(int periods) {
      return new Wish(Quote.Kind.WHOLE_PERIOD, periods, null, null);
    }

    public static Wish term(Length term) {
      return new Wish(Quote.Kind.WHOLE_PERIOD, 1, term, null);
    }

    public static Wish flexible(Money amount) {
      return new Wish(Quote.Kind.FLEXIBLE, 1, null, amount);
    }

    public static Wish keepAlive() {
      return new Wish(Quote.Kind.KEEP_ALIVE, 1, null, null);
    }

    private String fingerprint() {
      return kind + " " + periods + " " + amount + (term == null ? "" : " " + term.key());
    }
  }

  /**
   * Renews a line now, from the wallet, and waits for the carrier's answer within its deadline. The
   * same request key always gives the same order, no matter how often or how concurrently it is
   * sent; a crash in between does not change that.
   *
   * @param requestKey the caller's own idempotency key for this request, or null for none
   * @param origin who orders: {@code api}, {@code cli} or {@code portal}
   * @return the order in its current state: renewed, declined, returned, or still under way
   * @throws ProblemException NOT_FOUND, NOT_RENEWABLE, INVALID_VALUE, BRAND_NOT_CONFIRMED,
   *     PAID_ALREADY, CONFLICT when another order of the line is under way, IDEMPOTENCY_KEY_REUSED
   *     when the key was used for a different request, HELD after a restore that nobody has
   *     confirmed
   */
  public Order renew(
      AccountId account, LineId id, Wish wish, @Nullable String requestKey, String origin) {
    return renew(account, id, wish, requestKey, origin, null);
  }

  /**
   * The same, but with a maximum price, such as the one shown before the member confirmed.
   *
   * @throws ProblemException also CONFLICT when the price has since risen above it
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
    CallByHand.Stands stands =
        transactions.run(
            connection -> start(connection, account, id, wish, requestKey, origin, atMost));
    return callByHand.finish(stands);
  }

  /**
   * The same, but waits for a slow carrier no longer than {@code patience}: the call goes on, and
   * the caller watches the order. If the call fails or this process dies, the heartbeat takes over.
   *
   * @param requestKey the caller's own idempotency key for this request
   * @return the order in its state at that time
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
    CallByHand.Stands stands =
        transactions.run(
            connection -> start(connection, account, id, wish, requestKey, origin, null));
    if (stands.call() == null) {
      return stands.order();
    }
    FutureTask<Order> asking = new FutureTask<>(() -> callByHand.finish(stands));
    Thread.ofVirtual().name("renewal").start(asking);
    try {
      return asking.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException slow) {
      return callByHand.now(stands);
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(failed.getCause());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return callByHand.now(stands);
    }
  }

  private CallByHand.Stands start(
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
    String fingerprint = id + " " + wish.fingerprint();
    Pipeline pipeline = new Pipeline(connection);
    Pipeline.Answer<Optional<DueLine>> found = tables.lines().lock(pipeline, id);
    Pipeline.Answer<Optional<String>> answered =
        requestKey == null
            ? Optional::empty
            : RequestKeys.answerTo(pipeline, account, requestKey, fingerprint);
    pipeline.send();
    DueLine line =
        found.get().filter(own -> own.account().equals(account)).orElseThrow(() -> noLine(id));
    if (answered.get().isPresent()) {
      OrderId before = OrderId.parse(answered.get().get());
      Order order = tables.orders().find(connection, bucket, Set.of(before)).get(before);
      if (order != null) {
        return CallByHand.stands(order);
      }
    }
    OrderRequest request = request(connection, line, wish, origin, atMost, now);
    Start start = startOrders.start(pipeline, bucket, List.of(request), now).getFirst();
    CallByHand.Stands stands =
        switch (start) {
          case Start.Begun begun -> {
            tables.lines().save(pipeline, bucket, List.of(begun.call().line()));
            yield CallByHand.toCall(begun.call());
          }
          case Start.HeldForApproval held -> {
            tables.lines().save(pipeline, bucket, List.of(told(pipeline, held, now)));
            yield CallByHand.stands(held.order());
          }
          case Start.Declined declined -> {
            Order refused = declined.order(now);
            tables.orders().insert(pipeline, bucket, List.of(refused), now);
            yield CallByHand.stands(refused);
          }
          case Start.Skipped skipped -> throw skipped.why().problem().get();
        };
    if (requestKey != null) {
      String order = stands.order().id().toString();
      RequestKeys.remember(pipeline, account, requestKey, fingerprint, order, now);
    }
    pipeline.send();
    return stands;
  }

  /** A program can't release what is held, so people are told of it. */
  private DueLine told(Pipeline pipeline, Start.HeldForApproval held, Instant now)
      throws SQLException {
    Order order = held.order();
    if (!order.origin().equals(Origin.API)) {
      return held.line();
    }
    NewNotice notice =
        new NewNotice(
            order.line(),
            order.account(),
            NoticeKind.HELD_FOR_APPROVAL,
            order.periodFrom(),
            0,
            order.total(),
            order.deadline());
    tables.notices().tell(pipeline, order.id().bucket(), List.of(notice), now);
    return held.line().notified(order.periodFrom());
  }

  /** A request as a batch of one; if it has no price, the stop rules say why. */
  private OrderRequest request(
      Connection connection,
      DueLine line,
      Wish wish,
      String origin,
      @Nullable Money atMost,
      Instant now)
      throws SQLException {
    Quote quote;
    try {
      quote = quotes.price(line, wish, now);
    } catch (ProblemException unpriced) {
      return OrderRequest.withoutPrice(line, unpriced);
    }
    String route = rules.routes().to(line.carrier()).map(CarrierConnector::route).orElse("");
    OrderId id = new OrderId(tables.ids().next(connection, line.id().bucket(), 1)[0]);
    LocalDate from = quotes.periodFrom(line, now);
    OrderDraft draft =
        OrderDraft.of(id, line, quote, from, origin, route, now.plus(TIME_BY_HAND), now);
    return OrderRequest.byHand(line, draft, atMost);
  }

  /** Whether payments are held because the database was restored and nobody has confirmed yet. */
  public Optional<RestoreMark> heldSinceRestore() {
    return transactions.read(RestoreMark::pending);
  }

  /** The same, cached once the hold has ended. */
  public boolean isHeld() {
    return transactions.read(tables.hold()::isOn);
  }

  /** Wakes the lines that waited for money at once, such as after a deposit into the wallet. */
  public int wakeWaiting(AccountId account) {
    return transactions.run(
        connection -> tables.lines().wakeNotified(connection, account, clock.instant()));
  }

  /**
   * A carrier hinted that an order has news: it is looked up soon. The hint itself is never
   * trusted, and one that matches no order is not an error.
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
          Order order = tables.orders().find(connection, id.bucket(), Set.of(id)).get(id);
          if (order != null && !order.state().isFinal()) {
            tables.lines().wake(connection, order.line(), clock.instant());
          }
          return true;
        });
  }

  private static ProblemException noLine(LineId id) {
    return new ProblemException(ProblemType.NOT_FOUND, "There is no line " + id + ".");
  }
}
