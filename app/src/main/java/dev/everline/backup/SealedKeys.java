package dev.everline.backup;

import dev.everline.kernel.InvalidValue;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import tools.jackson.core.JacksonException;

/**
 * The keys of an installation, sealed by a passphrase: Argon2id makes a key of it, AES-256-GCM
 * seals. A guess costs 64 MiB and a part of a second, so that a long passphrase can't be tried out.
 *
 * @param version of this layout
 * @param memoryKib that Argon2id takes
 * @param iterations that it does
 * @param salt in Base64, as are the nonce and what is sealed
 */
record SealedKeys(
    int version, int memoryKib, int iterations, String salt, String nonce, String sealed) {

  /** What is kept of the keys' files; null for one that there isn't. */
  record Keys(String sealing, @org.jspecify.annotations.Nullable String push) {}

  static final int SHORTEST_PASSPHRASE = 12;

  private static final int MEMORY_KIB = 64 * 1024;
  private static final int ITERATIONS = 3;

  /** More than this would be somebody's way to keep the machine busy. */
  private static final int MOST_MEMORY_KIB = 256 * 1024;

  private static final int MOST_ITERATIONS = 10;
  private static final int TAG_BITS = 128;
  private static final byte[] PLACE = "everline backup keys 1".getBytes(StandardCharsets.US_ASCII);
  private static final SecureRandom RANDOM = new SecureRandom();

  static String seal(Keys keys, char[] passphrase) {
    if (passphrase.length < SHORTEST_PASSPHRASE) {
      throw InvalidValue.withoutValue(
          "passphrase",
          "is too short",
          "give at least " + SHORTEST_PASSPHRASE + " characters; a few words make a good one");
    }
    byte[] salt = random(16);
    byte[] nonce = random(12);
    byte[] plain = BackupFile.JSON.writeValueAsBytes(keys);
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, passphrase, salt, nonce, MEMORY_KIB, ITERATIONS);
      return BackupFile.JSON.writeValueAsString(
          new SealedKeys(
              1, MEMORY_KIB, ITERATIONS, text(salt), text(nonce), text(cipher.doFinal(plain))));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JDK has AES-GCM", impossible);
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  /**
   * @throws InvalidValue when it is another passphrase than the one that sealed them
   */
  static Keys open(byte[] content, char[] passphrase) {
    try {
      SealedKeys keys = BackupFile.JSON.readValue(content, SealedKeys.class);
      if (keys.version != 1
          || keys.memoryKib < 8
          || keys.memoryKib > MOST_MEMORY_KIB
          || keys.iterations < 1
          || keys.iterations > MOST_ITERATIONS) {
        throw InvalidValue.withoutValue(
            "file",
            "contains keys that were sealed in another way",
            "use the Everline that made it");
      }
      Cipher cipher =
          cipher(
              Cipher.DECRYPT_MODE,
              passphrase,
              bytes(keys.salt),
              bytes(keys.nonce),
              keys.memoryKib,
              keys.iterations);
      return BackupFile.JSON.readValue(cipher.doFinal(bytes(keys.sealed)), Keys.class);
    } catch (GeneralSecurityException wrong) {
      throw InvalidValue.withoutValue(
          "passphrase", "doesn't open the keys of this backup", "use the one it was made with");
    } catch (JacksonException | IllegalArgumentException malformed) {
      // The cause is left out: it could quote the keys.
      throw InvalidValue.withoutValue(
          "file", "contains keys that can't be read", "use another backup");
    }
  }

  private static Cipher cipher(
      int mode, char[] passphrase, byte[] salt, byte[] nonce, int memoryKib, int iterations)
      throws GeneralSecurityException {
    Argon2BytesGenerator argon2 = new Argon2BytesGenerator();
    argon2.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(memoryKib)
            .withIterations(iterations)
            .withParallelism(1)
            .withSalt(salt)
            .build());
    byte[] key = new byte[32];
    ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(passphrase));
    byte[] bytes = new byte[encoded.remaining()];
    encoded.get(bytes);
    argon2.generateBytes(bytes, key);
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(PLACE);
    Arrays.fill(bytes, (byte) 0);
    Arrays.fill(key, (byte) 0);
    return cipher;
  }

  private static String text(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static byte[] bytes(String text) {
    return Base64.getDecoder().decode(text);
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    return bytes;
  }
}
