package dev.everline.account;

import dev.everline.account.secret.Secrets;
import dev.everline.kernel.AccountId;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.InvitationId;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.storage.IdAllocator;
import dev.everline.storage.Rows;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Codes by which somebody becomes a member of an account, each once. The code of the first owner is
 * one of them: anybody who can read the server's output owns the installation.
 */
public final class Invitations {

  /** Long enough to reach somebody, short enough to be forgotten in a drawer. */
  private static final Duration LIFE = Duration.ofDays(7);

  // Behind the two that name the bucket: 90 bits.
  private static final int DRAWN = 18;

  /** An operator lets nobody into an account, so they don't count as a member. */
  private static final String STANDS =
      "NOT (only_while_empty AND EXISTS (SELECT 1 FROM member WHERE role <> 'OPERATOR'))";

  private final JdbcClient jdbc;
  private final IdAllocator ids;
  private final Accounts accounts;
  private final Clock clock;
  private final Secrets secrets = new Secrets();

  Invitations(DataSource dataSource, IdAllocator ids, Accounts accounts, Clock clock) {
    this.jdbc = JdbcClient.create(dataSource);
    this.ids = ids;
    this.accounts = accounts;
    this.clock = clock;
  }

  /** An invitation that can still be taken; never its code. */
  public record Open(InvitationId id, Role role, Instant createdAt, Instant expiresAt) {}

  /** What a code opens. */
  record Invited(InvitationId id, AccountId account, Role role) {}

  /**
   * Makes an invitation.
   *
   * @return its code, given out this once
   * @throws InvalidValue when the role is none that members of an account have
   */
  public String create(AccountId account, Role role) {
    role.requireOfAccount();
    return make(account, role, false);
  }

  /**
   * An invitation to run the installation, which is given at the server's command line only.
   *
   * @return its code, given out this once
   */
  public String createForOperator() {
    return make(accounts.house().id(), Role.OPERATOR, false);
  }

  private String make(AccountId account, Role role, boolean onlyWhileEmpty) {
    String code = Secrets.ofBucket(account.bucket()) + secrets.code(DRAWN);
    InvitationId id = new InvitationId(ids.next(account.bucket()));
    Instant now = clock.instant();
    sweep(account, now);
    String sql =
        """
        INSERT INTO invitation
               (bucket, id, account_id, role, code_hash, created_at, expires_at, only_while_empty)
        VALUES (:bucket, :id, :account, :role, :hash, :now, :expires, :only_while_empty)
        """;
    jdbc.sql(sql)
        .param("bucket", id.bucket())
        .param("id", id.value())
        .param("account", account.value())
        .param("role", role.name())
        .param("hash", hash(code))
        .param("now", at(now))
        .param("expires", at(now.plus(LIFE)))
        .param("only_while_empty", onlyWhileEmpty)
        .update();
    return Secrets.grouped(code);
  }

  /** What is too old to be taken is not kept. */
  private void sweep(AccountId account, Instant now) {
    jdbc.sql(
            """
            DELETE FROM invitation
             WHERE bucket = :bucket AND account_id = :account AND expires_at <= :now
            """)
        .param("bucket", account.bucket())
        .param("account", account.value())
        .param("now", at(now))
        .update();
  }

  /**
   * The code for the first owner.
   *
   * @param account whose owner it makes
   * @param ofSeveral whether there are other accounts
   */
  public record FirstOwner(String code, AccountId account, boolean ofSeveral) {}

  /**
   * While nobody can sign in, a code for the first owner; the codes of earlier starts end, and so
   * does this one as soon as there is a member. The household's account is opened when there is
   * none.
   *
   * @return empty once there is a member
   */
  public Optional<FirstOwner> firstOwner() {
    if (someAccountHasAMember()) {
      return Optional.empty();
    }
    List<Account> first = accounts.first(2);
    Account account = first.isEmpty() ? accounts.open("Household", null, null) : first.getFirst();
    jdbc.sql("DELETE FROM invitation WHERE bucket = :bucket AND account_id = :account")
        .param("bucket", account.id().bucket())
        .param("account", account.id().value())
        .update();
    String code = make(account.id(), Role.OWNER, true);
    return Optional.of(new FirstOwner(code, account.id(), first.size() > 1));
  }

