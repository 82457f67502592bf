package dev.everline.channel.cli.operate;

import dev.everline.account.Account;
import dev.everline.account.Accounts;
import dev.everline.account.AuditTrail;
import dev.everline.channel.cli.AccountOption;
import dev.everline.channel.cli.Json;
import dev.everline.channel.cli.Services;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Proves that the trail of what was done in an account is as it was written. */
@Command(
    name = "audit",
    description = "Checks the audit trail of an account: 'audit verify'.",
    mixinStandardHelpOptions = true)
public final class AuditCommand implements Callable<Integer> {

  private static final int BROKEN = 1;

  private final Services services;

  @Mixin private AccountOption whose = new AccountOption();

  @Spec private CommandSpec spec;

  public AuditCommand(Services services) {
    this.services = services;
  }

  @Override
  public Integer call() {
    return verify(whose, false, false);
  }

  @Command(
      name = "verify",
      description = {
        "Recomputes every hash of the account's audit trail and prints the last one.",
        "Keep it elsewhere: a trail whose end was cut off has another. Exit code 1 if broken."
      },
      mixinStandardHelpOptions = true)
  int verify(
      @Mixin AccountOption of,
      @Option(names = "--operators", description = "Checks the operators' own trail instead.")
          boolean operators,
      @Option(names = "--json", description = "Prints JSON.") boolean json) {
    Account account = operators ? services.get(Accounts.class).house() : of.of(services);
    AuditTrail.Finding finding = services.get(AuditTrail.class).verify(account.id());
    PrintWriter out = spec.commandLine().getOut();
    int exitCode =
        switch (finding) {
          case AuditTrail.Whole whole -> {
            if (json) {
              new Json().print(out, whole);
            } else {
              String entries = whole.events() == 1 ? " entry" : " entries";
              out.println("Intact: " + whole.events() + entries + ", none altered. Last hash:");
              out.println(whole.head());
            }
            yield 0;
          }
          case AuditTrail.Broken broken -> {
            if (json) {
              new Json().print(out, Map.of("broken_at", broken.number()));
            } else {
              out.println(
                  "BROKEN at entry "
                      + broken.number()
                      + ": it was altered after it was written, or an earlier one is missing. Leave"
                      + " the database as it is.");
            }
            yield BROKEN;
          }
        };
    out.flush();
    return exitCode;
  }
}
