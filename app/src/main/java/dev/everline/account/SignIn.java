package dev.everline.account;

import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.MemberId;
import dev.everline.storage.Seal;
import dev.everline.storage.Sealed;
import dev.everline.storage.Transactions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Signs people in by password, and by a one-time or recovery code where they have asked for that.
 * Says of no name whether somebody has it: not in words, not by time, not by who is slowed down.
 */
public final class SignIn {

  /** For one name from one address; for a member's own password and codes. */
  static final int FREE_TRIES = 5;

  // For an address with many people behind it, and for a name that is tried from everywhere.
  private static final int FREE_TRIES_AT_LARGE = 50;

  private static final String CODE = "code";

  private final Transactions transactions;
  private final JdbcClient jdbc;
  private final Seal seal;
  private final Passwords passwords;
  private final Throttle throttle;
  private final Sessions sessions;
  private final Clock clock;

  SignIn(
      DataSource dataSource,
      Seal seal,
      Passwords passwords,
      Throttle throttle,
      Sessions sessions,
      Clock clock) {
    this.transactions = new Transactions(dataSource);
    this.jdbc = JdbcClient.create(dataSource);
    this.seal = seal;
    this.passwords = passwords;
    this.throttle = throttle;
    this.sessions = sessions;
    this.clock = clock;
  }

  /** What became of a try. */
  public sealed interface Answer {}

  /**
   * Signed in.
   *
   * @param cookie what the browser is to show from now on
   */
  public record SignedIn(String cookie, Member member) implements Answer {}

  /** The password was right; a code is asked for. */
  public record CodeNeeded(String cookie) implements Answer {}

  /** Something was wrong; it isn't said what. */
  public record Refused() implements Answer {}

  /** Nothing was looked at; there were too many tries. */
  public record TooMany(Instant until) implements Answer {}

  /**
   * @param address where the try comes from
   * @param device what the browser calls itself
   */
  public Answer withPassword(String name, String password, String address, String device) {
    String own = nameOrNothing(name);
    Optional<Instant> blocked =
        Stream.of(
                throttle.count("name-and-address", own + "\n" + address, FREE_TRIES),
                throttle.count("name", own, FREE_TRIES_AT_LARGE),
                throttle.count("address", address, FREE_TRIES_AT_LARGE))
            .flatMap(Optional::stream)
            .max(Instant::compareTo);
    if (blocked.isPresent()) {
      return new TooMany(blocked.get());
    }
    Known known = find(own).orElse(null);
    if (!passwords.fits(password, known == null ? null : known.passwordHash()) || known == null) {
      return new Refused();
    }
    throttle.forget("name-and-address", own + "\n" + address);
    throttle.forget("name", own);
    Member member = known.member();
    return member.asksCode()
        ? new CodeNeeded(sessions.begin(member.id(), Sessions.Stage.CODE_NEEDED, device))
        : signedIn(member, device);
  }

  /** The second step, for a session that owes a code. */
  public Answer withCode(Sessions.Session half, String code, String device) {
    Member member = half.member();
    String key = member.id().toString();
    Optional<Instant> blocked = throttle.count(CODE, key, FREE_TRIES);
    if (blocked.isPresent()) {
      return new TooMany(blocked.get());
    }
    if (!usesUp(member.id(), code)) {
      return new Refused();
    }
    throttle.forget(CODE, key);
    sessions.end(member.id(), half.id());
    return signedIn(member, device);
  }

  /**
   * Whether it is the member himself who asks for something that can't be undone: his password, and
   * a code where he has asked for codes. Slowed down like a sign-in.
   */
  public boolean proves(Member member, String password, String code) {
    String key = member.id().toString();
    if (throttle.count("password", key, FREE_TRIES).isPresent()) {
      return false;
    }
    String hash =
        Members.own(
                jdbc.sql("SELECT password_hash FROM member WHERE bucket = :bucket AND id = :id"),
                member.id())
            .query(String.class)
            .optional()
            .orElse(null);
    boolean proved =
        passwords.fits(password, hash) && (!member.asksCode() || usesUp(member.id(), code));
    if (proved) {
      throttle.forget("password", key);
    }
    return proved;
  }

  /** For a person who has just joined: he has shown all that he has. */
  public SignedIn afterJoining(Member member, String device) {
    return signedIn(member, device);
  }

  private SignedIn signedIn(Member member, String device) {
    return new SignedIn(sessions.begin(member.id(), Sessions.Stage.SIGNED_IN, device), member);
  }

  private record Known(Member member, @Nullable String passwordHash) {}

  private Optional<Known> find(String name) {
    byte[] hash = Members.nameHash(seal, name);
    Optional<MemberId> id =
        jdbc.sql("SELECT member_id FROM sign_in_name WHERE bucket = :bucket AND name_hash = :hash")
            .param("bucket", Secrets.bucketOf(hash))
            .param("hash", hash)
            .query((row, number) -> new MemberId(row.getLong(1)))
            .optional();
    return id.flatMap(
        found ->
            Members.own(
                    jdbc.sql(
                        "SELECT "
                            + Members.COLUMNS
                            + ", m.password_hash FROM member m"
                            + " WHERE m.bucket = :bucket AND m.id = :id"),
                    found)
                .query((row, number) -> new Known(Members.read(seal, row), row.getString(9)))
                .optional());
  }

  /** A code counts once, also when it is given twice at the same time. */
  private boolean usesUp(MemberId id, String code) {
    Instant now = clock.instant();
    return transactions.run(
        connection -> {
          JdbcClient on = Members.on(connection);
          OptionalLong step =
              Members.own(
                      on.sql(
                          """
                          SELECT totp_seed, totp_step FROM member
                           WHERE bucket = :bucket AND id = :id AND totp_seed IS NOT NULL FOR UPDATE
                          """),
                      id)
                  .query(
                      (row, number) ->
                          Totp.step(
                              seal.openBytes(Sealed.MEMBER_CODES, id.value(), row.getBytes(1)),
                              code,
                              row.getLong(2),
                              now))
                  .optional()
                  .orElse(OptionalLong.empty());
          if (step.isPresent()) {
            return Members.own(
                        on.sql(
                                """
                                UPDATE member SET totp_step = :step
                                 WHERE bucket = :bucket AND id = :id
                                """)
                            .param("step", step.getAsLong()),
                        id)
                    .update()
                == 1;
          }
          return Members.own(
                      on.sql(
                              """
                              UPDATE recovery_code SET used_at = :now
                               WHERE bucket = :bucket AND member_id = :id AND code_hash = :hash
                                 AND used_at IS NULL
                              """)
                          .param("now", now.atOffset(ZoneOffset.UTC))
                          .param("hash", Secrets.hash("recovery", Secrets.typed(code))),
                      id)
                  .update()
              == 1;
        });
  }

  /** A name that can't be is nobody's, and answered like any other that is wrong. */
  private static String nameOrNothing(String name) {
    try {
      return Members.name(name);
    } catch (InvalidValue impossible) {
      return "";
    }
  }
}
