package dev.everline.simulation;

import dev.everline.catalog.Basis;
import dev.everline.catalog.Carrier;
import dev.everline.catalog.Catalog;
import dev.everline.catalog.LapseRule;
import dev.everline.catalog.Plan;
import dev.everline.kernel.AccountId;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.ledger.LedgerCheck;
import dev.everline.line.LineFacts;
import dev.everline.line.due.DueLine;
import dev.everline.line.due.DueLines;
import dev.everline.line.validity.Validity;
import dev.everline.renewal.order.OrderState;
import dev.everline.renewal.price.Quote;
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
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Holds the promises against the database and the carrier's own books. It reads; it never asks the
 * engine.
 */
final class Promises {

  /** Less than this before the end, nobody can expect a word in time. */
  private static final Duration TIME_TO_TELL = Duration.ofHours(40);

  /** The longest until somebody looks at an order under way again. */
  private static final Duration LONGEST_UNSEEN = Duration.ofHours(3);

  private static final Set<String> NEVER_CHARGED =
      Set.of("HELD_FOR_APPROVAL", "DECLINED", "CANCELLED", "EXPIRED");
  private static final Set<String> UNDER_WAY = Set.of("PAID", "FULFILLING", "IN_DOUBT");

  private final Transactions transactions;
  private final SimulatedCarrier carrier;
  private final Catalog catalog;
  private final Quoter quoter;
  private final Clock clock;
  private final DueLines lines;
  private final Map<LineId, Watch> watched = new LinkedHashMap<>();
  private final Map<AccountId, Funds> funds = new LinkedHashMap<>();
  private final Map<Long, String> acknowledged = new LinkedHashMap<>();
  private final Set<Long> priced = new HashSet<>();
  private final PaidDays paidDays = new PaidDays();
  private long transfersSeen = -1;

  /** What a line's end of validity is, since when, and whether its passing was judged. */
  private static final class Watch {
    @Nullable LocalDate end;
    Instant since;
    boolean judged;

    Watch(Instant since) {
      this.since = since;
    }
  }

  /** Money that an account was told has come in, and money whose coming in nobody was told of. */
  private static final class Funds {
    long told;
    long untold;
  }

  private record OrderRow(
      long id,
      int bucket,
      long line,
      Quote.Kind kind,
      boolean unasked,
      LocalDate periodFrom,
      String state,
      long total,
      int periods,
      String carrier,
      @Nullable String plan,
      @Nullable LocalDate validUntil,
      Instant createdAt,
      @Nullable Instant askedAt) {

    /** What must be paid once only: a period, or a number by the engine itself; else null. */
    @Nullable String once() {
      return switch (kind) {
        case WHOLE_PERIOD -> "period";
        case KEEP_ALIVE -> unasked ? "number" : null;
        case FLEXIBLE -> null;
      };
    }

    String text() {
      return new dev.everline.kernel.OrderId(id).toString();
    }
  }

