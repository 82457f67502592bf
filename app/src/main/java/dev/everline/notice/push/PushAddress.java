package dev.everline.notice.push;

import dev.everline.kernel.InvalidValue;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/**
 * The address of a browser, with the keys so that only that browser can read its messages (RFC
 * 8291). Anyone who has it can tell where the person is, so it is never logged.
 */
public final class PushAddress {

  private static final int KEY_BYTES = 65;
  private static final int SECRET_BYTES = 16;
  private static final int LONGEST = 2_000;

  private final URI endpoint;
  private final byte[] key;
  private final byte[] secret;

  private PushAddress(URI endpoint, byte[] key, byte[] secret) {
    this.endpoint = endpoint;
    this.key = key;
    this.secret = secret;
  }

  /**
   * As a browser's subscription gives it.
   *
   * @param p256dh the browser's public key, and
   * @param auth its secret; both in base64url
   * @throws InvalidValue when it isn't a subscription; the message doesn't repeat it
   */
  public static PushAddress of(String endpoint, String p256dh, String auth) {
    byte[] key = decoded(p256dh);
    byte[] secret = decoded(auth);
    if (endpoint.length() > LONGEST
        || key.length != KEY_BYTES
        || key[0] != 4
        || secret.length != SECRET_BYTES) {
      throw invalid();
    }
    try {
      return new PushAddress(new URI(endpoint), key, secret);
    } catch (URISyntaxException malformed) {
      throw invalid();
    }
  }

  private static byte[] decoded(String text) {
    try {
      return Base64.getUrlDecoder().decode(text.strip());
    } catch (IllegalArgumentException malformed) {
      throw invalid();
    }
  }

  static InvalidValue invalid() {
    return InvalidValue.withoutValue(
        "subscription", "is invalid", "turn notices on again in the browser");
  }

  URI endpoint() {
    return endpoint;
  }

  byte[] key() {
    return key.clone();
  }

  byte[] secret() {
    return secret.clone();
  }

  /** The whole of it, as it is stored. */
  byte[] stored() {
    byte[] address = endpoint.toString().getBytes(StandardCharsets.UTF_8);
    byte[] all = Arrays.copyOf(key, KEY_BYTES + SECRET_BYTES + address.length);
    System.arraycopy(secret, 0, all, KEY_BYTES, SECRET_BYTES);
    System.arraycopy(address, 0, all, KEY_BYTES + SECRET_BYTES, address.length);
    return all;
  }

  static PushAddress ofStored(byte[] all) {
    int keys = KEY_BYTES + SECRET_BYTES;
    return new PushAddress(
        URI.create(new String(all, keys, all.length - keys, StandardCharsets.UTF_8)),
        Arrays.copyOf(all, KEY_BYTES),
        Arrays.copyOfRange(all, KEY_BYTES, keys));
  }

  /** Finds a browser again by its endpoint. */
  static byte[] hash(String endpoint) {
    try {
      return MessageDigest.getInstance("SHA-256")
          .digest(("push:" + endpoint).getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every JDK has SHA-256", missing);
    }
  }

  /** Without itself, so that it may be logged. */
  @Override
  public String toString() {
    return "PushAddress[" + endpoint.getHost() + "]";
  }
}
