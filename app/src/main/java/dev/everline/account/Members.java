package dev.everline.account;

import dev.everline.kernel.AccountId;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.MemberId;
import dev.everline.kernel.PasskeyId;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.storage.IdAllocator;
import dev.everline.storage.Seal;
import dev.everline.storage.Sealed;
import dev.everline.storage.Transactions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.text.Normalizer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** The people of an account: they join by a code, and look after their own ways to sign in. */
public final class Members {

  /** Columns that {@link #read} reads, of a member {@code m}. */
  static final String COLUMNS =
      "m.id, m.account_id, m.name, m.role, m.totp_seed IS NOT NULL, m.language, m.theme,"
          + " m.created_at";

  private static final int LONGEST_NAME = 80;
  private static final int RECOVERY_CODES = 10;
  private static final int RECOVERY_CHARACTERS = 16;

  private final Transactions transactions;
  private final JdbcClient jdbc;
  private final Seal seal;
  private final IdAllocator ids;
  private final Passwords passwords;
  private final Throttle throttle;
  private final Passkeys passkeys;
  private final Clock clock;
  private final Secrets secrets = new Secrets();

  Members(
      DataSource dataSource,
      Seal seal,
      IdAllocator ids,
      Passwords passwords,
      Throttle throttle,
      Passkeys passkeys,
      Clock clock) {
    this.transactions = new Transactions(dataSource);
    this.jdbc = JdbcClient.create(dataSource);
    this.seal = seal;
    this.ids = ids;
    this.passwords = passwords;
    this.throttle = throttle;
    this.passkeys = passkeys;
    this.clock = clock;
  }

  /**
   * Becomes a member of the account that a code opens; the code is used up only when all is well.
   *
   * @throws InvalidValue when the name or the password can't be taken
   * @throws ProblemException NOT_FOUND when the code opens nothing, CONFLICT when the name is taken
   */
  public Member join(String code, String name, String password) {
    String own = name(name);
    Passwords.require(password, own);
    // Before the slow hash: who has no code makes no work.
    if (!Invitations.opens(jdbc, code, clock.instant())) {
      throw opensNothing();
    }
    return join(code, own, passwords.hash(password), null, "", null);
  }

  /**
   * Becomes a member who signs in by an account elsewhere, until he adds a passkey or password.
   *
   * @throws InvalidValue when the name can't be taken
   * @throws ProblemException NOT_FOUND when the code opens nothing, CONFLICT when the name is taken
   *     or a member has linked that account meanwhile
   */
  public Member joinByProvider(String code, String name, Providers.Came came) {
    return join(code, name(name), null, null, "", came);
  }

  /**
   * Becomes a member who signs in by a passkey and has no password.
   *
   * @param answer of the browser to what {@link Passkeys#offerToJoin} asked
   * @param passkeyName by which he knows the passkey again
   * @throws InvalidValue when a name can't be taken
   * @throws ProblemException NOT_FOUND when the code opens nothing, CONFLICT when the name is
   *     taken, FORBIDDEN when it isn't an answer to what was asked
   */
  public Member joinWithPasskey(
      String code, String name, String answer, Passkeys.Site site, String passkeyName) {
    String own = name(name);
    String known = Passkeys.name(passkeyName);
    return join(code, own, null, passkeys.madeToJoin(answer, site), known, null);
  }

  private Member join(
      String code,
      String own,
      @Nullable String hash,
      Passkeys.@Nullable Made passkey,
      String passkeyName,
      Providers.@Nullable Came came) {
    Instant now = clock.instant();
    byte[] nameHash = nameHash(seal, own);
    return transactions.run(
        connection -> {
          JdbcClient on = on(connection);
          Invitations.Found found =
              Invitations.take(on, code, now).orElseThrow(Members::opensNothing);
          MemberId id = new MemberId(ids.next(connection, found.account().bucket(), 1)[0]);
          int named =
              on.sql(
                      """
                      INSERT INTO sign_in_name (bucket, name_hash, member_id)
                      VALUES (:bucket, :hash, :member) ON CONFLICT DO NOTHING
                      """)
                  .param("bucket", Secrets.bucketOf(nameHash))
                  .param("hash", nameHash)
                  .param("member", id.value())
                  .update();
          if (named == 0) {
            throw nameTaken();
          }
          on.sql(
                  """
                  INSERT INTO member (bucket, id, account_id, name, role, password_hash, created_at)
                  VALUES (:bucket, :id, :account, :name, :role, :hash, :now)
                  """)
              .param("bucket", id.bucket())
              .param("id", id.value())
              .param("account", found.account().value())
              .param("name", seal.seal(Sealed.MEMBER_NAME, id.value(), own))
              .param("role", found.role().name())
              .param("hash", hash, Types.VARCHAR)
              .param("now", now.atOffset(ZoneOffset.UTC))
              .update();
          if (passkey != null) {
            // A code of another account was typed in between: the passkey's handle leads elsewhere.
            if (Passkeys.bucketOf(passkey) != id.bucket()) {
              throw opensNothing();
            }
            own(
                    on.sql(
                            """
                            UPDATE member SET user_handle = :handle
                             WHERE bucket = :bucket AND id = :id
                            """)
                        .param("handle", Passkeys.bytes(passkey.userHandle())),
                    id)
                .update();
            PasskeyId first = new PasskeyId(ids.next(connection, id.bucket(), 1)[0]);
            Passkeys.insert(on, seal, first, id, passkeyName, passkey, now);
          }
          if (came != null) {
            Providers.link(on, id, came, now);
          }
          return new Member(id, found.account(), own, found.role(), false, null, null, now);
        });
  }

