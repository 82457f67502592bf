package dev.everline.channel.cli.operate;

import dev.everline.account.Account;
import dev.everline.account.Accounts;
import dev.everline.channel.cli.AccountOption;
import dev.everline.channel.cli.Json;
import dev.everline.channel.cli.Services;
import dev.everline.channel.cli.Table;
import dev.everline.privacy.AccountExport;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists the accounts and opens new ones. */
@Command(
    name = "accounts",
    description = "Lists the accounts; 'accounts open NAME' opens one.",
    mixinStandardHelpOptions = true)
public final class AccountsCommand implements Callable<Integer> {

  private static final int SHOWN = 1_000;

  private final Services services;

  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  @Spec private CommandSpec spec;

  public AccountsCommand(Services services) {
    this.services = services;
  }

  @Override
  public Integer call() {
    List<Account> accounts = services.get(Accounts.class).first(SHOWN);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      new Json().print(out, accounts);
      return 0;
    }
    Table table = new Table().left("Account").left("Name").left("Zone").left("State");
    accounts.forEach(
        account -> table.row(account.id(), account.name(), zone(account), account.state()));
    table.print(out);
    return 0;
  }

  @Command(
      name = "export",
      description = {
        "Exports everything stored about an account to a ZIP of JSON and CSV files; numbers in it"
            + " are not encrypted.",
        "Never overwrites an existing file."
      },
      mixinStandardHelpOptions = true)
  int export(
      @Mixin AccountOption of,
      @Parameters(paramLabel = "FILE", description = "The file to create.") Path file)
      throws IOException {
    Account account = of.of(services);
    AccountExport export = services.get(AccountExport.class);
    // Made and written through one opening: nothing can take its place between.
    try (OutputStream out =
        Channels.newOutputStream(
            Files.newByteChannel(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(
                    PosixFilePermissions.fromString("rw-------"))))) {
      export.write(account.id(), out);
    }
    spec.commandLine().getOut().println(file);
    return 0;
  }

  @Command(name = "open", description = "Opens an account.", mixinStandardHelpOptions = true)
  int open(
      @Parameters(paramLabel = "NAME", description = "Its name.") String name,
      @Option(names = "--zone", description = "Its members' time zone, such as America/Chicago.")
          @Nullable String zone,
      @Option(names = "--state", description = "The US state whose fees apply, such as TX.")
          @Nullable String state) {
    Account account = services.get(Accounts.class).open(name, zone, state);
    spec.commandLine().getOut().println(account.id());
    if (!account.zoneTold()) {
      PrintWriter err = spec.commandLine().getErr();
      err.println(
          "Its time zone is unknown; using "
              + account.zone()
              + ". Set it with: everline accounts zone ZONE --account "
              + account.id());
      err.flush();
    }
    return 0;
  }

  @Command(
      name = "zone",
      description = "Sets an account's time zone, which hours and dates follow.",
      mixinStandardHelpOptions = true)
  int zone(
      @Mixin AccountOption of,
      @Parameters(paramLabel = "ZONE", description = "Such as America/Chicago.") String zone) {
    Accounts accounts = services.get(Accounts.class);
    Account account = of.of(services);
    accounts.tellZone(account.id(), zone);
    spec.commandLine().getOut().println("Time zone: " + accounts.get(account.id()).zone() + ".");
    spec.commandLine().getOut().flush();
    return 0;
  }

  private static String zone(Account account) {
    return account.zone() + (account.zoneTold() ? "" : " (a guess)");
  }
}
