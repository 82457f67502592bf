package dev.everline.account;

import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.converter.AttestedCredentialDataConverter;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationData;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.RegistrationData;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.attestation.authenticator.AuthenticatorData;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.attestation.statement.NoneAttestationStatement;
import com.webauthn4j.data.client.CollectedClientData;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.data.extension.authenticator.AuthenticationExtensionsAuthenticatorOutputs;
import com.webauthn4j.data.extension.authenticator.RegistrationExtensionAuthenticatorOutput;
import com.webauthn4j.server.ServerProperty;
import com.webauthn4j.util.exception.WebAuthnException;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.MemberId;
import dev.everline.kernel.PasskeyId;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.storage.IdAllocator;
import dev.everline.storage.Seal;
import dev.everline.storage.Sealed;
import dev.everline.storage.Transactions;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Members' passkeys (WebAuthn). A passkey counts for the host that it was made for and no other,
 * whatever a request claims; the authenticator must have checked who holds it.
 */
public final class Passkeys {

  /** What authenticators sign with, by COSE's numbers, the best first: EdDSA, ES256, RS256. */
  private static final List<Long> ALGORITHMS = List.of(-8L, -7L, -257L);

  private static final int MOST = 20;
  private static final int LONGEST_NAME = 80;
  private static final int LONGEST_ANSWER = 20_000;
  // Behind the two bytes that name the bucket.
  private static final int HANDLE_BYTES = 30;

  private final Transactions transactions;
  private final JdbcClient jdbc;
  private final Seal seal;
  private final IdAllocator ids;
  private final Challenges challenges;
  private final Clock clock;
  private final Secrets secrets = new Secrets();

  Passkeys(DataSource dataSource, Seal seal, IdAllocator ids, Challenges challenges, Clock clock) {
    this.transactions = new Transactions(dataSource);
    this.jdbc = JdbcClient.create(dataSource);
    this.seal = seal;
    this.ids = ids;
    this.challenges = challenges;
    this.clock = clock;
  }

  /** Slow to load, and not needed before somebody comes with a passkey. */
  private static final class Library {
    static final ObjectConverter OBJECTS = new ObjectConverter();
    static final WebAuthnManager MANAGER = WebAuthnManager.createNonStrictWebAuthnManager(OBJECTS);
    static final AttestedCredentialDataConverter CREDENTIALS =
        new AttestedCredentialDataConverter(OBJECTS);
    static final List<PublicKeyCredentialParameters> PARAMETERS =
        ALGORITHMS.stream()
            .map(
                algorithm ->
                    new PublicKeyCredentialParameters(
                        PublicKeyCredentialType.PUBLIC_KEY,
                        COSEAlgorithmIdentifier.create(algorithm)))
            .toList();
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

  /**
   * What a browser makes a passkey by; bytes are in base64url.
   *
   * @param algorithms by their COSE numbers
   * @param excluded passkeys that the member has: an authenticator holds one of them at most
   */
  public record Making(
      String challenge,
      String host,
      String userHandle,
      String userName,
      List<Long> algorithms,
      List<String> excluded) {}

  /**
   * What a browser uses a passkey by; bytes are in base64url.
   *
   * @param allowed empty for any that the browser has for the host
   */
  public record Using(String challenge, String host, List<String> allowed) {}

  /**
   * A new passkey whose answer was right.
   *
   * @param userHandle in base64url
   */
  record Made(
      String userHandle,
      AttestedCredentialData credential,
      String host,
      long count,
      boolean backupEligible) {}

  // --- making one

  /**
   * For somebody who is about to join.
   *
   * @throws InvalidValue when the name can't be taken
   * @throws ProblemException NOT_FOUND when the code opens nothing
   */
  public Making offerToJoin(String code, String name, Site site) {
    String own = Members.name(name);
    String typed = Secrets.typed(code);
    if (!Invitations.opens(jdbc, typed, clock.instant())) {
      throw Members.opensNothing();
    }
    byte[] handle = handle(Secrets.bucketOf(typed));
    byte[] challenge = challenges.make(Challenges.Purpose.JOIN, null, text(handle));
    return new Making(text(challenge), site.host(), text(handle), own, ALGORITHMS, List.of());
  }

  /** For a member who wants one more. */
  public Making offer(Member member, Site site) {
    byte[] handle =
        Members.own(
                jdbc.sql(
                        """
                        UPDATE member SET user_handle = coalesce(user_handle, :handle)
                         WHERE bucket = :bucket AND id = :id RETURNING user_handle
                        """)
                    .param("handle", handle(member.id().bucket())),
                member.id())
            .query((row, number) -> row.getBytes(1))
            .single();
    byte[] challenge = challenges.make(Challenges.Purpose.ADD_PASSKEY, member.id(), text(handle));
    return new Making(
        text(challenge),
        site.host(),
        text(handle),
        member.name(),
        ALGORITHMS,
        credentials(member.id()));
  }

