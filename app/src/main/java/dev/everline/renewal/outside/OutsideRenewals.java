package dev.everline.renewal.outside;

import dev.everline.catalog.Catalog;
import dev.everline.catalog.Length;
import dev.everline.catalog.PrintedDate;
import dev.everline.kernel.AccountId;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.LineId;
import dev.everline.kernel.MemberId;
import dev.everline.kernel.Money;
import dev.everline.kernel.OrderId;
import dev.everline.kernel.OutsideRenewalId;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.ledger.Ledger;
import dev.everline.line.FactSource;
import dev.everline.line.Line;
import dev.everline.line.LineFacts;
import dev.everline.line.LineService;
import dev.everline.line.due.DueLine;
import dev.everline.line.due.DueLines;
import dev.everline.notice.NoticeKind;
import dev.everline.notice.Notices;
import dev.everline.renewal.decide.LineToday;
import dev.everline.renewal.order.Order;
import dev.everline.renewal.order.OrderState;
import dev.everline.renewal.order.Orders;
import dev.everline.renewal.outside.OutsideRenewal.Paid;
import dev.everline.renewal.outside.OutsideRenewal.Word;
import dev.everline.renewal.price.Quoter;
import dev.everline.storage.IdAllocator;
import dev.everline.storage.Pipeline;
import dev.everline.storage.RequestKeys;
import dev.everline.storage.Transactions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What owners record of renewals that they paid for at their carriers themselves. Such a renewal
 * moves the line's end by their word, is booked as spent outside the wallet, and pays its period
 * like an order does; all in one transaction, and once however often it is sent.
 */
public final class OutsideRenewals {

  private static final int USUAL_DAYS = 30;
  private static final int LATER_LOOKED_AT = 50;
  private static final LocalDate LATEST = LocalDate.of(2100, 12, 31);

  /** The parts that read and write lines, orders, notices and the ledger. */
  public record Parts(
      LineService lines,
      DueLines dueLines,
      Orders orders,
      Notices notices,
      Ledger ledger,
      IdAllocator ids,
      Catalog catalog,
      Quoter quoter) {}

  private final Transactions transactions;
  private final Parts parts;
  private final Clock clock;

  public OutsideRenewals(Transactions transactions, Parts parts, Clock clock) {
    this.transactions = transactions;
    this.parts = parts;
    this.clock = clock;
  }

  /**
   * Where a payment would lead.
   *
   * @param on null for today
   * @throws ProblemException NOT_FOUND when the account has no such line
   */
  public Proposal proposal(
      AccountId account, LineId id, @Nullable Money amount, @Nullable LocalDate on) {
    DueLine line =
        transactions
            .read(connection -> parts.dueLines().find(connection, id))
            .filter(found -> found.account().equals(account))
            .orElseThrow(() -> noLine(id));
    LineToday today = today(line, clock.instant());
    LocalDate paidOn = on == null ? today.today() : on;
    PrintedDate printed = parts.catalog().printedDate(line.carrier(), line.plan());
    LocalDate end = Extension.byRule(line.facts(), today, amount, paidOn).end();
    return new Proposal(
        today.today(), today.zone(), printed, end, end == null ? null : printed.shownFor(end));
  }

  /**
   * Records a renewal.
   *
   * @param requestKey the caller's own key: the same request with it is one renewal
   * @param by the member who tells, or null for somebody at the server
   * @throws ProblemException NOT_FOUND; INVALID_VALUE; CONFLICT when the line has another end than
   *     they saw; ORDER_UNDER_WAY while Everline is renewing the line; PAID_ALREADY when its period
   *     is paid already, by an order or by another of these; IDEMPOTENCY_KEY_REUSED
   */
  public OutsideRenewal record(
      AccountId account, LineId id, Told told, String requestKey, @Nullable MemberId by) {
    RequestKeys.require(requestKey);
    return transactions.run(
        connection -> record(connection, account, id, told, requestKey, by, now()));
  }

