package dev.everline.simulation;

import dev.everline.catalog.Basis;
import dev.everline.catalog.Catalog;
import dev.everline.catalog.Length;
import dev.everline.catalog.Plan;
import dev.everline.kernel.AccountId;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.kernel.OrderId;
import dev.everline.line.LineFacts;
import dev.everline.line.due.DueLine;
import dev.everline.line.due.DueLines;
import dev.everline.renewal.order.OrderState;
import dev.everline.renewal.price.Quoter;
import dev.everline.storage.Transactions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Holds the promises against the database and the carrier's own books. It reads; it never asks the
 * engine.
 */
final class Promises {

  /** The longest until somebody looks at an order under way again. */
  private static final Duration LONGEST_UNSEEN = Duration.ofHours(3);

  private static final Set<String> UNDER_WAY = Set.of("PAID", "FULFILLING", "IN_DOUBT");

  private final Transactions transactions;
  private final SimulatedCarrier carrier;
  private final Catalog catalog;
  private final Clock clock;
  private final DueLines lines;
  private final NoticeCheck notices;
  private final MoneyCheck money = new MoneyCheck();
  private final Set<LineId> watched = new LinkedHashSet<>();
  private final Map<Long, String> acknowledged = new LinkedHashMap<>();
  private final Set<Long> priced = new HashSet<>();
  private final PaidDays paidDays = new PaidDays();

  Promises(
      Transactions transactions,
      DueLines lines,
      SimulatedCarrier carrier,
      Catalog catalog,
      Quoter quoter,
      Clock clock) {
    this.transactions = transactions;
    this.lines = lines;
    this.carrier = carrier;
    this.catalog = catalog;
    this.clock = clock;
    this.notices = new NoticeCheck(lines, catalog, quoter, clock);
  }

  void watch(LineId line) {
    watched.add(line);
    notices.watch(line);
  }

  /** The owner has touched the line: its end counts from now. */
  void touched(LineId line) {
    notices.touched(line);
  }

  /** The owner has entered an end of validity. */
  void entered(LineId line, LocalDate end) {
    paidDays.entered(line.value(), end, clock.instant());
  }

  /** The owner has paid the carrier without Everline, and has entered the new end. */
  void paidOutside(LineId line, LocalDate from, LocalDate until) {
    paidDays.paidOutside(line.value(), from, until, clock.instant());
  }

  void watch(AccountId account) {
    money.watch(account);
  }

  /** A deposit was acknowledged, or its process died over it. */
  void deposited(AccountId account, Money amount, boolean told) {
    money.deposited(account, amount, told);
  }

  /** Somebody was told where an order stands. */
  void acknowledged(OrderId order, String state) {
    acknowledged.put(order.value(), state);
  }

  /**
   * @return what does not hold, in words; empty when all does
   */
  List<String> check() {
    return transactions.run(
        connection -> {
          List<String> broken = new ArrayList<>();
          Map<Long, OrderRow> orders = OrderRow.all(connection);
          checkBooks(orders, broken);
          checkPaidDays(connection, orders, broken);
          checkCeilings(connection, orders, broken);
          money.check(connection, orders, broken);
          checkAcknowledged(orders, broken);
          checkSomebodyLooks(connection, broken);
          checkPosted(connection, broken);
          notices.check(connection, broken);
          return broken;
        });
  }

  /** Orders that have not come to an end, and should have by now. */
  List<String> stillOpen() {
    return transactions.run(
        connection -> {
          List<String> open = new ArrayList<>();
          for (OrderRow order : OrderRow.all(connection).values()) {
            if (UNDER_WAY.contains(order.state())) {
              open.add(
                  "order "
                      + order.text()
                      + " is still "
                      + order.state()
                      + " although its carrier has answered for days.");
            }
          }
          return open;
        });
  }

  private void checkBooks(Map<Long, OrderRow> orders, List<String> broken) {
    Map<String, Integer> byReference = new LinkedHashMap<>();
    for (SimulatedCarrier.Entry entry : carrier.books()) {
      byReference.merge(entry.reference(), 1, Integer::sum);
    }
    for (Map.Entry<String, Integer> entry : byReference.entrySet()) {
      if (entry.getValue() > 1) {
        broken.add("the carrier was made to pay " + entry.getKey() + " " + entry.getValue() + "×.");
      }
      OrderRow order = orders.get(OrderId.parse(entry.getKey()).value());
      if (order == null) {
        broken.add("the carrier holds " + entry.getKey() + ", which Everline has no order for.");
      }
    }
    for (OrderRow order : orders.values()) {
      boolean held = byReference.containsKey(order.text());
      boolean isRenewed = order.state().equals("RENEWED");
      if (OrderState.of(order.state()).isFinal() && held != isRenewed) {
        broken.add(
            "order "
                + order.text()
                + " ended "
                + order.state()
                + " although the carrier "
                + (held ? "holds" : "does not hold")
                + " its top-up.");
      }
    }
  }

