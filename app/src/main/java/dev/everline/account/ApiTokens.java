package dev.everline.account;

import dev.everline.kernel.AccountId;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.kernel.TokenId;
import dev.everline.storage.IdAllocator;
import dev.everline.storage.Rows;
import dev.everline.storage.Seal;
import dev.everline.storage.Sealed;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Bearer tokens for the API, each bound to one account. Only a hash of the secret is stored: 256
 * random bits need no slow hash, and a dump of the database lets nobody in.
 */
public final class ApiTokens {

  private static final int SECRET_BYTES = 32;

  private final JdbcClient jdbc;
  private final Seal seal;
  private final IdAllocator ids;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  public ApiTokens(DataSource dataSource, Seal seal, IdAllocator ids, Clock clock) {
    this.jdbc = JdbcClient.create(dataSource);
    this.seal = seal;
    this.ids = ids;
    this.clock = clock;
  }

  /** A token as listed: never its secret. */
  public record Listed(
      TokenId id,
      String name,
      Instant createdAt,
      @Nullable Instant expiresAt,
      @Nullable Instant revokedAt) {}

  /**
   * Makes a token. Its text is given out this once.
   *
   * @param life how long it may be used, or null for ever
   * @return the text to send as {@code Authorization: Bearer …}
   */
  public String create(AccountId account, String name, @Nullable Duration life) {
    if (name.isBlank() || name.length() > 100) {
      throw InvalidValue.of("name", name, "is empty or too long", "give 1 to 100 characters");
    }
    Accounts.requireVisible(name);
    if (life != null && (life.isNegative() || life.isZero())) {
      throw InvalidValue.of("life", life.toString(), "is not positive", "give at least a minute");
    }
    TokenId id = new TokenId(ids.next(account.bucket()));
    byte[] secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    Instant now = clock.instant();
    String sql =
        """
        INSERT INTO api_token (bucket, id, account_id, name, secret_hash, created_at, expires_at)
        VALUES (:bucket, :id, :account, :name, :hash, :now, :expires)
        """;
    jdbc.sql(sql)
        .param("bucket", id.bucket())
        .param("id", id.value())
        .param("account", account.value())
        .param("name", seal.seal(Sealed.TOKEN_NAME, id.value(), name.strip()))
        .param("hash", hash(secret))
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("expires", life == null ? null : now.plus(life).atOffset(ZoneOffset.UTC))
        .update();
    return id + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
  }

  /** The account a token opens, or empty when it opens none. Says no more to those who try. */
  public Optional<AccountId> accountOf(String token) {
    int dot = token.indexOf('.');
    if (dot < 0 || token.length() > 200) {
      return Optional.empty();
    }
    TokenId id;
    byte[] secret;
    try {
      id = TokenId.parse(token.substring(0, dot));
      secret = Base64.getUrlDecoder().decode(token.substring(dot + 1));
    } catch (InvalidValue | IllegalArgumentException malformed) {
      return Optional.empty();
    }
    String sql =
        """
        SELECT account_id, secret_hash FROM api_token
         WHERE bucket = :bucket AND id = :id AND revoked_at IS NULL
           AND (expires_at IS NULL OR expires_at > :now)
        """;
    byte[] given = hash(secret);
    return jdbc.sql(sql)
        .param("bucket", id.bucket())
        .param("id", id.value())
        .param("now", clock.instant().atOffset(ZoneOffset.UTC))
        .query((row, number) -> MessageDigest.isEqual(row.getBytes(2), given) ? row.getLong(1) : 0L)
        .optional()
        .filter(account -> account != 0)
        .map(AccountId::new);
  }

  public List<Listed> list(AccountId account) {
    String sql =
        """
        SELECT id, name, created_at, expires_at, revoked_at FROM api_token
         WHERE bucket = :bucket AND account_id = :account ORDER BY id
        """;
    return jdbc.sql(sql)
        .param("bucket", account.bucket())
        .param("account", account.value())
        .query(
            (row, number) ->
                new Listed(
                    new TokenId(row.getLong(1)),
                    seal.open(Sealed.TOKEN_NAME, row.getLong(1), row.getBytes(2)),
                    Rows.instant(row, 3),
                    Rows.instantOrNull(row, 4),
                    Rows.instantOrNull(row, 5)))
        .list();
  }

  /**
   * Ends a token at once.
   *
   * @throws ProblemException NOT_FOUND when the account has no such token in force
   */
  public void revoke(AccountId account, TokenId id) {
    String sql =
        """
        UPDATE api_token SET revoked_at = :now
         WHERE bucket = :bucket AND id = :id AND account_id = :account AND revoked_at IS NULL
        """;
    int revoked =
        jdbc.sql(sql)
            .param("now", clock.instant().atOffset(ZoneOffset.UTC))
            .param("bucket", id.bucket())
            .param("id", id.value())
            .param("account", account.value())
            .update();
    if (revoked == 0) {
      throw new ProblemException(
          ProblemType.NOT_FOUND, "There is no valid token " + id + "; 'token list' shows them.");
    }
  }

  private static byte[] hash(byte[] secret) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update("everline-token:".getBytes(StandardCharsets.US_ASCII));
      return digest.digest(secret);
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every JDK has SHA-256", missing);
    }
  }
}