  private byte[] handle(int bucket) {
    byte[] drawn = secrets.bytes(HANDLE_BYTES + 2);
    drawn[0] = (byte) (bucket >> 8);
    drawn[1] = (byte) bucket;
    return drawn;
  }

  /**
   * What somebody who joins has made; his challenge is used up.
   *
   * @throws ProblemException FORBIDDEN when it isn't an answer to what was asked
   */
  Made madeToJoin(String answer, Site site) {
    return made(answer, site, Challenges.Purpose.JOIN, null).orElseThrow(Passkeys::notAnswered);
  }

  /**
   * Gives a member one more.
   *
   * @param name by which he knows it again
   * @throws InvalidValue when the name can't be taken
   * @throws ProblemException FORBIDDEN when it isn't an answer to what was asked, CONFLICT when he
   *     has too many
   */
  public PasskeyId add(Member member, String name, String answer, Site site) {
    String own = name(name);
    Made made =
        made(answer, site, Challenges.Purpose.ADD_PASSKEY, member.id())
            .orElseThrow(Passkeys::notAnswered);
    return transactions.run(
        connection -> {
          JdbcClient on = Members.on(connection);
          lock(on, member.id());
          if (count(on, member.id()) >= MOST) {
            throw new ProblemException(
                ProblemType.CONFLICT, "More than " + MOST + " passkeys aren't allowed.");
          }
          PasskeyId id = new PasskeyId(ids.next(connection, member.id().bucket(), 1)[0]);
          insert(on, seal, id, member.id(), own, made, clock.instant());
          return id;
        });
  }

  static void insert(
      JdbcClient on,
      Seal seal,
      PasskeyId id,
      MemberId member,
      String name,
      Made made,
      Instant now) {
    String sql =
        """
        INSERT INTO passkey (bucket, id, member_id, credential_id, credential, rp_id, sign_count,
                             backup_eligible, name, created_at)
        VALUES (:bucket, :id, :member, :credential_id, :credential, :host, :count, :eligible,
                :name, :now)
        ON CONFLICT (bucket, credential_id) DO NOTHING
        """;
    int added =
        on.sql(sql)
            .param("bucket", id.bucket())
            .param("id", id.value())
            .param("member", member.value())
            .param("credential_id", made.credential().getCredentialId())
            .param("credential", Library.CREDENTIALS.convert(made.credential()))
            .param("host", made.host())
            .param("count", made.count())
            .param("eligible", made.backupEligible())
            .param("name", seal.seal(Sealed.PASSKEY_NAME, id.value(), name))
            .param("now", now.atOffset(ZoneOffset.UTC))
            .update();
    if (added == 0) {
      throw notAnswered();
    }
  }

  private Optional<Made> made(
      String answer, Site site, Challenges.Purpose purpose, @Nullable MemberId member) {
    RegistrationData data = parsed(answer, Library.MANAGER::parseRegistrationResponseJSON);
    if (data == null || data.getAttestationObject() == null) {
      return Optional.empty();
    }
    byte[] challenge = challenge(data.getCollectedClientData());
    Challenges.Taken taken = challenges.take(challenge, purpose).orElse(null);
    if (taken == null || taken.held() == null || !isOf(taken, member)) {
      return Optional.empty();
    }
    ServerProperty asked = asked(site.origin(), site.host(), challenge);
    try {
      Library.MANAGER.verify(
          data, new RegistrationParameters(asked, Library.PARAMETERS, true, true));
    } catch (WebAuthnException wrong) {
      return Optional.empty();
    }
    AuthenticatorData<RegistrationExtensionAuthenticatorOutput> told =
        data.getAttestationObject().getAuthenticatorData();
    AttestedCredentialData credential = told.getAttestedCredentialData();
    return credential == null
        ? Optional.empty()
        : Optional.of(
            new Made(taken.held(), credential, site.host(), told.getSignCount(), told.isFlagBE()));
  }

  // --- using one

  /** For whoever wants to sign in; it isn't known who. */
  public Using ask(Site site) {
    byte[] challenge = challenges.makeUnkept(Challenges.Purpose.SIGN_IN);
    return new Using(text(challenge), site.host(), List.of());
  }

  /** For a member who is to prove that it is he. */
  public Using askToProve(MemberId member, Site site) {
    byte[] challenge = challenges.make(Challenges.Purpose.PROVE, member, null);
    return new Using(text(challenge), site.host(), credentials(member));
  }

