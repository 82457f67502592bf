package dev.everline.account;

import dev.everline.account.secret.Secrets;
import dev.everline.kernel.AccountId;
import dev.everline.kernel.MemberId;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.storage.IdAllocator;
import dev.everline.storage.Rows;
import dev.everline.storage.Transactions;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What people did in an account, in order. The database refuses to change or delete a row; each row
 * holds the hash of the one before it, so that a change behind its back is found out. A tail that
 * was cut off is found by comparing the head with one that was noted elsewhere.
 */
public final class AuditTrail {

  private static final String BEGINNING = "0".repeat(64);
  private static final int AT_ONCE = 1_000;

  private final Transactions transactions;
  private final JdbcClient jdbc;
  private final IdAllocator ids;
  private final Clock clock;

  AuditTrail(DataSource dataSource, IdAllocator ids, Clock clock) {
    this.transactions = new Transactions(dataSource);
    this.jdbc = JdbcClient.create(dataSource);
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * What was done. What became of an order stands in the order; what was tried and refused is
   * followed by {@link #REFUSED}.
   */
  public enum Act {
    JOINED,
    SIGNED_IN,
    SIGNED_OUT,
    PASSWORD_CHANGED,
    CODES_STARTED,
    CODES_STOPPED,
    PASSWORD_REMOVED,
    PASSKEY_ADDED,
    PASSKEY_RENAMED,
    PASSKEY_REMOVED,
    PROVIDER_LINKED,
    PROVIDER_UNLINKED,
    STEPPED_UP,
    CAREFUL_STARTED,
    CAREFUL_STOPPED,
    SESSION_ENDED,
    DEVICE_FORGOTTEN,
    NOTICES_STARTED,
    NOTICES_STOPPED,
    MEMBER_INVITED,
    INVITATION_ENDED,
    ROLE_CHANGED,
    MEMBER_REMOVED,
    TOKEN_MADE,
    TOKEN_ENDED,
    LINE_ADDED,
    LINE_CHANGED,
    LINE_PAUSED,
    LINE_RESUMED,
    LINE_LET_GO,
    LINE_REMOVED,
    NOTE_ADDED,
    NOTE_REMOVED,
    NUMBER_SHOWN,
    BRAND_CONFIRMED,
    AUTO_RENEW_CHANGED,
    AUTOPAY_CONFIRMED,
    AUTOPAY_FAILED,
    RENEWAL_ASKED,
    RENEWED_OUTSIDE,
    RENEWED_OUTSIDE_UNDONE,
    ORDER_RELEASED,
    ORDER_CANCELLED,
    ENTRIES_EXPORTED,
    ACCOUNT_EXPORTED,
    ACCOUNT_ERASED,
    LINES_EXPORTED,
    LINES_IMPORTED,
    JOB_STARTED,
    JOB_STOPPED,
    WALLET_FILLED,
    /** An earlier entry was refused, and nothing was done; the subject is its number. */
    REFUSED,
    /** An operator looked at personal data of the account; the subject is why. */
    OPERATOR_LOOKED,
    OPERATOR_SURVEYED,
    OPERATOR_PROVED,
    OPERATOR_RELEASED,
    OPERATOR_CANCELLED,
    OPERATOR_REMOVED,
    OPERATOR_CATALOG_INSTALLED,
    OPERATOR_CATALOG_UNDONE
  }

  /**
   * An entry.
   *
   * @param actor the id of the member
   * @param act one of {@link Act}
   * @param subject the id of what it was done to, or an operator's reason; never a number or a name
   */
  public record Event(long number, Instant at, String actor, String act, String subject) {}

  /** What a look at the whole chain found. */
  public sealed interface Finding {}

  /**
   * Every hash is right.
   *
   * @param head the last one, to be noted elsewhere
   */
  public record Whole(long events, String head) implements Finding {}

  /**
   * @param number of the first entry whose hash or number is wrong
   */
  public record Broken(long number) implements Finding {}

  /** Adds an entry; the account is locked meanwhile, so that entries follow one another. */
  public void add(AccountId account, Member actor, Act act, String subject) {
    Instant now = clock.instant();
    transactions.run(connection -> add(connection, account, actor, act, subject, now));
  }

  /**
   * Notes an act, then does it, so that nothing is done without an entry. When it's refused, a
   * second entry says so, and what was only tried doesn't read as done.
   */
  public <T> T attempt(AccountId account, Member actor, Act act, String subject, Supplier<T> work) {
    Instant now = clock.instant();
    long number =
        transactions.run(connection -> add(connection, account, actor, act, subject, now));
    try {
      return work.get();
    } catch (ProblemException refused) {
      if (isRefusal(refused.type())) {
        add(account, actor, Act.REFUSED, Long.toString(number));
      }
      throw refused;
    }
  }

  /** After any other failure nobody knows what was done, and the entry stays as it is. */
  private static boolean isRefusal(ProblemType type) {
    return !type.isOurs() && type != ProblemType.UNAVAILABLE;
  }

  /**
   * The same within a transaction, so that the act and its entry are kept together.
   *
   * @return the entry's number
   */
  public long add(
      Connection connection, AccountId account, Member actor, Act act, String subject, Instant now)
      throws SQLException {
    JdbcClient on = Members.on(connection);
    on.sql("SELECT 1 FROM account WHERE bucket = :bucket AND id = :id FOR NO KEY UPDATE")
        .param("bucket", account.bucket())
        .param("id", account.value())
        .query(Integer.class)
        .single();
    Optional<Row> last =
        on.sql(
                """
                      SELECT number, at, actor, act, subject, previous, hash FROM audit_event
                       WHERE bucket = :bucket AND account_id = :account
                       ORDER BY number DESC LIMIT 1
                      """)
            .param("bucket", account.bucket())
            .param("account", account.value())
            .query(AuditTrail::row)
            .optional();
    String previous = last.map(Row::hash).orElse(BEGINNING);
    Event event =
        new Event(
            last.map(row -> row.event().number()).orElse(0L) + 1,
            now,
            actor.id().toString(),
            act.name(),
            subject);
    on.sql(
            """
                  INSERT INTO audit_event
                         (bucket, id, account_id, number, at, actor, act, subject, previous, hash)
                  VALUES (:bucket, :id, :account, :number, :at, :actor, :act, :subject, :previous,
                          :hash)
                  """)
        .param("bucket", account.bucket())
        .param("id", ids.next(connection, account.bucket(), 1)[0])
        .param("account", account.value())
        .param("number", event.number())
        .param("at", now.atOffset(ZoneOffset.UTC))
        .param("actor", event.actor())
        .param("act", event.act())
        .param("subject", event.subject())
        .param("previous", HexFormat.of().parseHex(previous))
        .param("hash", HexFormat.of().parseHex(hash(account, event, previous)))
        .update();
    return event.number();
  }

  /**
   * The newest entries below a number.
   *
   * @param below the number of an entry, or null for the newest
   */
  public List<Event> list(AccountId account, @Nullable Long below, int limit) {
    // Served by audit_event_number (bucket, account_id, number).
    return jdbc
        .sql(
            """
            SELECT number, at, actor, act, subject, previous, hash FROM audit_event
             WHERE bucket = :bucket AND account_id = :account AND number < :below
             ORDER BY number DESC LIMIT :limit
            """)
        .param("bucket", account.bucket())
        .param("account", account.value())
        .param("below", below == null ? Long.MAX_VALUE : below)
        .param("limit", limit)
        .query(AuditTrail::row)
        .list()
        .stream()
        .map(Row::event)
        .toList();
  }

  /**
   * Which of a stretch of entries were refused, each with the number of the entry that says so.
   *
   * @param from the lowest number, inclusive
   * @param to the highest number, inclusive
   */
  public Map<Long, Long> refusals(AccountId account, long from, long to) {
    // Served by audit_event_number (bucket, account_id, number). A refusal follows soon.
    return jdbc
        .sql(
            """
            SELECT subject, number FROM audit_event
             WHERE bucket = :bucket AND account_id = :account
               AND number > :from AND number <= :to AND act = :refused
            """)
        .param("bucket", account.bucket())
        .param("account", account.value())
        .param("from", from)
        .param("to", to + AT_ONCE)
        .param("refused", Act.REFUSED.name())
        .query((row, _) -> Map.entry(Long.parseLong(row.getString(1)), row.getLong(2)))
        .list()
        .stream()
        .filter(refusal -> refusal.getKey() >= from && refusal.getKey() <= to)
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /**
   * The newest of some acts, looked for among the newest thousand entries only: the trail of a busy
   * account is long.
   *
   * @param actor who did it, or null for anybody
   */
  public Optional<Event> newest(AccountId account, Set<Act> acts, @Nullable MemberId actor) {
    Set<String> names = acts.stream().map(Act::name).collect(Collectors.toSet());
    return list(account, null, AT_ONCE).stream()
        .filter(event -> names.contains(event.act()))
        .filter(event -> actor == null || event.actor().equals(actor.toString()))
        .findFirst();
  }

  /** Computes every hash again, from the first entry on. */
  public Finding verify(AccountId account) {
    String previous = BEGINNING;
    long number = 0;
    while (true) {
      List<Row> rows =
          jdbc.sql(
                  """
                  SELECT number, at, actor, act, subject, previous, hash FROM audit_event
                   WHERE bucket = :bucket AND account_id = :account AND number > :above
                   ORDER BY number LIMIT :limit
                  """)
              .param("bucket", account.bucket())
              .param("account", account.value())
              .param("above", number)
              .param("limit", AT_ONCE)
              .query(AuditTrail::row)
              .list();
      for (Row row : rows) {
        number++;
        if (!isRight(account, row, number, previous)) {
          return new Broken(number);
        }
        previous = row.hash();
      }
      if (rows.size() < AT_ONCE) {
        return new Whole(number, previous);
      }
    }
  }

  /**
   * Computes the hashes of all accounts again, in one pass.
   *
   * @param connection in a transaction, whose {@code search_path} is a schema of this version
   * @return how many accounts have a trail that isn't as it was written
   */
  public static int countBroken(Connection connection) throws SQLException {
    // Served by audit_event_number (bucket, account_id, number).
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            SELECT number, at, actor, act, subject, previous, hash, account_id FROM audit_event
             ORDER BY bucket, account_id, number
            """)) {
      statement.setFetchSize(AT_ONCE);
      try (ResultSet rows = statement.executeQuery()) {
        Set<AccountId> broken = new HashSet<>();
        AccountId account = null;
        String previous = BEGINNING;
        long number = 0;
        while (rows.next()) {
          AccountId whose = new AccountId(rows.getLong("account_id"));
          if (!whose.equals(account)) {
            account = whose;
            previous = BEGINNING;
            number = 0;
          }
          number++;
          Row row = row(rows, 0);
          if (!isRight(whose, row, number, previous)) {
            broken.add(whose);
          }
          previous = row.hash();
        }
        return broken.size();
      }
    }
  }

  private static boolean isRight(AccountId account, Row row, long number, String previous) {
    return row.event().number() == number
        && row.previous().equals(previous)
        && row.hash().equals(hash(account, row.event(), previous));
  }

  /** Its hashes in hexadecimal. */
  private record Row(Event event, String previous, String hash) {}

  private static Row row(ResultSet row, int number) throws SQLException {
    return new Row(
        new Event(
            row.getLong(1),
            Rows.instant(row, 2),
            row.getString(3),
            row.getString(4),
            row.getString(5)),
        HexFormat.of().formatHex(row.getBytes(6)),
        HexFormat.of().formatHex(row.getBytes(7)));
  }

  /** Each text is written with its length, so that no two entries are written alike. */
  private static String hash(AccountId account, Event event, String previous) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeUTF(previous);
      out.writeLong(account.value());
      out.writeLong(event.number());
      out.writeLong(ChronoUnit.MICROS.between(Instant.EPOCH, event.at()));
      out.writeUTF(event.actor());
      out.writeUTF(event.act());
      out.writeUTF(event.subject());
    } catch (IOException impossible) {
      throw new UncheckedIOException("memory doesn't fail", impossible);
    }
    return HexFormat.of().formatHex(Secrets.hash("audit", bytes.toByteArray()));
  }
}
