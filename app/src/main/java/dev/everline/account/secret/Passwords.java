package dev.everline.account.secret;

import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * Keeps passwords as Argon2id hashes. Each takes 16 MiB and some time on purpose, so only a few are
 * worked on at once: a flood of tries fills neither the memory nor the processors.
 */
public final class Passwords {

  static final int SHORTEST = 12;
  static final int LONGEST = 200;
  private static final int AT_ONCE = 4;

  private final PasswordEncoder argon2 = Argon2PasswordEncoder.defaultsForSpringSecurity_v5_8();
  private final Semaphore room = new Semaphore(AT_ONCE);

  // Checked when nobody has the name, so that the time of the answer doesn't tell.
  private final String nobodys;

  public Passwords() {
    this.nobodys = hash(new Secrets().code(SHORTEST));
  }

  /**
   * Length is what makes a password strong; rules about its characters only make it forgotten.
   *
   * @throws InvalidValue when it is too short, too long, or holds the name
   */
  public static void require(String password, String name) {
    int length = password.codePointCount(0, password.length());
    if (length < SHORTEST || length > LONGEST) {
      throw InvalidValue.withoutValue(
          "password",
          "is too short or too long",
          "give " + SHORTEST + " to " + LONGEST + " characters; a few words make a good one");
    }
    if (password.toLowerCase(Locale.ROOT).contains(name.toLowerCase(Locale.ROOT))
        || password.codePoints().distinct().count() < 5) {
      throw InvalidValue.withoutValue(
          "password", "is easy to guess", "choose one without your name and with more variety");
    }
  }

  public String hash(String password) {
    return withRoom(() -> java.util.Objects.requireNonNull(argon2.encode(password)));
  }

  /**
   * @param hash of the one who has the name, or null when nobody has it
   */
  public boolean fits(String password, @Nullable String hash) {
    String bounded = password.length() > LONGEST * 2 ? "" : password;
    boolean same = withRoom(() -> argon2.matches(bounded, hash == null ? nobodys : hash));
    return same && hash != null;
  }

  private <T> T withRoom(java.util.function.Supplier<T> work) {
    try {
      if (!room.tryAcquire(10, TimeUnit.SECONDS)) {
        throw new ProblemException(
            ProblemType.UNAVAILABLE, "Too many people are signing in; try again in a minute.");
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new ProblemException(ProblemType.UNAVAILABLE, "The server is stopping.", stopped);
    }
    try {
      return work.get();
    } finally {
      room.release();
    }
  }
}
