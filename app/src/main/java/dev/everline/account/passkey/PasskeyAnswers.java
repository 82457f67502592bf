package dev.everline.account.passkey;

import static java.util.Objects.requireNonNull;

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
import dev.everline.account.Passkeys;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads what browsers answer about passkeys, and verifies it by the WebAuthn library. */
public final class PasskeyAnswers {

  /** What authenticators sign with, by COSE's numbers, the best first: EdDSA, ES256, RS256. */
  public static final List<Long> ALGORITHMS = List.of(-8L, -7L, -257L);

  private static final int LONGEST_ANSWER = 20_000;

  private PasskeyAnswers() {}

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
   * What a browser has answered when it was asked to make a passkey, or null when it is nothing of
   * the kind.
   */
  public static @Nullable RegistrationData registration(String answer) {
    RegistrationData data = parsed(answer, Library.MANAGER::parseRegistrationResponseJSON);
    return data == null || data.getAttestationObject() == null ? null : data;
  }

  /** The same for a browser that was asked to use one. */
  public static @Nullable AuthenticationData authentication(String answer) {
    AuthenticationData data = parsed(answer, Library.MANAGER::parseAuthenticationResponseJSON);
    return data == null || data.getAuthenticatorData() == null ? null : data;
  }

  /**
   * The passkey that was made, or empty when the answer doesn't hold.
   *
   * @param userHandle that was offered, in base64url
   */
  public static Optional<NewPasskey> made(
      RegistrationData data, Passkeys.Site site, String userHandle) {
    ServerProperty asked = asked(site, challenge(data.getCollectedClientData()));
    try {
      Library.MANAGER.verify(
          data, new RegistrationParameters(asked, Library.PARAMETERS, true, true));
    } catch (WebAuthnException wrong) {
      return Optional.empty();
    }
    AuthenticatorData<RegistrationExtensionAuthenticatorOutput> told =
        requireNonNull(data.getAttestationObject()).getAuthenticatorData();
    AttestedCredentialData credential = told.getAttestedCredentialData();
    return credential == null
        ? Optional.empty()
        : Optional.of(
            new NewPasskey(
                userHandle, credential, site.host(), told.getSignCount(), told.isFlagBE()));
  }

  /** Whether a stored passkey has signed what was asked. */
  public static boolean verifies(
      AuthenticationData data, StoredPasskey stored, Passkeys.Site site) {
    ServerProperty asked = asked(site, challenge(data.getCollectedClientData()));
    CredentialRecordImpl known =
        new CredentialRecordImpl(
            new NoneAttestationStatement(),
            null,
            stored.backupEligible(),
            null,
            stored.count(),
            stored.credential(),
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

  static byte[] credential(AttestedCredentialData credential) {
    return Library.CREDENTIALS.convert(credential);
  }

  static AttestedCredentialData credential(byte[] stored) {
    return Library.CREDENTIALS.convert(stored);
  }

  private static ServerProperty asked(Passkeys.Site site, byte[] challenge) {
    return ServerProperty.builder()
        .origin(new Origin(site.origin()))
        .rpId(site.host())
        .challenge(new DefaultChallenge(challenge))
        .build();
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

  /** What was asked, or nothing where the answer doesn't say. */
  public static byte[] challenge(@Nullable CollectedClientData told) {
    return told == null || told.getChallenge() == null
        ? new byte[0]
        : told.getChallenge().getValue();
  }
}
