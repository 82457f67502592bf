package dev.everline.account;

import dev.everline.kernel.MemberId;
import dev.everline.storage.Seal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The devices and networks where members have proved that it is they; known by keyed hashes only.
 */
public final class Places {

  private static final Duration KNOWN_FOR = Duration.ofDays(90);
  private static final int SECRET_BYTES = 32;

  private final JdbcClient jdbc;
  private final Seal seal;
  private final Clock clock;
  private final Secrets secrets = new Secrets();

  Places(DataSource dataSource, Seal seal, Clock clock) {
    this.jdbc = JdbcClient.create(dataSource);
    this.seal = seal;
    this.clock = clock;
  }

  /** What a browser that comes for the first time is to show from now on. */
  public String newDevice() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(secrets.bytes(SECRET_BYTES));
  }

  /** Whether the member has proved himself of late on this device, and on this network. */
  public boolean knows(MemberId member, Caller caller) {
    List<byte[]> wanted = hashes(member, caller);
    String sql =
        """
        SELECT count(*) FROM known_place
         WHERE bucket = :bucket AND member_id = :member AND place_hash IN (:places)
           AND seen_at > :since
        """;
    return jdbc.sql(sql)
            .param("bucket", member.bucket())
            .param("member", member.value())
            .param("places", wanted)
            .param("since", clock.instant().minus(KNOWN_FOR).atOffset(ZoneOffset.UTC))
            .query(Integer.class)
            .single()
        == wanted.size();
  }

  /** The member has just proved himself there. */
  void remember(MemberId member, Caller caller) {
    Instant now = clock.instant();
    jdbc.sql(
            """
            DELETE FROM known_place
             WHERE bucket = :bucket AND member_id = :member AND seen_at <= :since
            """)
        .param("bucket", member.bucket())
        .param("member", member.value())
        .param("since", now.minus(KNOWN_FOR).atOffset(ZoneOffset.UTC))
        .update();
    for (byte[] place : hashes(member, caller)) {
      String sql =
          """
          INSERT INTO known_place (bucket, member_id, place_hash, seen_at)
          VALUES (:bucket, :member, :place, :now)
          ON CONFLICT (bucket, member_id, place_hash) DO UPDATE SET seen_at = :now
          """;
      jdbc.sql(sql)
          .param("bucket", member.bucket())
          .param("member", member.value())
          .param("place", place)
          .param("now", now.atOffset(ZoneOffset.UTC))
          .update();
    }
  }

  private List<byte[]> hashes(MemberId member, Caller caller) {
    return List.of(
        seal.find("device", member.value(), caller.deviceSecret()), network(seal, member, caller));
  }

  /** Of the network that somebody asks from. */
  static byte[] network(Seal seal, MemberId member, Caller caller) {
    return seal.find("network", member.value(), caller.network());
  }
}
