package dev.everline.account;

import static java.util.Objects.requireNonNull;

import com.webauthn4j.data.AuthenticationData;
import com.webauthn4j.data.RegistrationData;
import dev.everline.account.passkey.NewPasskey;
import dev.everline.account.passkey.PasskeyAnswers;
import dev.everline.account.passkey.PasskeyStore;
import dev.everline.account.passkey.StoredPasskey;
import dev.everline.account.passkey.UserHandle;
import dev.everline.account.secret.Base64Url;
import dev.everline.account.secret.Challenges;
import dev.everline.account.secret.Secrets;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.MemberId;
import dev.everline.kernel.PasskeyId;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.storage.IdAllocator;
import dev.everline.storage.Seal;
import dev.everline.storage.Transactions;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Members' passkeys (WebAuthn). A passkey counts for the host that it was made for and no other,
 * whatever a request claims; the authenticator must have checked who holds it.
 */
public final class Passkeys {

  private static final int MOST = 20;
  private static final int LONGEST_NAME = 80;

  private final Transactions transactions;
  private final JdbcClient jdbc;
  private final PasskeyStore store;
  private final Seal seal;
  private final IdAllocator ids;
  private final Challenges challenges;
  private final Clock clock;
  private final Secrets secrets = new Secrets();

  Passkeys(DataSource dataSource, Seal seal, IdAllocator ids, Challenges challenges, Clock clock) {
    this.transactions = new Transactions(dataSource);
    this.jdbc = JdbcClient.create(dataSource);
    this.store = new PasskeyStore(jdbc, seal);
    this.seal = seal;
    this.ids = ids;
    this.challenges = challenges;
    this.clock = clock;
  }

  /**
   * Where the portal is, as the browser sees it.
   *
   * @param host without its port
   * @param origin such as {@code https://lines.example:8443}
   */
  public record Site(String host, String origin) {}

  /** A passkey as its member sees it listed. */
  public record Listed(PasskeyId id, String name, Instant createdAt, @Nullable Instant usedAt) {}

  // --- making one

  /**
   * What a browser makes a passkey by; bytes are in base64url.
   *
   * @param algorithms by their COSE numbers
   * @param excluded passkeys that the member has: an authenticator holds one of them at most
   */
  public record CreationOptions(
      String challenge,
      String host,
      String userHandle,
      String userName,
      List<Long> algorithms,
      List<String> excluded) {}

  /**
   * For somebody who is about to join.
   *
   * @throws InvalidValue when the name is invalid
   * @throws ProblemException NOT_FOUND when the code is invalid
   */
  public CreationOptions offerToJoin(String code, String name, Site site) {
    String own = Members.name(name);
    String typed = Secrets.typed(code);
    if (!Invitations.opens(jdbc, typed, clock.instant())) {
      throw Joining.opensNothing();
    }
    byte[] handle = UserHandle.draw(secrets, Secrets.bucketOf(typed));
    byte[] challenge = challenges.make(Challenges.Purpose.JOIN, null, Base64Url.text(handle));
    return new CreationOptions(
        Base64Url.text(challenge),
        site.host(),
        Base64Url.text(handle),
        own,
        PasskeyAnswers.ALGORITHMS,
        List.of());
  }

  /** For a member who wants one more. */
  public CreationOptions offer(Member member, Site site) {
    byte[] handle =
        Members.own(
                jdbc.sql(
                        """
                        UPDATE member SET user_handle = coalesce(user_handle, :handle)
                         WHERE bucket = :bucket AND id = :id RETURNING user_handle
                        """)
                    .param("handle", UserHandle.draw(secrets, member.id().bucket())),
                member.id())
            .query((row, number) -> row.getBytes(1))
            .single();
    byte[] challenge =
        challenges.make(Challenges.Purpose.ADD_PASSKEY, member.id(), Base64Url.text(handle));
    return new CreationOptions(
        Base64Url.text(challenge),
        site.host(),
        Base64Url.text(handle),
        member.name(),
        PasskeyAnswers.ALGORITHMS,
        store.credentials(member.id()));
  }

  /**
   * What somebody who joins has made; their challenge is used up.
   *
   * @throws ProblemException FORBIDDEN when it isn't an answer to what was asked
   */
  NewPasskey madeToJoin(String answer, Site site) {
    return made(answer, site, Challenges.Purpose.JOIN, null).orElseThrow(Passkeys::notAnswered);
  }

  /**
   * Gives a member one more.
   *
   * @param name by which they know it again
   * @throws InvalidValue when the name is invalid
   * @throws ProblemException FORBIDDEN when it isn't an answer to what was asked, CONFLICT when
   *     they have too many
   */
  public PasskeyId add(Member member, String name, String answer, Site site) {
    String own = name(name);
    NewPasskey made =
        made(answer, site, Challenges.Purpose.ADD_PASSKEY, member.id())
            .orElseThrow(Passkeys::notAnswered);
    return transactions.run(
        connection -> {
          JdbcClient on = Members.on(connection);
          WaysIn.lock(on, member.id());
          if (PasskeyStore.count(on, member.id()) >= MOST) {
            throw new ProblemException(
                ProblemType.CONFLICT,
                "You have " + MOST + " passkeys, the most there can be; remove one first.");
          }
          PasskeyId id = new PasskeyId(ids.next(connection, member.id().bucket(), 1)[0]);
          PasskeyStore.insert(on, seal, id, member.id(), own, made, clock.instant());
          return id;
        });
  }

