package dev.everline.catalog.bundle;

import com.google.crypto.tink.subtle.Ed25519Sign;
import dev.everline.kernel.InvalidValue;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * The secret key of a maker of bundles, as {@code signify -G -n} writes it: without a passphrase. A
 * key with a passphrase stays with signify, which signs the same bundles.
 */
public final class SigningKey {

  private static final int SEED_BYTES = 32;
  private static final int SECRET_BYTES = 64;
  private static final int SALT_BYTES = 16;
  private static final int CHECKSUM_BYTES = 8;
  private static final byte[] DERIVATION = {'B', 'K'};

  private final byte[] number;
  private final byte[] seed;
  private final VerifyingKey verifying;

  private SigningKey(byte[] number, byte[] seed, byte[] key) {
    this.number = number;
    this.seed = seed;
    this.verifying = new VerifyingKey(number, key);
  }

  /** A new one. */
  public static SigningKey generate() {
    try {
      byte[] number = new byte[VerifyingKey.NUMBER_BYTES];
      new SecureRandom().nextBytes(number);
      Ed25519Sign.KeyPair pair = Ed25519Sign.KeyPair.newKeyPair();
      return new SigningKey(number, pair.getPrivateKey(), pair.getPublicKey());
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("Ed25519 is always there", impossible);
    }
  }

  /**
   * @throws InvalidValue when the text holds none, or one with a passphrase
   */
  public static SigningKey parse(String text) {
    List<String> lines =
        text.strip().lines().filter(line -> !line.startsWith("untrusted comment:")).toList();
    int length =
        VerifyingKey.ALGORITHM.length
            + DERIVATION.length
            + Integer.BYTES
            + SALT_BYTES
            + CHECKSUM_BYTES
            + VerifyingKey.NUMBER_BYTES
            + SECRET_BYTES;
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(lines.size() == 1 ? lines.getFirst().strip() : "");
    } catch (IllegalArgumentException noBase64) {
      throw notAKey();
    }
    if (bytes.length != length) {
      throw notAKey();
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    byte[] algorithm = new byte[VerifyingKey.ALGORITHM.length];
    byte[] derivation = new byte[DERIVATION.length];
    in.get(algorithm).get(derivation);
    int rounds = in.getInt();
    byte[] checksum = new byte[CHECKSUM_BYTES];
    byte[] number = new byte[VerifyingKey.NUMBER_BYTES];
    byte[] secret = new byte[SECRET_BYTES];
    in.get(new byte[SALT_BYTES]).get(checksum).get(number).get(secret);
    if (!Arrays.equals(algorithm, VerifyingKey.ALGORITHM)
        || !Arrays.equals(derivation, DERIVATION)) {
      throw notAKey();
    }
    if (rounds != 0) {
      throw InvalidValue.withoutValue(
          "key",
          "is protected by a passphrase",
          "make the bundle with --unsigned and sign it with signify -S -e -s KEY -m FILE");
    }
    if (!Arrays.equals(checksum, checksum(secret))) {
      throw notAKey();
    }
    byte[] seed = Arrays.copyOf(secret, SEED_BYTES);
    SigningKey key = new SigningKey(number, seed, Arrays.copyOfRange(secret, SEED_BYTES, 64));
    byte[] probe = {1};
    if (!key.verifying.verifies(key.sign(probe), probe)) {
      throw notAKey();
    }
    return key;
  }

  private static InvalidValue notAKey() {
    return InvalidValue.withoutValue(
        "key",
        "is no secret key for bundles",
        "give the file that 'everline catalog bundle key' made, or signify -G -n");
  }

  private static byte[] checksum(byte[] secret) {
    try {
      return Arrays.copyOf(MessageDigest.getInstance("SHA-512").digest(secret), CHECKSUM_BYTES);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("SHA-512 is always there", impossible);
    }
  }

  public VerifyingKey verifying() {
    return verifying;
  }

  byte[] sign(byte[] bytes) {
    try {
      return new Ed25519Sign(seed).sign(bytes);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("Ed25519 is always there", impossible);
    }
  }

  byte[] number() {
    return number.clone();
  }

  /** As it is kept in a file, which nobody else may read. */
  public String secretFile() {
    byte[] secret =
        ByteBuffer.allocate(SECRET_BYTES)
            .put(seed)
            .put(Base64.getDecoder().decode(verifying.toString()), 10, SEED_BYTES)
            .array();
    byte[] salt = new byte[SALT_BYTES];
    new SecureRandom().nextBytes(salt);
    byte[] bytes =
        ByteBuffer.allocate(104)
            .put(VerifyingKey.ALGORITHM)
            .put(DERIVATION)
            .putInt(0)
            .put(salt)
            .put(checksum(secret))
            .put(number)
            .put(secret)
            .array();
    return "untrusted comment: secret key for Everline catalog bundles\n"
        + Base64.getEncoder().encodeToString(bytes)
        + "\n";
  }

  /** As it is given to those who are to trust it. */
  public String publicFile() {
    return "untrusted comment: public key of Everline catalog bundles\n" + verifying + "\n";
  }
}
