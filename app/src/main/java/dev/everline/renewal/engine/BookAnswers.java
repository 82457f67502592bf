package dev.everline.renewal.engine;

import dev.everline.kernel.LineId;
import dev.everline.kernel.OrderId;
import dev.everline.kernel.ProblemException;
import dev.everline.line.due.ClaimedLines;
import dev.everline.line.due.DueLine;
import dev.everline.notice.NewNotice;
import dev.everline.payment.Payments;
import dev.everline.renewal.engine.Bookings.Booking;
import dev.everline.renewal.engine.call.CarrierCall.Answered;
import dev.everline.renewal.order.Order;
import dev.everline.renewal.order.Settlement;
import dev.everline.renewal.price.Quote;
import dev.everline.renewal.price.QuoteText;
import dev.everline.storage.Pipeline;
import dev.everline.storage.Transactions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Books what carriers said, the answers of one bucket in one transaction. */
public final class BookAnswers {

  private final Transactions transactions;
  private final Tables tables;
  private final Payments payments;
  private final Bookings bookings;
  private final Outbox outbox;
  private final Clock clock;
  private final RenewalMeters meters;

  BookAnswers(
      Transactions transactions,
      Tables tables,
      Payments payments,
      Bookings bookings,
      Clock clock,
      RenewalMeters meters) {
    this.transactions = transactions;
    this.tables = tables;
    this.payments = payments;
    this.bookings = bookings;
    this.outbox = new Outbox(tables.ids(), tables.notices());
    this.clock = clock;
    this.meters = meters;
  }

  /**
   * Books what the carriers said: for each order that is still in the state in which it was read,
   * the new state, the money, the line's facts, the owner's notice and the event, in one
   * transaction.
   *
   * @return the orders in their new state, without those that others have moved on meanwhile
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
      // Nearly always nobody has touched the lines meanwhile; then one round trip checks that and
      // writes everything.
      return transactions.run(connection -> settleAll(connection, bucket, answers, now));
    } catch (ClaimedLines.Touched | ProblemException touched) {
      return transactions.run(connection -> settleOneByOne(connection, bucket, answers, now));
    }
  }

  private List<Order> settleAll(
      Connection connection, int bucket, List<Answered> answers, Instant now) throws SQLException {
    List<Booking> booked = book(connection, answers, now);
    Pipeline pipeline = new Pipeline(connection);
    ClaimedLines.saveAll(pipeline, bucket, claimed(answers), lines(booked));
    tables.orders().move(pipeline, bucket, ordersBefore(booked), ordersAfter(booked));
    store(pipeline, bucket, booked, now);
    pipeline.send();
    return ordersAfter(booked);
  }

  /** Books what is unchanged, rereads what was touched, and leaves what has moved on. */
  private List<Order> settleOneByOne(
      Connection connection, int bucket, List<Answered> answers, Instant now) throws SQLException {
    List<Booking> booked = new ArrayList<>(book(connection, answers, now));
    Set<LineId> written =
        ClaimedLines.saveUntouched(connection, bucket, claimed(answers), lines(booked));
    booked.removeIf(booking -> !written.contains(booking.after().id()));
    List<Booking> touched = bookAgain(connection, bucket, answers, written, now);
    Pipeline pipeline = new Pipeline(connection);
    tables.orders().move(pipeline, bucket, ordersBefore(booked), ordersAfter(booked));
    Pipeline.Answer<Set<OrderId>> moved =
        tables
            .orders()
            .moveWhereUnmoved(pipeline, bucket, ordersBefore(touched), ordersAfter(touched));
    pipeline.send();
    touched.removeIf(booking -> !moved.get().contains(booking.settlement().after().id()));
    tables.lines().save(pipeline, bucket, lines(touched));
    booked.addAll(touched);
    store(pipeline, bucket, booked, now);
    pipeline.send();
    return ordersAfter(booked);
  }

