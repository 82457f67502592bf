package dev.everline.renewal;

import dev.everline.kernel.AccountId;
import dev.everline.kernel.LineId;
import dev.everline.kernel.OrderId;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.line.due.DueLine;
import dev.everline.notice.NoticeKind;
import dev.everline.payment.Payments;
import dev.everline.renewal.engine.CallByHand;
import dev.everline.renewal.engine.Start;
import dev.everline.renewal.engine.StartOrders;
import dev.everline.renewal.engine.Tables;
import dev.everline.renewal.engine.stop.OrderRequest;
import dev.everline.renewal.order.Order;
import dev.everline.renewal.order.Releaser;
import dev.everline.renewal.order.SpentByMonth;
import dev.everline.renewal.outside.OutsideSpending;
import dev.everline.renewal.price.QuoteText;
import dev.everline.storage.ClockGuard;
import dev.everline.storage.Pipeline;
import dev.everline.storage.Transactions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What people do with orders: look at them, release or cancel those held for approval, refund. */
public final class OrderDesk {

  private static final int SPENT_LOOKED_AT = 5_000;
  private static final int SPENT_MONTHS = 12;

  private final Transactions transactions;
  private final Tables tables;
  private final Payments payments;
  private final StartOrders startOrders;
  private final CallByHand callByHand;
  private final Duration recheck;
  private final Clock clock;
  private final ClockGuard guard;

  /**
   * @param recheck how soon the line of a cancelled order is looked at again
   */
  public OrderDesk(
      Transactions transactions,
      Tables tables,
      Payments payments,
      StartOrders startOrders,
      CallByHand callByHand,
      Duration recheck,
      Clock clock,
      ClockGuard guard) {
    this.transactions = transactions;
    this.tables = tables;
    this.payments = payments;
    this.startOrders = startOrders;
    this.callByHand = callByHand;
    this.recheck = recheck;
    this.clock = clock;
    this.guard = guard;
  }

  /** The account's orders, newest first, below an order. */
  public List<Order> orders(AccountId account, @Nullable OrderId below, int limit) {
    return transactions.run(connection -> tables.orders().list(connection, account, below, limit));
  }

  /**
   * @throws ProblemException NOT_FOUND when the account has no such order
   */
  public Order order(AccountId account, OrderId id) {
    return transactions.run(
        connection -> {
          Order order = tables.orders().find(connection, id.bucket(), Set.of(id)).get(id);
          if (order == null || !order.account().equals(account)) {
            throw noOrder(id);
          }
          return order;
        });
  }