  private OutsideRenewal record(
      Connection connection,
      AccountId account,
      LineId id,
      Told told,
      String requestKey,
      @Nullable MemberId by,
      Instant now)
      throws SQLException {
    Pipeline pipeline = new Pipeline(connection);
    Pipeline.Answer<Optional<DueLine>> found = parts.dueLines().lock(pipeline, id);
    Pipeline.Answer<Optional<String>> answered =
        RequestKeys.answerTo(pipeline, account, requestKey, told.fingerprint(id));
    pipeline.send();
    DueLine due =
        found.get().filter(own -> own.account().equals(account)).orElseThrow(() -> noLine(id));
    if (answered.get().isPresent()) {
      OutsideRenewalId before = OutsideRenewalId.parse(answered.get().get());
      return OutsideRows.find(connection, before).orElseThrow();
    }
    if (told.seen() != null && !Objects.equals(told.seen().end(), due.facts().validUntil())) {
      throw new ProblemException(
          ProblemType.CONFLICT,
          "Line "
              + id
              + " has been given another end date meanwhile; look at it before recording a"
              + " renewal.");
    }
    Order held = held(connection, due);
    LineToday today = today(due, now);
    LocalDate paidOn = told.paidOn(today.today());
    told.requireAmountIn(due.currency());
    Extension reached = reached(due, today, told, paidOn);
    LocalDate end = reached.end();
    LocalDate from = Objects.requireNonNullElse(today.coveredUntil(), paidOn);
    Span span = end == null ? null : Span.of(from, paidOn, end, daysOf(today));
    requireNotPaid(connection, id, span);
    if (held != null && !Objects.equals(end, today.coveredUntil())) {
      cancel(connection, due, held, now);
    }
    Line line = parts.lines().lock(connection, id);
    if (line == null) {
      throw noLine(id);
    }
    parts.lines().know(connection, id, known(line, reached, new Word(now, by)), now);
    OutsideRenewal renewal =
        new OutsideRenewal(
            new OutsideRenewalId(parts.ids().next(connection, id.bucket(), 1)[0]),
            account,
            id,
            due.carrier(),
            due.plan(),
            new Paid(told.amount(), paidOn, told.at()),
            span == null || from.isBefore(span.until()) ? from : span.from(),
            end,
            new Word(now, by),
            null);
    OutsideRows.insert(connection, renewal, due.currency(), line.known());
    Booking.spent(renewal).post(pipeline, parts.ledger(), renewal.id().bucket(), now);
    RequestKeys.remember(
        pipeline, account, requestKey, told.fingerprint(id), renewal.id().toString(), now);
    pipeline.send();
    return renewal;
  }

  /** Where it has led: where its owner says, or else by the rule. */
  private Extension reached(DueLine line, LineToday today, Told told, LocalDate paidOn) {
    Extension byRule = Extension.byRule(line.facts(), today, told.amount(), paidOn);
    LocalDate given = told.until();
    if (given == null) {
      if (byRule.end() == null && !isKeptWithoutEnd(today)) {
        throw InvalidValue.withoutValue(
                "valid_until",
                "can't be computed for this line",
                "give the new end date as its carrier shows it")
            .as("END_NOT_KNOWN");
      }
      return byRule;
    }
    if (given.isBefore(paidOn)) {
      throw InvalidValue.of(
              "valid_until",
              given.toString(),
              "lies before the day of payment",
              "give the end date that its carrier shows now")
          .as("END_BEFORE_PAYMENT");
    }
    if (given.isAfter(LATEST)) {
      throw InvalidValue.of(
              "valid_until", given.toString(), "is out of range", "give a day until " + LATEST)
          .as("DATE_OUT_OF_RANGE");
    }
    return byRule.reaching(line.facts(), today.coveredUntil(), given, paidOn);
  }

  /** Lines that only use keeps have no end that a payment moves. */
  private static boolean isKeptWithoutEnd(LineToday today) {
    return today.rule() != null && !today.rule().basis().isRenewable();
  }

  private static int daysOf(LineToday today) {
    Length period = today.period();
    return period == null ? USUAL_DAYS : period.approxDays();
  }

  private void requireNotPaid(Connection connection, LineId id, @Nullable Span span)
      throws SQLException {
    if (span == null) {
      return;
    }
    for (Span paid : OutsideRows.paid(connection, id, span.from())) {
      if (paid.isSamePeriodAs(span)) {
        throw new ProblemException(
            ProblemType.PAID_ALREADY,
            "Line "
                + id
                + " is recorded as renewed until "
                + paid.until()
                + " already, and the same days aren't paid twice; if that renewal is wrong, undo it"
                + " first.");
      }
    }
  }

  /**
   * The order that is held for approval, or null where none is open.
   *
   * @throws ProblemException ORDER_UNDER_WAY when one is at the carrier: it may pay the same days
   */
  private @Nullable Order held(Connection connection, DueLine line) throws SQLException {
    OrderId open = line.openOrder();
    if (open == null) {
      return null;
    }
    Order order = parts.orders().lock(connection, open).orElseThrow();
    if (!(order.state() instanceof OrderState.HeldForApproval)) {
      throw underWay(line.id(), open);
    }
    return order;
  }

  private void cancel(Connection connection, DueLine line, Order held, Instant now)
      throws SQLException {
    int bucket = held.id().bucket();
    Pipeline pipeline = new Pipeline(connection);
    parts.orders().move(pipeline, bucket, List.of(held), List.of(held.cancelled(now)));
    parts.notices().settle(pipeline, bucket, List.of(line.id()), NoticeKind.HELD_FOR_APPROVAL, now);
    parts.dueLines().save(pipeline, bucket, List.of(line.withoutOrder().wakingAt(now)));
    pipeline.send();
  }

  /** What isn't changed by the payment keeps its source. */
  private static Line.Known known(Line line, Extension reached, Word word) {
    FactSource told = new FactSource(FactSource.OWNER, word.at(), word.by());
    LineFacts before = line.facts();
    LineFacts after = reached.facts();
    boolean sameEnd = Objects.equals(before.validUntil(), after.validUntil());
    boolean sameBalance = Objects.equals(before.balance(), after.balance());
    return new Line.Known(
        after,
        sameEnd ? line.validityFrom() : told,
        sameBalance ? line.balanceFrom() : told,
        line.known().renewerSaid());
  }

