package dev.everline.account;

import dev.everline.account.secret.Secrets;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.MemberId;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.kernel.SessionId;
import dev.everline.storage.IdAllocator;
import dev.everline.storage.Rows;
import dev.everline.storage.Seal;
import dev.everline.storage.Sealed;
import java.security.MessageDigest;
import java.sql.Types;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Browsers that are signed in. They stand in the database, so a restart signs nobody out; only a
 * hash of the cookie's secret does, so a dump of the database signs nobody in.
 */
public final class Sessions {

  private static final Duration IDLE = Duration.ofDays(14);
  private static final Duration LONGEST = Duration.ofDays(90);
  private static final Duration FOR_THE_CODE = Duration.ofMinutes(10);

  // In a place that isn't trusted somebody else may sit down at the machine.
  private static final Duration CAREFUL_IDLE = Duration.ofMinutes(30);
  private static final Duration CAREFUL_LONGEST = Duration.ofHours(12);

  /** So long a proof of who it is counts. */
  private static final Duration FRESH = Duration.ofMinutes(10);

  // A page seen is noted at most this often: reading pages writes next to nothing.
  private static final Duration NOTED = Duration.ofMinutes(10);
  private static final Duration CAREFUL_NOTED = Duration.ofMinutes(1);

  private static final int SECRET_BYTES = 32;

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

  /**
   * A session and whose it is.
   *
   * @param careful whether its member doesn't trust the place
   * @param proof the last re-authentication, or null when there was none or it is used up
   */
  public record Session(
      SessionId id, Stage stage, Member member, boolean careful, @Nullable Proof proof) {}

  /**
   * That a session's member has re-authenticated.
   *
   * @param from a hash of the network, in hexadecimal
   */
  public record Proof(Instant at, String from) {}

  /** A session as its member sees it listed. */
  public record Listed(
      SessionId id, String device, boolean careful, Instant createdAt, Instant seenAt) {}

  /**
   * Begins a session; each sign-in begins a new one, so an id that was planted is worth nothing.
   *
   * @param proof whether the sign-in counts as re-authentication; a careful session asks again
   * @return the cookie's value, given out this once
   */
  String begin(MemberId member, Stage stage, Caller caller, boolean proof) {
    SessionId id = new SessionId(ids.next(member.bucket()));
    byte[] secret = secrets.bytes(SECRET_BYTES);
    Instant now = clock.instant();
    String sql =
        """
        INSERT INTO portal_session
               (bucket, id, member_id, secret_hash, stage, device, created_at, seen_at, expires_at,
                careful, proved_at, proved_from)
        VALUES (:bucket, :id, :member, :hash, :stage, :device, :now, :now, :expires,
                :careful, :proved_at, :proved_from)
        """;
    Duration life =
        switch (stage) {
          case CODE_NEEDED -> FOR_THE_CODE;
          case SIGNED_IN -> caller.careful() ? CAREFUL_LONGEST : LONGEST;
        };
    boolean proved = proof && !caller.careful();
    sweep(member, now);
    jdbc.sql(sql)
        .param("bucket", id.bucket())
        .param("id", id.value())
        .param("member", member.value())
        .param("hash", hash(secret))
        .param("stage", stage.name())
        .param("device", seal.seal(Sealed.SESSION_DEVICE, id.value(), caller.deviceToKeep()))
        .param("now", at(now))
        .param("expires", at(now.plus(life)))
        .param("careful", caller.careful())
        .param("proved_at", proved ? at(now) : null, Types.TIMESTAMP_WITH_TIMEZONE)
        .param("proved_from", proved ? Places.network(seal, member, caller) : null, Types.BINARY)
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
              , s.secret_hash, s.stage, s.seen_at, s.careful, s.proved_at, s.proved_from
              FROM portal_session s JOIN member m ON m.bucket = s.bucket AND m.id = s.member_id
             WHERE s.bucket = :bucket AND s.id = :id AND s.expires_at > :now
               AND s.seen_at > CASE WHEN s.careful THEN :careful_idle ELSE :idle END
            """;
    byte[] given = hash(secret);
    Optional<StoredSession> found =
        jdbc.sql(sql)
            .param("bucket", id.bucket())
            .param("id", id.value())
            .param("now", at(now))
            .param("idle", at(now.minus(IDLE)))
            .param("careful_idle", at(now.minus(CAREFUL_IDLE)))
            .query(
                (row, number) ->
                    new StoredSession(
                        new Session(
                            id,
                            Stage.valueOf(row.getString(10)),
                            Members.read(seal, row),
                            row.getBoolean(12),
                            proof(Rows.instantOrNull(row, 13), row.getBytes(14))),
                        MessageDigest.isEqual(row.getBytes(9), given),
                        Rows.instant(row, 11)))
            .optional()
            .filter(StoredSession::right);
    found.filter(seen -> seen.isToBeNoted(now)).ifPresent(seen -> note(id, now));
    return found.map(StoredSession::session);
  }

  private record StoredSession(Session session, boolean right, Instant at) {

    boolean isToBeNoted(Instant now) {
      return at.isBefore(now.minus(session.careful() ? CAREFUL_NOTED : NOTED));
    }
  }

  private static @Nullable Proof proof(@Nullable Instant at, byte @Nullable [] from) {
    return at == null || from == null ? null : new Proof(at, HexFormat.of().formatHex(from));
  }

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
        SELECT id, device, careful, created_at, seen_at FROM portal_session
         WHERE bucket = :bucket AND member_id = :member AND stage = 'SIGNED_IN'
           AND expires_at > :now
           AND seen_at > CASE WHEN careful THEN :careful_idle ELSE :idle END
         ORDER BY id DESC
        """;
    Instant now = clock.instant();
    return jdbc.sql(sql)
        .param("bucket", member.bucket())
        .param("member", member.value())
        .param("now", at(now))
        .param("idle", at(now.minus(IDLE)))
        .param("careful_idle", at(now.minus(CAREFUL_IDLE)))
        .query(
            (row, number) ->
                new Listed(
                    new SessionId(row.getLong(1)),
                    seal.open(Sealed.SESSION_DEVICE, row.getLong(1), row.getBytes(2)),
                    row.getBoolean(3),
                    Rows.instant(row, 4),
                    Rows.instant(row, 5)))
        .list();
  }

