package dev.everline.account;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import dev.everline.kernel.AccountId;
import dev.everline.kernel.MemberId;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.storage.Transactions;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Signing in by an account elsewhere (OpenID Connect), where the operator has configured whose. A
 * member links his own account there, or joins by it with the code of an invitation; nobody becomes
 * a member by having one. Who has a passkey or password too proves by these alone who he is for
 * what can't be taken back; who has none, by signing in anew.
 */
public final class Providers {

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int LARGEST_ANSWER = 256 * 1024;
  private static final String SEPARATOR = "\n";
  private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();

  private final Map<String, ProviderSettings.One> configured;
  private final Map<String, Known> known = new ConcurrentHashMap<>();
  private final Transactions transactions;
  private final JdbcClient jdbc;
  private final Challenges challenges;
  private final Clock clock;

  Providers(ProviderSettings settings, DataSource dataSource, Challenges challenges, Clock clock) {
    this.configured =
        settings.providers().stream()
            .collect(Collectors.toUnmodifiableMap(ProviderSettings.One::id, one -> one));
    this.transactions = new Transactions(dataSource);
    this.jdbc = JdbcClient.create(dataSource);
    this.challenges = challenges;
    this.clock = clock;
  }

  /**
   * One that members may sign in by.
   *
   * @param name as people call it
   */
  public record Provider(String id, String name) {}

  /**
   * A sign-in that was begun.
   *
   * @param to where the browser goes
   * @param state what it brings back; the browser that was sent must be the one that comes
   */
  public record Begun(URI to, String state) {}

  /**
   * Somebody who came from a provider to join.
   *
   * @param subject a hash of who he is there, in hexadecimal
   */
  public record Came(String provider, String subject) {}

  /** What a provider tells of itself, asked once. */
  private record Known(OIDCProviderMetadata metadata, IDTokenValidator tokens) {}

  /** In the order of their names; empty where none is configured. */
  public List<Provider> configured() {
    return configured.values().stream()
        .map(one -> new Provider(one.id(), one.name()))
        .sorted(java.util.Comparator.comparing(Provider::name))
        .toList();
  }

  /** Those that a member has linked, by their ids. */
  public Set<String> linked(MemberId member) {
    return Set.copyOf(
        Members.own(
                jdbc.sql(
                    """
                    SELECT provider FROM provider_link
                     WHERE bucket = :bucket AND member_id = :id
                    """),
                member)
            .query(String.class)
            .list());
  }

  /**
   * Begins a sign-in.
   *
   * @param callback where the provider sends the browser back to
   * @throws ProblemException NOT_FOUND when there is no such provider, UNAVAILABLE when it can't be
   *     reached
   */
  public Begun beginSignIn(String provider, URI callback) {
    return begin(provider, Challenges.Purpose.PROVIDER_SIGN_IN, null, callback);
  }

  /**
   * Begins linking a member to who he is there.
   *
   * @throws ProblemException as for {@link #beginSignIn}
   */
  public Begun beginLink(String provider, MemberId member, URI callback) {
    return begin(provider, Challenges.Purpose.PROVIDER_LINK, member, callback);
  }

  /**
   * Begins joining by who somebody is there.
   *
   * @throws ProblemException as for {@link #beginSignIn}
   */
  public Begun beginJoin(String provider, URI callback) {
    return begin(provider, Challenges.Purpose.PROVIDER_JOIN, null, callback);
  }

  private Begun begin(
      String provider, Challenges.Purpose purpose, @Nullable MemberId member, URI callback) {
    ProviderSettings.One settings = settings(provider);
    Nonce nonce = new Nonce();
    CodeVerifier verifier = new CodeVerifier();
    Known asked = known(settings);
    String held = String.join(SEPARATOR, provider, nonce.getValue(), verifier.getValue());
    String state = TEXT.encodeToString(challenges.make(purpose, member, held));
    URI to =
        new AuthenticationRequest.Builder(
                ResponseType.CODE, new Scope("openid"), new ClientID(settings.clientId()), callback)
            .endpointURI(asked.metadata().getAuthorizationEndpointURI())
            .state(new State(state))
            .nonce(nonce)
            .codeChallenge(verifier, CodeChallengeMethod.S256)
            .build()
            .toURI();
    return new Begun(to, state);
  }

  /**
   * Whom a browser that came back from a provider is linked to, or empty when to nobody.
   *
   * @throws ProblemException FORBIDDEN when it didn't bring what was asked for, UNAVAILABLE when
   *     the provider can't be reached
   */
  Optional<MemberId> cameToSignIn(String provider, String state, String code, URI callback) {
    byte[] subject =
        subject(provider, Challenges.Purpose.PROVIDER_SIGN_IN, null, state, code, callback);
    return linkedTo(subject);
  }

