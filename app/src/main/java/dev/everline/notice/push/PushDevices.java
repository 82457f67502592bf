package dev.everline.notice.push;

import dev.everline.kernel.AccountId;
import dev.everline.kernel.DeviceId;
import dev.everline.kernel.MemberId;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.kernel.SessionId;
import dev.everline.storage.IdAllocator;
import dev.everline.storage.Rows;
import dev.everline.storage.Seal;
import dev.everline.storage.Sealed;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The browsers in which members want to be told. Each belongs to the session in which it was asked
 * for, and ends with it.
 */
public final class PushDevices {

  /** More browsers than anybody uses; the oldest is dropped. */
  private static final int MOST = 20;

  private final JdbcClient jdbc;
  private final Seal seal;
  private final IdAllocator ids;
  private final Clock clock;

  PushDevices(DataSource dataSource, Seal seal, IdAllocator ids, Clock clock) {
    this.jdbc = JdbcClient.create(dataSource);
    this.seal = seal;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * A browser as its member sees it listed.
   *
   * @param device what the browser calls itself
   * @param session the session in which notices were turned on
   */
  public record Listed(
      DeviceId id, SessionId session, String device, Set<PushChoice> wants, Instant since) {}

  /**
   * From now on the member is told in this browser too; a known browser gets the new choices.
   *
   * @param device what the browser calls itself
   * @param language in which it is told, where the member has chosen none
   */
  public void add(
      AccountId account,
      MemberId member,
      SessionId session,
      PushAddress address,
      String device,
      String language,
      Set<PushChoice> wants) {
    String sql =
        """
        INSERT INTO push_device (bucket, id, account_id, member_id, session_id, endpoint_hash,
                                 address, device, language, wants, created_at)
        VALUES (:bucket, :id, :account, :member, :session, :hash, :address, :device, :language,
                :wants, :now)
        ON CONFLICT (bucket, member_id, endpoint_hash) DO UPDATE
           SET session_id = excluded.session_id, address = excluded.address,
               device = excluded.device, language = excluded.language, wants = excluded.wants
        """;
    jdbc.sql(sql)
        .param("bucket", member.bucket())
        .param("id", ids.next(member.bucket()))
        .param("account", account.value())
        .param("member", member.value())
        .param("session", session.value())
        .param("hash", PushAddress.hash(address.endpoint().toString()))
        .param("address", seal.seal(Sealed.PUSH_ADDRESS, member.value(), address.stored()))
        .param("device", seal.seal(Sealed.PUSH_DEVICE, member.value(), device))
        .param("language", language)
        .param("wants", names(wants))
        .param("now", clock.instant().atOffset(ZoneOffset.UTC))
        .update();
    // Served by push_device_endpoint (bucket, member_id, endpoint_hash).
    String tooMany =
        """
        DELETE FROM push_device
         WHERE bucket = :bucket AND member_id = :member
           AND id IN (SELECT id FROM push_device
                       WHERE bucket = :bucket AND member_id = :member
                       ORDER BY id DESC OFFSET :most)
        """;
    jdbc.sql(tooMany)
        .param("bucket", member.bucket())
        .param("member", member.value())
        .param("most", MOST)
        .update();
  }

  /**
   * A browser of the member is in use again, in this session.
   *
   * @return false when the member isn't told in it, so that it should end its subscription
   */
  public boolean seen(MemberId member, SessionId session, String endpoint, String language) {
    String sql =
        """
        UPDATE push_device SET session_id = :session, language = :language
         WHERE bucket = :bucket AND member_id = :member AND endpoint_hash = :hash
        """;
    return jdbc.sql(sql)
            .param("session", session.value())
            .param("language", language)
            .param("bucket", member.bucket())
            .param("member", member.value())
            .param("hash", PushAddress.hash(endpoint))
            .update()
        > 0;
  }

  /** A member's browsers, the newest first. */
  public List<Listed> list(MemberId member) {
    // Served by push_device_endpoint (bucket, member_id, endpoint_hash).
    String sql =
        """
        SELECT id, session_id, device, wants, created_at FROM push_device
         WHERE bucket = :bucket AND member_id = :member
         ORDER BY id DESC
        """;
    return jdbc.sql(sql)
        .param("bucket", member.bucket())
        .param("member", member.value())
        .query(
            (row, number) ->
                new Listed(
                    new DeviceId(row.getLong(1)),
                    new SessionId(row.getLong(2)),
                    seal.open(Sealed.PUSH_DEVICE, member.value(), row.getBytes(3)),
                    choices(row, 4),
                    Rows.instant(row, 5)))
        .list();
  }

  /**
   * @throws ProblemException NOT_FOUND when the member has no such browser
   */
  public void choose(MemberId member, DeviceId id, Set<PushChoice> wants) {
    String sql =
        """
        UPDATE push_device SET wants = :wants
         WHERE bucket = :bucket AND id = :id AND member_id = :member
        """;
    require(
        jdbc.sql(sql)
            .param("wants", names(wants))
            .param("bucket", id.bucket())
            .param("id", id.value())
            .param("member", member.value())
            .update(),
        id);
  }

  /**
   * @throws ProblemException NOT_FOUND when the member has no such browser
   */
  public void end(MemberId member, DeviceId id) {
    String sql =
        """
        DELETE FROM push_device WHERE bucket = :bucket AND id = :id AND member_id = :member
        """;
    require(
        jdbc.sql(sql)
            .param("bucket", id.bucket())
            .param("id", id.value())
            .param("member", member.value())
            .update(),
        id);
  }

  private static void require(int changed, DeviceId id) {
    if (changed == 0) {
      throw new ProblemException(
          ProblemType.NOT_FOUND, "No notices are sent to a device " + id + " any more.");
    }
  }

  private static String[] names(Set<PushChoice> wants) {
    return wants.stream().map(PushChoice::name).toArray(String[]::new);
  }

  static Set<PushChoice> choices(ResultSet row, int column) throws SQLException {
    Array names = row.getArray(column);
    Set<PushChoice> wants = EnumSet.noneOf(PushChoice.class);
    Arrays.stream((String[]) names.getArray()).map(PushChoice::valueOf).forEach(wants::add);
    return wants;
  }
}
