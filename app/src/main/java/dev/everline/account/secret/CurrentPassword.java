package dev.everline.account.secret;

import dev.everline.account.TooManyTries;
import dev.everline.kernel.MemberId;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Asks a member who is signed in for their password before it is changed or taken away. */
public final class CurrentPassword {

  /** How often a member who is signed in may give a wrong one. */
  public static final Throttle.Limit LIMIT = new Throttle.Limit("password", 5, Duration.ofHours(1));

  private final JdbcClient jdbc;
  private final Passwords passwords;
  private final Throttle throttle;

  public CurrentPassword(DataSource dataSource, Passwords passwords, Throttle throttle) {
    this.jdbc = JdbcClient.create(dataSource);
    this.passwords = passwords;
    this.throttle = throttle;
  }

  /**
   * @throws TooManyTries after too many wrong ones
   * @throws ProblemException FORBIDDEN when it is wrong
   */
  public void require(MemberId member, String password) {
    Throttle.Attempt tried = new Throttle.Attempt(LIMIT, member.toString());
    Duration wait = throttle.count(tried).retryIn();
    if (wait != null) {
      throw new TooManyTries(wait);
    }
    String hash =
        jdbc.sql("SELECT password_hash FROM member WHERE bucket = :bucket AND id = :id")
            .param("bucket", member.bucket())
            .param("id", member.value())
            .query(String.class)
            .optional()
            .orElse(null);
    if (!passwords.fits(password, hash)) {
      throw new ProblemException(ProblemType.FORBIDDEN, "The current password is wrong.");
    }
    throttle.forget(tried);
  }
}