  /**
   * Rereads lines that were touched since they were claimed, and drops those that now have another
   * order.
   */
  private List<Booking> bookAgain(
      Connection connection, int bucket, List<Answered> answers, Set<LineId> written, Instant now)
      throws SQLException {
    Map<String, Duration> slowest = tables.routeRecords().slowest(connection, now);
    Map<LineId, Answered> missing = new HashMap<>();
    for (Answered answered : answers) {
      if (!written.contains(answered.call().line().id())) {
        missing.put(answered.call().line().id(), answered);
      }
    }
    List<Booking> booked = new ArrayList<>(missing.size());
    for (DueLine line : tables.lines().lock(connection, bucket, missing.keySet())) {
      Answered answered = Objects.requireNonNull(missing.get(line.id()));
      if (answered.call().order().id().equals(line.openOrder())) {
        booked.add(bookings.of(line, answered, slowest, now));
      }
    }
    return booked;
  }

  private List<Booking> book(Connection connection, List<Answered> answers, Instant now)
      throws SQLException {
    Map<String, Duration> slowest = tables.routeRecords().slowest(connection, now);
    return answers.stream()
        .map(answered -> bookings.of(answered.call().line(), answered, slowest, now))
        .toList();
  }

  private static List<DueLine> claimed(List<Answered> answers) {
    return answers.stream().map(answered -> answered.call().line()).toList();
  }

  private static List<DueLine> lines(List<Booking> booked) {
    return booked.stream().map(Booking::after).toList();
  }

  private static List<Order> ordersBefore(List<Booking> booked) {
    return booked.stream().map(booking -> booking.settlement().before()).toList();
  }

  private static List<Order> ordersAfter(List<Booking> booked) {
    return booked.stream().map(booking -> booking.settlement().after()).toList();
  }

  /** Moves the money, and stores the owners' notices, the routes' records and the event. */
  private void store(Pipeline pipeline, int bucket, List<Booking> booked, Instant now)
      throws SQLException {
    List<Payments.Charge> captures = new ArrayList<>();
    List<Payments.Charge> releases = new ArrayList<>();
    List<LineId> settledLines = new ArrayList<>();
    List<NewNotice> notices = new ArrayList<>();
    Map<String, RouteRecords.Addition> records = new HashMap<>();
    for (Booking booking : booked) {
      Settlement settlement = booking.settlement();
      switch (settlement) {
        case Settlement.Fulfilled fulfilled -> {
          captures.add(QuoteText.charge(fulfilled.after()));
          boolean wasTold =
              fulfilled.line().reminded().notifiedFor() != null
                  || fulfilled.line().reminded().of() != null;
          if (wasTold && isServedFurther(fulfilled, booking.after())) {
            settledLines.add(fulfilled.line().id());
          }
        }
        case Settlement.Returned returned -> releases.add(QuoteText.charge(returned.after()));
        case Settlement.Open stillOpen -> {}
      }
      if (booking.notice() != null) {
        notices.add(booking.notice());
      }
      records.merge(
          settlement.after().route(),
          RouteRecords.Addition.of(settlement, now),
          RouteRecords.Addition::and);
    }
    payments.capture(pipeline, bucket, captures, now);
    payments.release(pipeline, bucket, releases, now);
    tables.notices().settle(pipeline, bucket, settledLines, now);
    tables.notices().tell(pipeline, bucket, notices, now);
    tables.routeRecords().add(pipeline, bucket, List.copyOf(records.values()), now);
    outbox.settled(pipeline, bucket, booked.stream().map(Booking::settlement).toList(), now);
  }

  /** A number that was kept without service still needs its owner. */
  private static boolean isServedFurther(Settlement.Fulfilled fulfilled, DueLine after) {
    return fulfilled.after().kind() != Quote.Kind.KEEP_ALIVE
        || !Objects.equals(fulfilled.line().facts().validUntil(), after.facts().validUntil());
  }
}