  /** The account's members, the oldest first. */
  public List<Member> list(AccountId account) {
    // Served by member_account (bucket, account_id, id).
    return jdbc.sql(
            "SELECT "
                + COLUMNS
                + " FROM member m WHERE m.bucket = :bucket AND m.account_id = :account"
                + " ORDER BY m.id")
        .param("bucket", account.bucket())
        .param("account", account.value())
        .query((row, number) -> read(seal, row))
        .list();
  }

  /**
   * Gives a member another role.
   *
   * @throws InvalidValue when the role is none that members of an account have
   * @throws ProblemException NOT_FOUND, or CONFLICT when nobody would own the account any more
   */
  public void changeRole(AccountId account, MemberId id, Role role) {
    role.requireOfAccount();
    transactions.run(
        connection -> {
          JdbcClient on = on(connection);
          requireOwnerBeside(on, account, role == Role.OWNER ? null : id);
          int changed =
              own(
                      on.sql(
                              """
                              UPDATE member SET role = :role
                               WHERE bucket = :bucket AND id = :id AND account_id = :account
                              """)
                          .param("role", role.name())
                          .param("account", account.value()),
                      id)
                  .update();
          if (changed == 0) {
            throw none(id);
          }
          return changed;
        });
  }

  /**
   * Takes a member out of the account; he is signed out everywhere.
   *
   * @throws ProblemException NOT_FOUND, or CONFLICT when nobody would own the account any more
   */
  public void remove(AccountId account, MemberId id) {
    transactions.run(
        connection -> {
          JdbcClient on = on(connection);
          requireOwnerBeside(on, account, id);
          Providers.forgetAll(on, account, id);
          Optional<byte[]> name =
              own(
                      on.sql(
                              """
                              DELETE FROM member
                               WHERE bucket = :bucket AND id = :id AND account_id = :account
                              RETURNING name
                              """)
                          .param("account", account.value()),
                      id)
                  .query((row, number) -> row.getBytes(1))
                  .optional();
          byte[] sealed = name.orElseThrow(() -> none(id));
          byte[] hash = nameHash(seal, seal.open(Sealed.MEMBER_NAME, id.value(), sealed));
          return on.sql("DELETE FROM sign_in_name WHERE bucket = :bucket AND name_hash = :hash")
              .param("bucket", Secrets.bucketOf(hash))
              .param("hash", hash)
              .update();
        });
  }

  /** How the member wants the portal; null for what his browser and device say. */
  public void prefer(MemberId id, @Nullable String language, @Nullable String theme) {
    own(
            jdbc.sql(
                    """
                    UPDATE member SET language = :language, theme = :theme
                     WHERE bucket = :bucket AND id = :id
                    """)
                .param("language", language, Types.VARCHAR)
                .param("theme", theme, Types.VARCHAR),
            id)
        .update();
  }

  /**
   * How a member can sign in, and so prove that it is he.
   *
   * @param passkeys how many he has
   */
  public record WaysIn(boolean password, int passkeys) {

    /** Whether he can prove who he is; else he has an account elsewhere only. */
    public boolean provesByItself() {
      return password || passkeys > 0;
    }
  }

  public WaysIn waysIn(MemberId id) {
    return waysIn(jdbc, id);
  }

  static WaysIn waysIn(JdbcClient on, MemberId id) {
    return own(
            on.sql(
                """
                SELECT password_hash IS NOT NULL,
                       (SELECT count(*) FROM passkey p
                         WHERE p.bucket = m.bucket AND p.member_id = m.id)
                  FROM member m WHERE m.bucket = :bucket AND m.id = :id
                """),
            id)
        .query((row, number) -> new WaysIn(row.getBoolean(1), row.getInt(2)))
        .single();
  }