  /**
   * The current state of orders of any account, for pages that follow them; read bucket by bucket.
   */
  public Map<OrderId, Order> ordersNow(Collection<OrderId> ids) {
    Map<Integer, List<OrderId>> byBucket =
        ids.stream().distinct().collect(Collectors.groupingBy(OrderId::bucket));
    return transactions.run(
        connection -> {
          Map<OrderId, Order> found = new HashMap<>();
          for (Map.Entry<Integer, List<OrderId>> bucket : byBucket.entrySet()) {
            found.putAll(tables.orders().find(connection, bucket.getKey(), bucket.getValue()));
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
    return transactions.run(connection -> tables.orders().ofLine(connection, account, line, limit));
  }

  /**
   * What renewals have cost by month: from the wallet, where orders that did not renew count as
   * zero, and what was paid outside. Only the newest orders are read, as many as a page can wait
   * for.
   *
   * @param zone whose calendar the months follow
   */
  public SpentByMonth spentByMonth(AccountId account, ZoneId zone, Currency currency) {
    LocalDate since =
        LocalDate.ofInstant(clock.instant(), zone).withDayOfMonth(1).minusMonths(SPENT_MONTHS);
    return transactions.run(
        connection ->
            tables
                .orders()
                .spentByMonth(connection, account, zone, currency, SPENT_LOOKED_AT)
                .withOutside(OutsideSpending.byMonth(connection, account, currency, since)));
  }

  /**
   * Releases an order that is held for approval, despite the limit that it crossed. It starts the
   * way every order does: all other stop rules are checked again.
   *
   * @param by who releases it; they must be allowed to approve every limit that it crosses now
   * @throws ProblemException NOT_FOUND, ILLEGAL_TRANSITION when it is no longer held, FORBIDDEN or
   *     NEEDS_OPERATOR when they aren't, PAID_ALREADY when the line's end has moved since it was
   *     created, or the problem of any other stop rule
   */
  public Order release(AccountId account, OrderId id, Releaser by) {
    guard.requireSound();
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    return callByHand.finish(
        transactions.run(connection -> release(connection, account, id, by, now)));
  }

  private CallByHand.Stands release(
      Connection connection, AccountId account, OrderId id, Releaser by, Instant now)
      throws SQLException {
    Locked locked = lock(connection, account, id);
    Order order = locked.order();
    order.requireReleasable();
    if (!by.mayRelease(order.reason())) {
      throw notTheirs(id, by);
    }
    int bucket = id.bucket();
    Pipeline pipeline = new Pipeline(connection);
    OrderRequest request = OrderRequest.release(locked.line(), order, by);
    Start start = startOrders.start(pipeline, bucket, List.of(request), now).getFirst();
    CallByHand.Stands stands =
        switch (start) {
          case Start.Begun begun -> {
            tables.lines().save(pipeline, bucket, List.of(begun.call().line()));
            yield CallByHand.toCall(begun.call());
          }
          case Start.Declined declined -> {
            Order refused = declined.order(now);
            tables.orders().move(pipeline, bucket, List.of(order), List.of(refused));
            tables
                .lines()
                .save(pipeline, bucket, List.of(locked.line().withoutOrder().wakingAt(now)));
            yield CallByHand.stands(refused);
          }
          // By now it crosses another limit too.
          case Start.HeldForApproval again -> throw notTheirs(id, by);
          case Start.Skipped skipped -> throw skipped.why().problem().get();
        };
    noLongerHeld(pipeline, order, now);
    pipeline.send();
    return stands;
  }

  /**
   * Cancels an order that is held for approval; no money was taken.
   *
   * @throws ProblemException NOT_FOUND, or ILLEGAL_TRANSITION when it is no longer held
   */
  public Order cancel(AccountId account, OrderId id) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    return transactions.run(
        connection -> {
          Locked locked = lock(connection, account, id);
          Order order = locked.order();
          Order cancelled = order.cancelled(now);
          Pipeline pipeline = new Pipeline(connection);
          tables.orders().move(pipeline, id.bucket(), List.of(order), List.of(cancelled));
          noLongerHeld(pipeline, order, now);
          tables
              .lines()
              .save(
                  pipeline,
                  id.bucket(),
                  List.of(locked.line().withoutOrder().wakingAt(now.plus(recheck))));
          pipeline.send();
          return cancelled;
        });
  }

  private void noLongerHeld(Pipeline pipeline, Order order, Instant now) {
    tables
        .notices()
        .settle(
            pipeline,
            order.id().bucket(),
            List.of(order.line()),
            NoticeKind.HELD_FOR_APPROVAL,
            now);
  }

  /**
   * Refunds a renewed order in full, after the matter has been settled with the carrier by hand.
   *
   * @throws ProblemException NOT_FOUND, or ILLEGAL_TRANSITION when it was not renewed
   */
  public Order refund(AccountId account, OrderId id, String why) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    return transactions.run(
        connection -> {
          Order order =
              tables
                  .orders()
                  .lock(connection, id)
                  .filter(found -> found.account().equals(account))
                  .orElseThrow(() -> noOrder(id));
          Order refunded = order.refunded(why, now);
          Pipeline pipeline = new Pipeline(connection);
          tables.orders().move(pipeline, id.bucket(), List.of(order), List.of(refunded));
          payments.refund(pipeline, id.bucket(), List.of(QuoteText.charge(order)), now);
          pipeline.send();
          return refunded;
        });
  }

  private record Locked(DueLine line, Order order) {}

  private Locked lock(Connection connection, AccountId account, OrderId id) throws SQLException {
    Order seen = tables.orders().find(connection, id.bucket(), Set.of(id)).get(id);
    if (seen == null || !seen.account().equals(account)) {
      throw noOrder(id);
    }
    DueLine line =
        tables.lines().lock(connection, seen.line()).orElseThrow(() -> noLine(seen.line()));
    Order order = tables.orders().lock(connection, id).orElseThrow(() -> noOrder(id));
    return new Locked(line, order);
  }

  private static ProblemException notTheirs(OrderId id, Releaser by) {
    return switch (by) {
      case PROGRAM ->
          new ProblemException(
              ProblemType.FORBIDDEN,
              "Order "
                  + id
                  + " is held by a spending limit, which no API token can lift: a person releases"
                  + " it in the portal, or with 'orders release' at the server.");
      case MEMBER, OPERATOR ->
          new ProblemException(
              ProblemType.NEEDS_OPERATOR,
              "Order "
                  + id
                  + " is held by the spending limit of all accounts together: an operator releases"
                  + " it in the console, or with 'orders release' at the server.");
    };
  }

  private static ProblemException noLine(LineId id) {
    return new ProblemException(ProblemType.NOT_FOUND, "There is no line " + id + ".");
  }

  private static ProblemException noOrder(OrderId id) {
    return new ProblemException(ProblemType.NOT_FOUND, "There is no order " + id + ".");
  }
}
