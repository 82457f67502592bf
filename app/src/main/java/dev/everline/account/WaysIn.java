package dev.everline.account;

import dev.everline.kernel.MemberId;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * How a member can sign in, and so re-authenticate.
 *
 * @param passkeys how many they have
 */
public record WaysIn(boolean password, int passkeys) {

  /** Whether they can prove who they are; otherwise they sign in by a provider only. */
  public boolean canReauthenticate() {
    return password || passkeys > 0;
  }

  static WaysIn of(JdbcClient on, MemberId id) {
    return Members.own(
            on.sql(
                """
                SELECT password_hash IS NOT NULL,
                       (SELECT count(*) FROM passkey p
                         WHERE p.bucket = m.bucket AND p.member_id = m.id)
                  FROM member m WHERE m.bucket = :bucket AND m.id = :id
                """),
            id)
        .query((row, number) -> new WaysIn(row.getBoolean(1), row.getInt(2)))
        .single();
  }

  /**
   * Locks the member, so that of two ways in that are removed at once one stays.
   *
   * @return whether they have a password
   */
  static boolean lock(JdbcClient on, MemberId member) {
    return Members.own(
            on.sql(
                """
                SELECT password_hash IS NOT NULL FROM member
                 WHERE bucket = :bucket AND id = :id FOR UPDATE
                """),
            member)
        .query(Boolean.class)
        .optional()
        .orElse(false);
  }

  static ProblemException lastWayIn() {
    return new ProblemException(
        ProblemType.CONFLICT, "This is the last way to sign in; add another one first.");
  }
}
