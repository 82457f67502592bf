package dev.everline.account;

import dev.everline.storage.Seal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Slows down whoever guesses. A try counts before it is looked at, in one statement, so that many
 * at once count each; after the free ones the wait doubles from 30 seconds to an hour. What is
 * tried is known by its keyed hash only, whether it exists or not.
 */
final class Throttle {

  private static final Duration FORGOTTEN_AFTER = Duration.ofHours(24);

  private final JdbcClient jdbc;
  private final Seal seal;
  private final Clock clock;

  Throttle(DataSource dataSource, Seal seal, Clock clock) {
    this.jdbc = JdbcClient.create(dataSource);
    this.seal = seal;
    this.clock = clock;
  }

  /**
   * Counts a try.
   *
   * @param free how many there are before the first wait
   * @return until when no try is looked at, or empty when this one may go on
   */
  Optional<Instant> count(String purpose, String key, int free) {
    byte[] hash = seal.find("try-" + purpose, 0, key);
    Instant now = clock.instant();
    String sql =
        """
        INSERT INTO sign_in_try AS t (bucket, key_hash, tries, last_at, blocked_until)
        VALUES (:bucket, :key, 1, :now, :now)
        ON CONFLICT (bucket, key_hash) DO UPDATE
           SET tries = CASE WHEN t.last_at < :forgotten THEN 1 ELSE t.tries + 1 END,
               last_at = :now,
               blocked_until = CAST(:now AS timestamptz) + make_interval(secs =>
                 CASE WHEN t.last_at < :forgotten OR t.tries + 1 < :free THEN 0
                      ELSE least(3600, 30 * power(2, least(t.tries + 1 - :free, 10))) END)
         WHERE t.blocked_until <= :now
        """;
    int counted =
        jdbc.sql(sql)
            .param("bucket", Secrets.bucketOf(hash))
            .param("key", hash)
            .param("now", now.atOffset(ZoneOffset.UTC))
            .param("forgotten", now.minus(FORGOTTEN_AFTER).atOffset(ZoneOffset.UTC))
            .param("free", free)
            .update();
    sweep(Secrets.bucketOf(hash), now);
    return counted == 1 ? Optional.empty() : Optional.of(blockedUntil(hash).orElse(now));
  }

  /** What is forgotten is not kept; each try clears its own bucket, a thousandth of all. */
  private void sweep(int bucket, Instant now) {
    jdbc.sql("DELETE FROM sign_in_try WHERE bucket = :bucket AND last_at < :forgotten")
        .param("bucket", bucket)
        .param("forgotten", now.minus(FORGOTTEN_AFTER).atOffset(ZoneOffset.UTC))
        .update();
  }

  /** It was the right one: earlier tries are forgotten. */
  void forget(String purpose, String key) {
    byte[] hash = seal.find("try-" + purpose, 0, key);
    jdbc.sql("DELETE FROM sign_in_try WHERE bucket = :bucket AND key_hash = :key")
        .param("bucket", Secrets.bucketOf(hash))
        .param("key", hash)
        .update();
  }

  private Optional<Instant> blockedUntil(byte[] hash) {
    return jdbc.sql(
            "SELECT blocked_until FROM sign_in_try WHERE bucket = :bucket AND key_hash = :key")
        .param("bucket", Secrets.bucketOf(hash))
        .param("key", hash)
        .query((row, number) -> row.getObject(1, OffsetDateTime.class).toInstant())
        .optional();
  }
}
