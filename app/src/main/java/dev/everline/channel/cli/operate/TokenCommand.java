package dev.everline.channel.cli.operate;

import dev.everline.account.Account;
import dev.everline.account.ApiTokens;
import dev.everline.channel.cli.AccountOption;
import dev.everline.channel.cli.Json;
import dev.everline.channel.cli.Services;
import dev.everline.channel.cli.Table;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.TokenId;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes, lists and ends the tokens by which programs call the API as an account. */
@Command(
    name = "token",
    description =
        "Lists API tokens; 'token create NAME' creates one, 'token revoke ID' revokes one.",
    mixinStandardHelpOptions = true)
public final class TokenCommand implements Callable<Integer> {

  private static final int LONGEST_DAYS = 3_650;

  private final Services services;

  @Mixin private AccountOption whose = new AccountOption();

  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  @Spec private CommandSpec spec;

  public TokenCommand(Services services) {
    this.services = services;
  }

  @Override
  public Integer call() {
    return show(whose, json);
  }

  @Command(
      name = "list",
      description = "Lists the account's tokens, never their secrets.",
      mixinStandardHelpOptions = true)
  int list(
      @Mixin AccountOption of,
      @Option(names = "--json", description = "Prints JSON.") boolean asJson) {
    return show(of, asJson);
  }

  @Command(
      name = "create",
      description = {
        "Creates a token and prints it, once: only its hash is stored.",
        "Send it as the header 'Authorization: Bearer TOKEN'."
      },
      mixinStandardHelpOptions = true)
  int create(
      @Mixin AccountOption of,
      @Parameters(paramLabel = "NAME", description = "Its purpose.") String name,
      @Option(
              names = "--days",
              paramLabel = "DAYS",
              description = "How many days it is valid, 1 to 3650. Default: until revoked.")
          @Nullable Integer days,
      @Option(names = "--json", description = "Prints JSON.") boolean asJson) {
    if (days != null && (days < 1 || days > LONGEST_DAYS)) {
      throw InvalidValue.of(
          "days", days.toString(), "is out of range", "give 1 to " + LONGEST_DAYS);
    }
    Account account = of.of(services);
    String token =
        services
            .get(ApiTokens.class)
            .create(account.id(), name, days == null ? null : Duration.ofDays(days));
    PrintWriter out = spec.commandLine().getOut();
    if (asJson) {
      new Json().print(out, Map.of("account", account.id(), "token", token));
    } else {
      out.println(token);
      out.flush();
    }
    return 0;
  }

  @Command(
      name = "revoke",
      description = "Revokes a token at once.",
      mixinStandardHelpOptions = true)
  int revoke(
      @Mixin AccountOption of,
      @Parameters(paramLabel = "ID", description = "As 'token list' shows it.") String id) {
    services.get(ApiTokens.class).revoke(of.of(services).id(), TokenId.parse(id));
    return 0;
  }

  private int show(AccountOption of, boolean asJson) {
    List<ApiTokens.Listed> tokens = services.get(ApiTokens.class).list(of.of(services).id());
    PrintWriter out = spec.commandLine().getOut();
    if (asJson) {
      new Json().print(out, tokens);
      return 0;
    }
    Table table =
        new Table().left("Token").left("Name").left("Created").left("Until").left("Revoked");
    tokens.forEach(
        token ->
            table.row(
                token.id(), token.name(), token.createdAt(), token.expiresAt(), token.revokedAt()));
    table.print(out);
    return 0;
  }
}
