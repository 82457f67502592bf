package dev.everline.account.secret;

import dev.everline.kernel.MemberId;
import dev.everline.storage.Seal;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What browsers are asked to answer, such as by a passkey's signature. Each is drawn by lot, taken
 * once, and worth nothing after ten minutes; so an answer that somebody recorded is worth nothing.
 *
 * <p>Those that strangers can ask for are not kept until they are answered, so that nobody can have
 * the server keep any number of them, and nobody need be refused one: it knows its own by a keyed
 * hash, and keeps only those that were used.
 */
public final class Challenges {

  private static final Duration LIFE = Duration.ofMinutes(10);
  private static final int BYTES = 32;

  /** Layout of a challenge that isn't stored: random bytes, its time, the hash of both. */
  private static final int DRAWN = 8;

  private static final int TIMED = DRAWN + Long.BYTES;

  private final JdbcClient jdbc;
  private final Seal seal;
  private final Clock clock;
  private final Secrets secrets = new Secrets();

  public Challenges(DataSource dataSource, Seal seal, Clock clock) {
    this.jdbc = JdbcClient.create(dataSource);
    this.seal = seal;
    this.clock = clock;
  }

  /** What an answer is for; one for another purpose counts for nothing. */
  public enum Purpose {
    JOIN,
    ADD_PASSKEY,
    SIGN_IN,
    PROVE,
    PROVIDER_SIGN_IN,
    PROVIDER_LINK,
    PROVIDER_JOIN,
    /** Somebody has come back from a provider to join, and is still to give their code. */
    PROVIDER_JOINING
  }

  /**
   * A challenge that was taken.
   *
   * @param member who was asked, or null when anybody was
   * @param payload what was stored with it, or null
   */
  public record Taken(@Nullable MemberId member, @Nullable String payload) {}

  /** For somebody who isn't known, to be answered by {@link #takeUnkept}. */
  public byte[] makeUnkept(Purpose purpose) {
    ByteBuffer challenge = ByteBuffer.allocate(BYTES);
    challenge.put(secrets.bytes(DRAWN)).putLong(clock.millis());
    return challenge.put(ownHash(purpose, challenge.array())).array();
  }

  /** Whether the challenge was one of ours, is still good, and has not been taken; it is now. */
  public boolean takeUnkept(byte[] challenge, Purpose purpose) {
    if (challenge.length != BYTES) {
      return false;
    }
    Instant end = Instant.ofEpochMilli(ByteBuffer.wrap(challenge).getLong(DRAWN)).plus(LIFE);
    byte[] told = Arrays.copyOfRange(challenge, TIMED, BYTES);
    Instant now = clock.instant();
    if (!MessageDigest.isEqual(told, ownHash(purpose, challenge)) || !now.isBefore(end)) {
      return false;
    }
    byte[] hash = Secrets.hash("challenge", challenge);
    sweep(Secrets.bucketOf(hash), now);
    return jdbc.sql(
            """
                INSERT INTO sign_in_challenge (bucket, challenge_hash, purpose, expires_at)
                VALUES (:bucket, :hash, 'TAKEN', :expires) ON CONFLICT DO NOTHING
                RETURNING bucket
                """)
        .param("bucket", Secrets.bucketOf(hash))
        .param("hash", hash)
        .param("expires", end.atOffset(ZoneOffset.UTC))
        .query(Integer.class)
        .optional()
        .isPresent();
  }

  private byte[] ownHash(Purpose purpose, byte[] challenge) {
    String text = HexFormat.of().formatHex(challenge, 0, TIMED);
    return seal.find("challenge-" + purpose.name(), 0, text);
  }

  public byte[] make(Purpose purpose, @Nullable MemberId member, @Nullable String payload) {
    byte[] challenge = secrets.bytes(BYTES);
    byte[] hash = Secrets.hash("challenge", challenge);
    Instant now = clock.instant();
    sweep(Secrets.bucketOf(hash), now);
    String sql =
        """
        INSERT INTO sign_in_challenge
               (bucket, challenge_hash, purpose, member_id, held, expires_at)
        VALUES (:bucket, :hash, :purpose, :member, :held, :expires)
        """;
    jdbc.sql(sql)
        .param("bucket", Secrets.bucketOf(hash))
        .param("hash", hash)
        .param("purpose", purpose.name())
        .param("member", member == null ? null : member.value(), java.sql.Types.BIGINT)
        .param("held", payload, java.sql.Types.VARCHAR)
        .param("expires", now.plus(LIFE).atOffset(ZoneOffset.UTC))
        .update();
    return challenge;
  }

  /** What nobody answered is not kept; each one made clears its own bucket, a thousandth of all. */
  private void sweep(int bucket, Instant now) {
    jdbc.sql("DELETE FROM sign_in_challenge WHERE bucket = :bucket AND expires_at <= :now")
        .param("bucket", bucket)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .update();
  }

  /** Takes a challenge; a second time finds nothing. */
  public Optional<Taken> take(byte[] challenge, Purpose purpose) {
    byte[] hash = Secrets.hash("challenge", challenge);
    String sql =
        """
        DELETE FROM sign_in_challenge
         WHERE bucket = :bucket AND challenge_hash = :hash AND purpose = :purpose
           AND expires_at > :now
        RETURNING member_id, held
        """;
    return jdbc.sql(sql)
        .param("bucket", Secrets.bucketOf(hash))
        .param("hash", hash)
        .param("purpose", purpose.name())
        .param("now", clock.instant().atOffset(ZoneOffset.UTC))
        .query(
            (row, number) -> {
              long member = row.getLong(1);
              return new Taken(row.wasNull() ? null : new MemberId(member), row.getString(2));
            })
        .optional();
  }
}
