package dev.everline.account;

import dev.everline.kernel.MemberId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What browsers are asked to answer, such as by a passkey's signature. Each is drawn by lot, taken
 * once, and worth nothing after ten minutes; so an answer that somebody recorded is worth nothing.
 */
final class Challenges {

  private static final Duration LIFE = Duration.ofMinutes(10);
  private static final int BYTES = 32;

  private final JdbcClient jdbc;
  private final Clock clock;
  private final Secrets secrets = new Secrets();

  Challenges(DataSource dataSource, Clock clock) {
    this.jdbc = JdbcClient.create(dataSource);
    this.clock = clock;
  }

  /** What an answer is for; one for another purpose counts for nothing. */
  enum Purpose {
    JOIN,
    ADD_PASSKEY,
    SIGN_IN,
    PROVE,
    PROVIDER_SIGN_IN,
    PROVIDER_LINK,
    PROVIDER_JOIN,
    /** Somebody has come back from a provider to join, and is still to give his code. */
    PROVIDER_JOINING
  }

  /**
   * A challenge that was taken.
   *
   * @param member who was asked, or null when anybody was
   * @param held what was put by with it, or null
   */
  record Taken(@Nullable MemberId member, @Nullable String held) {}

  byte[] make(Purpose purpose, @Nullable MemberId member, @Nullable String held) {
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
        .param("held", held, java.sql.Types.VARCHAR)
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

  /** Takes a challenge: whoever comes with it again finds nothing. */
  Optional<Taken> take(byte[] challenge, Purpose purpose) {
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
