package dev.everline.account;

import dev.everline.account.passkey.NewPasskey;
import dev.everline.account.passkey.PasskeyStore;
import dev.everline.account.passkey.UserHandle;
import dev.everline.account.secret.Base64Url;
import dev.everline.account.secret.Passwords;
import dev.everline.account.secret.Secrets;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.MemberId;
import dev.everline.kernel.PasskeyId;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.storage.IdAllocator;
import dev.everline.storage.Seal;
import dev.everline.storage.Sealed;
import dev.everline.storage.Transactions;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * How people become members of an account: by the code of an invitation, which is used up by it.
 */
public final class Joining {

  private final Transactions transactions;
  private final JdbcClient jdbc;
  private final Seal seal;
  private final IdAllocator ids;
  private final Passwords passwords;
  private final Passkeys passkeys;
  private final Clock clock;

  Joining(
      DataSource dataSource,
      Seal seal,
      IdAllocator ids,
      Passwords passwords,
      Passkeys passkeys,
      Clock clock) {
    this.transactions = new Transactions(dataSource);
    this.jdbc = JdbcClient.create(dataSource);
    this.seal = seal;
    this.ids = ids;
    this.passwords = passwords;
    this.passkeys = passkeys;
    this.clock = clock;
  }

  /**
   * Makes somebody a member of the account that a code opens; the code is used up only when all is
   * well.
   *
   * @throws InvalidValue when the name or the password is invalid
   * @throws ProblemException NOT_FOUND when the code is invalid, CONFLICT when the name is taken
   */
  public Member withPassword(String code, String name, String password) {
    String own = Members.name(name);
    Passwords.require(password, own);
    // Before the slow hash: who has no code makes no work.
    if (!Invitations.opens(jdbc, code, clock.instant())) {
      throw opensNothing();
    }
    return join(code, own, new FirstWayIn(passwords.hash(password), null, "", null));
  }

  /**
   * Makes somebody a member who signs in by a provider, until they add a passkey or password.
   *
   * @throws InvalidValue when the name is invalid
   * @throws ProblemException NOT_FOUND when the code is invalid, CONFLICT when the name is taken or
   *     a member has linked that account meanwhile
   */
  public Member byProvider(String code, String name, ProviderIdentity identity) {
    return join(code, Members.name(name), new FirstWayIn(null, null, "", identity));
  }

  /**
   * Makes somebody a member who signs in by a passkey and has no password.
   *
   * @param answer of the browser to what {@link Passkeys#offerToJoin} asked
   * @param passkeyName by which they know the passkey again
   * @throws InvalidValue when a name is invalid
   * @throws ProblemException NOT_FOUND when the code is invalid, CONFLICT when the name is taken,
   *     FORBIDDEN when it isn't an answer to what was asked
   */
  public Member withPasskey(
      String code, String name, String answer, Passkeys.Site site, String passkeyName) {
    String own = Members.name(name);
    String known = Passkeys.name(passkeyName);
    return join(code, own, new FirstWayIn(null, passkeys.madeToJoin(answer, site), known, null));
  }

  /** How a new member will sign in: by a password, a passkey or a provider. */
  private record FirstWayIn(
      @Nullable String passwordHash,
      @Nullable NewPasskey passkey,
      String passkeyName,
      @Nullable ProviderIdentity identity) {}

  private Member join(String code, String name, FirstWayIn way) {
    Instant now = clock.instant();
    return transactions.run(
        connection -> {
          JdbcClient on = Members.on(connection);
          Invitations.Invited invited =
              Invitations.take(on, code, now).orElseThrow(Joining::opensNothing);
          MemberId id = new MemberId(ids.next(connection, invited.account().bucket(), 1)[0]);
          takeName(on, id, name);
          insert(on, id, invited, name, way.passwordHash(), now);
          if (way.passkey() != null) {
            PasskeyId first = new PasskeyId(ids.next(connection, id.bucket(), 1)[0]);
            insertPasskey(on, id, first, way.passkey(), way.passkeyName(), now);
          }
          if (way.identity() != null) {
            ProviderLinks.link(on, id, way.identity(), now);
          }
          return new Member(id, invited.account(), name, invited.role(), false, null, null, now);
        });
  }

  private void takeName(JdbcClient on, MemberId id, String name) {
    byte[] hash = Members.nameHash(seal, name);
    boolean free =
        on.sql(
                """
                INSERT INTO sign_in_name (bucket, name_hash, member_id)
                VALUES (:bucket, :hash, :member) ON CONFLICT DO NOTHING
                RETURNING member_id
                """)
            .param("bucket", Secrets.bucketOf(hash))
            .param("hash", hash)
            .param("member", id.value())
            .query(Long.class)
            .optional()
            .isPresent();
    if (!free) {
      throw nameTaken();
    }
  }

  private void insert(
      JdbcClient on,
      MemberId id,
      Invitations.Invited invited,
      String name,
      @Nullable String passwordHash,
      Instant now) {
    on.sql(
            """
            INSERT INTO member (bucket, id, account_id, name, role, password_hash, created_at)
            VALUES (:bucket, :id, :account, :name, :role, :hash, :now)
            """)
        .param("bucket", id.bucket())
        .param("id", id.value())
        .param("account", invited.account().value())
        .param("name", seal.seal(Sealed.MEMBER_NAME, id.value(), name))
        .param("role", invited.role().name())
        .param("hash", passwordHash, Types.VARCHAR)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .update();
  }

  private void insertPasskey(
      JdbcClient on, MemberId id, PasskeyId first, NewPasskey passkey, String name, Instant now) {
    // A code of another account was typed in between: the passkey's handle leads elsewhere.
    if (UserHandle.bucketOf(Base64Url.bytes(passkey.userHandle())) != id.bucket()) {
      throw opensNothing();
    }
    Members.own(
            on.sql("UPDATE member SET user_handle = :handle WHERE bucket = :bucket AND id = :id")
                .param("handle", Base64Url.bytes(passkey.userHandle())),
            id)
        .update();
    PasskeyStore.insert(on, seal, first, id, name, passkey, now);
  }

  private static ProblemException nameTaken() {
    return new ProblemException(
        ProblemType.CONFLICT, "This name is already taken; choose another.");
  }

  static ProblemException opensNothing() {
    return new ProblemException(
        ProblemType.NOT_FOUND,
        "This invitation code is invalid, already used or expired. Ask for a new one.");
  }
}
