package dev.everline.account.secret;

import dev.everline.storage.Rows;
import dev.everline.storage.Seal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Slows down guessing. A try counts before it is looked at, in one statement, so that many at once
 * count each; what was right is given back, so that in the end only wrong tries have counted. After
 * the free ones the wait doubles from 30 seconds to an hour, and each is forgotten after its time.
 * What is tried is known by its keyed hash only, whether it exists or not.
 */
public final class Throttle {

  private static final Duration FORGOTTEN_AFTER = Duration.ofHours(24);
  private static final int FIRST_WAIT_SECONDS = 30;
  private static final int LONGEST_WAIT_SECONDS = 3_600;

  /** By this often doubled, a wait is the longest in any case. */
  private static final int MOST_DOUBLED = 10;

  private final JdbcClient jdbc;
  private final Seal seal;
  private final Clock clock;

  public Throttle(DataSource dataSource, Seal seal, Clock clock) {
    this.jdbc = JdbcClient.create(dataSource);
    this.seal = seal;
    this.clock = clock;
  }

  /**
   * How much may be tried.
   *
   * @param purpose of the tries; those of one count for no other
   * @param free how many there are before the first wait
   * @param oneForgottenIn how long it takes until one of them counts no more
   */
  public record Limit(String purpose, int free, Duration oneForgottenIn) {}

  /** Something that is tried, such as a name. */
  public record Attempt(Limit limit, String key) {}

  /**
   * Tries that were counted, to be given back when they were right.
   *
   * @param retryIn how long no try is looked at, or null when this one may go on
   */
  public record Counted(List<CountedAttempt> tries, @Nullable Duration retryIn) {}

  /**
   * @param until when the next try of it may be
   */
  private record CountedAttempt(Attempt tried, OffsetDateTime until) {}

  /**
   * Counts a try for each of these. Where one of them has to wait nothing is looked at, so nothing
   * counts.
   */
  public Counted count(Attempt... tried) {
    Instant now = clock.instant();
    List<CountedAttempt> counted = new ArrayList<>();
    Instant latest = null;
    for (Attempt each : tried) {
      byte[] hash = hash(each);
      Optional<OffsetDateTime> until = count(each.limit(), hash, now);
      if (until.isPresent()) {
        counted.add(new CountedAttempt(each, until.get()));
      } else {
        Instant blocked = blockedUntil(hash).orElse(now);
        latest = latest == null || blocked.isAfter(latest) ? blocked : latest;
      }
      sweep(Secrets.bucketOf(hash), now);
    }
    if (latest == null) {
      return new Counted(counted, null);
    }
    counted.forEach(this::giveBack);
    return new Counted(List.of(), atLeastASecond(Duration.between(now, latest)));
  }

  private static Duration atLeastASecond(Duration wait) {
    return wait.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : wait;
  }

  /** Until when the next one waits, or empty when this one has to. */
  private Optional<OffsetDateTime> count(Limit limit, byte[] hash, Instant now) {
    // CountedAttempt is forgotten after another, by the time since those that are left began to be.
    String sql =
        """
        INSERT INTO sign_in_try AS t (bucket, key_hash, tries, last_at, blocked_until)
        VALUES (:bucket, :key, 1, :now, :now)
        ON CONFLICT (bucket, key_hash) DO UPDATE
           SET (tries, last_at, blocked_until) = (
             SELECT old.left + 1,
                    CASE WHEN old.left = 0 THEN CAST(:now AS timestamptz)
                         ELSE t.last_at + make_interval(secs => old.forgotten * :each) END,
                    CAST(:now AS timestamptz) + make_interval(secs =>
                      CASE WHEN old.left + 1 < :free THEN 0
                           ELSE least(:longest, :first * power(2,
                                  least(old.left + 1 - :free, :doubled))) END)
               FROM (SELECT greatest(0, t.tries - gone.forgotten) AS left, gone.forgotten
                       FROM (SELECT CAST(least(1000000000, greatest(0, floor(
                               extract(epoch FROM CAST(:now AS timestamptz) - t.last_at)
                                 / :each))) AS integer) AS forgotten) gone) old)
         WHERE t.blocked_until <= :now
        RETURNING blocked_until
        """;
    return jdbc.sql(sql)
        .param("bucket", Secrets.bucketOf(hash))
        .param("key", hash)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("each", (double) limit.oneForgottenIn().toSeconds())
        .param("free", limit.free())
        .param("first", FIRST_WAIT_SECONDS)
        .param("longest", LONGEST_WAIT_SECONDS)
        .param("doubled", MOST_DOUBLED)
        .query((row, number) -> row.getObject(1, OffsetDateTime.class))
        .optional();
  }

  /** They were right: as if they had not been. What others got wrong meanwhile still counts. */
  public void giveBack(Counted counted) {
    counted.tries().forEach(this::giveBack);
  }

  private void giveBack(CountedAttempt one) {
    byte[] hash = hash(one.tried());
    String sql =
        """
        UPDATE sign_in_try
           SET tries = greatest(0, tries - 1),
               blocked_until = CASE WHEN tries - 1 < :free OR blocked_until = :until
                                    THEN CAST(:now AS timestamptz) ELSE blocked_until END
         WHERE bucket = :bucket AND key_hash = :key
        """;
    jdbc.sql(sql)
        .param("free", one.tried().limit().free())
        .param("until", one.until())
        .param("now", clock.instant().atOffset(ZoneOffset.UTC))
        .param("bucket", Secrets.bucketOf(hash))
        .param("key", hash)
        .update();
  }

  /** What is forgotten is not kept; each try clears its own bucket, a thousandth of all. */
  private void sweep(int bucket, Instant now) {
    jdbc.sql("DELETE FROM sign_in_try WHERE bucket = :bucket AND last_at < :forgotten")
        .param("bucket", bucket)
        .param("forgotten", now.minus(FORGOTTEN_AFTER).atOffset(ZoneOffset.UTC))
        .update();
  }

  /** Its owner has come: earlier tries count no more. */
  public void forget(Attempt... tried) {
    Arrays.stream(tried)
        .map(this::hash)
        .forEach(
            hash ->
                jdbc.sql("DELETE FROM sign_in_try WHERE bucket = :bucket AND key_hash = :key")
                    .param("bucket", Secrets.bucketOf(hash))
                    .param("key", hash)
                    .update());
  }

  private byte[] hash(Attempt tried) {
    return seal.find("try-" + tried.limit().purpose(), 0, tried.key());
  }

  private Optional<Instant> blockedUntil(byte[] hash) {
    return jdbc.sql(
            "SELECT blocked_until FROM sign_in_try WHERE bucket = :bucket AND key_hash = :key")
        .param("bucket", Secrets.bucketOf(hash))
        .param("key", hash)
        .query((row, number) -> Rows.instant(row, 1))
        .optional();
  }
}