  private Optional<MemberId> linkedTo(byte[] subject) {
    // Served by provider_subject's key, in the bucket of the hash.
    return jdbc.sql(
            """
            SELECT member_id FROM provider_subject
             WHERE bucket = :bucket AND subject_hash = :hash
            """)
        .param("bucket", Secrets.bucketOf(subject))
        .param("hash", subject)
        .query((row, number) -> new MemberId(row.getLong(1)))
        .optional();
  }

  /**
   * Who a browser came back as that wants to join.
   *
   * @throws ProblemException as for {@link #cameToSignIn}; CONFLICT when a member has linked that
   *     account already
   */
  public Came cameToJoin(String provider, String state, String code, URI callback) {
    byte[] subject =
        subject(provider, Challenges.Purpose.PROVIDER_JOIN, null, state, code, callback);
    if (linkedTo(subject).isPresent()) {
      throw taken();
    }
    return new Came(provider, HexFormat.of().formatHex(subject));
  }

  /** Whether a member has linked that account meanwhile. */
  public boolean isTaken(Came came) {
    return linkedTo(HexFormat.of().parseHex(came.subject())).isPresent();
  }

  /** What the browser shows with the code of its invitation; counts once. */
  public String ticket(Came came) {
    return TEXT.encodeToString(
        challenges.make(
            Challenges.Purpose.PROVIDER_JOINING,
            null,
            came.provider() + SEPARATOR + came.subject()));
  }

