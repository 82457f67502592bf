package dev.everline.account;

import dev.everline.account.secret.CurrentPassword;
import dev.everline.account.secret.Secrets;
import dev.everline.account.secret.Totp;
import dev.everline.kernel.MemberId;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.storage.Seal;
import dev.everline.storage.Sealed;
import dev.everline.storage.Transactions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The codes that a member may ask for beside the password: of an authenticator app, and recovery
 * codes for when the app is lost. Each counts once.
 */
public final class OneTimeCodes {

  private static final int RECOVERY_CODES = 10;
  private static final int RECOVERY_CHARACTERS = 16;

  private final Transactions transactions;
  private final JdbcClient jdbc;
  private final Seal seal;
  private final CurrentPassword password;
  private final Clock clock;
  private final Secrets secrets = new Secrets();

  OneTimeCodes(DataSource dataSource, Seal seal, CurrentPassword password, Clock clock) {
    this.transactions = new Transactions(dataSource);
    this.jdbc = JdbcClient.create(dataSource);
    this.seal = seal;
    this.password = password;
    this.clock = clock;
  }

  /**
   * A seed for an authenticator app; nothing is asked for until a first code has proved that the
   * app has it.
   */
  public byte[] offer(MemberId id) {
    byte[] seed = secrets.bytes(Totp.SEED_BYTES);
    Members.own(
            jdbc.sql("UPDATE member SET totp_offered = :seed WHERE bucket = :bucket AND id = :id")
                .param("seed", seal.seal(Sealed.MEMBER_CODES_OFFERED, id.value(), seed)),
            id)
        .update();
    return seed;
  }

  /** The seed that was offered and not proved yet. */
  public Optional<byte[]> offered(MemberId id) {
    return Members.own(
            jdbc.sql(
                """
                SELECT totp_offered FROM member
                 WHERE bucket = :bucket AND id = :id AND totp_offered IS NOT NULL
                """),
            id)
        .query(
            (row, number) ->
                seal.openBytes(Sealed.MEMBER_CODES_OFFERED, id.value(), row.getBytes(1)))
        .optional();
  }

  /**
   * From now on a code is asked beside the password.
   *
   * @return the recovery codes, given out this once
   * @throws ProblemException FORBIDDEN when the code isn't the app's
   */
  public List<String> start(MemberId id, String code) {
    Instant now = clock.instant();
    return transactions.run(
        connection -> {
          JdbcClient on = Members.on(connection);
          byte[] seed =
              Members.own(
                      on.sql(
                          """
                          SELECT totp_offered FROM member
                           WHERE bucket = :bucket AND id = :id AND totp_offered IS NOT NULL
                             FOR UPDATE
                          """),
                      id)
                  .query(
                      (row, number) ->
                          seal.openBytes(Sealed.MEMBER_CODES_OFFERED, id.value(), row.getBytes(1)))
                  .optional()
                  .orElseThrow(OneTimeCodes::wrongCode);
          OptionalLong step = Totp.step(seed, code, 0, now);
          if (step.isEmpty()) {
            throw wrongCode();
          }
          Members.own(
                  on.sql(
                          """
                          UPDATE member
                             SET totp_seed = :seed, totp_offered = NULL, totp_step = :step
                           WHERE bucket = :bucket AND id = :id
                          """)
                      .param("seed", seal.seal(Sealed.MEMBER_CODES, id.value(), seed))
                      .param("step", step.getAsLong()),
                  id)
              .update();
          return newRecoveryCodes(on, id);
        });
  }

  /**
   * No code is asked any more.
   *
   * @throws ProblemException FORBIDDEN when the password is wrong
   */
  public void stop(Member member, String current) {
    password.require(member.id(), current);
    transactions.run(connection -> end(Members.on(connection), member.id()));
  }

  static int end(JdbcClient on, MemberId id) {
    Members.own(on.sql("DELETE FROM recovery_code WHERE bucket = :bucket AND member_id = :id"), id)
        .update();
    return Members.own(
            on.sql(
                """
                UPDATE member SET totp_seed = NULL, totp_offered = NULL, totp_step = 0
                 WHERE bucket = :bucket AND id = :id
                """),
            id)
        .update();
  }

  /** How many recovery codes are left. */
  public int recoveryCodesLeft(MemberId id) {
    return Members.own(
            jdbc.sql(
                """
                SELECT count(*) FROM recovery_code
                 WHERE bucket = :bucket AND member_id = :id AND used_at IS NULL
                """),
            id)
        .query(Integer.class)
        .single();
  }

  /** A code counts once, also when it is given twice at the same time. */
  boolean usesUp(MemberId id, String code) {
    Instant now = clock.instant();
    return transactions.run(
        connection -> {
          JdbcClient on = Members.on(connection);
          OptionalLong step =
              Members.own(
                      on.sql(
                          """
                          SELECT totp_seed, totp_step FROM member
                           WHERE bucket = :bucket AND id = :id AND totp_seed IS NOT NULL FOR UPDATE
                          """),
                      id)
                  .query(
                      (row, number) ->
                          Totp.step(
                              seal.openBytes(Sealed.MEMBER_CODES, id.value(), row.getBytes(1)),
                              code,
                              row.getLong(2),
                              now))
                  .optional()
                  .orElse(OptionalLong.empty());
          if (step.isPresent()) {
            return Members.own(
                        on.sql(
                                """
                                UPDATE member SET totp_step = :step
                                 WHERE bucket = :bucket AND id = :id
                                """)
                            .param("step", step.getAsLong()),
                        id)
                    .update()
                == 1;
          }
          return Members.own(
                      on.sql(
                              """
                              UPDATE recovery_code SET used_at = :now
                               WHERE bucket = :bucket AND member_id = :id AND code_hash = :hash
                                 AND used_at IS NULL
                              """)
                          .param("now", now.atOffset(ZoneOffset.UTC))
                          .param("hash", Secrets.hash("recovery", Secrets.typed(code))),
                      id)
                  .update()
              == 1;
        });
  }

  private List<String> newRecoveryCodes(JdbcClient on, MemberId id) {
    Members.own(on.sql("DELETE FROM recovery_code WHERE bucket = :bucket AND member_id = :id"), id)
        .update();
    List<String> codes = new ArrayList<>(RECOVERY_CODES);
    for (int i = 0; i < RECOVERY_CODES; i++) {
      String code = secrets.code(RECOVERY_CHARACTERS);
      Members.own(
              on.sql(
                      """
                      INSERT INTO recovery_code (bucket, member_id, code_hash)
                      VALUES (:bucket, :id, :hash)
                      """)
                  .param("hash", Secrets.hash("recovery", code)),
              id)
          .update();
      codes.add(Secrets.grouped(code));
    }
    return codes;
  }

  private static ProblemException wrongCode() {
    return new ProblemException(
        ProblemType.FORBIDDEN, "The code is wrong; try the next one that the app shows.");
  }
}
