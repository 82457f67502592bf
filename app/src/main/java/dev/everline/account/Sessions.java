package dev.everline.account;

import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.MemberId;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.kernel.SessionId;
import dev.everline.storage.IdAllocator;
import dev.everline.storage.Seal;
import dev.everline.storage.Sealed;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Browsers that are signed in. They stand in the database, so a restart signs nobody out; only a
 * hash of the cookie's secret does, so a dump of the database signs nobody in.
 */
public final class Sessions {

  private static final Duration IDLE = Duration.ofDays(14);
  private static final Duration LONGEST = Duration.ofDays(90);
  private static final Duration FOR_THE_CODE = Duration.ofMinutes(10);

  // A page seen is noted at most this often: reading pages writes next to nothing.
  private static final Duration NOTED = Duration.ofMinutes(10);

  private static final int SECRET_BYTES = 32;
  private static final int LONGEST_DEVICE = 200;

  private final JdbcClient jdbc;
  private final Seal seal;
  private final IdAllocator ids;
  private final Clock clock;
  private final Secrets secrets = new Secrets();

  Sessions(DataSource dataSource, Seal seal, IdAllocator ids, Clock clock) {
    this.jdbc = JdbcClient.create(dataSource);
    this.seal = seal;
    this.ids = ids;
    this.clock = clock;
  }

  /** How far a sign-in has come. */
  public enum Stage {
    /** The password was right; a code is still owed, and nothing is shown. */
    CODE_NEEDED,
    SIGNED_IN
  }

  /** A session and whose it is. */
  public record Session(SessionId id, Stage stage, Member member) {}

  /** A session as its member sees it listed. */
  public record Listed(SessionId id, String device, Instant createdAt, Instant seenAt) {}

  /**
   * Begins a session; each sign-in begins a new one, so an id that was planted is worth nothing.
   *
   * @param device what the browser calls itself
   * @return the cookie's value, given out this once
   */
  String begin(MemberId member, Stage stage, String device) {
    SessionId id = new SessionId(ids.next(member.bucket()));
    byte[] secret = secrets.bytes(SECRET_BYTES);
    Instant now = clock.instant();
    String sql =
        """
        INSERT INTO portal_session
               (bucket, id, member_id, secret_hash, stage, device, created_at, seen_at, expires_at)
        VALUES (:bucket, :id, :member, :hash, :stage, :device, :now, :now, :expires)
        """;
    Duration life =
        switch (stage) {
          case CODE_NEEDED -> FOR_THE_CODE;
          case SIGNED_IN -> LONGEST;
        };
    sweep(member, now);
    String shown = device.replaceAll("\\p{Cntrl}", " ").strip();
    String kept = shown.substring(0, Math.min(shown.length(), LONGEST_DEVICE));
    jdbc.sql(sql)
        .param("bucket", id.bucket())
        .param("id", id.value())
        .param("member", member.value())
        .param("hash", hash(secret))
        .param("stage", stage.name())
        .param("device", seal.seal(Sealed.SESSION_DEVICE, id.value(), kept))
        .param("now", at(now))
        .param("expires", at(now.plus(life)))
        .update();
    return id + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
  }

  /** What has ended is not kept; each sign-in clears its member's own. */
  private void sweep(MemberId member, Instant now) {
    // Served by portal_session_member (bucket, member_id, id).
    String sql =
        """
        DELETE FROM portal_session
         WHERE bucket = :bucket AND member_id = :member
           AND (expires_at <= :now OR seen_at <= :idle)
        """;
    jdbc.sql(sql)
        .param("bucket", member.bucket())
        .param("member", member.value())
        .param("now", at(now))
        .param("idle", at(now.minus(IDLE)))
        .update();
  }

