package dev.everline.renewal.outside;

import dev.everline.kernel.AccountId;
import dev.everline.kernel.LineId;
import dev.everline.kernel.MemberId;
import dev.everline.kernel.Money;
import dev.everline.kernel.OutsideRenewalId;
import dev.everline.line.FactSource;
import dev.everline.line.Line;
import dev.everline.line.LineFacts;
import dev.everline.storage.Columns;
import dev.everline.storage.Rows;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Stores renewals outside; every statement names one bucket. */
final class OutsideRows {

  private static final String COLUMNS =
      """
      id, account_id, line_id, carrier, plan, amount, currency, paid_on, paid_at, period_from,
      valid_until, recorded_at, recorded_by, undone_at, undone_by
      """;

  private static final String BEFORE =
      """
      before_valid_until, before_validity_source, before_validity_as_of, before_validity_by,
      before_balance, before_balance_expires_on, before_balance_source, before_balance_as_of,
      before_balance_by, before_anchor_day, before_last_payment_on
      """;

  /** How far back a period can begin that reaches into a later one. */
  private static final int MOST_DAYS = 750;

  private OutsideRows() {}

  /**
   * @param before what was known of the line before it
   */
  static void insert(
      Connection connection, OutsideRenewal renewal, Currency currency, Line.Known before)
      throws SQLException {
    String sql =
        "INSERT INTO outside_renewal (bucket, "
            + COLUMNS
            + ", "
            + BEFORE
            + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL,"
            + " ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    OutsideRenewal.Paid paid = renewal.paid();
    LineFacts facts = before.facts();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      Columns columns =
          new Columns(statement)
              .number(renewal.id().bucket())
              .number(renewal.id().value())
              .number(renewal.account().value())
              .number(renewal.line().value())
              .text(renewal.carrier())
              .text(renewal.plan());
      columns
          .numberOrNull(minor(paid.amount()))
          .text(currency.getCurrencyCode())
          .date(paid.on())
          .text(paid.at().name())
          .date(renewal.periodFrom())
          .date(renewal.validUntil())
          .instant(renewal.told().at());
      columns.numberOrNull(id(renewal.told().by())).date(facts.validUntil());
      source(columns, before.validityFrom());
      columns.numberOrNull(minor(facts.balance())).date(facts.balanceExpiresOn());
      source(columns, before.balanceFrom());
      columns.number(facts.anchorDay()).date(facts.lastPaymentOn());
      statement.executeUpdate();
    }
  }

  private static void source(Columns columns, @Nullable FactSource from) throws SQLException {
    columns
        .text(from == null ? null : from.source())
        .instant(from == null ? null : from.asOf())
        .numberOrNull(from == null ? null : id(from.by()));
  }

  static void undo(Connection connection, OutsideRenewal renewal) throws SQLException {
    OutsideRenewal.Word undone = Objects.requireNonNull(renewal.undone());
    String sql =
        "UPDATE outside_renewal SET undone_at = ?, undone_by = ? WHERE bucket = ? AND id = ?";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new Columns(statement)
          .instant(undone.at())
          .numberOrNull(id(undone.by()))
          .number(renewal.id().bucket())
          .number(renewal.id().value());
      statement.executeUpdate();
    }
  }

  /** The renewal with what was known of its line before it. */
  record Stored(OutsideRenewal renewal, Line.Known before) {}

  /** Locked until the transaction ends. */
  static Optional<Stored> lock(Connection connection, OutsideRenewalId id) throws SQLException {
    String sql =
        "SELECT "
            + COLUMNS
            + ", "
            + BEFORE
            + " FROM outside_renewal WHERE bucket = ? AND id = ? FOR UPDATE";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new Columns(statement).number(id.bucket()).number(id.value());
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? Optional.of(new Stored(read(row), before(row))) : Optional.empty();
      }
    }
  }

  static Optional<OutsideRenewal> find(Connection connection, OutsideRenewalId id)
      throws SQLException {
    String sql = "SELECT " + COLUMNS + " FROM outside_renewal WHERE bucket = ? AND id = ?";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new Columns(statement).number(id.bucket()).number(id.value());
      return all(statement).stream().findFirst();
    }
  }

  /** A line's, newest first; none when the line is another account's. */
  static List<OutsideRenewal> ofLine(
      Connection connection,
      AccountId account,
      LineId line,
      @Nullable OutsideRenewalId below,
      int limit)
      throws SQLException {
    // Served by outside_renewal_line (bucket, line_id, ...).
    String sql =
        "SELECT "
            + COLUMNS
            + " FROM outside_renewal WHERE bucket = ? AND line_id = ? AND account_id = ? AND id < ?"
            + " ORDER BY id DESC LIMIT ?";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new Columns(statement)
          .number(line.bucket())
          .number(line.value())
          .number(account.value())
          .number(below == null ? Long.MAX_VALUE : below.value())
          .number(limit);
      return all(statement);
    }
  }

  /** An account's, newest first, below an id. */
  static List<OutsideRenewal> ofAccount(
      Connection connection, AccountId account, @Nullable OutsideRenewalId below, int limit)
      throws SQLException {
    // Served by outside_renewal_account (bucket, account_id, id).
    String sql =
        "SELECT "
            + COLUMNS
            + " FROM outside_renewal WHERE bucket = ? AND account_id = ? AND id < ?"
            + " ORDER BY id DESC LIMIT ?";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new Columns(statement)
          .number(account.bucket())
          .number(account.value())
          .number(below == null ? Long.MAX_VALUE : below.value())
          .number(limit);
      return all(statement);
    }
  }

  /** Changes whenever one of the line is recorded, and only then. */
  static String marker(Connection connection, LineId line) throws SQLException {
    // Served by outside_renewal_line (bucket, line_id, ...).
    String sql =
        """
        SELECT count(*), coalesce(max(id), 0) FROM outside_renewal
         WHERE bucket = ? AND line_id = ?
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new Columns(statement).number(line.bucket()).number(line.value());
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getLong(1) + "-" + row.getLong(2);
      }
    }
  }

  /** What pays a line's days around a day: whole periods ordered, and renewals outside. */
  static List<Span> paid(Connection connection, LineId line, LocalDate around) throws SQLException {
    // Served by renewal_order_period and outside_renewal_line (bucket, line_id, period_from, ...).
    String sql =
        """
        SELECT greatest(period_from, paid_on), valid_until FROM outside_renewal
         WHERE bucket = ? AND line_id = ? AND undone_at IS NULL
           AND period_from > ? AND valid_until > greatest(period_from, paid_on)
         UNION ALL
        SELECT period_from, valid_until FROM renewal_order
         WHERE bucket = ? AND line_id = ? AND kind = 'WHOLE_PERIOD'
           AND state IN ('PAID', 'FULFILLING', 'IN_DOUBT', 'RENEWED')
           AND period_from > ? AND valid_until > period_from
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      LocalDate since = around.minusDays(MOST_DAYS);
      new Columns(statement)
          .number(line.bucket())
          .number(line.value())
          .date(since)
          .number(line.bucket())
          .number(line.value())
          .date(since);
      List<Span> spans = new ArrayList<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          spans.add(new Span(row.getObject(1, LocalDate.class), row.getObject(2, LocalDate.class)));
        }
      }
      return spans;
    }
  }

  private static List<OutsideRenewal> all(PreparedStatement statement) throws SQLException {
    List<OutsideRenewal> found = new ArrayList<>();
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        found.add(read(row));
      }
    }
    return found;
  }

  private static OutsideRenewal read(ResultSet row) throws SQLException {
    Currency currency = Money.currency(row.getString(7));
    Instant undoneAt = Rows.instantOrNull(row, 14);
    return new OutsideRenewal(
        new OutsideRenewalId(row.getLong(1)),
        new AccountId(row.getLong(2)),
        new LineId(row.getLong(3)),
        row.getString(4),
        row.getString(5),
        new OutsideRenewal.Paid(
            Rows.moneyOrNull(row, 6, currency),
            row.getObject(8, LocalDate.class),
            PaidAt.valueOf(row.getString(9))),
        row.getObject(10, LocalDate.class),
        Rows.dateOrNull(row, 11),
        new OutsideRenewal.Word(Rows.instant(row, 12), Rows.idOrNull(row, 13, MemberId::new)),
        undoneAt == null
            ? null
            : new OutsideRenewal.Word(undoneAt, Rows.idOrNull(row, 15, MemberId::new)));
  }

  private static Line.Known before(ResultSet row) throws SQLException {
    Currency currency = Money.currency(row.getString(7));
    return new Line.Known(
        new LineFacts(
            Rows.dateOrNull(row, 16),
            Rows.moneyOrNull(row, 20, currency),
            Rows.dateOrNull(row, 21),
            row.getInt(25),
            Rows.dateOrNull(row, 26),
            null),
        source(row, 17),
        source(row, 22),
        true);
  }

  private static @Nullable FactSource source(ResultSet row, int first) throws SQLException {
    String source = row.getString(first);
    Instant asOf = Rows.instantOrNull(row, first + 1);
    return source == null || asOf == null
        ? null
        : new FactSource(source, asOf, Rows.idOrNull(row, first + 2, MemberId::new));
  }

  private static @Nullable Long minor(@Nullable Money money) {
    return money == null ? null : money.minor();
  }

  private static @Nullable Long id(@Nullable MemberId member) {
    return member == null ? null : member.value();
  }
}
