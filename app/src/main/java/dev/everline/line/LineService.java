package dev.everline.line;

import dev.everline.catalog.Catalog;
import dev.everline.kernel.AccountId;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.LineId;
import dev.everline.kernel.MemberId;
import dev.everline.kernel.Money;
import dev.everline.kernel.OrderId;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.kernel.text.SimNumber;
import dev.everline.storage.Columns;
import dev.everline.storage.IdAllocator;
import dev.everline.storage.Seal;
import dev.everline.storage.Transactions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * What owners do with their lines. Every change makes the heartbeat look at the line at once.
 * Callers must pass only ids of lines that they may change: the interfaces for accounts check that
 * with {@link #get(AccountId, String)}.
 */
public final class LineService {

  private final Transactions transactions;
  private final LineStore store;
  private final Seal seal;
  private final IdAllocator ids;
  private final Catalog catalog;
  private final LineWatch watch;
  private final Clock clock;

  /** For lines whose owners get no notices. */
  public LineService(
      DataSource dataSource, Seal seal, IdAllocator ids, Catalog catalog, Clock clock) {
    this(dataSource, seal, ids, catalog, LineWatch.NOBODY, clock);
  }

  public LineService(
      DataSource dataSource,
      Seal seal,
      IdAllocator ids,
      Catalog catalog,
      LineWatch watch,
      Clock clock) {
    this.transactions = new Transactions(dataSource);
    this.store = new LineStore(dataSource, seal);
    this.seal = seal;
    this.ids = ids;
    this.catalog = catalog;
    this.watch = watch;
    this.clock = clock;
  }

  /**
   * Adds a line. A number that the account once had and removed comes back with its history, its
   * owner's wishes as given now.
   *
   * @param values at least {@code number} and {@code carrier}
   * @param by the member who gives them, or null for somebody at the server
   * @throws InvalidValue when a value is invalid
   * @throws ProblemException CONFLICT when the account has a line with the number
   */
  public Line add(AccountId account, Map<LineField, String> values, @Nullable MemberId by) {
    Instant now = clock.instant();
    LineDraft draft = read(values, Money.USD, now);
    String msisdn = required(draft.identity().msisdn(), LineField.NUMBER);
    String carrier = required(draft.subscription().carrier(), LineField.CARRIER);
    LineId id = new LineId(ids.next(account.bucket()));
    return transactions.run(
        connection -> {
          LineStore lines = store.on(connection);
          Line before = lines.findEvenRemoved(account, msisdn).orElse(null);
          if (before != null && before.removedAt() == null) {
            throw taken();
          }
          LineId kept = before == null ? id : before.id();
          Line line =
              LineEdit.ofNew(kept, account, msisdn, carrier, now)
                  .apply(draft, catalog, new FactSource(FactSource.OWNER, now, by))
                  .changedAt(now);
          requireOwnSim(connection, line);
          if (before != null) {
            lines.update(line);
            changeSim(connection, before, line, now);
            watch.changed(connection, kept.bucket(), List.of(kept), now);
          } else if (!lines.insert(line)) {
            throw taken();
          }
          return line;
        });
  }

  /** The same, as somebody at the server gives it. */
  public Line add(AccountId account, Map<LineField, String> values) {
    return add(account, values, null);
  }

  /**
   * Changes the given fields; an empty value clears an optional field.
   *
   * @param by the member who gives them, or null for somebody at the server
   * @throws InvalidValue when a value is invalid
   * @throws ProblemException NOT_FOUND when there is no such line, CONFLICT when the account has
   *     another line with the new number, ORDER_UNDER_WAY when its number, carrier, plan or
   *     currency would change while it is being renewed
   */
  public Line change(LineId id, Map<LineField, String> values, @Nullable MemberId by) {
    Set<LineField> cleared = EnumSet.noneOf(LineField.class);
    values.forEach(
        (field, value) -> {
          if (value.isBlank()) {
            requireClearable(field);
            cleared.add(field);
          }
        });
    return edit(
        id,
        (line, now) ->
            LineEdit.of(line)
                .clear(cleared)
                .apply(
                    read(values, line.currency(), now),
                    catalog,
                    new FactSource(FactSource.OWNER, now, by)));
  }

  /** The same, as somebody at the server gives it. */
  public Line change(LineId id, Map<LineField, String> values) {
    return change(id, values, null);
  }

  /** Nothing more is done for the line until it is resumed; an order under way is finished. */
  public Line pause(LineId id) {
    return edit(id, (line, now) -> LineEdit.of(line).pause(true, now));
  }

  /**
   * The owner lets the line go: it is paused, and shown as one whose number will be lost. Resuming
   * it takes that back.
   *
   * @param by the member who decides it, or null for somebody at the server or a program
   */
  public Line letGo(LineId id, @Nullable MemberId by) {
    return edit(id, (line, now) -> LineEdit.of(line).letGo(new LineWishes.LetGo(now, by)));
  }

  /** Ends a pause. */
  public Line resume(LineId id) {
    return edit(id, (line, now) -> LineEdit.of(line).pause(false, now));
  }

  /**
   * The owner says that the carrier's autopay failed: the line becomes due like one they renew
   * themselves, until its next end.
   *
   * @param end the last day served that it should have extended
   */
  public Line autopayFailed(LineId id, LocalDate end) {
    return edit(id, (line, now) -> LineEdit.of(line).autopayFailed(end));
  }

  /**
   * The owner says that the carrier's autopay went through.
   *
   * @param known the end that they answer about, as the line has it; null when it has none
   * @param next the last day served that it led to
   * @param by the member who says so, or null for somebody at the server
   * @throws ProblemException CONFLICT when the line has another end by now
   */
  public Line autopayConfirmed(
      LineId id, @Nullable LocalDate known, LocalDate next, @Nullable MemberId by) {
    return edit(
        id,
        (line, now) -> {
          if (!Objects.equals(line.facts().validUntil(), known)) {
            throw new ProblemException(
                ProblemType.CONFLICT,
                "Line "
                    + id
                    + " has been given another end date meanwhile; look at it before confirming.");
          }
          Map<LineField, String> end = Map.of(LineField.LAST_DAY, next.toString());
          return LineEdit.of(line)
              .apply(
                  read(end, line.currency(), now),
                  catalog,
                  new FactSource(FactSource.OWNER, now, by));
        });
  }

  /** The owner confirms that the line is this carrier's; from then on money may be sent. */
  public Line confirmBrand(LineId id) {
    return edit(id, (line, now) -> LineEdit.of(line).confirmBrand(now));
  }

  /**
   * Removes a line from the account. Its orders and its history stay.
   *
   * @return the removed line as it is stored
   * @throws ProblemException NOT_FOUND when there is no such line, CONFLICT while an order is under
   *     way
   */
  public Line remove(LineId id) {
    Instant now = clock.instant();
    return transactions.run(
        connection -> {
          LineStore lines = store.on(connection);
          Line line = lines.lock(id).orElseThrow(() -> notFound(id.toString()));
          if (line.openOrder() != null) {
            throw new ProblemException(
                ProblemType.CONFLICT,
                "A renewal of line "
                    + id
                    + " is under way ("
                    + line.openOrder()
                    + "); remove the line when it is done, or cancel the order.");
          }
          Line gone = line.removed(now);
          lines.update(gone);
          watch.changed(connection, id.bucket(), List.of(id), now);
          return gone;
        });
  }

  /** The orders under way for an account's lines, up to a limit. */
  public List<OrderId> openOrders(AccountId account, int limit) {
    return transactions.run(connection -> openOrders(connection, account, limit));
  }

  private static List<OrderId> openOrders(Connection connection, AccountId account, int limit)
      throws SQLException {
    // Served by line_account (bucket, account_id, id).
    String sql =
        """
        SELECT open_order_id FROM line
         WHERE bucket = ? AND account_id = ? AND open_order_id IS NOT NULL ORDER BY id LIMIT ?
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new Columns(statement).number(account.bucket()).number(account.value()).number(limit);
      List<OrderId> orders = new ArrayList<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          orders.add(new OrderId(row.getLong(1)));
        }
      }
      return orders;
    }
  }

  /**
   * Removes all lines of an account and destroys their personal data: numbers, SIMs, labels, tags
   * and the state where they are used. Their rows stay, since orders refer to them.
   *
   * @throws ProblemException CONFLICT while an order is under way
   */
  public void erase(Connection connection, AccountId account, Instant now) throws SQLException {
    // Waits for any other work on a line; the heartbeat skips those that are locked.
    String lock = "SELECT id FROM line WHERE bucket = ? AND account_id = ? ORDER BY id FOR UPDATE";
    try (PreparedStatement statement = connection.prepareStatement(lock)) {
      new Columns(statement).number(account.bucket()).number(account.value());
      statement.execute();
    }
    List<OrderId> open = openOrders(connection, account, 1);
    if (!open.isEmpty()) {
      throw new ProblemException(
          ProblemType.CONFLICT,
          "A renewal is still under way ("
              + open.getFirst()
              + "); erase the account when it is done, or cancel it.");
    }
    String sims =
        """
        DELETE FROM line_iccid
         WHERE bucket = ?
           AND line_id IN (SELECT id FROM line WHERE bucket = ? AND account_id = ?)
        """;
    try (PreparedStatement statement = connection.prepareStatement(sims)) {
      new Columns(statement)
          .number(account.bucket())
          .number(account.bucket())
          .number(account.value());
      statement.executeUpdate();
    }
    String erase =
        """
        UPDATE line
           SET msisdn = NULL, msisdn_hash = uuid_send(gen_random_uuid()), iccid = NULL,
               iccid_hash = NULL, label = NULL, tags = NULL, tag_hashes = '{}', state_code = NULL,
               renewed_by = 'OWNER', next_wake_at = NULL, claimed_until = NULL,
               removed_at = coalesce(removed_at, ?), changed_at = ?
         WHERE bucket = ? AND account_id = ?
        """;
    try (PreparedStatement statement = connection.prepareStatement(erase)) {
      new Columns(statement)
          .instant(now)
          .instant(now)
          .number(account.bucket())
          .number(account.value());
      statement.executeUpdate();
    }
  }

  /**
   * An account's line by its id or its number.
   *
   * @throws InvalidValue when the text is neither
   * @throws ProblemException NOT_FOUND when the account has no such line
   */
  public Line get(AccountId account, String idOrNumber) {
    String text = idOrNumber.strip();
    if (text.regionMatches(true, 0, "ln_", 0, 3)) {
      return get(account, LineId.parse(text));
    }
    return store.find(account, Msisdn.parse(text)).orElseThrow(() -> notFound("with that number"));
  }

  /**
   * An account's line.
   *
   * @throws ProblemException NOT_FOUND when the account has no such line
   */
  public Line get(AccountId account, LineId id) {
    return store
        .find(id)
        .filter(line -> line.account().equals(account))
        .orElseThrow(() -> notFound(id.toString()));
  }

  /** The line, locked until the caller's transaction ends; null where it was removed. */
  public @Nullable Line lock(Connection connection, LineId id) {
    return store.on(connection).lock(id).orElse(null);
  }

  /** Puts these facts in the place of all that were known, in the caller's transaction. */
  public void know(Connection on, LineId id, Line.Known known, Instant now) throws SQLException {
    edit(on, id, (line, at) -> LineEdit.of(line).know(known), now);
  }

  private Line edit(LineId id, BiFunction<Line, Instant, LineEdit> change) {
    Instant now = clock.instant();
    return transactions.run(connection -> edit(connection, id, change, now));
  }

  private Line edit(
      Connection connection, LineId id, BiFunction<Line, Instant, LineEdit> change, Instant now)
      throws SQLException {
    LineStore lines = store.on(connection);
    Line before = lines.lock(id).orElseThrow(() -> notFound(id.toString()));
    Line after = change.apply(before, now).changedAt(now);
    requireNotUnderWay(before, after);
    boolean renumbered = !after.msisdn().equals(before.msisdn());
    if (renumbered && lines.findEvenRemoved(after.account(), after.msisdn()).isPresent()) {
      throw taken();
    }
    if (!SimNumber.same(before.iccid(), after.iccid())) {
      requireOwnSim(connection, after);
    }
    lines.update(after);
    changeSim(connection, before, after, now);
    watch.changed(connection, id.bucket(), List.of(id), now);
    return after;
  }

  /** One SIM can't be two lines: one of the two numbers was mistyped, or rounded. */
  private void requireOwnSim(Connection connection, Line line) {
    String iccid = line.iccid();
    if (iccid != null
        && SimHistory.on(connection, seal).linesIn(line.account(), iccid).stream()
            .anyMatch(other -> !other.equals(line.id()))) {
      throw InvalidValue.withoutValue(
              LineField.ICCID.key(),
              "is the SIM of another line of the account",
              "check the digits, or change the other line first")
          .as("SIM_OF_ANOTHER");
    }
  }

  /** What an order under way was made for stays, so that its money can't reach another number. */
  private static void requireNotUnderWay(Line before, Line after) {
    if (before.openOrder() == null
        || (after.msisdn().equals(before.msisdn())
            && after.carrier().equals(before.carrier())
            && Objects.equals(after.plan(), before.plan())
            && after.currency().equals(before.currency()))) {
      return;
    }
    throw new ProblemException(
        ProblemType.ORDER_UNDER_WAY,
        "A renewal of line "
            + before.id()
            + " is under way ("
            + before.openOrder()
            + "), so its number, carrier, plan and currency stay as they are; change them when it"
            + " is done, or cancel the order if it is held for approval.");
  }

  private void changeSim(Connection connection, Line before, Line after, Instant now) {
    if (!Objects.equals(before.iccid(), after.iccid())) {
      SimHistory.on(connection, seal).change(before, after.iccid(), now, FactSource.OWNER);
    }
  }

  private LineDraft read(Map<LineField, String> values, java.util.Currency usual, Instant now) {
    return new LineReader(catalog, now).read(values, usual);
  }

  private static void requireClearable(LineField field) {
    if (!field.isClearable()) {
      throw InvalidValue.of(
          field.key(), "", "can't be empty", "give a value, or leave the field out");
    }
  }

  private static String required(@Nullable String value, LineField field) {
    if (value == null) {
      throw InvalidValue.of(field.key(), null, "is missing", "a line needs a number and a carrier");
    }
    return value;
  }

  private static ProblemException taken() {
    return new ProblemException(
        ProblemType.CONFLICT,
        "The account has, or had, another line with that number; change that line instead, or add"
            + " a removed one again.");
  }

  private static ProblemException notFound(String what) {
    return new ProblemException(
        ProblemType.NOT_FOUND,
        "The account has no line " + what + "; 'everline lines' lists them.");
  }
}
