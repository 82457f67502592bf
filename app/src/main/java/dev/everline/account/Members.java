package dev.everline.account;

import dev.everline.account.passkey.PasskeyStore;
import dev.everline.account.secret.CurrentPassword;
import dev.everline.account.secret.Passwords;
import dev.everline.account.secret.Secrets;
import dev.everline.kernel.AccountId;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.MemberId;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.storage.Rows;
import dev.everline.storage.Seal;
import dev.everline.storage.Sealed;
import dev.everline.storage.Transactions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** The people of an account: who they are, what they may, and the password they sign in by. */
public final class Members {

  /** Columns that {@link #read} reads, of a member {@code m}. */
  static final String COLUMNS =
      "m.id, m.account_id, m.name, m.role, m.totp_seed IS NOT NULL, m.language, m.theme,"
          + " m.created_at";

  private static final int LONGEST_NAME = 80;

  private final Transactions transactions;
  private final JdbcClient jdbc;
  private final Seal seal;
  private final Passwords passwords;
  private final CurrentPassword current;

  Members(DataSource dataSource, Seal seal, Passwords passwords, CurrentPassword current) {
    this.transactions = new Transactions(dataSource);
    this.jdbc = JdbcClient.create(dataSource);
    this.seal = seal;
    this.passwords = passwords;
    this.current = current;
  }

  /** The account's members, the oldest first. */
  public List<Member> list(AccountId account) {
    // Served by member_account (bucket, account_id, id).
    return jdbc.sql(
            "SELECT "
                + COLUMNS
                + " FROM member m WHERE m.bucket = :bucket AND m.account_id = :account"
                + " ORDER BY m.id")
        .param("bucket", account.bucket())
        .param("account", account.value())
        .query((row, number) -> read(seal, row))
        .list();
  }

  /**
   * Gives a member another role.
   *
   * @throws InvalidValue when the role is none that members of an account have
   * @throws ProblemException NOT_FOUND, or CONFLICT when nobody would own the account any more
   */
  public void changeRole(AccountId account, MemberId id, Role role) {
    role.requireOfAccount();
    transactions.run(
        connection -> {
          JdbcClient on = on(connection);
          requireOwnerBeside(on, account, role == Role.OWNER ? null : id);
          int changed =
              own(
                      on.sql(
                              """
                              UPDATE member SET role = :role
                               WHERE bucket = :bucket AND id = :id AND account_id = :account
                              """)
                          .param("role", role.name())
                          .param("account", account.value()),
                      id)
                  .update();
          if (changed == 0) {
            throw none(id);
          }
          return changed;
        });
  }

  /**
   * Takes a member out of the account; they are signed out everywhere.
   *
   * @throws ProblemException NOT_FOUND, or CONFLICT when nobody would own the account any more
   */
  public void remove(AccountId account, MemberId id) {
    transactions.run(
        connection -> {
          JdbcClient on = on(connection);
          requireOwnerBeside(on, account, id);
          ProviderLinks.forgetAll(on, account, id);
          Optional<byte[]> name =
              own(
                      on.sql(
                              """
                              DELETE FROM member
                               WHERE bucket = :bucket AND id = :id AND account_id = :account
                              RETURNING name
                              """)
                          .param("account", account.value()),
                      id)
                  .query((row, number) -> row.getBytes(1))
                  .optional();
          byte[] sealed = name.orElseThrow(() -> none(id));
          byte[] hash = nameHash(seal, seal.open(Sealed.MEMBER_NAME, id.value(), sealed));
          return on.sql("DELETE FROM sign_in_name WHERE bucket = :bucket AND name_hash = :hash")
              .param("bucket", Secrets.bucketOf(hash))
              .param("hash", hash)
              .update();
        });
  }

  /** How a member can sign in. */
  public WaysIn waysIn(MemberId id) {
    return WaysIn.of(jdbc, id);
  }