  // --- proofs of who it is

  /**
   * Whether the member has re-authenticated recently, from the network that the request comes from.
   */
  public boolean isProved(Session session, Caller caller) {
    Proof proof = session.proof();
    String here = HexFormat.of().formatHex(Places.network(seal, session.member().id(), caller));
    return proof != null && proof.at().isAfter(freshSince()) && proof.from().equals(here);
  }

  /** Uses the proof up: of two acts that come with it one goes on. */
  public boolean useUpProof(Session session, Caller caller) {
    String sql =
        """
        UPDATE portal_session SET proved_at = NULL
         WHERE bucket = :bucket AND id = :id AND proved_at > :since AND proved_from = :here
        """;
    return own(sql, session)
            .param("since", at(freshSince()))
            .param("here", Places.network(seal, session.member().id(), caller))
            .update()
        == 1;
  }

  private Instant freshSince() {
    return clock.instant().minus(FRESH);
  }

  /** The member has just re-authenticated. */
  void proved(Session session, Caller caller) {
    String sql =
        """
        UPDATE portal_session SET proved_at = :now, proved_from = :here
         WHERE bucket = :bucket AND id = :id
        """;
    own(sql, session)
        .param("now", at(clock.instant()))
        .param("here", Places.network(seal, session.member().id(), caller))
        .update();
  }

  /** From now on the place isn't trusted: a short life, and a proof for each act. */
  public void beCareful(Session session) {
    String sql =
        """
        UPDATE portal_session
           SET careful = true, proved_at = NULL, seen_at = :now,
               expires_at = least(expires_at, :until)
         WHERE bucket = :bucket AND id = :id
        """;
    Instant now = clock.instant();
    own(sql, session).param("now", at(now)).param("until", at(now.plus(CAREFUL_LONGEST))).update();
  }

  /** The place is trusted again. */
  public void stopBeingCareful(Session session) {
    String sql =
        """
        UPDATE portal_session
           SET careful = false, expires_at = created_at + make_interval(hours => :hours)
         WHERE bucket = :bucket AND id = :id
        """;
    own(sql, session).param("hours", (int) LONGEST.toHours()).update();
  }

  private JdbcClient.StatementSpec own(String sql, Session session) {
    return jdbc.sql(sql).param("bucket", session.id().bucket()).param("id", session.id().value());
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
      throw new ProblemException(ProblemType.NOT_FOUND, "The session " + id + " has ended.");
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
