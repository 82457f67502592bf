package dev.everline.account;

import dev.everline.account.secret.Secrets;
import dev.everline.kernel.AccountId;
import dev.everline.kernel.MemberId;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.storage.Transactions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Which members have linked who they are at a provider. One identity is linked to one member. */
final class ProviderLinks {

  private final Transactions transactions;
  private final JdbcClient jdbc;
  private final Clock clock;

  ProviderLinks(DataSource dataSource, Clock clock) {
    this.transactions = new Transactions(dataSource);
    this.jdbc = JdbcClient.create(dataSource);
    this.clock = clock;
  }

  /** The providers that a member has linked, by their ids. */
  Set<String> of(MemberId member) {
    return Set.copyOf(
        Members.own(
                jdbc.sql(
                    """
                    SELECT provider FROM provider_link
                     WHERE bucket = :bucket AND member_id = :id
                    """),
                member)
            .query(String.class)
            .list());
  }

  /** The member who has linked an identity. */
  Optional<MemberId> memberOf(ProviderIdentity identity) {
    byte[] subject = hash(identity);
    // Served by provider_subject's key, in the bucket of the hash.
    return jdbc.sql(
            """
            SELECT member_id FROM provider_subject
             WHERE bucket = :bucket AND subject_hash = :hash
            """)
        .param("bucket", Secrets.bucketOf(subject))
        .param("hash", subject)
        .query((row, number) -> new MemberId(row.getLong(1)))
        .optional();
  }

  /**
   * Links a member to an identity, instead of the one of that provider they had.
   *
   * @throws ProblemException CONFLICT when somebody else has linked it
   */
  void replace(MemberId member, ProviderIdentity identity) {
    transactions.run(
        connection -> {
          JdbcClient on = Members.on(connection);
          WaysIn.lock(on, member);
          unlink(on, member, identity.provider());
          link(on, member, identity, clock.instant());
          return true;
        });
  }

  /**
   * Links a member to an identity, in the transaction in which they become one.
   *
   * @throws ProblemException CONFLICT when somebody else has linked it
   */
  static void link(JdbcClient on, MemberId member, ProviderIdentity identity, Instant now) {
    byte[] subject = hash(identity);
    boolean free =
        on.sql(
                """
                INSERT INTO provider_subject (bucket, subject_hash, member_id)
                VALUES (:bucket, :hash, :member) ON CONFLICT DO NOTHING
                RETURNING member_id
                """)
            .param("bucket", Secrets.bucketOf(subject))
            .param("hash", subject)
            .param("member", member.value())
            .query(Long.class)
            .optional()
            .isPresent();
    if (!free) {
      throw taken();
    }
    Members.own(
            on.sql(
                    """
                    INSERT INTO provider_link
                           (bucket, member_id, provider, subject_hash, created_at)
                    VALUES (:bucket, :id, :provider, :hash, :now)
                    """)
                .param("provider", identity.provider())
                .param("hash", subject)
                .param("now", now.atOffset(ZoneOffset.UTC)),
            member)
        .update();
  }

  /**
   * @return whether the member had linked the provider
   * @throws ProblemException CONFLICT when it is their last way in
   */
  boolean unlink(MemberId member, String provider) {
    return transactions.run(
        connection -> {
          JdbcClient on = Members.on(connection);
          WaysIn.lock(on, member);
          if (!WaysIn.of(on, member).canReauthenticate()) {
            throw new ProblemException(
                ProblemType.CONFLICT,
                "This is the last way to sign in; add a passkey or a password first.");
          }
          return unlink(on, member, provider);
        });
  }

  private static boolean unlink(JdbcClient on, MemberId member, String provider) {
    Optional<byte[]> subject =
        Members.own(
                on.sql(
                        """
                        DELETE FROM provider_link
                         WHERE bucket = :bucket AND member_id = :id AND provider = :provider
                        RETURNING subject_hash
                        """)
                    .param("provider", provider),
                member)
            .query((row, number) -> row.getBytes(1))
            .optional();
    subject.ifPresent(hash -> forget(on, hash));
    return subject.isPresent();
  }

  /** Of a member who leaves, whose links go with the row. One of another account keeps theirs. */
  static void forgetAll(JdbcClient on, AccountId account, MemberId member) {
    Members.own(
            on.sql(
                    """
                    SELECT l.subject_hash
                      FROM provider_link l
                      JOIN member m ON m.bucket = l.bucket AND m.id = l.member_id
                     WHERE l.bucket = :bucket AND l.member_id = :id AND m.account_id = :account
                    """)
                .param("account", account.value()),
            member)
        .query((row, number) -> row.getBytes(1))
        .list()
        .forEach(hash -> forget(on, hash));
  }

  private static void forget(JdbcClient on, byte[] subject) {
    on.sql("DELETE FROM provider_subject WHERE bucket = :bucket AND subject_hash = :hash")
        .param("bucket", Secrets.bucketOf(subject))
        .param("hash", subject)
        .update();
  }

  private static byte[] hash(ProviderIdentity identity) {
    return HexFormat.of().parseHex(identity.subject());
  }

  static ProblemException taken() {
    return new ProblemException(
        ProblemType.CONFLICT, "That account is already linked by someone else.");
  }
}