  /** An operator lets nobody into an account, so they don't count. */
  private boolean someAccountHasAMember() {
    return jdbc.sql("SELECT EXISTS (SELECT 1 FROM member WHERE role <> 'OPERATOR')")
        .query(Boolean.class)
        .single();
  }

  /** Whether anybody can sign in at all. */
  public boolean somebodyIsMember() {
    return jdbc.sql("SELECT EXISTS (SELECT 1 FROM member)").query(Boolean.class).single();
  }

  /** Those of an account that can still be taken. */
  public List<Open> open(AccountId account) {
    // Served by invitation_account (bucket, account_id, id).
    String sql =
        """
        SELECT id, role, created_at, expires_at FROM invitation
         WHERE bucket = :bucket AND account_id = :account AND expires_at > :now ORDER BY id
        """;
    return jdbc.sql(sql)
        .param("bucket", account.bucket())
        .param("account", account.value())
        .param("now", at(clock.instant()))
        .query(
            (row, number) ->
                new Open(
                    new InvitationId(row.getLong(1)),
                    Role.valueOf(row.getString(2)),
                    Rows.instant(row, 3),
                    Rows.instant(row, 4)))
        .list();
  }

  /**
   * Ends an invitation before anybody took it.
   *
   * @throws ProblemException NOT_FOUND when the account has no such invitation
   */
  public void revoke(AccountId account, InvitationId id) {
    String sql =
        "DELETE FROM invitation WHERE bucket = :bucket AND id = :id AND account_id = :account";
    int gone =
        jdbc.sql(sql)
            .param("bucket", id.bucket())
            .param("id", id.value())
            .param("account", account.value())
            .update();
    if (gone == 0) {
      throw new ProblemException(
          ProblemType.NOT_FOUND, "There is no open invitation " + id + "; it was used or revoked.");
    }
  }

  /** Whether a code opens anything now. */
  static boolean opens(JdbcClient jdbc, String typed, Instant now) {
    String code = Secrets.typed(typed);
    int bucket = Secrets.bucketOf(code);
    // Served by invitation_code (bucket, code_hash).
    String sql =
        """
        SELECT EXISTS (SELECT 1 FROM invitation
                        WHERE bucket = :bucket AND code_hash = :hash AND expires_at > :now
                          AND %s)
        """
            .formatted(STANDS);
    return bucket >= 0
        && jdbc.sql(sql)
            .param("bucket", bucket)
            .param("hash", hash(code))
            .param("now", at(now))
            .query(Boolean.class)
            .single();
  }

  /** What a code opens, taken: it opens nothing any more. To be called where the member is made. */
  static Optional<Invited> take(JdbcClient jdbc, String typed, Instant now) {
    String code = Secrets.typed(typed);
    int bucket = Secrets.bucketOf(code);
    if (bucket < 0) {
      return Optional.empty();
    }
    // Served by invitation_code (bucket, code_hash).
    String sql =
        """
        DELETE FROM invitation
         WHERE bucket = :bucket AND code_hash = :hash AND expires_at > :now AND %s
        RETURNING id, account_id, role
        """
            .formatted(STANDS);
    return jdbc.sql(sql)
        .param("bucket", bucket)
        .param("hash", hash(code))
        .param("now", at(now))
        .query(
            (row, number) ->
                new Invited(
                    new InvitationId(row.getLong(1)),
                    new AccountId(row.getLong(2)),
                    Role.valueOf(row.getString(3))))
        .optional();
  }

  private static byte[] hash(String code) {
    return Secrets.hash("invitation", code);
  }

  private static OffsetDateTime at(Instant time) {
    return time.atOffset(ZoneOffset.UTC);
  }
}
