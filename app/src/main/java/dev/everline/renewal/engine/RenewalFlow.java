package dev.everline.renewal.engine;

import dev.everline.carrier.CarrierConnector;
import dev.everline.kernel.OrderId;
import dev.everline.line.due.ClaimedLines;
import dev.everline.line.due.DueLine;
import dev.everline.payment.Payments;
import dev.everline.renewal.RenewalSettings;
import dev.everline.renewal.decide.Decision;
import dev.everline.renewal.engine.call.CarrierCall;
import dev.everline.renewal.order.Order;
import dev.everline.storage.Pipeline;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Looks at due lines, a batch of one bucket at a time: decides what each needs, sets money aside
 * and stores the intents of the outside calls in one transaction. The calls are made outside any
 * transaction ({@link CarrierCalls}), and their answers are booked in another ({@link
 * BookAnswers}). A crash between any two steps leaves an order that the next {@link #begin}
 * continues from its stored state.
 *
 * <p>Locks are taken in the order lines, orders, the bucket's ledger.
 */
public final class RenewalFlow {

  private final Transactions transactions;
  private final Tables tables;
  private final Payments payments;
  private final Rules rules;
  private final RenewalSettings settings;
  private final HeartbeatOrders heartbeatOrders;
  private final OrdersUnderWay ordersUnderWay;
  private final OpenNotices openNotices;
  private final Clock clock;

  RenewalFlow(
      Transactions transactions,
      Tables tables,
      Payments payments,
      Rules rules,
      StartOrders startOrders,
      OpenNotices openNotices,
      Clock clock) {
    this.transactions = transactions;
    this.tables = tables;
    this.payments = payments;
    this.rules = rules;
    this.settings = rules.settings();
    this.heartbeatOrders = new HeartbeatOrders(tables.ids(), startOrders, settings);
    this.ordersUnderWay = new OrdersUnderWay(rules.coverage(), settings);
    this.openNotices = openNotices;
    this.clock = clock;
  }

  /**
   * The result of {@link #begin}.
   *
   * @param taken lines looked at
   * @param calls the calls to be made
   * @param oldest the wake-up time of the most urgent line, or null when there was none
   */
  record Begun(int taken, List<CarrierCall> calls, @Nullable Instant oldest) {}

  /** Takes due lines of a bucket and does everything that needs no outside call. */
  public Begun begin(int bucket, int limit) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    return transactions.run(
        connection -> {
          List<DueLine> taken = tables.lines().take(connection, bucket, now, limit);
          if (taken.isEmpty()) {
            return new Begun(0, List.of(), null);
          }
          Changes changes = look(connection, bucket, taken, now);
          heartbeatOrders.start(connection, bucket, changes, now);
          write(connection, bucket, changes, now);
          changes.requireAllWritten(taken);
          return new Begun(taken.size(), List.copyOf(changes.calls), taken.getFirst().nextWakeAt());
        });
  }

  private Changes look(Connection connection, int bucket, List<DueLine> taken, Instant now)
      throws SQLException {
    Map<OrderId, Order> open = tables.orders().find(connection, bucket, openOrders(taken));
    Map<String, Duration> slowest = tables.routeRecords().slowest(connection, now);
    OpenNotices.Known known = openNotices.read(connection, bucket, taken, now);
    boolean paymentsHeld = tables.hold().isOn(connection);
    Changes changes = new Changes();
    for (DueLine each : taken) {
      DueLine line = openNotices.closeUntrue(changes, each, known, now);
      OrderId openId = line.openOrder();
      Order order = openId == null ? null : open.get(openId);
      if (order != null && !order.state().isFinal()) {
        ordersUnderWay.goOn(changes, line, order, paymentsHeld, now);
      } else {
        line = openNotices.tell(changes, line, known, now);
        consider(connection, changes, line.withoutOrder(), slowest, now);
      }
    }
    return changes;
  }

  private void write(Connection connection, int bucket, Changes changes, Instant now)
      throws SQLException {
    Pipeline pipeline = new Pipeline(connection);
    tables.orders().move(pipeline, bucket, changes.from, changes.to);
    payments.release(pipeline, bucket, changes.releases, now);
    tables.notices().settleEach(pipeline, bucket, changes.closed, now);
    tables.notices().tell(pipeline, bucket, changes.notices, now);
    tables.lines().save(pipeline, bucket, changes.lines);
    LocalDate day = LocalDate.ofInstant(now, ZoneOffset.UTC);
    ClaimedLines.claim(pipeline, bucket, changes.claimed(), now.plus(settings.claim()), day);
    pipeline.send();
  }

  /** Decides what a line without an order needs. */
  private void consider(
      Connection connection,
      Changes changes,
      DueLine line,
      Map<String, Duration> slowest,
      Instant now)
      throws SQLException {
    Optional<CarrierConnector> connector = rules.routes().to(line.carrier());
    String route = connector.map(CarrierConnector::route).orElse("");
    Duration slow = slowest.getOrDefault(route, Duration.ZERO);
    Decision decision = rules.decide().decide(line, slow, connector.isPresent(), now);
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
        changes.requests.add(heartbeatOrders.request(connection, rolled, renew, route, now));
      }
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
    return line.known().source() == null ? "unknown" : line.known().source();
  }

  private static Instant asOf(DueLine line, Instant now) {
    return line.known().asOf() == null ? now : line.known().asOf();
  }
}
