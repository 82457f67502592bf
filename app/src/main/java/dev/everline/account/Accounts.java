package dev.everline.account;

import dev.everline.account.secret.Secrets;
import dev.everline.kernel.AccountId;
import dev.everline.kernel.Bucket;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.MemberId;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.storage.IdAllocator;
import dev.everline.storage.Rows;
import dev.everline.storage.Seal;
import dev.everline.storage.Sealed;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Opens and finds accounts. */
public final class Accounts {

  private static final int LONGEST_NAME = 200;
  private static final int BUCKETS_AT_ONCE = 64;

  /** Taken where nobody has said otherwise: most carriers count their dates there. */
  private static final ZoneId GUESSED = ZoneId.of("America/New_York");

  /** Offsets by another name. */
  private static final List<String> NO_PLACES = List.of("Etc/", "SystemV/");

  /** Where the house's account is. */
  private static final Bucket HOUSE = new Bucket(0);

  private final JdbcClient jdbc;
  private final Seal seal;
  private final IdAllocator ids;
  private final Clock clock;
  private final RandomGenerator random;

  public Accounts(DataSource dataSource, Seal seal, IdAllocator ids, Clock clock) {
    this(dataSource, seal, ids, clock, new SecureRandom());
  }

  /**
   * @param random spreads new accounts over the buckets
   */
  public Accounts(
      DataSource dataSource, Seal seal, IdAllocator ids, Clock clock, RandomGenerator random) {
    this.jdbc = JdbcClient.create(dataSource);
    this.seal = seal;
    this.ids = ids;
    this.clock = clock;
    this.random = random;
  }

  /**
   * Opens an account in a bucket drawn by lot.
   *
   * @param zone an IANA zone such as {@code America/New_York}, or null when its people haven't said
   *     yet where they live
   * @param state a US state's two letters, or null
   * @throws InvalidValue when the name, zone or state can't be taken
   */
  public Account open(String name, @Nullable String zone, @Nullable String state) {
    return open(Bucket.random(random), name, zone, state);
  }

  private Account open(Bucket bucket, String name, @Nullable String zone, @Nullable String state) {
    String cleaned = name.strip();
    if (cleaned.isEmpty() || cleaned.length() > LONGEST_NAME) {
      throw InvalidValue.of(
          "name", name, "is empty or too long", "give 1 to " + LONGEST_NAME + " characters");
    }
    requireVisible(cleaned);
    Account account =
        new Account(
            AccountId.of(bucket.number(), nextNumber()),
            cleaned,
            zone == null ? GUESSED : zone(zone),
            zone != null,
            state == null ? null : state(state),
            false,
            null,
            clock.instant());
    String sql =
        """
        INSERT INTO account (bucket, id, name, zone, zone_told, state_code, created_at)
        VALUES (:bucket, :id, :name, :zone, :zone_told, :state, :created_at)
        """;
    jdbc.sql(sql)
        .param("bucket", account.id().bucket())
        .param("id", account.id().value())
        .param("name", seal.seal(Sealed.ACCOUNT_NAME, account.id().value(), account.name()))
        .param("zone", account.zone().getId())
        .param("zone_told", account.zoneTold())
        .param("state", account.state())
        .param("created_at", account.createdAt().atOffset(ZoneOffset.UTC))
        .update();
    return account;
  }

  /**
   * What a person names has no control characters: names are shown on terminals and in lists.
   *
   * @throws InvalidValue when it has one
   */
  static void requireVisible(String name) {
    if (name.chars().anyMatch(Character::isISOControl)) {
      throw InvalidValue.withoutValue(
              "name", "contains a control character or a line break", "remove it")
          .as("CONTROL_CHARACTER");
    }
  }

  /**
   * Takes over where an account's people live.
   *
   * @throws InvalidValue when it isn't a zone
   */
  public void tellZone(AccountId id, String zone) {
    zoneTold(id, zone, "");
  }

  /** The same, unless they have said so before: what a browser offers may be a traveller's. */
  public void tellZoneIfUnknown(AccountId id, String zone) {
    zoneTold(id, zone, " AND NOT zone_told");
  }

  private void zoneTold(AccountId id, String zone, String only) {
    jdbc.sql(
            "UPDATE account SET zone = :zone, zone_told = true WHERE bucket = :bucket AND id = :id"
                + only)
        .param("zone", zone(zone).getId())
        .param("bucket", id.bucket())
        .param("id", id.value())
        .update();
  }

  /**
   * Takes over what holds for lines of which nothing else is said.
   *
   * @param state a US state's two letters, or null when it isn't to be known
   * @param usual who renews new lines, or null when that differs
   * @throws InvalidValue when it isn't a state
   */
  public void tellLines(AccountId id, @Nullable String state, @Nullable UsualRenewer usual) {
    jdbc.sql(
            """
            UPDATE account SET state_code = :state, usual_renewer = :usual
             WHERE bucket = :bucket AND id = :id
            """)
        .param("state", state == null ? null : state(state), Types.CHAR)
        .param("usual", usual == null ? null : usual.name(), Types.VARCHAR)
        .param("bucket", id.bucket())
        .param("id", id.value())
        .update();
  }

  /** Its owner has been asked how they want it, and isn't asked again. */
  public void welcome(AccountId id) {
    own(jdbc, "UPDATE account SET welcomed = true WHERE bucket = :bucket AND id = :id", id)
        .update();
  }

  public Optional<Account> find(AccountId id) {
    return jdbc.sql(
            "SELECT * FROM account WHERE bucket = :bucket AND id = :id AND erased_at IS NULL")
        .param("bucket", id.bucket())
        .param("id", id.value())
        .query(this::read)
        .optional();
  }

