package dev.everline.account;

import dev.everline.account.secret.CurrentPassword;
import dev.everline.account.secret.Passwords;
import dev.everline.account.secret.Secrets;
import dev.everline.account.secret.Throttle;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.MemberId;
import dev.everline.kernel.ProblemException;
import dev.everline.storage.Seal;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Signs people in by passkey, or by password and by a one-time or recovery code where they have
 * asked for that; and lets them re-authenticate. Says of no name whether somebody has it: not in
 * words, not by time, not by who is slowed down.
 */
public final class SignIn {

  // For one name from one address, and whatever is one member's own.
  private static final int FREE_TRIES = 5;

  // For an address with many people behind it, and for a name that is tried from everywhere.
  private static final int FREE_TRIES_AT_LARGE = 50;

  private static final Throttle.Limit NAME_AND_ADDRESS = own("name-and-address");
  private static final Throttle.Limit ON_DEVICE = own("on-device");
  private static final Throttle.Limit CODE = own("code");
  private static final Throttle.Limit CODE_ON_DEVICE = own("code-on-device");

  private static final Throttle.Limit NAME = atLarge("name", Duration.ofMinutes(10));
  private static final Throttle.Limit ADDRESS = atLarge("address", Duration.ofMinutes(10));
  private static final Throttle.Limit ASKED = atLarge("asked", Duration.ofMinutes(1));

  private final JdbcClient jdbc;
  private final Seal seal;
  private final Passwords passwords;
  private final Throttle throttle;
  private final Passkeys passkeys;
  private final Providers providers;
  private final OneTimeCodes codes;
  private final Places places;
  private final Sessions sessions;

  SignIn(
      DataSource dataSource,
      Seal seal,
      Passwords passwords,
      Throttle throttle,
      Passkeys passkeys,
      Providers providers,
      OneTimeCodes codes,
      Places places,
      Sessions sessions) {
    this.jdbc = JdbcClient.create(dataSource);
    this.seal = seal;
    this.passwords = passwords;
    this.throttle = throttle;
    this.passkeys = passkeys;
    this.providers = providers;
    this.codes = codes;
    this.places = places;
    this.sessions = sessions;
  }

  /** What became of a try. */
  public sealed interface Answer {}

  /** What became of a re-authentication. */
  public sealed interface Proof {}

  /** The member has re-authenticated. */
  public record Proved() implements Proof {}

  /**
   * Signed in.
   *
   * @param cookie what the browser is to show from now on
   */
  public record SignedIn(String cookie, Member member) implements Answer {}

  /** The password was right; a code is asked for. */
  public record CodeNeeded(String cookie) implements Answer {}

  /** Something was wrong; it isn't said what. */
  public record Refused() implements Answer, Proof {}

  /**
   * Nothing was looked at; there were too many wrong tries.
   *
   * @param retryIn how long until the next one is looked at
   */
  public record TooMany(Duration retryIn) implements Answer, Proof {}

  /**
   * By name and password. On a device where the member has signed in before only that device's own
   * wrong tries count: nobody elsewhere can keep them out of there.
   */
  public Answer withPassword(String name, String password, Caller caller) {
    String own = nameOrNothing(name);
    byte[] nameHash = Members.nameHash(seal, own);
    MemberId id = named(nameHash).orElse(null);
    // Asked of a name that nobody has too, so that the time it takes tells nothing.
    int bucket = id == null ? Secrets.bucketOf(nameHash) : id.bucket();
    boolean known = places.hasSignedIn(bucket, id == null ? 0 : id.value(), caller);
    Throttle.Attempt here =
        known
            ? new Throttle.Attempt(ON_DEVICE, own + "\n" + caller.deviceSecret())
            : new Throttle.Attempt(NAME_AND_ADDRESS, own + "\n" + caller.address());
    Throttle.Attempt anywhere = new Throttle.Attempt(NAME, own);
    Throttle.Counted counted =
        known
            ? throttle.count(here)
            : throttle.count(here, anywhere, new Throttle.Attempt(ADDRESS, caller.address()));
    if (counted.retryIn() != null) {
      return new TooMany(counted.retryIn());
    }
    Credentials found = id == null ? null : credentials(id).orElse(null);
    if (!passwords.fits(password, found == null ? null : found.passwordHash()) || found == null) {
      return new Refused();
    }
    throttle.giveBack(counted);
    throttle.forget(here);
    if (!known) {
      throttle.forget(anywhere);
    }
    Member member = found.member();
    return member.asksCode()
        ? new CodeNeeded(sessions.begin(member.id(), Sessions.Stage.CODE_NEEDED, caller, false))
        : signedIn(member, caller);
  }

  /**
   * How long an address is asked nothing that a provider answers, or empty when it is: each
   * question is kept until it is answered, so nobody may have any number of them.
   */
  public Optional<Duration> blockedFromAsking(Caller caller) {
    return Optional.ofNullable(throttle.count(asked(caller)).retryIn());
  }

  private static Throttle.Attempt asked(Caller caller) {
    return new Throttle.Attempt(ASKED, caller.address());
  }