  /**
   * What undoing has done.
   *
   * @param endRestored whether the line's end is again what it was; false when somebody has changed
   *     it since, or the line was removed
   * @param balanceRestored the same of its balance
   */
  public record Undone(OutsideRenewal renewal, boolean endRestored, boolean balanceRestored) {}

  /**
   * Takes a renewal back: the sum is booked back, and the line's end and balance are what they were
   * before, each unless somebody has changed it since. Undoing twice is undoing once. An order that
   * was cancelled stays so; the line is looked at again.
   *
   * @throws ProblemException NOT_FOUND; CONFLICT when a later one of the line stands;
   *     ORDER_UNDER_WAY while an order of the line is open
   */
  public Undone undo(AccountId account, OutsideRenewalId id, @Nullable MemberId by) {
    return transactions.run(connection -> undo(connection, account, id, by, now()));
  }

  private Undone undo(
      Connection connection,
      AccountId account,
      OutsideRenewalId id,
      @Nullable MemberId by,
      Instant now)
      throws SQLException {
    OutsideRenewal seen = find(connection, account, id);
    Line line = parts.lines().lock(connection, seen.line());
    OutsideRows.Stored stored = OutsideRows.lock(connection, id).orElseThrow();
    OutsideRenewal renewal = stored.renewal();
    if (!renewal.isStanding()) {
      return new Undone(
          renewal,
          line != null && Objects.equals(end(line), stored.before().facts().validUntil()),
          line != null
              && Objects.equals(line.facts().balance(), stored.before().facts().balance()));
    }
    requireNewest(connection, renewal);
    if (line != null && line.openOrder() != null) {
      throw underWay(line.id(), line.openOrder());
    }
    Restored restored = line == null ? null : Restored.of(line, stored);
    if (line != null && restored != null) {
      parts.lines().know(connection, line.id(), restored.known(), now);
    }
    OutsideRenewal undone = renewal.undoneBy(new Word(now, by));
    OutsideRows.undo(connection, undone);
    Pipeline pipeline = new Pipeline(connection);
    Booking.undone(undone).post(pipeline, parts.ledger(), id.bucket(), now);
    pipeline.send();
    return new Undone(
        undone, restored != null && restored.end(), restored != null && restored.balance());
  }

  /** What a later one was reckoned from can't be taken away below it. */
  private static void requireNewest(Connection connection, OutsideRenewal renewal)
      throws SQLException {
    for (OutsideRenewal later :
        OutsideRows.ofLine(connection, renewal.account(), renewal.line(), null, LATER_LOOKED_AT)) {
      if (later.isStanding() && later.id().value() > renewal.id().value()) {
        throw new ProblemException(
            ProblemType.CONFLICT,
            "The line was renewed once more after "
                + renewal.id()
                + " ("
                + later.id()
                + "); undo that first.");
      }
    }
  }

  private static @Nullable LocalDate end(Line line) {
    return line.facts().validUntil();
  }

  /**
   * An account's renewal outside.
   *
   * @throws ProblemException NOT_FOUND when it has no such
   */
  public OutsideRenewal find(AccountId account, OutsideRenewalId id) {
    return transactions.read(connection -> find(connection, account, id));
  }

  private static OutsideRenewal find(Connection connection, AccountId account, OutsideRenewalId id)
      throws SQLException {
    return OutsideRows.find(connection, id)
        .filter(found -> found.account().equals(account))
        .orElseThrow(
            () ->
                new ProblemException(
                    ProblemType.NOT_FOUND, "There is no renewal outside " + id + "."));
  }

  /** A line's, newest first, undone ones too; none when the line is another account's. */
  public List<OutsideRenewal> ofLine(
      AccountId account, LineId line, @Nullable OutsideRenewalId below, int limit) {
    return transactions.read(
        connection -> OutsideRows.ofLine(connection, account, line, below, limit));
  }

  /** All of an account, newest first, undone ones too. */
  public List<OutsideRenewal> ofAccount(
      AccountId account, @Nullable OutsideRenewalId below, int limit) {
    return transactions.read(
        connection -> OutsideRows.ofAccount(connection, account, below, limit));
  }

  /**
   * A request key for the next one of a line: the same until one is recorded, so that two tabs are
   * one request.
   */
  public String nextRequestKey(LineId line) {
    return transactions.read(
        connection -> "outside-" + line + "-" + OutsideRows.marker(connection, line));
  }

  private LineToday today(DueLine line, Instant now) {
    return LineToday.of(line, parts.catalog(), parts.quoter(), now);
  }

  /** As the database keeps it. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private static ProblemException underWay(LineId line, OrderId order) {
    return new ProblemException(
        ProblemType.ORDER_UNDER_WAY,
        "An order of line "
            + line
            + " is open ("
            + order
            + "); wait until it is done, or cancel it if it is held for approval, and look at the"
            + " line's end again.");
  }

  private static ProblemException noLine(LineId id) {
    return new ProblemException(ProblemType.NOT_FOUND, "There is no line " + id + ".");
  }
}