  /**
   * Changes the password, or sets a first one. Sessions are the caller's to end.
   *
   * @param present the one until now; counts for nothing where there is none
   * @throws InvalidValue when the new one can't be taken
   * @throws ProblemException FORBIDDEN when the present one is wrong
   */
  public void changePassword(Member member, String present, String wanted) {
    if (waysIn(member.id()).password()) {
      requirePassword(member, present);
    }
    Passwords.require(wanted, member.name());
    own(
            jdbc.sql(
                    """
                    UPDATE member SET password_hash = :hash WHERE bucket = :bucket AND id = :id
                    """)
                .param("hash", passwords.hash(wanted)),
            member.id())
        .update();
  }

  /**
   * From now on the member signs in by passkeys alone; codes, which were asked beside the password,
   * end with it.
   *
   * @throws ProblemException CONFLICT when it is his last way in
   */
  public void removePassword(MemberId id) {
    transactions.run(
        connection -> {
          JdbcClient on = on(connection);
          Passkeys.lock(on, id);
          if (Passkeys.count(on, id) == 0) {
            throw Passkeys.lastWayIn();
          }
          own(
                  on.sql(
                      """
                      UPDATE member SET password_hash = NULL
                       WHERE bucket = :bucket AND id = :id
                      """),
                  id)
              .update();
          return endCodes(on, id);
        });
  }

  /**
   * A seed for an authenticator app; nothing is asked for until a first code has proved that the
   * app has it.
   */
  public byte[] offerCodes(MemberId id) {
    byte[] seed = secrets.bytes(Totp.SEED_BYTES);
    own(
            jdbc.sql("UPDATE member SET totp_offered = :seed WHERE bucket = :bucket AND id = :id")
                .param("seed", seal.seal(Sealed.MEMBER_CODES_OFFERED, id.value(), seed)),
            id)
        .update();
    return seed;
  }

  /** The seed that was offered and not proved yet. */
  public Optional<byte[]> offered(MemberId id) {
    return own(
            jdbc.sql(
                """
                SELECT totp_offered FROM member
                 WHERE bucket = :bucket AND id = :id AND totp_offered IS NOT NULL
                """),
            id)
        .query(
            (row, number) ->
                seal.openBytes(Sealed.MEMBER_CODES_OFFERED, id.value(), row.getBytes(1)))
        .optional();
  }

  /**
   * From now on a code is asked beside the password.
   *
   * @return the recovery codes, given out this once
   * @throws ProblemException FORBIDDEN when the code isn't the app's
   */
  public List<String> startCodes(MemberId id, String code) {
    Instant now = clock.instant();
    return transactions.run(
        connection -> {
          JdbcClient on = on(connection);
          byte[] seed =
              own(
                      on.sql(
                          """
                          SELECT totp_offered FROM member
                           WHERE bucket = :bucket AND id = :id AND totp_offered IS NOT NULL
                             FOR UPDATE
                          """),
                      id)
                  .query(
                      (row, number) ->
                          seal.openBytes(Sealed.MEMBER_CODES_OFFERED, id.value(), row.getBytes(1)))
                  .optional()
                  .orElseThrow(Members::wrongCode);
          OptionalLong step = Totp.step(seed, code, 0, now);
          if (step.isEmpty()) {
            throw wrongCode();
          }
          own(
                  on.sql(
                          """
                          UPDATE member
                             SET totp_seed = :seed, totp_offered = NULL, totp_step = :step
                           WHERE bucket = :bucket AND id = :id
                          """)
                      .param("seed", seal.seal(Sealed.MEMBER_CODES, id.value(), seed))
                      .param("step", step.getAsLong()),
                  id)
              .update();
          return newRecoveryCodes(on, id);
        });
  }

  /**
   * No code is asked any more.
   *
   * @throws ProblemException FORBIDDEN when the password is wrong
   */
  public void stopCodes(Member member, String password) {
    requirePassword(member, password);
    transactions.run(connection -> endCodes(on(connection), member.id()));
  }

  private static int endCodes(JdbcClient on, MemberId id) {
    own(on.sql("DELETE FROM recovery_code WHERE bucket = :bucket AND member_id = :id"), id)
        .update();
    return own(
            on.sql(
                """
                UPDATE member SET totp_seed = NULL, totp_offered = NULL, totp_step = 0
                 WHERE bucket = :bucket AND id = :id
                """),
            id)
        .update();
  }

