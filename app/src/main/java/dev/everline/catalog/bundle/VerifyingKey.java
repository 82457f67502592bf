package dev.everline.catalog.bundle;

import com.google.crypto.tink.subtle.Ed25519Verify;
import dev.everline.kernel.InvalidValue;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * The public key of who makes bundles: a line of base64 as OpenBSD's signify writes it, with {@code
 * Ed}, a number of eight bytes that tells keys apart, and the key itself.
 */
public final class VerifyingKey {

  static final int NUMBER_BYTES = 8;
  static final byte[] ALGORITHM = {'E', 'd'};

  private static final int KEY_BYTES = 32;

  private final byte[] number;
  private final byte[] key;

  VerifyingKey(byte[] number, byte[] key) {
    this.number = number.clone();
    this.key = key.clone();
  }

  /**
   * @param text the line, alone or under its comment as in a file
   * @throws InvalidValue when it is none
   */
  public static VerifyingKey parse(String text) {
    List<String> lines =
        text.strip().lines().filter(line -> !line.startsWith("untrusted comment:")).toList();
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(lines.size() == 1 ? lines.getFirst().strip() : "");
    } catch (IllegalArgumentException noBase64) {
      throw notAKey();
    }
    if (bytes.length != ALGORITHM.length + NUMBER_BYTES + KEY_BYTES) {
      throw notAKey();
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    byte[] algorithm = new byte[ALGORITHM.length];
    byte[] number = new byte[NUMBER_BYTES];
    byte[] key = new byte[KEY_BYTES];
    in.get(algorithm).get(number).get(key);
    if (!Arrays.equals(algorithm, ALGORITHM)) {
      throw notAKey();
    }
    return new VerifyingKey(number, key);
  }

  /** Without what was given: it may be the secret one. */
  private static InvalidValue notAKey() {
    return InvalidValue.withoutValue(
        "key",
        "is no public key of a maker of bundles",
        "give its line of 56 characters that begins with RW, or the .pub file that contains it");
  }

  /** What tells it from others, for people. */
  public String id() {
    return HexFormat.of().formatHex(number);
  }

  boolean isNumbered(byte[] other) {
    return Arrays.equals(number, other);
  }

  boolean verifies(byte[] signature, byte[] signed) {
    try {
      new Ed25519Verify(key).verify(signature, signed);
      return true;
    } catch (GeneralSecurityException wrong) {
      return false;
    }
  }

  /** The line. */
  @Override
  public String toString() {
    return Base64.getEncoder()
        .encodeToString(
            ByteBuffer.allocate(ALGORITHM.length + NUMBER_BYTES + KEY_BYTES)
                .put(ALGORITHM)
                .put(number)
                .put(key)
                .array());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VerifyingKey that && toString().equals(that.toString());
  }

  @Override
  public int hashCode() {
    return toString().hashCode();
  }
}