  /** No day of a line is paid twice, and none is taken for paid that nobody has paid. */
  private void checkPaidDays(Connection connection, Map<Long, OrderRow> orders, List<String> broken)
      throws SQLException {
    Set<String> held = new HashSet<>();
    carrier.books().forEach(entry -> held.add(entry.reference()));
    List<PaidDays.TopUp> topUps = new ArrayList<>();
    for (OrderRow order : orders.values()) {
      String once = order.once();
      Instant asked = order.askedAt();
      if (asked != null && held.contains(order.text())) {
        LocalDate ordered =
            LocalDate.ofInstant(
                order.createdAt(), catalog.carrier(order.bought().carrier()).zone());
        LocalDate named = order.bought().from();
        LocalDate told = carrier.toldEnd(order.text());
        topUps.add(
            new PaidDays.TopUp(
                order.id(),
                order.line(),
                once == null ? order.text() : once,
                named,
                named.isBefore(ordered) ? ordered : named,
                told == null ? order.bought().validUntil() : boughtUntil(order, ordered),
                told,
                order.bought().periods(),
                order.createdAt(),
                asked));
      }
    }
    topUps.sort(
        Comparator.comparing(PaidDays.TopUp::orderedAt).thenComparingLong(PaidDays.TopUp::order));
    broken.addAll(paidDays.paidTwice(topUps));
    for (LineId line : watched) {
      LineFacts facts = lines.find(connection, line).orElseThrow().facts();
      LocalDate until = facts.validUntil();
      List<PaidDays.TopUp> its = topUps.stream().filter(one -> one.line() == line.value()).toList();
      // A balance pays cycles of its own.
      if (until != null
          && facts.balance() == null
          && paidDays.isBeyondWhatIsPaid(line.value(), until, its)) {
        broken.add("line " + line + " is taken for paid until " + until + ", and nobody paid it.");
      }
    }
  }

  /** The end that an order was to lead to, whatever its carrier has told since. */
  private @Nullable LocalDate boughtUntil(OrderRow order, LocalDate ordered) {
    Plan plan = order.bought().plan() == null ? null : catalog.plans().get(order.bought().plan());
    Length period = plan == null ? null : plan.period();
    if (plan == null || period == null) {
      // Only the end of whole periods is booked again.
      return order.bought().validUntil();
    }
    int step = period.approxDays();
    Length term = order.bought().term();
    int days = (term == null ? period.times(order.bought().periods()) : term).approxDays();
    Basis basis = catalog.lapseRule(plan.lapseRule()).basis();
    LocalDate named = order.bought().from();
    if (basis == Basis.ANNIVERSARY) {
      // Paid late, it buys only what is left of the period.
      LocalDate from = named;
      while (!from.plusDays(step).isAfter(ordered)) {
        from = from.plusDays(step);
      }
      return from.plusDays(days);
    }
    boolean fromPayment = basis == Basis.FROM_PAYMENT;
    LocalDate from = fromPayment || named.isBefore(ordered) ? ordered : named;
    return from.plusDays(days);
  }

  /** What the engine orders by itself costs no more than the owner of the line allows just then. */
  private void checkCeilings(Connection connection, Map<Long, OrderRow> orders, List<String> broken)
      throws SQLException {
    for (OrderRow order : orders.values()) {
      if (!priced.add(order.id()) || !order.unasked()) {
        continue;
      }
      Money ceiling =
          lines.find(connection, new LineId(order.line())).map(DueLine::priceCeiling).orElse(null);
      if (ceiling != null && ceiling.minor() < order.total()) {
        broken.add("order " + order.text() + " costs more than the ceiling, " + ceiling + ".");
      }
    }
  }

  private void checkAcknowledged(Map<Long, OrderRow> orders, List<String> broken) {
    for (Map.Entry<Long, String> known : acknowledged.entrySet()) {
      OrderRow order = orders.get(known.getKey());
      if (order == null) {
        broken.add("an acknowledged order is gone: " + known + ".");
      } else if (OrderState.of(known.getValue()).isFinal()
          && !order.state().equals(known.getValue())) {
        broken.add(
            "order "
                + order.text()
                + " was acknowledged as "
                + known.getValue()
                + " and is "
                + order.state()
                + ".");
      }
    }
  }

  /** A line without a wake-up entry for when it is due would never be looked at. */
  private static void checkPosted(Connection connection, List<String> broken) throws SQLException {
    String sql =
        """
        SELECT l.id, greatest(l.next_wake_at, l.claimed_until) FROM line l
         WHERE l.next_wake_at IS NOT NULL
           AND NOT EXISTS (SELECT 1 FROM wake_up w
                            WHERE w.bucket = l.bucket AND l.id = ANY (w.lines)
                              AND w.at = greatest(l.next_wake_at, l.claimed_until))
         ORDER BY l.id
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        broken.add(
            "line "
                + new LineId(rows.getLong(1))
                + " is due at "
                + rows.getTimestamp(2)
                + ", and has no wake-up entry for it.");
      }
    }
  }

  private void checkSomebodyLooks(Connection connection, List<String> broken) throws SQLException {
    String sql =
        """
        SELECT o.id, o.state, l.next_wake_at
          FROM renewal_order o JOIN line l ON l.bucket = o.bucket AND l.id = o.line_id
         WHERE o.state IN ('PAID', 'FULFILLING', 'IN_DOUBT')
           AND (l.open_order_id IS DISTINCT FROM o.id OR l.next_wake_at IS NULL
                OR l.next_wake_at > ?)
         ORDER BY o.id
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setTimestamp(1, Timestamp.from(clock.instant().plus(LONGEST_UNSEEN)));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          broken.add(
              "order "
                  + new OrderId(rows.getLong(1))
                  + " is "
                  + rows.getString(2)
                  + ", and nobody looks at it before "
                  + rows.getTimestamp(3)
                  + ".");
        }
      }
    }
  }
}
