package dev.everline.notice.push;

import dev.everline.kernel.AccountId;
import dev.everline.kernel.Bucket;
import dev.everline.kernel.DeviceId;
import dev.everline.kernel.LineId;
import dev.everline.storage.Rows;
import dev.everline.storage.Seal;
import dev.everline.storage.Sealed;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Push messages still to be sent. The transactions of renewals put them here; each is taken by one
 * process at a time, and is removed once a push service has it or it is no longer useful.
 */
public final class PushQueue {

  /** The kind of a message that a line was renewed, which isn't a notice. */
  private static final String RENEWED = "RENEWED";

  private static final int AT_ONCE = 50;

  /** Longer than we wait for any push service; after that the message may be taken again. */
  private static final Duration CLAIM = Duration.ofMinutes(2);

  private final JdbcClient jdbc;
  private final Seal seal;
  private final Clock clock;

  PushQueue(DataSource dataSource, Seal seal, Clock clock) {
    this.jdbc = JdbcClient.create(dataSource);
    this.seal = seal;
    this.clock = clock;
  }

  /**
   * A message for a device.
   *
   * @param about the notice, or the order that was renewed
   * @param kind of the notice, or {@code RENEWED}
   * @param at when it happened
   * @param tries which try this is, counted from 1
   * @param language the member's, else the browser's
   */
  public record Due(
      DeviceId device,
      long about,
      AccountId account,
      LineId line,
      String kind,
      Instant at,
      int tries,
      PushAddress address,
      String language,
      Set<PushChoice> wants) {

    /** Whether it is about an order that was renewed; else it is about a notice. */
    public boolean isRenewal() {
      return kind.equals(RENEWED);
    }

    /**
     * The same for each try, so that a browser shows one message no matter how often it gets it.
     */
    String tag() {
      return Long.toString(about, Character.MAX_RADIX);
    }
  }

  /** Buckets in which something is due now. */
  public List<Integer> bucketsDue() {
    // Served by push_due_next (bucket, next_try_at).
    String sql =
        """
        SELECT b.bucket
          FROM generate_series(0, %d) AS b (bucket)
         WHERE EXISTS (SELECT 1 FROM push_due p
                        WHERE p.bucket = b.bucket AND p.next_try_at <= :now)
        """
            .formatted(Bucket.COUNT - 1);
    return jdbc.sql(sql).param("now", now()).query(Integer.class).list();
  }

  /** Takes some messages that are due in a bucket; nobody else gets them for two minutes. */
  public List<Due> take(int bucket) {
    String orphans =
        """
        DELETE FROM push_due p
         WHERE p.bucket = :bucket AND p.next_try_at <= :now
           AND NOT EXISTS (SELECT 1 FROM push_device d
                            WHERE d.bucket = p.bucket AND d.id = p.device_id)
        """;
    jdbc.sql(orphans).param("bucket", bucket).param("now", now()).update();
    String sql =
        """
        WITH taken AS (
        UPDATE push_due p SET next_try_at = :until, tries = p.tries + 1
         WHERE p.bucket = :bucket
           AND (p.device_id, p.about) IN (SELECT q.device_id, q.about FROM push_due q
                                           WHERE q.bucket = :bucket AND q.next_try_at <= :now
                                           ORDER BY q.next_try_at LIMIT :most
                                             FOR UPDATE SKIP LOCKED)
        RETURNING p.*)
        SELECT t.device_id, t.about, d.account_id, t.line_id, t.kind, t.at, t.tries, d.address,
               coalesce(m.language, d.language), d.wants, d.member_id
          FROM taken t
          JOIN push_device d ON d.bucket = t.bucket AND d.id = t.device_id
          JOIN member m ON m.bucket = d.bucket AND m.id = d.member_id
         WHERE d.bucket = :bucket AND m.bucket = :bucket
         ORDER BY t.about
        """;
    return jdbc.sql(sql)
        .param("until", now().plus(CLAIM))
        .param("bucket", bucket)
        .param("now", now())
        .param("most", AT_ONCE)
        .query(
            (row, number) ->
                new Due(
                    new DeviceId(row.getLong(1)),
                    row.getLong(2),
                    new AccountId(row.getLong(3)),
                    new LineId(row.getLong(4)),
                    row.getString(5),
                    Rows.instant(row, 6),
                    row.getInt(7),
                    PushAddress.ofStored(
                        seal.openBytes(Sealed.PUSH_ADDRESS, row.getLong(11), row.getBytes(8))),
                    row.getString(9),
                    PushDevices.choices(row, 10)))
        .list();
  }

  /** The message was sent, or is no longer needed. */
  public void done(Due due) {
    String sql =
        """
        DELETE FROM push_due WHERE bucket = :bucket AND device_id = :device AND about = :about
        """;
    jdbc.sql(sql)
        .param("bucket", due.device().bucket())
        .param("device", due.device().value())
        .param("about", due.about())
        .update();
  }

  /** Retries the message at this time. */
  public void later(Due due, Instant at) {
    String sql =
        """
        UPDATE push_due SET next_try_at = :at
         WHERE bucket = :bucket AND device_id = :device AND about = :about
        """;
    jdbc.sql(sql)
        .param("at", at.atOffset(ZoneOffset.UTC))
        .param("bucket", due.device().bucket())
        .param("device", due.device().value())
        .param("about", due.about())
        .update();
  }

  /** The browser has unsubscribed: deletes it with all messages due there. */
  public void gone(Due due) {
    String sql =
        """
        WITH gone AS (DELETE FROM push_device WHERE bucket = :bucket AND id = :device)
        DELETE FROM push_due WHERE bucket = :bucket AND device_id = :device
        """;
    jdbc.sql(sql)
        .param("bucket", due.device().bucket())
        .param("device", due.device().value())
        .update();
  }

  private OffsetDateTime now() {
    return clock.instant().atOffset(ZoneOffset.UTC);
  }
}