  private Optional<NewPasskey> made(
      String answer, Site site, Challenges.Purpose purpose, @Nullable MemberId member) {
    RegistrationData data = PasskeyAnswers.registration(answer);
    if (data == null) {
      return Optional.empty();
    }
    byte[] challenge = PasskeyAnswers.challenge(data.getCollectedClientData());
    Challenges.Taken taken = challenges.take(challenge, purpose).orElse(null);
    return taken == null || taken.payload() == null || !isOf(taken, member)
        ? Optional.empty()
        : PasskeyAnswers.made(data, site, taken.payload());
  }

  // --- using one

  /**
   * What a browser uses a passkey by; bytes are in base64url.
   *
   * @param allowed empty for any that the browser has for the host
   */
  public record RequestOptions(String challenge, String host, List<String> allowed) {}

  /** For a sign-in with any passkey for the host; who signs in is known from its answer. */
  public RequestOptions ask(Site site) {
    byte[] challenge = challenges.makeUnkept(Challenges.Purpose.SIGN_IN);
    return new RequestOptions(Base64Url.text(challenge), site.host(), List.of());
  }

  /** For a member who is to re-authenticate. */
  public RequestOptions askToProve(MemberId member, Site site) {
    byte[] challenge = challenges.make(Challenges.Purpose.PROVE, member, null);
    return new RequestOptions(Base64Url.text(challenge), site.host(), store.credentials(member));
  }

  /** Whose passkey has answered, or empty when none has; it isn't said why. */
  Optional<MemberId> usedToSignIn(String answer, Site site) {
    return used(answer, site, null);
  }

  /** Whether a passkey of the member has answered what they were asked. */
  boolean usedToProve(MemberId member, String answer, Site site) {
    return used(answer, site, member).isPresent();
  }

  private Optional<MemberId> used(String answer, Site site, @Nullable MemberId member) {
    AuthenticationData data = PasskeyAnswers.authentication(answer);
    if (data == null) {
      return Optional.empty();
    }
    byte[] challenge = PasskeyAnswers.challenge(data.getCollectedClientData());
    byte[] handle = data.getUserHandle();
    int bucket = member == null ? UserHandle.bucketOf(handle) : member.bucket();
    StoredPasskey stored = store.find(bucket, data.getCredentialId()).orElse(null);
    if (stored == null || !stored.host().equals(site.host())) {
      return Optional.empty();
    }
    // A member who is known uses a passkey of their own; otherwise it names whose it is.
    boolean theirs =
        member == null
            ? handle != null && Base64Url.text(handle).equals(stored.userHandle())
            : stored.member().equals(member);
    if (!theirs || !PasskeyAnswers.verifies(data, stored, site)) {
      return Optional.empty();
    }
    // Last, so that only what a passkey has signed makes work for the database.
    boolean asked =
        member == null
            ? challenges.takeUnkept(challenge, Challenges.Purpose.SIGN_IN)
            : challenges
                .take(challenge, Challenges.Purpose.PROVE)
                .filter(taken -> isOf(taken, member))
                .isPresent();
    long count = requireNonNull(data.getAuthenticatorData()).getSignCount();
    return asked && store.countUp(stored.id(), count, clock.instant())
        ? Optional.of(stored.member())
        : Optional.empty();
  }

  private static boolean isOf(Challenges.Taken taken, @Nullable MemberId member) {
    return member == null ? taken.member() == null : member.equals(taken.member());
  }

  // --- looking after them

  /** A member's passkeys, the oldest first. */
  public List<Listed> list(MemberId member) {
    return store.list(member);
  }

  /**
   * @throws InvalidValue when the name is invalid
   * @throws ProblemException NOT_FOUND when the member has no such passkey
   */
  public void rename(MemberId member, PasskeyId id, String name) {
    if (!store.rename(member, id, name(name))) {
      throw none(id);
    }
  }

  /**
   * From now on the passkey signs nobody in.
   *
   * @throws ProblemException NOT_FOUND when the member has no such passkey, CONFLICT when it is
   *     their last way in
   */
  public void remove(MemberId member, PasskeyId id) {
    transactions.run(
        connection -> {
          JdbcClient on = Members.on(connection);
          boolean hasPassword = WaysIn.lock(on, member);
          if (!PasskeyStore.delete(on, member, id)) {
            throw none(id);
          }
          if (!hasPassword && PasskeyStore.count(on, member) == 0) {
            throw WaysIn.lastWayIn();
          }
          return true;
        });
  }

  static String name(String name) {
    String cleaned = name.replaceAll("\\p{Cntrl}", " ").strip();
    if (cleaned.isEmpty() || cleaned.length() > LONGEST_NAME) {
      throw InvalidValue.withoutValue(
          "name", "is empty or too long", "give 1 to " + LONGEST_NAME + " characters");
    }
    return cleaned;
  }

  public static ProblemException notAnswered() {
    return new ProblemException(
        ProblemType.FORBIDDEN, "The passkey doesn't answer this request; try again.");
  }

  private static ProblemException none(PasskeyId id) {
    return new ProblemException(ProblemType.NOT_FOUND, "The member has no passkey " + id + ".");
  }
}
