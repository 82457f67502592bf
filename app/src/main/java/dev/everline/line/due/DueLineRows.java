package dev.everline.line.due;

import dev.everline.kernel.AccountId;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.kernel.OrderId;
import dev.everline.kernel.ProblemException;
import dev.everline.line.IfNotRenewed;
import dev.everline.line.LineFacts;
import dev.everline.line.LineWishes;
import dev.everline.line.renewer.RenewedBy;
import dev.everline.line.renewer.Renewer;
import dev.everline.storage.Pipeline;
import dev.everline.storage.Seal;
import dev.everline.storage.Sealed;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Reads due lines from rows of {@link #COLUMNS}, and opens their sealed numbers. */
final class DueLineRows {

  /** Of {@code line l}, read by position. */
  static final String COLUMNS =
      """
      l.id, l.account_id, l.if_not_renewed, l.msisdn, l.carrier, l.brand_confirmed_at, l.plan,
      l.state_code, l.currency, l.valid_until, l.balance, l.balance_expires_on, l.anchor_day,
      l.last_payment_on, l.last_activity_on, l.renewed_by, l.price_ceiling, l.paused_at,
      l.next_wake_at, l.claimed_until, l.open_order_id, l.reminded_for, l.reminded_step, l.notified_for,
      l.charged_on, l.charged_count, l.charged_minor, l.validity_source, l.validity_as_of,
      l.changed_at, l.autopay_failed_for, l.carrier_until
      """;

  /** Begins a statement that reads lines with what their accounts say of them. */
  static final String WITH_OWNERS =
      "SELECT "
          + COLUMNS
          + """
            , a.zone, a.state_code
              FROM line l JOIN account a ON a.bucket = l.bucket AND a.id = l.account_id
            """;

  /** Where the columns of the owner begin in rows of {@link #WITH_OWNERS}. */
  private static final int OWNER = 33;

  private final Seal seal;
  private final Map<String, ZoneId> zones = new ConcurrentHashMap<>();
  private final Map<String, Currency> currencies = new ConcurrentHashMap<>();

  DueLineRows(Seal seal) {
    this.seal = seal;
  }

  /**
   * What a line takes from its account.
   *
   * @param state the state of lines that have none of their own, or null
   */
  record Owner(ZoneId zone, @Nullable String state) {}

  /** The line of a row of {@link #WITH_OWNERS}. */
  DueLine read(ResultSet row) throws SQLException {
    return read(row, owner(row, OWNER));
  }

  /**
   * The lines of all rows of {@link #WITH_OWNERS}.
   *
   * @param unreadable takes the ids of those that can't be decrypted
   */
  List<DueLine> readAll(ResultSet rows, List<LineId> unreadable) throws SQLException {
    List<DueLine> lines = new ArrayList<>();
    while (rows.next()) {
      add(lines, rows, owner(rows, OWNER), unreadable);
    }
    return lines;
  }

  /**
   * The lines of all rows.
   *
   * @param owners by the ids of accounts
   * @param unreadable takes the ids of those that can't be decrypted
   */
  List<DueLine> readAll(ResultSet rows, Map<Long, Owner> owners, List<LineId> unreadable)
      throws SQLException {
    List<DueLine> lines = new ArrayList<>();
    while (rows.next()) {
      add(lines, rows, Objects.requireNonNull(owners.get(rows.getLong(2))), unreadable);
    }
    return lines;
  }

  private void add(List<DueLine> lines, ResultSet row, Owner owner, List<LineId> unreadable)
      throws SQLException {
    try {
      lines.add(read(row, owner));
    } catch (ProblemException sealed) {
      unreadable.add(new LineId(row.getLong(1)));
    }
  }

  /**
   * The accounts of lines that were read; with a join, each would be looked up once per line.
   *
   * @param rows of the lines, which are rewound
   */
  Pipeline.Answer<Map<Long, Owner>> ownersOf(Pipeline pipeline, int bucket, ResultSet rows)
      throws SQLException {
    Set<Long> accounts = new HashSet<>();
    while (rows.next()) {
      accounts.add(rows.getLong(2));
    }
    rows.beforeFirst();
    return pipeline.query(
        "SELECT id, zone, state_code FROM account WHERE bucket = ? AND id = ANY (?)",
        columns -> columns.number(bucket).longs(List.copyOf(accounts), Long::longValue),
        found -> {
          Map<Long, Owner> owners = new HashMap<>();
          while (found.next()) {
            owners.put(found.getLong(1), owner(found, 2));
          }
          return owners;
        });
  }

  private Owner owner(ResultSet row, int first) throws SQLException {
    ZoneId zone = zones.computeIfAbsent(row.getString(first), ZoneId::of);
    return new Owner(zone, row.getString(first + 1));
  }

  private DueLine read(ResultSet row, Owner owner) throws SQLException {
    String state = row.getString(8);
    Currency currency = currencies.computeIfAbsent(row.getString(9), Money::currency);
    LineFacts facts =
        new LineFacts(
            date(row, 10),
            money(row, 11, currency),
            date(row, 12),
            row.getInt(13),
            date(row, 14),
            date(row, 15));
    return new DueLine(
        new LineId(row.getLong(1)),
        new AccountId(row.getLong(2)),
        owner.zone(),
        number(row),
        new DueLine.Subscription(
            row.getString(5),
            instant(row, 6),
            row.getString(7),
            state == null ? owner.state() : state,
            currency),
        new DueLine.Known(facts, row.getString(28), instant(row, 29)),
        new LineWishes(
            new Renewer(RenewedBy.valueOf(row.getString(16)), date(row, 31), date(row, 32)),
            money(row, 17, currency),
            IfNotRenewed.valueOf(row.getString(3)),
            instant(row, 18),
            null),
        new DueLine.Claim(instant(row, 19), instant(row, 20), order(row, 21)),
        new DueLine.Reminded(date(row, 22), row.getInt(23), date(row, 24)),
        new DueLine.Charged(date(row, 25), row.getInt(26), row.getLong(27)),
        Objects.requireNonNull(instant(row, 30)));
  }

  /** Empty for a line that was erased; no order of it is open. */
  private String number(ResultSet row) throws SQLException {
    byte[] sealed = row.getBytes(4);
    return sealed == null ? "" : seal.open(Sealed.LINE_NUMBER, row.getLong(1), sealed);
  }

  private static @Nullable OrderId order(ResultSet row, int column) throws SQLException {
    long order = row.getLong(column);
    return row.wasNull() ? null : new OrderId(order);
  }

  private static @Nullable LocalDate date(ResultSet row, int column) throws SQLException {
    return row.getObject(column, LocalDate.class);
  }

  private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  private static @Nullable Money money(ResultSet row, int column, Currency currency)
      throws SQLException {
    long minor = row.getLong(column);
    return row.wasNull() ? null : new Money(minor, currency);
  }
}