  /** Whose passkey has answered, or empty when none has; it isn't said why. */
  Optional<MemberId> usedToSignIn(String answer, Site site) {
    return used(answer, site, null);
  }

  /** Whether a passkey of the member has answered what he was asked. */
  boolean usedToProve(MemberId member, String answer, Site site) {
    return used(answer, site, member).isPresent();
  }

  private record Kept(
      PasskeyId id,
      MemberId member,
      @Nullable String userHandle,
      AttestedCredentialData credential,
      String host,
      long count,
      boolean backupEligible) {}

  private Optional<MemberId> used(String answer, Site site, @Nullable MemberId member) {
    AuthenticationData data = parsed(answer, Library.MANAGER::parseAuthenticationResponseJSON);
    if (data == null || data.getAuthenticatorData() == null) {
      return Optional.empty();
    }
    byte[] challenge = challenge(data.getCollectedClientData());
    byte[] handle = data.getUserHandle();
    int bucket = member == null ? bucketOf(handle) : member.bucket();
    Kept kept = find(bucket, data.getCredentialId()).orElse(null);
    if (kept == null || !kept.host().equals(site.host())) {
      return Optional.empty();
    }
    // Who is known proves himself by a passkey of his own; who isn't is whom the passkey names.
    boolean his =
        member == null
            ? handle != null && text(handle).equals(kept.userHandle())
            : kept.member().equals(member);
    if (!his || !verifies(data, kept, asked(site.origin(), kept.host(), challenge))) {
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
    return asked && countUp(kept.id(), data.getAuthenticatorData().getSignCount())
        ? Optional.of(kept.member())
        : Optional.empty();
  }

  private static boolean verifies(AuthenticationData data, Kept kept, ServerProperty asked) {
    CredentialRecordImpl known =
        new CredentialRecordImpl(
            new NoneAttestationStatement(),
            null,
            kept.backupEligible(),
            null,
            kept.count(),
            kept.credential(),
            new AuthenticationExtensionsAuthenticatorOutputs<>(),
            null,
            null,
            Set.of());
    try {
      Library.MANAGER.verify(data, new AuthenticationParameters(asked, known, null, true, true));
      return true;
    } catch (WebAuthnException wrong) {
      return false;
    }
  }

  /** A count that doesn't rise tells of a copy; of two answers at once only one may count. */
  private boolean countUp(PasskeyId id, long count) {
    return jdbc.sql(
                """
                UPDATE passkey SET sign_count = :count, used_at = :now
                 WHERE bucket = :bucket AND id = :id
                   AND (sign_count < :count OR sign_count = 0 AND :count = 0)
                """)
            .param("count", count)
            .param("now", clock.instant().atOffset(ZoneOffset.UTC))
            .param("bucket", id.bucket())
            .param("id", id.value())
            .update()
        == 1;
  }

  private Optional<Kept> find(int bucket, byte[] credentialId) {
    // Served by passkey_credential (bucket, credential_id).
    String sql =
        """
        SELECT p.id, p.member_id, m.user_handle, p.credential, p.rp_id, p.sign_count,
               p.backup_eligible
          FROM passkey p JOIN member m ON m.bucket = p.bucket AND m.id = p.member_id
         WHERE p.bucket = :bucket AND p.credential_id = :credential
        """;
    return jdbc.sql(sql)
        .param("bucket", bucket)
        .param("credential", credentialId)
        .query(
            (row, number) -> {
              byte[] handle = row.getBytes(3);
              return new Kept(
                  new PasskeyId(row.getLong(1)),
                  new MemberId(row.getLong(2)),
                  handle == null ? null : text(handle),
                  Library.CREDENTIALS.convert(row.getBytes(4)),
                  row.getString(5),
                  row.getLong(6),
                  row.getBoolean(7));
            })
        .optional();
  }

  // --- looking after them

  /** A member's passkeys, the oldest first. */
  public List<Listed> list(MemberId member) {
    // Served by passkey_member (bucket, member_id, id).
    return Members.own(
            jdbc.sql(
                """
                SELECT id, name, created_at, used_at FROM passkey
                 WHERE bucket = :bucket AND member_id = :id ORDER BY passkey.id
                """),
            member)
        .query(
            (row, number) -> {
              OffsetDateTime used = row.getObject(4, OffsetDateTime.class);
              return new Listed(
                  new PasskeyId(row.getLong(1)),
                  seal.open(Sealed.PASSKEY_NAME, row.getLong(1), row.getBytes(2)),
                  row.getObject(3, OffsetDateTime.class).toInstant(),
                  used == null ? null : used.toInstant());
            })
        .list();
  }

  /**
   * @throws InvalidValue when the name can't be taken
   * @throws ProblemException NOT_FOUND when the member has no such passkey
   */
  public void rename(MemberId member, PasskeyId id, String name) {
    String own = name(name);
    int renamed =
        jdbc.sql(
                """
                UPDATE passkey SET name = :name
                 WHERE bucket = :bucket AND id = :id AND member_id = :member
                """)
            .param("name", seal.seal(Sealed.PASSKEY_NAME, id.value(), own))
            .param("bucket", id.bucket())
            .param("id", id.value())
            .param("member", member.value())
            .update();
    if (renamed == 0) {
      throw none(id);
    }
  }

  /**
   * From now on the passkey signs nobody in.
   *
   * @throws ProblemException NOT_FOUND when the member has no such passkey, CONFLICT when it is his
   *     last way in
   */
  public void remove(MemberId member, PasskeyId id) {
    transactions.run(
        connection -> {
          JdbcClient on = Members.on(connection);
          boolean hasPassword = lock(on, member);
          int removed =
              on.sql(
                      """
                      DELETE FROM passkey
                       WHERE bucket = :bucket AND id = :id AND member_id = :member
                      """)
                  .param("bucket", id.bucket())
                  .param("id", id.value())
                  .param("member", member.value())
                  .update();
          if (removed == 0) {
            throw none(id);
          }
          if (!hasPassword && count(on, member) == 0) {
            throw lastWayIn();
          }
          return removed;
        });
  }

  /**
   * Locks the member, so that of two ways in that are removed at once one stays.
   *
   * @return whether he has a password
   */
  static boolean lock(JdbcClient on, MemberId member) {
    return Members.own(
            on.sql(
                """
                SELECT password_hash IS NOT NULL FROM member
                 WHERE bucket = :bucket AND id = :id FOR UPDATE
                """),
            member)
        .query(Boolean.class)
        .optional()
        .orElse(false);
  }

  static int count(JdbcClient on, MemberId member) {
    return Members.own(
            on.sql("SELECT count(*) FROM passkey WHERE bucket = :bucket AND member_id = :id"),
            member)
        .query(Integer.class)
        .single();
  }

  private List<String> credentials(MemberId member) {
    return Members.own(
            jdbc.sql(
                "SELECT credential_id FROM passkey WHERE bucket = :bucket AND member_id = :id"),
            member)
        .query((row, number) -> text(row.getBytes(1)))
        .list();
  }

  // --- what both need

  private static ServerProperty asked(String origin, String host, byte[] challenge) {
    return ServerProperty.builder()
        .origin(new Origin(origin))
        .rpId(host)
        .challenge(new DefaultChallenge(challenge))
        .build();
  }

  private static boolean isOf(Challenges.Taken taken, @Nullable MemberId member) {
    return member == null ? taken.member() == null : member.equals(taken.member());
  }

  /** What a browser has answered, or null when it is nothing of the kind. */
  private static <T> @Nullable T parsed(String answer, Function<String, T> parser) {
    if (answer.isEmpty() || answer.length() > LONGEST_ANSWER) {
      return null;
    }
    try {
      return parser.apply(answer);
    } catch (RuntimeException malformed) {
      // Anything may come, and the library says so in many ways.
      return null;
    }
  }

  private static byte[] challenge(@Nullable CollectedClientData told) {
    return told == null || told.getChallenge() == null
        ? new byte[0]
        : told.getChallenge().getValue();
  }

  /** A bucket that can't be holds nothing. */
  private static int bucketOf(byte @Nullable [] handle) {
    return handle == null || handle.length != HANDLE_BYTES + 2
        ? -1
        : ((handle[0] & 0xff) << 8) | (handle[1] & 0xff);
  }

  static int bucketOf(Made made) {
    return bucketOf(bytes(made.userHandle()));
  }

  static String name(String name) {
    String cleaned = name.replaceAll("\\p{Cntrl}", " ").strip();
    if (cleaned.isEmpty() || cleaned.length() > LONGEST_NAME) {
      throw InvalidValue.withoutValue(
          "name", "is empty or too long", "give 1 to " + LONGEST_NAME + " characters");
    }
    return cleaned;
  }

  private static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  static byte[] bytes(String text) {
    return Base64.getUrlDecoder().decode(text);
  }

  static ProblemException lastWayIn() {
    return new ProblemException(
        ProblemType.CONFLICT, "This is the last way to sign in; add another one first.");
  }

  private static ProblemException notAnswered() {
    return new ProblemException(
        ProblemType.FORBIDDEN, "The passkey doesn't answer this request; try again.");
  }

  private static ProblemException none(PasskeyId id) {
    return new ProblemException(ProblemType.NOT_FOUND, "The member has no passkey " + id + ".");
  }
}
