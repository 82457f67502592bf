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
import dev.everline.account.secret.Base64Url;
import dev.everline.account.secret.Challenges;
import dev.everline.account.secret.Secrets;
import dev.everline.kernel.MemberId;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Signing in by a provider (OpenID Connect) that the operator has configured. Members link their
 * own account there, or join by it with the code of an invitation; nobody becomes a member by
 * having one. Members who have a passkey or a password re-authenticate by these alone; the others
 * by signing in again.
 */
public final class Providers {

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int LARGEST_ANSWER = 256 * 1024;
  private static final String SEPARATOR = "\n";

  private final Map<String, ProviderSettings.Registration> configured;
  private final Map<String, Discovered> discovered = new ConcurrentHashMap<>();
  private final ProviderLinks links;
  private final Challenges challenges;

  Providers(ProviderSettings settings, ProviderLinks links, Challenges challenges) {
    this.configured =
        settings.providers().stream()
            .collect(Collectors.toUnmodifiableMap(ProviderSettings.Registration::id, one -> one));
    this.links = links;
    this.challenges = challenges;
  }

  /**
   * Registration that members may sign in by.
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

  /** What a provider tells of itself, asked once. */
  private record Discovered(OIDCProviderMetadata metadata, IDTokenValidator tokens) {}

  /** Those that a member has linked, by their ids. */
  public Set<String> linked(MemberId member) {
    return links.of(member);
  }

  /** In the order of their names; empty where none is configured. */
  public List<Provider> configured() {
    return configured.values().stream()
        .map(one -> new Provider(one.id(), one.name()))
        .sorted(Comparator.comparing(Provider::name))
        .toList();
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
   * Begins linking a member to who they are there.
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
    ProviderSettings.Registration settings = settings(provider);
    Nonce nonce = new Nonce();
    CodeVerifier verifier = new CodeVerifier();
    Discovered asked = discovered(settings);
    String payload = String.join(SEPARATOR, provider, nonce.getValue(), verifier.getValue());
    String state = Base64Url.text(challenges.make(purpose, member, payload));
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
    return links.memberOf(
        identity(provider, Challenges.Purpose.PROVIDER_SIGN_IN, null, state, code, callback));
  }

  /**
   * Who a browser came back as that wants to join.
   *
   * @throws ProblemException as for {@link #cameToSignIn}; CONFLICT when a member has linked that
   *     account already
   */
  public ProviderIdentity cameToJoin(String provider, String state, String code, URI callback) {
    ProviderIdentity identity =
        identity(provider, Challenges.Purpose.PROVIDER_JOIN, null, state, code, callback);
    if (isTaken(identity)) {
      throw ProviderLinks.taken();
    }
    return identity;
  }

  /** Whether a member has linked that account meanwhile. */
  public boolean isTaken(ProviderIdentity identity) {
    return links.memberOf(identity).isPresent();
  }

  /** What the browser shows with the code of its invitation; counts once. */
  public String ticket(ProviderIdentity identity) {
    return Base64Url.text(
        challenges.make(
            Challenges.Purpose.PROVIDER_JOINING,
            null,
            identity.provider() + SEPARATOR + identity.subject()));
  }

  /** Who came with a ticket; empty when it is none, was used, or is too old. */
  public Optional<ProviderIdentity> cameWith(String ticket) {
    byte[] challenge;
    try {
      challenge = Base64Url.bytes(ticket);
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
    return challenges
        .take(challenge, Challenges.Purpose.PROVIDER_JOINING)
        .map(Challenges.Taken::payload)
        .map(payload -> payload.split(SEPARATOR, -1))
        .map(payload -> new ProviderIdentity(payload[0], payload[1]));
  }

  /**
   * Links a member to who their browser came back as. An account elsewhere is linked to one member.
   *
   * @throws ProblemException as for {@link #cameToSignIn}; CONFLICT when somebody else has linked
   *     that account
   */
  public void cameToLink(
      String provider, MemberId member, String state, String code, URI callback) {
    links.replace(
        member,
        identity(provider, Challenges.Purpose.PROVIDER_LINK, member, state, code, callback));
  }

  /**
   * @throws ProblemException NOT_FOUND when there is no such provider, or the member hasn't linked
   *     it; CONFLICT when they have neither a passkey nor a password, so that it is their last way
   *     in
   */
  public void unlink(MemberId member, String provider) {
    if (!links.unlink(member, provider)) {
      throw none(provider);
    }
  }

  // --- what the provider says

  /** Who came back: the provider vouches for who they are, and for nothing else. */
  private ProviderIdentity identity(
      String provider,
      Challenges.Purpose purpose,
      @Nullable MemberId member,
      String state,
      String code,
      URI callback) {
    ProviderSettings.Registration settings = settings(provider);
    String[] payload = payload(purpose, member, state).split(SEPARATOR, -1);
    if (payload.length != 3 || !payload[0].equals(provider) || code.isEmpty()) {
      throw notAsked();
    }
    Discovered asked = discovered(settings);
    AuthorizationCodeGrant grant =
        new AuthorizationCodeGrant(
            new AuthorizationCode(code), callback, new CodeVerifier(payload[2]));
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
              .validate(tokens.getOIDCTokens().getIDToken(), new Nonce(payload[1]))
              .getSubject()
              .getValue();
      byte[] hash = Secrets.hash("subject", settings.issuer() + SEPARATOR + subject);
      return new ProviderIdentity(provider, HexFormat.of().formatHex(hash));
    } catch (GeneralException | BadJOSEException | JOSEException wrong) {
      throw notAsked();
    } catch (IOException unreachable) {
      throw unavailable(settings, unreachable);
    }
  }

  private String payload(Challenges.Purpose purpose, @Nullable MemberId member, String state) {
    byte[] challenge;
    try {
      challenge = Base64Url.bytes(state);
    } catch (IllegalArgumentException malformed) {
      throw notAsked();
    }
    Challenges.Taken taken = challenges.take(challenge, purpose).orElseThrow(Providers::notAsked);
    boolean theirs = member == null ? taken.member() == null : member.equals(taken.member());
    if (!theirs || taken.payload() == null) {
      throw notAsked();
    }
    return taken.payload();
  }

  private Discovered discovered(ProviderSettings.Registration settings) {
    Discovered before = discovered.get(settings.id());
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
      Discovered asked = new Discovered(metadata, tokens);
      discovered.put(settings.id(), asked);
      return asked;
    } catch (GeneralException | IOException unreachable) {
      throw unavailable(settings, unreachable);
    }
  }

  private ProviderSettings.Registration settings(String provider) {
    ProviderSettings.Registration found = configured.get(provider);
    if (found == null) {
      throw none(provider);
    }
    return found;
  }

  private static ProblemException none(String provider) {
    return new ProblemException(
        ProblemType.NOT_FOUND, "There is no link to a provider '" + provider + "'.");
  }

  private static ProblemException notAsked() {
    return new ProblemException(
        ProblemType.FORBIDDEN, "The provider's answer doesn't match the request; start again.");
  }

  private static ProblemException unavailable(
      ProviderSettings.Registration settings, Exception why) {
    return new ProblemException(
        ProblemType.UNAVAILABLE,
        "The provider '" + settings.id() + "' at " + settings.issuer() + " can't be reached.",
        why);
  }
}
