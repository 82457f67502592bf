package dev.everline.account.passkey;

import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;

/**
 * A passkey that a browser has made, whose answer was right; not stored yet.
 *
 * @param userHandle in base64url
 * @param count of signatures so far
 */
public record NewPasskey(
    String userHandle,
    AttestedCredentialData credential,
    String host,
    long count,
    boolean backupEligible) {}
