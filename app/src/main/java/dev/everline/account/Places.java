package dev.everline.account;

import dev.everline.account.secret.Secrets;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.MemberId;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.storage.Rows;
import dev.everline.storage.Seal;
import dev.everline.storage.Sealed;
import dev.everline.storage.Transactions;
import java.sql.Types;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The devices and networks where members have proved that it is they. They are found by keyed
 * hashes; of a device it is also kept, sealed, what it calls itself, so that its member knows it
 * again and can have it forgotten.
 */
public final class Places {

  private static final Duration KNOWN_FOR = Duration.ofDays(90);
  private static final int SECRET_BYTES = 32;

  private final Transactions transactions;
  private final JdbcClient jdbc;
  private final Seal seal;
  private final Clock clock;
  private final Secrets secrets = new Secrets();

  Places(DataSource dataSource, Seal seal, Clock clock) {
    this.transactions = new Transactions(dataSource);
    this.jdbc = JdbcClient.create(dataSource);
    this.seal = seal;
    this.clock = clock;
  }

  /**
   * A device on which its member has re-authenticated recently.
   *
   * @param id a keyed hash of what the device is known by, in hexadecimal
   * @param device what its browser calls itself; may be empty
   * @param seenAt when the member last re-authenticated on it
   * @param here whether it is the one that asks
   */
  public record KnownDevice(String id, String device, Instant seenAt, boolean here) {}

  /** What a browser that comes for the first time is to show from now on. */
  public String newDevice() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(secrets.bytes(SECRET_BYTES));
  }

  /** Whether the member has re-authenticated recently on this device, and on this network. */
  public boolean knows(MemberId member, Caller caller) {
    List<byte[]> wanted = List.of(device(member, caller), network(seal, member, caller));
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
            .param("since", knownSince())
            .query(Integer.class)
            .single()
        == wanted.size();
  }

  /** The member has just re-authenticated there. */
  void remember(MemberId member, Caller caller) {
    jdbc.sql(
            """
            DELETE FROM known_place
             WHERE bucket = :bucket AND member_id = :member AND seen_at <= :since
            """)
        .param("bucket", member.bucket())
        .param("member", member.value())
        .param("since", knownSince())
        .update();
    remember(
        member,
        device(member, caller),
        seal.seal(Sealed.KNOWN_DEVICE, member.value(), caller.deviceToKeep()));
    remember(member, network(seal, member, caller), null);
  }

  /**
   * Whether the member has recently signed in on this device. It says less than {@link #knows}:
   * only that wrong tries for the member elsewhere don't count here.
   *
   * @param member its id, or 0 for a name that nobody has
   */
  boolean hasSignedIn(int bucket, long member, Caller caller) {
    String sql =
        """
        SELECT count(*) FROM known_place
         WHERE bucket = :bucket AND member_id = :member AND place_hash IN (:places)
           AND seen_at > :since
        """;
    byte[] device = seal.find("device", member, caller.deviceSecret());
    return jdbc.sql(sql)
            .param("bucket", bucket)
            .param("member", member)
            .param("places", List.of(device, signInOn(member, device)))
            .param("since", knownSince())
            .query(Integer.class)
            .single()
        > 0;
  }

  /** The member has just signed in there. */
  void rememberSignIn(MemberId member, Caller caller) {
    remember(member, signInOn(member.value(), device(member, caller)), null);
  }

  /** Found from the device's own place, so that it is forgotten together with the device. */
  private byte[] signInOn(long member, byte[] device) {
    return seal.find("signed-in", member, HexFormat.of().formatHex(device));
  }

  private void remember(MemberId member, byte[] place, byte @Nullable [] device) {
    String sql =
        """
        INSERT INTO known_place (bucket, member_id, place_hash, seen_at, device)
        VALUES (:bucket, :member, :place, :now, :device)
        ON CONFLICT (bucket, member_id, place_hash)
        DO UPDATE SET seen_at = excluded.seen_at, device = excluded.device
        """;
    jdbc.sql(sql)
        .param("bucket", member.bucket())
        .param("member", member.value())
        .param("place", place)
        .param("now", clock.instant().atOffset(ZoneOffset.UTC))
        .param("device", device, Types.BINARY)
        .update();
  }

  /**
   * The devices that know a member, the one of the latest proof first.
   *
   * @param caller who asks from one of them, or null
   */
  public List<KnownDevice> devices(MemberId member, @Nullable Caller caller) {
    byte @Nullable [] here = caller == null ? null : device(member, caller);
    String sql =
        """
        SELECT place_hash, device, seen_at FROM known_place
         WHERE bucket = :bucket AND member_id = :member AND device IS NOT NULL AND seen_at > :since
         ORDER BY seen_at DESC, place_hash
        """;
    return jdbc.sql(sql)
        .param("bucket", member.bucket())
        .param("member", member.value())
        .param("since", knownSince())
        .query(
            (row, number) ->
                new KnownDevice(
                    HexFormat.of().formatHex(row.getBytes(1)),
                    seal.open(Sealed.KNOWN_DEVICE, member.value(), row.getBytes(2)),
                    Rows.instant(row, 3),
                    Arrays.equals(row.getBytes(1), here)))
        .list();
  }

  /**
   * Has a device known no more. Proofs that were just given count no more either, wherever they
   * were: nobody can tell which of the member's sessions is on that device.
   *
   * @param id as {@link Known} gives it
   * @throws InvalidValue when the text is no such id
   * @throws ProblemException NOT_FOUND when the member is known on no such device
   */
  public void forget(MemberId member, String id) {
    byte[] place = placeOf(id);
    transactions.run(
        connection -> {
          JdbcClient on = Members.on(connection);
          int forgotten =
              on.sql(
                      """
                      DELETE FROM known_place
                       WHERE bucket = :bucket AND member_id = :member AND place_hash = :place
                         AND device IS NOT NULL
                      """)
                  .param("bucket", member.bucket())
                  .param("member", member.value())
                  .param("place", place)
                  .update();
          if (forgotten == 0) {
            throw new ProblemException(
                ProblemType.NOT_FOUND,
                "This device is no longer among the member's known devices.");
          }
          on.sql(
                  """
                  DELETE FROM known_place
                   WHERE bucket = :bucket AND member_id = :member AND place_hash = :place
                  """)
              .param("bucket", member.bucket())
              .param("member", member.value())
              .param("place", signInOn(member.value(), place))
              .update();
          // Served by portal_session_member (bucket, member_id, id).
          return on.sql(
                  """
                  UPDATE portal_session SET proved_at = NULL
                   WHERE bucket = :bucket AND member_id = :member
                  """)
              .param("bucket", member.bucket())
              .param("member", member.value())
              .update();
        });
  }

  private static byte[] placeOf(String id) {
    try {
      return HexFormat.of().parseHex(id);
    } catch (IllegalArgumentException malformed) {
      throw InvalidValue.of("device", id, "isn't a device's id", "choose one from the list");
    }
  }

  private OffsetDateTime knownSince() {
    return clock.instant().minus(KNOWN_FOR).atOffset(ZoneOffset.UTC);
  }

  private byte[] device(MemberId member, Caller caller) {
    return seal.find("device", member.value(), caller.deviceSecret());
  }

  /** Of the network that somebody asks from. */
  static byte[] network(Seal seal, MemberId member, Caller caller) {
    return seal.find("network", member.value(), caller.network());
  }
}
