package dev.everline.account;

import dev.everline.account.secret.Passwords;
import dev.everline.account.secret.Throttle;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Asks a member who is signed in for their password before it is changed or taken away. */
final class CurrentPassword {

  private final JdbcClient jdbc;
  private final Passwords passwords;
  private final Throttle throttle;

  CurrentPassword(DataSource dataSource, Passwords passwords, Throttle throttle) {
    this.jdbc = JdbcClient.create(dataSource);
    this.passwords = passwords;
    this.throttle = throttle;
  }

  /**
   * @throws TooManyTries after too many wrong ones
   * @throws ProblemException FORBIDDEN when it is wrong
   */
  void require(Member member, String password) {
    Throttle.Tried tried = new Throttle.Tried(SignIn.PASSWORD, member.id().toString());
    Duration wait = throttle.count(tried).retryIn();
    if (wait != null) {
      throw new TooManyTries(wait);
    }
    String hash =
        Members.own(
                jdbc.sql("SELECT password_hash FROM member WHERE bucket = :bucket AND id = :id"),
                member.id())
            .query(String.class)
            .optional()
            .orElse(null);
    if (!passwords.fits(password, hash)) {
      throw new ProblemException(ProblemType.FORBIDDEN, "The current password is wrong.");
    }
    throttle.forget(tried);
  }
}