  private record Moved(long reserved, long captured, long released) {
    static final Moved NOTHING = new Moved(0, 0, 0);
  }

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
    this.quoter = quoter;
    this.clock = clock;
  }

  void watch(LineId line) {
    watched.put(line, new Watch(clock.instant()));
  }

  /** The owner has touched the line: its end counts from now. */
  void touched(LineId line) {
    Watch watch = watched.get(line);
    if (watch != null) {
      watch.since = clock.instant();
      watch.judged = false;
    }
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
    funds.put(account, new Funds());
  }

  /** A deposit was acknowledged, or its process died over it. */
  void deposited(AccountId account, Money amount, boolean told) {
    Funds of = funds.computeIfAbsent(account, id -> new Funds());
    if (told) {
      of.told += amount.minor();
    } else {
      of.untold += amount.minor();
    }
  }

  /** Somebody was told where an order stands. */
  void acknowledged(dev.everline.kernel.OrderId order, String state) {
    acknowledged.put(order.value(), state);
  }

  /**
   * @return what does not hold, in words; empty when all does
   */
  List<String> check() {
    return transactions.run(
        connection -> {
          List<String> broken = new ArrayList<>();
          Map<Long, OrderRow> orders = orders(connection);
          checkBooks(orders, broken);
          checkPaidDays(connection, orders, broken);
          checkCeilings(connection, orders, broken);
          checkMoney(connection, orders, broken);
          checkAcknowledged(orders, broken);
          checkSomebodyLooks(connection, broken);
          checkPosted(connection, broken);
          checkNotices(connection, broken);
          return broken;
        });
  }

  /** Orders that have not come to an end, and should have by now. */
  List<String> stillOpen() {
    return transactions.run(
        connection -> {
          List<String> open = new ArrayList<>();
          for (OrderRow order : orders(connection).values()) {
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
      OrderRow order = orders.get(dev.everline.kernel.OrderId.parse(entry.getKey()).value());
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
            LocalDate.ofInstant(order.createdAt(), catalog.carrier(order.carrier()).zone());
        LocalDate named = order.periodFrom();
        LocalDate told = carrier.toldEnd(order.text());
        topUps.add(
            new PaidDays.TopUp(
                order.id(),
                order.line(),
                once == null ? order.text() : once,
                named,
                named.isBefore(ordered) ? ordered : named,
                told == null ? order.validUntil() : bought(order, ordered),
                told,
                order.periods(),
                order.createdAt(),
                asked));
      }
    }
    topUps.sort(
        Comparator.comparing(PaidDays.TopUp::orderedAt).thenComparingLong(PaidDays.TopUp::order));
    broken.addAll(paidDays.paidTwice(topUps));
    for (LineId line : watched.keySet()) {
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
  private @Nullable LocalDate bought(OrderRow order, LocalDate ordered) {
    Plan plan = order.plan() == null ? null : catalog.plans().get(order.plan());
    Integer days = plan == null ? null : plan.validityDays();
    if (plan == null || days == null) {
      // Only the end of whole periods is booked again.
      return order.validUntil();
    }
    Basis basis = catalog.lapseRule(plan.lapseRule()).basis();
    LocalDate named = order.periodFrom();
    if (basis == Basis.ANNIVERSARY) {
      // Paid late, it buys only what is left of the period.
      LocalDate end = named.plusDays((long) days * order.periods());
      while (!end.isAfter(ordered)) {
        end = end.plusDays(days);
      }
      return end;
    }
    boolean fromPayment = basis == Basis.FROM_PAYMENT;
    LocalDate from = fromPayment || named.isBefore(ordered) ? ordered : named;
    return from.plusDays((long) days * order.periods());
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

  private void checkMoney(Connection connection, Map<Long, OrderRow> orders, List<String> broken)
      throws SQLException {
    Map<Long, Moved> moved = moved(connection);
    for (OrderRow order : orders.values()) {
      Moved is = moved.getOrDefault(order.id(), Moved.NOTHING);
      Moved should = shouldHaveMoved(order);
      if (!is.equals(should)) {
        broken.add(
            "the money of order "
                + order.text()
                + " ("
                + order.state()
                + ") is "
                + is
                + ", not "
                + should
                + ".");
      }
    }
    for (Map.Entry<AccountId, Funds> account : funds.entrySet()) {
      checkWallet(connection, account.getKey(), account.getValue(), broken);
    }
    long transfers = number(connection, "SELECT count(*) FROM ledger_transfer");
    if (transfers != transfersSeen) {
      transfersSeen = transfers;
      LedgerCheck.Proof proof = new LedgerCheck().run(connection);
      if (!proof.isSound()) {
        broken.add("the ledger does not balance: " + proof.sums() + " " + proof.faults() + ".");
      }
    }
  }

  private static Moved shouldHaveMoved(OrderRow order) {
    if (NEVER_CHARGED.contains(order.state())) {
      return Moved.NOTHING;
    }
    return switch (order.state()) {
      case "RENEWED" -> new Moved(order.total(), order.total(), 0);
      case "REVERSED" -> new Moved(order.total(), 0, order.total());
      default -> new Moved(order.total(), 0, 0);
    };
  }

  private void checkWallet(Connection connection, AccountId account, Funds of, List<String> broken)
      throws SQLException {
    String where = "bucket = " + account.bucket() + " AND owner_id = " + account.value();
    long wallet =
        number(
            connection,
            "SELECT coalesce(sum(balance), 0) FROM ledger_account WHERE kind = 'WALLET' AND "
                + where);
    long cameIn =
        number(
            connection,
            "SELECT coalesce(sum(t.amount), 0) FROM ledger_transfer t JOIN ledger_account a ON"
                + " a.bucket = t.bucket AND a.id = t.wallet_id WHERE t.kind = 'FUND' AND t.bucket ="
                + " "
                + account.bucket()
                + " AND a.owner_id = "
                + account.value());
    long spent =
        number(
            connection,
            "SELECT coalesce(sum(total), 0) FROM renewal_order WHERE state IN ('PAID',"
                + " 'FULFILLING', 'IN_DOUBT', 'RENEWED') AND bucket = "
                + account.bucket()
                + " AND account_id = "
                + account.value());
    if (cameIn < of.told || cameIn > of.told + of.untold) {
      broken.add(
          "the wallet was told of "
              + of.told
              + " (and perhaps "
              + of.untold
              + " more), and the ledger has "
              + cameIn
              + ".");
    }
    if (wallet != cameIn - spent) {
      broken.add(
          "the wallet holds "
              + wallet
              + ", not "
              + cameIn
              + " that came in less "
              + spent
              + " captured or set aside.");
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
                + new dev.everline.kernel.LineId(rows.getLong(1))
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
                  + new dev.everline.kernel.OrderId(rows.getLong(1))
                  + " is "
                  + rows.getString(2)
                  + ", and nobody looks at it before "
                  + rows.getTimestamp(3)
                  + ".");
        }
      }
    }
  }

  /** A line that renews by itself and lapsed: its owner had a word while there was time. */
  private void checkNotices(Connection connection, List<String> broken) throws SQLException {
    Instant now = clock.instant();
    for (Map.Entry<LineId, Watch> entry : watched.entrySet()) {
      Watch watch = entry.getValue();
      DueLine line = lines.find(connection, entry.getKey()).orElseThrow();
      LocalDate end = endOf(line, now);
      if (end == null) {
        continue;
      }
      if (!end.equals(watch.end)) {
        watch.end = end;
        watch.since = now;
        watch.judged = false;
      }
      Carrier itsCarrier = catalog.carrier(line.carrier());
      Instant expiry = end.plusDays(1).atStartOfDay(itsCarrier.zone()).toInstant();
      if (now.isBefore(expiry) || watch.judged) {
        continue;
      }
      watch.judged = true;
      boolean hadTime = watch.since.plus(TIME_TO_TELL).isBefore(expiry);
      if (hadTime && line.autoRenew() && !line.paused() && !wasNotified(connection, line, expiry)) {
        broken.add(
            "line " + line.id() + " lapsed at " + expiry + ", and its owner had no word before.");
      }
    }
  }

  private boolean wasNotified(Connection connection, DueLine line, Instant expiry)
      throws SQLException {
    String sql =
        """
        SELECT count(*) FROM notice
         WHERE bucket = ? AND line_id = ? AND at < ? AND at >= ?
           AND (kind NOT IN ('EXPIRES_SOON', 'NUMBER_AT_RISK', 'NUMBER_KEPT')
                OR (kind = 'EXPIRES_SOON' AND ?))
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setInt(1, line.id().bucket());
      statement.setLong(2, line.id().value());
      statement.setTimestamp(3, Timestamp.from(expiry));
      statement.setTimestamp(4, Timestamp.from(expiry.minus(Duration.ofDays(12))));
      statement.setBoolean(5, isReminded(line));
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getLong(1) > 0;
      }
    }
  }

  /** A line that Everline can't renew is its owner's to keep, and they are reminded of its end. */
  private boolean isReminded(DueLine line) {
    Plan plan = line.plan() == null ? null : catalog.plans().get(line.plan());
    return plan == null
        || line.carrier().equals(FictionalCatalog.WITHOUT_ROUTE)
        || !catalog.lapseRule(plan.lapseRule()).basis().isRenewable();
  }

  private @Nullable LocalDate endOf(DueLine line, Instant now) {
    Plan plan = line.plan() == null ? null : catalog.plans().get(line.plan());
    if (plan == null) {
      return null;
    }
    LapseRule rule = catalog.lapseRule(plan.lapseRule());
    LocalDate today = LocalDate.ofInstant(now, catalog.carrier(line.carrier()).zone());
    Money need = quoter.need(plan, line.state(), today);
    Integer days = plan.validityDays();
    if (need == null || days == null) {
      return line.facts().validUntil();
    }
    LineFacts facts = Validity.rolledForward(line.facts(), rule, days, need, today);
    return Validity.coveredUntil(facts, rule, days, need);
  }

  private static Map<Long, OrderRow> orders(Connection connection) throws SQLException {
    String sql =
        """
        SELECT id, bucket, line_id, kind, origin = 'heartbeat', period_from, state, total, periods,
               carrier, plan, valid_until, created_at, last_call_at
          FROM renewal_order ORDER BY id
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet rows = statement.executeQuery()) {
      Map<Long, OrderRow> orders = new LinkedHashMap<>();
      while (rows.next()) {
        OrderRow order =
            new OrderRow(
                rows.getLong(1),
                rows.getInt(2),
                rows.getLong(3),
                Quote.Kind.valueOf(rows.getString(4)),
                rows.getBoolean(5),
                rows.getObject(6, LocalDate.class),
                rows.getString(7),
                rows.getLong(8),
                rows.getInt(9),
                rows.getString(10),
                rows.getString(11),
                rows.getObject(12, LocalDate.class),
                rows.getTimestamp(13).toInstant(),
                rows.getTimestamp(14) == null ? null : rows.getTimestamp(14).toInstant());
        orders.put(order.id(), order);
      }
      return orders;
    }
  }

  private static Map<Long, Moved> moved(Connection connection) throws SQLException {
    String sql =
        """
        SELECT order_id, coalesce(sum(amount) FILTER (WHERE kind = 'RESERVE'), 0),
               coalesce(sum(amount) FILTER (WHERE kind = 'CAPTURE'), 0),
               coalesce(sum(amount) FILTER (WHERE kind = 'RELEASE'), 0)
          FROM ledger_transfer WHERE order_id IS NOT NULL GROUP BY order_id
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet rows = statement.executeQuery()) {
      Map<Long, Moved> moved = new HashMap<>();
      while (rows.next()) {
        moved.put(rows.getLong(1), new Moved(rows.getLong(2), rows.getLong(3), rows.getLong(4)));
      }
      return moved;
    }
  }

  private static long number(Connection connection, String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }
}