  /** The session that a cookie is of, or empty when it is of none. */
  public Optional<Session> of(String cookie) {
    int dot = cookie.indexOf('.');
    if (dot < 0 || cookie.length() > 200) {
      return Optional.empty();
    }
    SessionId id;
    byte[] secret;
    try {
      id = SessionId.parse(cookie.substring(0, dot));
      secret = Base64.getUrlDecoder().decode(cookie.substring(dot + 1));
    } catch (InvalidValue | IllegalArgumentException malformed) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    String sql =
        "SELECT "
            + Members.COLUMNS
            + """
              , s.secret_hash, s.stage, s.seen_at
              FROM portal_session s JOIN member m ON m.bucket = s.bucket AND m.id = s.member_id
             WHERE s.bucket = :bucket AND s.id = :id AND s.expires_at > :now AND s.seen_at > :idle
            """;
    byte[] given = hash(secret);
    Optional<Seen> found =
        jdbc.sql(sql)
            .param("bucket", id.bucket())
            .param("id", id.value())
            .param("now", at(now))
            .param("idle", at(now.minus(IDLE)))
            .query(
                (row, number) ->
                    new Seen(
                        new Session(id, Stage.valueOf(row.getString(10)), Members.read(seal, row)),
                        MessageDigest.isEqual(row.getBytes(9), given),
                        row.getObject(11, OffsetDateTime.class).toInstant()))
            .optional()
            .filter(Seen::right);
    found.filter(seen -> seen.at().isBefore(now.minus(NOTED))).ifPresent(seen -> note(id, now));
    return found.map(Seen::session);
  }

  private record Seen(Session session, boolean right, Instant at) {}

  private void note(SessionId id, Instant now) {
    jdbc.sql("UPDATE portal_session SET seen_at = :now WHERE bucket = :bucket AND id = :id")
        .param("now", at(now))
        .param("bucket", id.bucket())
        .param("id", id.value())
        .update();
  }

  /** A member's sessions, the newest first. */
  public List<Listed> list(MemberId member) {
    // Served by portal_session_member (bucket, member_id, id).
    String sql =
        """
        SELECT id, device, created_at, seen_at FROM portal_session
         WHERE bucket = :bucket AND member_id = :member AND stage = 'SIGNED_IN'
           AND expires_at > :now AND seen_at > :idle
         ORDER BY id DESC
        """;
    Instant now = clock.instant();
    return jdbc.sql(sql)
        .param("bucket", member.bucket())
        .param("member", member.value())
        .param("now", at(now))
        .param("idle", at(now.minus(IDLE)))
        .query(
            (row, number) ->
                new Listed(
                    new SessionId(row.getLong(1)),
                    seal.open(Sealed.SESSION_DEVICE, row.getLong(1), row.getBytes(2)),
                    row.getObject(3, OffsetDateTime.class).toInstant(),
                    row.getObject(4, OffsetDateTime.class).toInstant()))
        .list();
  }

  /**
   * Ends a session at once.
   *
   * @throws ProblemException NOT_FOUND when the member has no such session
   */
  public void end(MemberId member, SessionId id) {
    String sql =
        """
        DELETE FROM portal_session WHERE bucket = :bucket AND id = :id AND member_id = :member
        """;
    int ended =
        jdbc.sql(sql)
            .param("bucket", id.bucket())
            .param("id", id.value())
            .param("member", member.value())
            .update();
    if (ended == 0) {
      throw new ProblemException(
          ProblemType.NOT_FOUND, "There is no session " + id + " any more; it has ended.");
    }
  }

  /** Ends all of a member's sessions but one, such as when the password changes. */
  public void endOthers(MemberId member, SessionId kept) {
    // Served by portal_session_member (bucket, member_id, id).
    String sql =
        """
        DELETE FROM portal_session
         WHERE bucket = :bucket AND member_id = :member AND id <> :kept
        """;
    jdbc.sql(sql)
        .param("bucket", member.bucket())
        .param("member", member.value())
        .param("kept", kept.value())
        .update();
  }

  private static byte[] hash(byte[] secret) {
    return Secrets.hash("session", secret);
  }

  private static OffsetDateTime at(Instant time) {
    return time.atOffset(ZoneOffset.UTC);
  }
}