  /** Who came with a ticket; empty when it is none, was used, or is too old. */
  public Optional<Came> cameWith(String ticket) {
    byte[] challenge;
    try {
      challenge = Base64.getUrlDecoder().decode(ticket.getBytes(StandardCharsets.US_ASCII));
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
    return challenges
        .take(challenge, Challenges.Purpose.PROVIDER_JOINING)
        .map(Challenges.Taken::held)
        .map(held -> held.split(SEPARATOR, -1))
        .map(held -> new Came(held[0], held[1]));
  }

  /**
   * Links a member to whom his browser came back as. An account elsewhere is linked to one member.
   *
   * @throws ProblemException as for {@link #cameToSignIn}; CONFLICT when somebody else has linked
   *     that account
   */
  public void cameToLink(
      String provider, MemberId member, String state, String code, URI callback) {
    byte[] subject =
        subject(provider, Challenges.Purpose.PROVIDER_LINK, member, state, code, callback);
    transactions.run(
        connection -> {
          JdbcClient on = Members.on(connection);
          Passkeys.lock(on, member);
          unlink(on, member, provider);
          return link(on, member, provider, subject, clock.instant());
        });
  }

  /** The same for somebody who becomes a member by it, in the transaction in which he does. */
  static void link(JdbcClient on, MemberId member, Came came, Instant now) {
    link(on, member, came.provider(), HexFormat.of().parseHex(came.subject()), now);
  }

  private static int link(
      JdbcClient on, MemberId member, String provider, byte[] subject, Instant now) {
    int linked =
        on.sql(
                """
                INSERT INTO provider_subject (bucket, subject_hash, member_id)
                VALUES (:bucket, :hash, :member) ON CONFLICT DO NOTHING
                """)
            .param("bucket", Secrets.bucketOf(subject))
            .param("hash", subject)
            .param("member", member.value())
            .update();
    if (linked == 0) {
      throw taken();
    }
    return Members.own(
            on.sql(
                    """
                    INSERT INTO provider_link
                           (bucket, member_id, provider, subject_hash, created_at)
                    VALUES (:bucket, :id, :provider, :hash, :now)
                    """)
                .param("provider", provider)
                .param("hash", subject)
                .param("now", now.atOffset(ZoneOffset.UTC)),
            member)
        .update();
  }

  /**
   * @throws ProblemException NOT_FOUND when there is no such provider, or the member hasn't linked
   *     it; CONFLICT when he has neither a passkey nor a password, which then is his last way in
   */
  public void unlink(MemberId member, String provider) {
    boolean was =
        transactions.run(
            connection -> {
              JdbcClient on = Members.on(connection);
              Passkeys.lock(on, member);
              if (!Members.waysIn(on, member).provesByItself()) {
                throw new ProblemException(
                    ProblemType.CONFLICT,
                    "This is the last way to sign in; add a passkey or a password first.");
              }
              return unlink(on, member, provider);
            });
    if (!was) {
      throw none(provider);
    }
  }

  private static boolean unlink(JdbcClient on, MemberId member, String provider) {
    Optional<byte[]> subject =
        Members.own(
                on.sql(
                        """
                        DELETE FROM provider_link
                         WHERE bucket = :bucket AND member_id = :id AND provider = :provider
                        RETURNING subject_hash
                        """)
                    .param("provider", provider),
                member)
            .query((row, number) -> row.getBytes(1))
            .optional();
    subject.ifPresent(hash -> forget(on, hash));
    return subject.isPresent();
  }

  /** Of a member who goes; his links go with him. One of another account keeps his. */
  static void forgetAll(JdbcClient on, AccountId account, MemberId member) {
    Members.own(
            on.sql(
                    """
                    SELECT l.subject_hash
                      FROM provider_link l
                      JOIN member m ON m.bucket = l.bucket AND m.id = l.member_id
                     WHERE l.bucket = :bucket AND l.member_id = :id AND m.account_id = :account
                    """)
                .param("account", account.value()),
            member)
        .query((row, number) -> row.getBytes(1))
        .list()
        .forEach(hash -> forget(on, hash));
  }

  private static void forget(JdbcClient on, byte[] subject) {
    on.sql("DELETE FROM provider_subject WHERE bucket = :bucket AND subject_hash = :hash")
        .param("bucket", Secrets.bucketOf(subject))
        .param("hash", subject)
        .update();
  }

  // --- what the provider says

  /** Who came back, as a hash: the provider vouches for him, and for nothing else. */
  private byte[] subject(
      String provider,
      Challenges.Purpose purpose,
      @Nullable MemberId member,
      String state,
      String code,
      URI callback) {
    ProviderSettings.One settings = settings(provider);
    String[] held = held(purpose, member, state).split(SEPARATOR, -1);
    if (held.length != 3 || !held[0].equals(provider) || code.isEmpty()) {
      throw notAsked();
    }
    Known asked = known(settings);
    AuthorizationCodeGrant grant =
        new AuthorizationCodeGrant(
            new AuthorizationCode(code), callback, new CodeVerifier(held[2]));
    HTTPRequest request =
        new TokenRequest.Builder(
                asked.metadata().getTokenEndpointURI(),
                new ClientSecretBasic(
                    new ClientID(settings.clientId()), new Secret(settings.clientSecret())),
                grant)
            .build()
            .toHTTPRequest();
    request.setConnectTimeout((int) PATIENCE.toMillis());
    request.setReadTimeout((int) PATIENCE.toMillis());
    try {
      TokenResponse answer = OIDCTokenResponseParser.parse(request.send());
      if (!(answer instanceof OIDCTokenResponse tokens)) {
        throw notAsked();
      }
      String subject =
          asked
              .tokens()
              .validate(tokens.getOIDCTokens().getIDToken(), new Nonce(held[1]))
              .getSubject()
              .getValue();
      return Secrets.hash("subject", settings.issuer() + SEPARATOR + subject);
    } catch (GeneralException | BadJOSEException | JOSEException wrong) {
      throw notAsked();
    } catch (IOException unreachable) {
      throw unavailable(settings, unreachable);
    }
  }

  private String held(Challenges.Purpose purpose, @Nullable MemberId member, String state) {
    byte[] challenge;
    try {
      challenge = Base64.getUrlDecoder().decode(state.getBytes(StandardCharsets.US_ASCII));
    } catch (IllegalArgumentException malformed) {
      throw notAsked();
    }
    Challenges.Taken taken = challenges.take(challenge, purpose).orElseThrow(Providers::notAsked);
    boolean his = member == null ? taken.member() == null : member.equals(taken.member());
    if (!his || taken.held() == null) {
      throw notAsked();
    }
    return taken.held();
  }

  private Known known(ProviderSettings.One settings) {
    Known before = known.get(settings.id());
    if (before != null) {
      return before;
    }
    int patience = (int) PATIENCE.toMillis();
    Issuer issuer = new Issuer(settings.issuer());
    try {
      OIDCProviderMetadata metadata = OIDCProviderMetadata.resolve(issuer, patience, patience);
      IDTokenValidator tokens =
          new IDTokenValidator(
              issuer,
              new ClientID(settings.clientId()),
              JWSAlgorithm.RS256,
              metadata.getJWKSetURI().toURL(),
              new DefaultResourceRetriever(patience, patience, LARGEST_ANSWER));
      Known asked = new Known(metadata, tokens);
      known.put(settings.id(), asked);
      return asked;
    } catch (GeneralException | IOException unreachable) {
      throw unavailable(settings, unreachable);
    }
  }

  private ProviderSettings.One settings(String provider) {
    ProviderSettings.One found = configured.get(provider);
    if (found == null) {
      throw none(provider);
    }
    return found;
  }

  private static ProblemException none(String provider) {
    return new ProblemException(
        ProblemType.NOT_FOUND, "There is no link to a provider '" + provider + "'.");
  }

  private static ProblemException taken() {
    return new ProblemException(
        ProblemType.CONFLICT, "That account is already linked by someone else.");
  }

  private static ProblemException notAsked() {
    return new ProblemException(
        ProblemType.FORBIDDEN, "The provider's answer doesn't match the request; start again.");
  }

  private static ProblemException unavailable(ProviderSettings.One settings, Exception why) {
    return new ProblemException(
        ProblemType.UNAVAILABLE,
        "The provider '" + settings.id() + "' at " + settings.issuer() + " can't be reached.",
        why);
  }
}
