package dev.everline.account.passkey;

import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import dev.everline.kernel.MemberId;
import dev.everline.kernel.PasskeyId;
import org.jspecify.annotations.Nullable;

/**
 * A passkey as it is stored, by which an answer is verified.
 *
 * @param userHandle of its member, in base64url
 * @param count of signatures so far
 */
public record StoredPasskey(
    PasskeyId id,
    MemberId member,
    @Nullable String userHandle,
    AttestedCredentialData credential,
    String host,
    long count,
    boolean backupEligible) {}