  /** How many recovery codes are left. */
  public int recoveryCodesLeft(MemberId id) {
    return own(
            jdbc.sql(
                """
                SELECT count(*) FROM recovery_code
                 WHERE bucket = :bucket AND member_id = :id AND used_at IS NULL
                """),
            id)
        .query(Integer.class)
        .single();
  }

  private List<String> newRecoveryCodes(JdbcClient on, MemberId id) {
    own(on.sql("DELETE FROM recovery_code WHERE bucket = :bucket AND member_id = :id"), id)
        .update();
    List<String> codes = new ArrayList<>(RECOVERY_CODES);
    for (int i = 0; i < RECOVERY_CODES; i++) {
      String code = secrets.code(RECOVERY_CHARACTERS);
      own(
              on.sql(
                      """
                      INSERT INTO recovery_code (bucket, member_id, code_hash)
                      VALUES (:bucket, :id, :hash)
                      """)
                  .param("hash", Secrets.hash("recovery", code)),
              id)
          .update();
      codes.add(Secrets.grouped(code));
    }
    return codes;
  }

  private void requirePassword(Member member, String password) {
    Throttle.Tried tried = new Throttle.Tried(SignIn.PASSWORD, member.id().toString());
    Duration wait = throttle.count(tried).retryIn();
    if (wait != null) {
      throw new TooManyTries(wait);
    }
    String hash =
        own(
                jdbc.sql("SELECT password_hash FROM member WHERE bucket = :bucket AND id = :id"),
                member.id())
            .query(String.class)
            .optional()
            .orElse(null);
    if (!passwords.fits(password, hash)) {
      throw new ProblemException(ProblemType.FORBIDDEN, "The current password is wrong.");
    }
    throttle.forget(tried);
  }

  /** Somebody must be able to let others in; the owners are locked, so that two don't both go. */
  private static void requireOwnerBeside(
      JdbcClient on, AccountId account, @Nullable MemberId leaving) {
    List<Long> owners =
        on.sql(
                """
                SELECT id FROM member
                 WHERE bucket = :bucket AND account_id = :account AND role = 'OWNER'
                 ORDER BY id FOR UPDATE
                """)
            .param("bucket", account.bucket())
            .param("account", account.value())
            .query(Long.class)
            .list();
    if (leaving != null && owners.equals(List.of(leaving.value()))) {
      throw new ProblemException(
          ProblemType.CONFLICT,
          "The account would have no owner; make someone else an owner first.");
    }
  }

  /**
   * A name without what can't be seen, one way of writing it.
   *
   * @throws InvalidValue when it is empty or too long, or holds characters that can't be seen
   */
  static String name(String name) {
    String cleaned = Normalizer.normalize(name.strip(), Normalizer.Form.NFKC);
    boolean seen =
        cleaned
            .codePoints()
            .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT);
    if (cleaned.isEmpty() || cleaned.length() > LONGEST_NAME || !seen) {
      throw InvalidValue.withoutValue(
          "name",
          "is empty, too long or contains invisible characters",
          "give 1 to " + LONGEST_NAME + " characters");
    }
    return cleaned;
  }

  /** Capitals don't matter. */
  static byte[] nameHash(Seal seal, String name) {
    return seal.find("sign-in-name", 0, name.toLowerCase(Locale.ROOT));
  }

  static JdbcClient on(Connection connection) {
    return JdbcClient.create(new SingleConnectionDataSource(connection, true));
  }

  static JdbcClient.StatementSpec own(JdbcClient.StatementSpec sql, MemberId id) {
    return sql.param("bucket", id.bucket()).param("id", id.value());
  }

  static Member read(Seal seal, ResultSet row) throws SQLException {
    return new Member(
        new MemberId(row.getLong(1)),
        new AccountId(row.getLong(2)),
        seal.open(Sealed.MEMBER_NAME, row.getLong(1), row.getBytes(3)),
        Role.valueOf(row.getString(4)),
        row.getBoolean(5),
        row.getString(6),
        row.getString(7),
        row.getObject(8, OffsetDateTime.class).toInstant());
  }

  static ProblemException wrongCode() {
    return new ProblemException(
        ProblemType.FORBIDDEN, "The code is wrong; try the next one that the app shows.");
  }

  private static ProblemException nameTaken() {
    return new ProblemException(ProblemType.CONFLICT, "This name is taken; choose another.");
  }

  static ProblemException opensNothing() {
    return new ProblemException(
        ProblemType.NOT_FOUND,
        "This invitation code is invalid, already used or expired. Ask for a new one.");
  }

  private static ProblemException none(MemberId id) {
    return new ProblemException(ProblemType.NOT_FOUND, "The account has no member " + id + ".");
  }
}
