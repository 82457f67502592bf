package dev.everline.channel.cli.operate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.account.Accounts;
import dev.everline.account.ApiTokens;
import dev.everline.channel.cli.CommandWorld;
import dev.everline.channel.cli.Services;
import dev.everline.channel.cli.Typed;
import dev.everline.kernel.AccountId;
import dev.everline.storage.IdAllocator;
import dev.everline.storage.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HexFormat;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;

/** Tokens for the API at the command line: made, listed, ended. */
class TokenCommandTest {

  private final Typed typed = new Typed();
  private final Services services = new Services(World.class);
  private TestDatabase database;
  private ApiTokens tokens;
  private AccountId account;

  /**
   * What the command needs, on a database of the test's own; not for the whole application to find.
   */
  static class World extends CommandWorld {

    @Bean
    Accounts accounts(
        TestDatabase testDatabase, DataSource dataSource, IdAllocator ids, Clock clock) {
      return new Accounts(dataSource, testDatabase.seal(), ids, clock);
    }

    @Bean
    ApiTokens apiTokens(
        TestDatabase testDatabase, DataSource dataSource, IdAllocator ids, Clock clock) {
      return new ApiTokens(dataSource, testDatabase.seal(), ids, clock);
    }
  }

  @BeforeEach
  void anAccount() {
    database = services.get(TestDatabase.class);
    tokens = services.get(ApiTokens.class);
    account = services.get(Accounts.class).open("A household", "UTC", null).id();
  }

  @AfterEach
  void close() {
    services.close();
  }

  private int everline(String... arguments) {
    return typed.everline(services, arguments);
  }

  private String created(String... more) {
    String[] arguments = new String[3 + more.length];
    arguments[0] = "token";
    arguments[1] = "create";
    arguments[2] = "my program";
    System.arraycopy(more, 0, arguments, 3, more.length);
    assertThat(everline(arguments)).isZero();
    return typed.out().strip();
  }

  private static String id(String token) {
    return token.substring(0, token.indexOf('.'));
  }

  private static String secret(String token) {
    return token.substring(token.indexOf('.') + 1);
  }

  @Test
  void aTokenIsPrintedOnceAndOpensItsAccount() {
    String token = created();
    assertThat(token).matches("tk_[0-9A-Z]{13}[0-9A-Z*~$=]\\.[A-Za-z0-9_-]{43}");
    assertThat(tokens.accountOf(token)).contains(account);
    assertThat(everline("token")).isZero();
    assertThat(typed.out())
        .contains(id(token))
        .contains("my program")
        .doesNotContain(secret(token));
    assertThat(everline("token", "list", "--json")).isZero();
    assertThat(typed.out()).contains(id(token)).doesNotContain(secret(token));
  }

  @Test
  void theDatabaseHoldsAHashAndNowhereTheSecret() {
    String token = created();
    String row = database.text("SELECT t::text FROM api_token t");
    byte[] secret = Base64.getUrlDecoder().decode(secret(token));
    assertThat(row)
        .doesNotContain("my program")
        .doesNotContain(secret(token))
        .doesNotContain(HexFormat.of().formatHex(secret))
        .doesNotContain(
            HexFormat.of().formatHex(secret(token).getBytes(StandardCharsets.US_ASCII)));
    assertThat(database.number("SELECT length(secret_hash) FROM api_token")).isEqualTo(32);
  }

  @Test
  void aRevokedTokenOpensNothingFromThenOnAndStaysInTheList() {
    String revoked = created();
    String kept = created();
    assertThat(everline("token", "revoke", id(revoked))).isZero();
    assertThat(tokens.accountOf(revoked)).isEmpty();
    assertThat(tokens.accountOf(kept)).contains(account);
    assertThat(everline("token", "list")).isZero();
    assertThat(typed.out()).contains(id(revoked)).contains("2026-11-24T18:00");
    assertThat(everline("token", "revoke", id(revoked))).isEqualTo(3);
    assertThat(typed.err()).contains(id(revoked)).contains("token list");
  }

  @Test
  void aTokenOfAnotherAccountCannotBeRevoked() {
    AccountId other = services.get(Accounts.class).open("Another", "UTC", null).id();
    String token = tokens.create(other, "theirs", null);
    assertThat(everline("token", "revoke", id(token), "--account", account.toString()))
        .isEqualTo(3);
    assertThat(tokens.accountOf(token)).contains(other);
  }

  @Test
  void aTokenOfSomeDaysEndsByItself() {
    String token = created("--days", "1");
    ApiTokens tomorrow =
        new ApiTokens(
            database.dataSource(),
            database.seal(),
            services.get(IdAllocator.class),
            Clock.fixed(Instant.parse("2026-11-25T18:00:00Z"), ZoneOffset.UTC));
    assertThat(tokens.accountOf(token)).contains(account);
    assertThat(tomorrow.accountOf(token)).isEmpty();
  }

  @Test
  void mistakesAreToldWithTheRemedyAndMakeNothing() {
    assertThat(everline("token", "create", "x", "--days", "0")).isEqualTo(2);
    assertThat(typed.err()).contains("1 to 3650");
    assertThat(everline("token", "create", " ")).isEqualTo(2);
    assertThat(everline("token", "revoke", "nonsense")).isEqualTo(2);
    assertThat(database.number("SELECT count(*) FROM api_token")).isZero();
  }
}
