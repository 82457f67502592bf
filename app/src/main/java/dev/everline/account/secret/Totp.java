package dev.everline.account.secret;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.OptionalLong;
import javax.crypto.spec.SecretKeySpec;

/** One-time codes of six digits by RFC 6238, as authenticator apps show them. */
public final class Totp {

  public static final int SEED_BYTES = 20;
  private static final long STEP_SECONDS = 30;

  private Totp() {}

  /**
   * The step of time that a code is of: now's, or a neighbour's since clocks differ; never one that
   * was used already, so that a code that somebody watched is worth nothing.
   */
  public static OptionalLong step(byte[] seed, String code, long used, Instant now) {
    String digits = code.replaceAll("\\s", "");
    long current = now.getEpochSecond() / STEP_SECONDS;
    for (long step = current - 1; step <= current + 1; step++) {
      boolean same =
          MessageDigest.isEqual(
              at(seed, step).getBytes(StandardCharsets.UTF_8),
              digits.getBytes(StandardCharsets.UTF_8));
      if (same && step > used) {
        return OptionalLong.of(step);
      }
    }
    return OptionalLong.empty();
  }

  /** The code that an app shows at a time. */
  public static String at(byte[] seed, Instant time) {
    return at(seed, time.getEpochSecond() / STEP_SECONDS);
  }

  private static String at(byte[] seed, long step) {
    try {
      return new TimeBasedOneTimePasswordGenerator()
          .generateOneTimePasswordString(
              new SecretKeySpec(seed, "HmacSHA1"), Instant.ofEpochSecond(step * STEP_SECONDS));
    } catch (InvalidKeyException impossible) {
      throw new IllegalStateException("a MAC takes any bytes as its key", impossible);
    }
  }
}
