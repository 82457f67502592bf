package dev.everline.account.secret;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Locale;

/**
 * Secrets drawn by lot, and the hashes that are kept of them. They have at least 80 random bits, so
 * that a fast hash is enough; passwords, which people choose, go through {@link Passwords}.
 */
public final class Secrets {

  private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final int GROUP = 4;

  private final SecureRandom random = new SecureRandom();

  public byte[] bytes(int count) {
    byte[] secret = new byte[count];
    random.nextBytes(secret);
    return secret;
  }

  /** A code that people copy by hand: five bits a character, none looks like another. */
  public String code(int characters) {
    StringBuilder code = new StringBuilder(characters);
    for (int i = 0; i < characters; i++) {
      code.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return code.toString();
  }

  /** A bucket's number as the first two characters of a code. */
  public static String ofBucket(int bucket) {
    return "" + ALPHABET.charAt(bucket >> 5) + ALPHABET.charAt(bucket & 31);
  }

  /** The bucket that a code begins with, or -1. */
  public static int bucketOf(String code) {
    if (code.length() < 2) {
      return -1;
    }
    int high = ALPHABET.indexOf(code.charAt(0));
    int low = ALPHABET.indexOf(code.charAt(1));
    return high < 0 || low < 0 ? -1 : high << 5 | low;
  }

  /** In groups, as it is shown. */
  public static String grouped(String code) {
    StringBuilder shown = new StringBuilder();
    for (int i = 0; i < code.length(); i++) {
      shown.append(i > 0 && i % GROUP == 0 ? "-" : "").append(code.charAt(i));
    }
    return shown.toString();
  }

  /** As it was drawn, whatever blanks, hyphens and small letters it was typed with. */
  public static String typed(String text) {
    return text.toUpperCase(Locale.ROOT).replaceAll("[^A-Z2-7]", "");
  }

  /**
   * @param purpose so that the hash of one kind of secret is never that of another
   */
  public static byte[] hash(String purpose, byte[] secret) {
    MessageDigest digest = sha256();
    digest.update((purpose + ":").getBytes(StandardCharsets.UTF_8));
    return digest.digest(secret);
  }

  public static byte[] hash(String purpose, String secret) {
    return hash(purpose, secret.getBytes(StandardCharsets.UTF_8));
  }

  /** Where a row keyed by a hash stands. */
  public static int bucketOf(byte[] hash) {
    return (hash[0] & 0xff) << 2 | (hash[1] & 0xff) >> 6;
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every JDK has SHA-256", missing);
    }
  }
}