  /**
   * @throws ProblemException NOT_FOUND when there is no such account
   */
  public Account get(AccountId id) {
    return find(id)
        .orElseThrow(
            () -> new ProblemException(ProblemType.NOT_FOUND, "There is no account " + id + "."));
  }

  /**
   * The account of those who run the installation. It has no lines, and is in no list. Opened when
   * it is first asked for.
   */
  public Account house() {
    return jdbc.sql("SELECT * FROM account WHERE bucket = :bucket AND house")
        .param("bucket", HOUSE.number())
        .query(this::read)
        .optional()
        .orElseGet(this::openHouse);
  }

  private Account openHouse() {
    Account house = open(HOUSE, "House", "UTC", null);
    jdbc.sql("UPDATE account SET house = true WHERE bucket = :bucket AND id = :id")
        .param("bucket", house.id().bucket())
        .param("id", house.id().value())
        .update();
    return house;
  }

  /**
   * Accounts in the order of their ids, some buckets at a time until there are enough.
   *
   * @param after the last of those before, or null for the first
   */
  public List<Account> after(@Nullable AccountId after, int limit) {
    // Served by the primary key; an id begins with its bucket, so its order is that of the key.
    String sql =
        """
        SELECT * FROM account
         WHERE bucket BETWEEN :from AND :to AND id > :after AND NOT house AND erased_at IS NULL
         ORDER BY bucket, id LIMIT :limit
        """;
    List<Account> found = new ArrayList<>();
    int from = after == null ? 0 : after.bucket();
    while (from < Bucket.COUNT && found.size() < limit) {
      int to = Math.min(from + BUCKETS_AT_ONCE, Bucket.COUNT) - 1;
      found.addAll(
          jdbc.sql(sql)
              .param("from", from)
              .param("to", to)
              .param("after", after == null ? -1 : after.value())
              .param("limit", limit - found.size())
              .query(this::read)
              .list());
      from = to + 1;
    }
    return found;
  }

  /** The oldest accounts, for an operator at the command line. */
  public List<Account> first(int limit) {
    return jdbc.sql(
            """
            SELECT * FROM account WHERE NOT house AND erased_at IS NULL
             ORDER BY created_at, id LIMIT :limit
            """)
        .param("limit", limit)
        .query(this::read)
        .list();
  }

  /**
   * Destroys what is known of an account's people, in a transaction that erases all of the account:
   * its name, its members with their sign-ins and sessions, its tokens and invitations. It isn't
   * found any more; its row stays, since the ledger refers to it.
   *
   * @return how many members there were
   */
  public int erase(Connection connection, AccountId id, Instant now) {
    JdbcClient on = Members.on(connection);
    own(on, "SELECT id FROM member WHERE bucket = :bucket AND account_id = :id", id)
        .query((row, number) -> new MemberId(row.getLong(1)))
        .list()
        .forEach(member -> ProviderLinks.forgetAll(on, id, member));
    List<byte[]> names =
        own(on, "SELECT id, name FROM member WHERE bucket = :bucket AND account_id = :id", id)
            .query(
                (row, number) ->
                    Members.nameHash(
                        seal, seal.open(Sealed.MEMBER_NAME, row.getLong(1), row.getBytes(2))))
            .list();
    for (byte[] hash : names) {
      on.sql("DELETE FROM sign_in_name WHERE bucket = :bucket AND name_hash = :hash")
          .param("bucket", Secrets.bucketOf(hash))
          .param("hash", hash)
          .update();
    }
    for (String table : List.of("member", "api_token", "invitation")) {
      own(on, "DELETE FROM " + table + " WHERE bucket = :bucket AND account_id = :id", id).update();
    }
    own(
            on,
            """
            UPDATE account
               SET name = NULL, state_code = NULL, usual_renewer = NULL, zone = 'UTC',
                   erased_at = :now
             WHERE bucket = :bucket AND id = :id
            """,
            id)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .update();
    return names.size();
  }

  private static JdbcClient.StatementSpec own(JdbcClient on, String sql, AccountId id) {
    return on.sql(sql).param("bucket", id.bucket()).param("id", id.value());
  }

  private long nextNumber() {
    return ids.next(0);
  }

  /** Only zones with a name: an offset knows nothing of the summer. */
  private static ZoneId zone(String zone) {
    String id = zone.strip();
    boolean place = id.contains("/") && NO_PLACES.stream().noneMatch(id::startsWith);
    if (!(place || id.equals("UTC")) || !ZoneId.getAvailableZoneIds().contains(id)) {
      throw InvalidValue.of(
          "zone", zone, "is not a time zone", "give an IANA zone such as America/New_York");
    }
    return ZoneId.of(id);
  }

  /**
   * @throws InvalidValue when it isn't two letters
   */
  private static String state(String state) {
    String code = state.strip().toUpperCase(Locale.ROOT);
    if (!code.matches("[A-Z]{2}")) {
      throw InvalidValue.of("state", state, "is not a US state", "give two letters such as CA");
    }
    return code;
  }

  private Account read(ResultSet row, int number) throws SQLException {
    String usual = row.getString("usual_renewer");
    return new Account(
        new AccountId(row.getLong("id")),
        seal.open(Sealed.ACCOUNT_NAME, row.getLong("id"), row.getBytes("name")),
        ZoneId.of(row.getString("zone")),
        row.getBoolean("zone_told"),
        row.getString("state_code"),
        row.getBoolean("welcomed"),
        usual == null ? null : UsualRenewer.valueOf(usual),
        Rows.instant(row, row.findColumn("created_at")));
  }
}
