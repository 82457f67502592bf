package dev.everline.account.passkey;

import dev.everline.account.Passkeys;
import dev.everline.account.secret.Base64Url;
import dev.everline.kernel.MemberId;
import dev.everline.kernel.PasskeyId;
import dev.everline.kernel.ProblemException;
import dev.everline.storage.Rows;
import dev.everline.storage.Seal;
import dev.everline.storage.Sealed;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The rows of passkeys, each in the bucket of its member. */
public final class PasskeyStore {

  private final JdbcClient jdbc;
  private final Seal seal;

  public PasskeyStore(JdbcClient jdbc, Seal seal) {
    this.jdbc = jdbc;
    this.seal = seal;
  }

  /**
   * @throws ProblemException FORBIDDEN when the same passkey is stored already
   */
  public static void insert(
      JdbcClient on,
      Seal seal,
      PasskeyId id,
      MemberId member,
      String name,
      NewPasskey made,
      Instant now) {
    String sql =
        """
        INSERT INTO passkey (bucket, id, member_id, credential_id, credential, rp_id, sign_count,
                             backup_eligible, name, created_at)
        VALUES (:bucket, :id, :member, :credential_id, :credential, :host, :count, :eligible,
                :name, :now)
        ON CONFLICT (bucket, credential_id) DO NOTHING
        RETURNING id
        """;
    boolean added =
        on.sql(sql)
            .param("bucket", id.bucket())
            .param("id", id.value())
            .param("member", member.value())
            .param("credential_id", made.credential().getCredentialId())
            .param("credential", PasskeyAnswers.credential(made.credential()))
            .param("host", made.host())
            .param("count", made.count())
            .param("eligible", made.backupEligible())
            .param("name", seal.seal(Sealed.PASSKEY_NAME, id.value(), name))
            .param("now", now.atOffset(ZoneOffset.UTC))
            .query(Long.class)
            .optional()
            .isPresent();
    if (!added) {
      throw Passkeys.notAnswered();
    }
  }

  /** The passkey that a credential names. */
  public Optional<StoredPasskey> find(int bucket, byte[] credentialId) {
    // Served by passkey_credential (bucket, credential_id).
    String sql =
        """
        SELECT p.id, p.member_id, m.user_handle, p.credential, p.rp_id, p.sign_count,
               p.backup_eligible
          FROM passkey p JOIN member m ON m.bucket = p.bucket AND m.id = p.member_id
         WHERE p.bucket = :bucket AND p.credential_id = :credential
        """;
    return jdbc.sql(sql)
        .param("bucket", bucket)
        .param("credential", credentialId)
        .query(
            (row, number) -> {
              byte[] handle = row.getBytes(3);
              return new StoredPasskey(
                  new PasskeyId(row.getLong(1)),
                  new MemberId(row.getLong(2)),
                  handle == null ? null : Base64Url.text(handle),
                  PasskeyAnswers.credential(row.getBytes(4)),
                  row.getString(5),
                  row.getLong(6),
                  row.getBoolean(7));
            })
        .optional();
  }

  /** A member's passkeys, the oldest first. */
  public List<Passkeys.Listed> list(MemberId member) {
    // Served by passkey_member (bucket, member_id, id).
    return jdbc.sql(
            """
                SELECT id, name, created_at, used_at FROM passkey
                 WHERE bucket = :bucket AND member_id = :id ORDER BY passkey.id
                """)
        .param("bucket", member.bucket())
        .param("id", member.value())
        .query(
            (row, number) -> {
              return new Passkeys.Listed(
                  new PasskeyId(row.getLong(1)),
                  seal.open(Sealed.PASSKEY_NAME, row.getLong(1), row.getBytes(2)),
                  Rows.instant(row, 3),
                  Rows.instantOrNull(row, 4));
            })
        .list();
  }

  /** Whether the member has a passkey of this id, which has this name now. */
  public boolean rename(MemberId member, PasskeyId id, String name) {
    return jdbc.sql(
                """
                UPDATE passkey SET name = :name
                 WHERE bucket = :bucket AND id = :id AND member_id = :member
                """)
            .param("name", seal.seal(Sealed.PASSKEY_NAME, id.value(), name))
            .param("bucket", id.bucket())
            .param("id", id.value())
            .param("member", member.value())
            .update()
        == 1;
  }

  /** Whether the member had a passkey of this id, which is gone. */
  public static boolean delete(JdbcClient on, MemberId member, PasskeyId id) {
    return on.sql(
                """
                DELETE FROM passkey
                 WHERE bucket = :bucket AND id = :id AND member_id = :member
                """)
            .param("bucket", id.bucket())
            .param("id", id.value())
            .param("member", member.value())
            .update()
        == 1;
  }

  public static int count(JdbcClient on, MemberId member) {
    return on.sql("SELECT count(*) FROM passkey WHERE bucket = :bucket AND member_id = :id")
        .param("bucket", member.bucket())
        .param("id", member.value())
        .query(Integer.class)
        .single();
  }

  /** The credentials of a member's passkeys, in base64url. */
  public List<String> credentials(MemberId member) {
    return jdbc.sql("SELECT credential_id FROM passkey WHERE bucket = :bucket AND member_id = :id")
        .param("bucket", member.bucket())
        .param("id", member.value())
        .query((row, number) -> Base64Url.text(row.getBytes(1)))
        .list();
  }

  /** A count that doesn't rise tells of a copy; of two answers at once only one may count. */
  public boolean countUp(PasskeyId id, long count, Instant now) {
    return jdbc.sql(
                """
                UPDATE passkey SET sign_count = :count, used_at = :now
                 WHERE bucket = :bucket AND id = :id
                   AND (sign_count < :count OR sign_count = 0 AND :count = 0)
                """)
            .param("count", count)
            .param("now", now.atOffset(ZoneOffset.UTC))
            .param("bucket", id.bucket())
            .param("id", id.value())
            .update()
        == 1;
  }
}
