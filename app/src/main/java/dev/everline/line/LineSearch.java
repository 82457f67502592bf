package dev.everline.line;

import dev.everline.catalog.Catalog;
import dev.everline.kernel.AccountId;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.kernel.text.SearchText;
import dev.everline.kernel.text.SimNumber;
import dev.everline.kernel.text.TelephoneDigits;
import dev.everline.line.renewer.RenewedBy;
import dev.everline.line.renewer.Renewer;
import dev.everline.line.seal.LineHashes;
import dev.everline.line.seal.SealedTags;
import dev.everline.storage.Seal;
import dev.everline.storage.Sealed;
import dev.everline.storage.Transactions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Goes once over all lines of an account and returns those that match, each with just the values
 * needed to compute its state. The state of a line is never stored, so filtering or sorting by it
 * has to read every line; this is built so that a hundred thousand take a fraction of a second, in
 * bounded memory.
 *
 * <p>The database filters what it can. Texts are compared here, in memory, since the database can't
 * read all of them. Whole numbers of lines and SIMs are not searched for but looked up: {@link
 * #byNumber}.
 */
public final class LineSearch {

  private static final int AT_ONCE = 5_000;
  private static final int SHORTEST_NUMBER = 10;
  private static final LocalDate EPOCH = LocalDate.EPOCH;

  /** In the order of the numbers that the statement gives. */
  private static final List<Renewer> PLAIN =
      Stream.of(RenewedBy.EVERLINE, RenewedBy.CARRIER, RenewedBy.OWNER).map(Renewer::of).toList();

  private final Transactions transactions;
  private final LineStore store;
  private final Seal seal;
  private final Catalog catalog;

  LineSearch(DataSource dataSource, Seal seal, Catalog catalog) {
    this.transactions = new Transactions(dataSource);
    this.store = new LineStore(dataSource, seal);
    this.seal = seal;
    this.catalog = catalog;
  }

  /**
   * Which lines to return; null and empty where it doesn't matter.
   *
   * @param text words, each of which must be part of the label, of a tag or of the brand, or the
   *     last digits of the number; case and accents don't matter
   * @param carrier the carrier's id
   * @param plan the plan's id
   * @param tag one of the line's tags
   * @param missing what nobody has said of the line
   * @param validUntilAtMost lines whose stored validity ends on this day or before
   * @param withAges whether to include when lines were added
   */
  public record Wanted(
      String text,
      @Nullable String carrier,
      @Nullable String plan,
      @Nullable String tag,
      @Nullable RenewedBy renewedBy,
      LineFilter.@Nullable Missing missing,
      @Nullable LocalDate validUntilAtMost,
      boolean withAges) {}

  /**
   * The values of a line needed to compute its state; see {@link Line}. They are few and plain,
   * since transferring them costs more than finding them in the database.
   *
   * @param addedAt microseconds since 1970, or 0 where ages weren't wanted
   */
  public record Found(
      LineId id,
      String carrier,
      @Nullable String plan,
      @Nullable String state,
      Currency currency,
      LineFacts facts,
      Renewer renewer,
      boolean brandConfirmed,
      boolean paused,
      boolean underWay,
      boolean renewerSaid,
      long addedAt) {}

  /** Passes on each line of the account that matches, in no particular order. Takes no locks. */
  public void each(AccountId account, Wanted wanted, Consumer<Found> taker) {
    Texts texts = wanted.text().isBlank() ? null : new Texts(wanted.text());
    boolean withNumbers = texts != null && texts.hasNumbers();
    List<Object> values = new ArrayList<>(List.of(account.bucket(), account.value()));
    String sql = sql(account, wanted, texts != null, withNumbers, values);
    // Reads never deadlock, so this never runs twice.
    transactions.run(
        connection -> {
          read(connection, sql, values, texts, taker);
          return true;
        });
  }

  private String sql(
      AccountId account,
      Wanted wanted,
      boolean withTexts,
      boolean withNumbers,
      List<Object> values) {
    StringBuilder sql =
        new StringBuilder(
            """
            SELECT l.id, l.carrier, l.plan, l.state_code, nullif(l.currency, 'USD'),
                   l.valid_until - date '1970-01-01', l.balance,
                   l.balance_expires_on - date '1970-01-01', nullif(l.anchor_day, 0),
                   l.last_payment_on - date '1970-01-01', l.last_activity_on - date '1970-01-01',
                   (l.brand_confirmed_at IS NOT NULL)::int + 2 * (l.paused_at IS NOT NULL)::int
                     + 4 * (l.open_order_id IS NOT NULL)::int + 8 * l.renewer_said::int,
                   CASE l.renewed_by WHEN 'EVERLINE' THEN 0 WHEN 'CARRIER' THEN 1 ELSE 2 END,
                   l.autopay_failed_for - date '1970-01-01', l.carrier_until - date '1970-01-01'
            """);
    sql.append(
        wanted.withAges() ? ", (date_part('epoch', l.created_at) * 1000000)::bigint" : ", NULL");
    sql.append(withTexts ? ", l.label, l.tags" : "");
    sql.append(withNumbers ? ", l.msisdn" : "");
    sql.append(" FROM line l WHERE l.bucket = ? AND l.account_id = ? AND l.removed_at IS NULL");
    and(sql, " AND l.carrier = ?", wanted.carrier(), values);
    and(sql, " AND l.plan = ?", wanted.plan(), values);
    and(
        sql,
        " AND ? = ANY (l.tag_hashes)",
        wanted.tag() == null ? null : LineHashes.ofTag(seal, account, wanted.tag()),
        values);
    and(
        sql,
        " AND l.renewed_by = ?",
        wanted.renewedBy() == null ? null : wanted.renewedBy().name(),
        values);
    if (wanted.missing() != null) {
      sql.append(" AND ").append(wanted.missing().condition());
    }
    and(sql, " AND l.valid_until <= ?", wanted.validUntilAtMost(), values);
    return sql.toString();
  }

  private static void and(
      StringBuilder sql, String condition, @Nullable Object value, List<Object> values) {
    if (value != null) {
      sql.append(condition);
      values.add(value);
    }
  }

  private void read(
      Connection connection,
      String sql,
      List<Object> values,
      @Nullable Texts texts,
      Consumer<Found> taker)
      throws SQLException {
    Map<String, Currency> currencies = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setFetchSize(AT_ONCE);
      for (int i = 0; i < values.size(); i++) {
        statement.setObject(i + 1, values.get(i));
      }
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          if (texts == null
              || texts.fit(row.getString(2), label(row), tags(row), number(row, texts))) {
            String code = row.getString(5);
            Currency currency =
                code == null ? Money.USD : currencies.computeIfAbsent(code, Money::currency);
            taker.accept(found(row, currency));
          }
        }
      }
    }
  }

  private String label(ResultSet row) throws SQLException {
    byte[] sealed = row.getBytes(17);
    return sealed == null ? "" : seal.open(Sealed.LINE_LABEL, row.getLong(1), sealed);
  }

  private String tags(ResultSet row) throws SQLException {
    byte[] sealed = row.getBytes(18);
    return sealed == null ? "" : seal.open(Sealed.LINE_TAGS, row.getLong(1), sealed);
  }

  /** Opened only where digits are looked for. */
  private String number(ResultSet row, Texts texts) throws SQLException {
    return texts.hasNumbers()
        ? seal.open(Sealed.LINE_NUMBER, row.getLong(1), row.getBytes(19))
        : "";
  }

  private static Found found(ResultSet row, Currency currency) throws SQLException {
    long balance = row.getLong(7);
    Money money = row.wasNull() ? null : new Money(balance, currency);
    int marks = row.getInt(12);
    return new Found(
        new LineId(row.getLong(1)),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        currency,
        new LineFacts(
            date(row, 6), money, date(row, 8), row.getInt(9), date(row, 10), date(row, 11)),
        renewer(row),
        (marks & 1) != 0,
        (marks & 2) != 0,
        (marks & 4) != 0,
        (marks & 8) != 0,
        row.getLong(16));
  }

  /** Most lines share one of a few. */
  private static Renewer renewer(ResultSet row) throws SQLException {
    Renewer plain = PLAIN.get(row.getInt(13));
    LocalDate failed = date(row, 14);
    LocalDate carrier = date(row, 15);
    return failed == null && carrier == null ? plain : new Renewer(plain.by(), failed, carrier);
  }

  private static @Nullable LocalDate date(ResultSet row, int column) throws SQLException {
    int day = row.getInt(column);
    return row.wasNull() ? null : EPOCH.plusDays(day);
  }

  /** The words searched for. */
  private final class Texts {

    private final List<String> words;
    // A word found in the brand name needn't be searched for in the line's own texts.
    private final List<Set<String>> carriers;

    Texts(String text) {
      words = Arrays.stream(SearchText.folded(text.strip()).split("\\s+")).toList();
      carriers = words.stream().map(word -> catalog.names().withPart(word)).toList();
    }

    boolean hasNumbers() {
      return words.stream().anyMatch(SearchText::isEndOfNumber);
    }

    boolean fit(String carrier, String label, String tags, String number) {
      String own = SearchText.folded(label) + SealedTags.SEPARATOR + SearchText.folded(tags);
      for (int i = 0; i < words.size(); i++) {
        String word = words.get(i);
        boolean ends = SearchText.isEndOfNumber(word) && number.endsWith(word);
        if (!ends && !own.contains(word) && !carriers.get(i).contains(carrier)) {
          return false;
        }
      }
      return true;
    }
  }

  /**
   * The account's lines that a whole telephone number, or a SIM's number, names; a line that is in
   * the SIM now comes before one that was. None when there is none.
   *
   * @return null when the text is neither: then it is words to search for
   */
  public @Nullable List<Line> byNumber(AccountId account, String text) {
    SimNumber sim = SimNumber.orNull(text);
    if (sim != null) {
      return store.findBySim(account, sim.digits());
    }
    // With letters in it, it is words, whatever digits are next to them.
    if (countOfDigits(text) < SHORTEST_NUMBER) {
      return null;
    }
    try {
      return store.find(account, Msisdn.parse(text)).stream().toList();
    } catch (InvalidValue noNumber) {
      return List.of();
    }
  }

  /**
   * The account's lines that a part of a telephone number may mean: whose numbers end with it, or
   * whose texts contain it.
   *
   * @return null when the text is no part of a number that must be kept out of addresses
   */
  public @Nullable List<LineId> byPart(AccountId account, String text) {
    int count = countOfDigits(text);
    if (count <= SearchText.SHOWN_DIGITS || count >= SHORTEST_NUMBER) {
      return null;
    }
    List<LineId> found = new ArrayList<>();
    String digits = TelephoneDigits.of(text).replace("+", "");
    each(
        account,
        new Wanted(digits, null, null, null, null, null, null, false),
        line -> found.add(line.id()));
    return found;
  }

  /** How many digits a text has that may be a telephone number; 0 when it can't be one. */
  private static int countOfDigits(String text) {
    try {
      String digits = TelephoneDigits.of(text);
      return digits.startsWith("+") ? digits.length() - 1 : digits.length();
    } catch (InvalidValue words) {
      return 0;
    }
  }
}