  /** How the member wants the portal; null for what their browser and device say. */
  public void prefer(MemberId id, @Nullable String language, @Nullable String theme) {
    own(
            jdbc.sql(
                    """
                    UPDATE member SET language = :language, theme = :theme
                     WHERE bucket = :bucket AND id = :id
                    """)
                .param("language", language, Types.VARCHAR)
                .param("theme", theme, Types.VARCHAR),
            id)
        .update();
  }

  /**
   * Changes the password, or sets a first one. Sessions are the caller's to end.
   *
   * @param present the current one; ignored where there is none
   * @throws InvalidValue when the new one is invalid
   * @throws ProblemException FORBIDDEN when the current one is wrong
   */
  public void changePassword(Member member, String present, String wanted) {
    if (waysIn(member.id()).password()) {
      current.require(member.id(), present);
    }
    Passwords.require(wanted, member.name());
    own(
            jdbc.sql(
                    """
                    UPDATE member SET password_hash = :hash WHERE bucket = :bucket AND id = :id
                    """)
                .param("hash", passwords.hash(wanted)),
            member.id())
        .update();
  }

  /**
   * From now on the member signs in by passkeys alone; codes, which were asked beside the password,
   * end with it.
   *
   * @throws ProblemException CONFLICT when it is their last way in
   */
  public void removePassword(MemberId id) {
    transactions.run(
        connection -> {
          JdbcClient on = on(connection);
          WaysIn.lock(on, id);
          if (PasskeyStore.count(on, id) == 0) {
            throw WaysIn.lastWayIn();
          }
          own(
                  on.sql(
                      """
                      UPDATE member SET password_hash = NULL
                       WHERE bucket = :bucket AND id = :id
                      """),
                  id)
              .update();
          return OneTimeCodes.end(on, id);
        });
  }

  /** Somebody must be able to let others in; the owners are locked, so that two don't both go. */
  private static void requireOwnerBeside(
      JdbcClient on, AccountId account, @Nullable MemberId leaving) {
    List<Long> owners =
        on.sql(
                """
                SELECT id FROM member
                 WHERE bucket = :bucket AND account_id = :account AND role = 'OWNER'
                 ORDER BY id FOR UPDATE
                """)
            .param("bucket", account.bucket())
            .param("account", account.value())
            .query(Long.class)
            .list();
    if (leaving != null && owners.equals(List.of(leaving.value()))) {
      throw new ProblemException(
          ProblemType.CONFLICT,
          "The account would have no owner; make someone else an owner first.");
    }
  }

  /**
   * A name without what can't be seen, one way of writing it.
   *
   * @throws InvalidValue when it is empty or too long, or holds characters that can't be seen
   */
  static String name(String name) {
    String cleaned = Normalizer.normalize(name.strip(), Normalizer.Form.NFKC);
    boolean seen =
        cleaned
            .codePoints()
            .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT);
    if (cleaned.isEmpty() || cleaned.length() > LONGEST_NAME || !seen) {
      throw InvalidValue.withoutValue(
          "name",
          "is empty, too long or contains invisible characters",
          "give 1 to " + LONGEST_NAME + " characters");
    }
    return cleaned;
  }

  /** Capitals don't matter. */
  static byte[] nameHash(Seal seal, String name) {
    return seal.find("sign-in-name", 0, name.toLowerCase(Locale.ROOT));
  }

  static JdbcClient on(Connection connection) {
    return JdbcClient.create(new SingleConnectionDataSource(connection, true));
  }

  static JdbcClient.StatementSpec own(JdbcClient.StatementSpec sql, MemberId id) {
    return sql.param("bucket", id.bucket()).param("id", id.value());
  }

  static Member read(Seal seal, ResultSet row) throws SQLException {
    return new Member(
        new MemberId(row.getLong(1)),
        new AccountId(row.getLong(2)),
        seal.open(Sealed.MEMBER_NAME, row.getLong(1), row.getBytes(3)),
        Role.valueOf(row.getString(4)),
        row.getBoolean(5),
        row.getString(6),
        row.getString(7),
        Rows.instant(row, 8));
  }

  private static ProblemException none(MemberId id) {
    return new ProblemException(ProblemType.NOT_FOUND, "The account has no member " + id + ".");
  }
}