  /**
   * By a passkey, which is both what somebody has and what they are or know; no code is owed.
   * Nobody guesses a signature, so nobody is slowed down.
   *
   * @param answer of the browser to what {@link Passkeys#ask} asked
   */
  public Answer withPasskey(String answer, Passkeys.Site site, Caller caller) {
    return passkeys
        .usedToSignIn(answer, site)
        .flatMap(this::credentials)
        .<Answer>map(known -> signedIn(known.member(), caller))
        .orElseGet(Refused::new);
  }

  /**
   * By a provider. The provider may have let them through unseen, so this counts as
   * re-authentication only for members who have no other way in.
   *
   * @param callback where the provider was told to send the browser
   * @throws ProblemException FORBIDDEN when the browser didn't bring what was asked for,
   *     UNAVAILABLE when the provider can't be reached
   */
  public Answer withProvider(
      String provider, String state, String code, URI callback, Caller caller) {
    Credentials known =
        providers
            .cameToSignIn(provider, state, code, callback)
            .flatMap(this::credentials)
            .orElse(null);
    if (known == null) {
      return new Refused();
    }
    throttle.forget(asked(caller));
    Member member = known.member();
    signedInHere(member, caller);
    boolean all = !WaysIn.of(jdbc, member.id()).canReauthenticate();
    return new SignedIn(sessions.begin(member.id(), Sessions.Stage.SIGNED_IN, caller, all), member);
  }

  /** The second step, for a session that owes a code. */
  public Answer withCode(Sessions.Session half, String code, Caller caller) {
    Member member = half.member();
    String key = member.id().toString();
    // Who has the password alone can't keep its owner from giving a code where they are known.
    Throttle.Attempt tried =
        places.hasSignedIn(member.id().bucket(), member.id().value(), caller)
            ? new Throttle.Attempt(CODE_ON_DEVICE, key + "\n" + caller.deviceSecret())
            : new Throttle.Attempt(CODE, key);
    Duration wait = throttle.count(tried).retryIn();
    if (wait != null) {
      return new TooMany(wait);
    }
    if (!codes.usesUp(member.id(), code)) {
      return new Refused();
    }
    throttle.forget(tried);
    sessions.end(member.id(), half.id());
    return signedIn(member, caller);
  }

  /**
   * For somebody who has just joined: they have shown all that they have, on a device of their own.
   */
  public SignedIn afterJoining(Member member, Caller caller) {
    if (!caller.careful()) {
      places.remember(member.id(), caller);
    }
    return signedIn(member, caller);
  }

  private SignedIn signedIn(Member member, Caller caller) {
    signedInHere(member, caller);
    return new SignedIn(
        sessions.begin(member.id(), Sessions.Stage.SIGNED_IN, caller, true), member);
  }

  private void signedInHere(Member member, Caller caller) {
    if (!caller.careful()) {
      places.rememberSignIn(member.id(), caller);
    }
  }

  // --- re-authentication

  /**
   * @param code looked at where codes are asked for beside the password
   */
  public Proof proveByPassword(
      Sessions.Session session, String password, String code, Caller caller) {
    Member member = session.member();
    Throttle.Attempt tried = new Throttle.Attempt(CurrentPassword.LIMIT, member.id().toString());
    Duration wait = throttle.count(tried).retryIn();
    if (wait != null) {
      return new TooMany(wait);
    }
    String hash = credentials(member.id()).map(Credentials::passwordHash).orElse(null);
    // The code is used up by the right password only, and counts as a try with it.
    if (!passwords.fits(password, hash)
        || (member.asksCode() && !codes.usesUp(member.id(), code))) {
      return new Refused();
    }
    throttle.forget(tried);
    return proved(session, caller);
  }

  /**
   * @param answer of the browser to what {@link Passkeys#askToProve} asked
   */
  public Proof proveByPasskey(
      Sessions.Session session, String answer, Passkeys.Site site, Caller caller) {
    return passkeys.usedToProve(session.member().id(), answer, site)
        ? proved(session, caller)
        : new Refused();
  }

  /** What was proved in a place that isn't trusted makes the place no better known. */
  private Proof proved(Sessions.Session session, Caller caller) {
    sessions.proved(session, caller);
    if (!session.careful()) {
      places.remember(session.member().id(), caller);
    }
    return new Proved();
  }

  private record Credentials(Member member, @Nullable String passwordHash) {}

  private Optional<MemberId> named(byte[] hash) {
    return jdbc.sql(
            "SELECT member_id FROM sign_in_name WHERE bucket = :bucket AND name_hash = :hash")
        .param("bucket", Secrets.bucketOf(hash))
        .param("hash", hash)
        .query((row, number) -> new MemberId(row.getLong(1)))
        .optional();
  }

  private Optional<Credentials> credentials(MemberId id) {
    return Members.own(
            jdbc.sql(
                "SELECT "
                    + Members.COLUMNS
                    + ", m.password_hash FROM member m"
                    + " WHERE m.bucket = :bucket AND m.id = :id"),
            id)
        .query((row, number) -> new Credentials(Members.read(seal, row), row.getString(9)))
        .optional();
  }

  private static Throttle.Limit own(String purpose) {
    return new Throttle.Limit(purpose, FREE_TRIES, Duration.ofHours(1));
  }

  private static Throttle.Limit atLarge(String purpose, Duration oneForgottenIn) {
    return new Throttle.Limit(purpose, FREE_TRIES_AT_LARGE, oneForgottenIn);
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
