package dev.everline.storage;

import dev.everline.kernel.AccountId;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/**
 * Remembers what a request with a key of its caller's choice has led to, in the transaction that
 * does the work: so the same request, repeated or made many times at once, is done exactly once.
 * The first to use it takes the lock that its work needs anyway; later ones wait there and then
 * find the answer.
 */
public final class RequestKeys {

  private RequestKeys() {}

  /**
   * @throws InvalidValue when the key is empty, longer than 200 characters, or holds other than
   *     printable ASCII
   */
  public static void require(String key) {
    require("Idempotency-Key", key);
  }

  /**
   * The same where it is given by another name.
   *
   * @throws InvalidValue that names it so
   */
  public static void require(String name, String key) {
    boolean printable = key.chars().allMatch(c -> c > 32 && c < 127);
    if (key.isEmpty() || key.length() > 200 || !printable) {
      throw InvalidValue.of(
          name,
          key,
          "is empty, too long or not printable ASCII",
          "give 1 to 200 characters, such as a UUID");
    }
  }

  /**
   * What the request led to before, or empty when its key is new to the account.
   *
   * @param request the request's meaning as text; two requests are the same when it is
   * @throws ProblemException IDEMPOTENCY_KEY_REUSED when the key was given for another request
   */
  public static Pipeline.Answer<Optional<String>> answerTo(
      Pipeline pipeline, AccountId account, String key, String request) {
    String sql =
        """
        SELECT request_hash, body FROM idempotency
         WHERE bucket = ? AND account_id = ? AND key = ?
        """;
    return pipeline.query(
        sql,
        columns -> columns.number(account.bucket()).number(account.value()).text(key),
        row -> {
          if (!row.next()) {
            return Optional.empty();
          }
          if (!MessageDigest.isEqual(row.getBytes(1), hash(request))) {
            throw reused();
          }
          return Optional.of(row.getString(2));
        });
  }

  /**
   * @param answer what the request has led to, given back by {@link #answerTo}
   * @throws ProblemException IDEMPOTENCY_KEY_REUSED when another request has taken the key
   *     meanwhile
   */
  public static void remember(
      Pipeline pipeline,
      AccountId account,
      String key,
      String request,
      String answer,
      Instant now) {
    String sql =
        """
        INSERT INTO idempotency (bucket, account_id, key, request_hash, body, created_at)
        VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT (bucket, account_id, key) DO NOTHING
        RETURNING key
        """;
    pipeline.query(
        sql,
        columns ->
            columns
                .number(account.bucket())
                .number(account.value())
                .text(key)
                .bytes(hash(request))
                .text(answer)
                .instant(now),
        stored -> {
          if (!stored.next()) {
            throw reused();
          }
          return true;
        });
  }

  /** Forgets what an account's requests have led to, in a transaction that erases the account. */
  public static void forget(Connection connection, AccountId account) throws SQLException {
    String sql = "DELETE FROM idempotency WHERE bucket = ? AND account_id = ?";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new Columns(statement).number(account.bucket()).number(account.value());
      statement.executeUpdate();
    }
  }

  private static ProblemException reused() {
    return new ProblemException(
        ProblemType.IDEMPOTENCY_KEY_REUSED,
        "The Idempotency-Key was already used for another request; use a new key.");
  }

  private static byte[] hash(String request) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(request.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every JDK has SHA-256", missing);
    }
  }
}
