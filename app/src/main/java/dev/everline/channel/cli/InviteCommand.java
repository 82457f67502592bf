package dev.everline.channel.cli;

import dev.everline.account.Account;
import dev.everline.account.Invitations;
import dev.everline.account.Role;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lets somebody into an account by the portal; also an owner who has lost all his ways in. */
@Command(
    name = "invite",
    description = {
      "Makes a code by which somebody becomes a member of the account, and prints it, this once.",
      "It is typed in at the portal under /join, and good for seven days."
    },
    mixinStandardHelpOptions = true)
final class InviteCommand implements Callable<Integer> {

  private final Services services;

  @Mixin private AccountOption whose = new AccountOption();

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      defaultValue = "VIEWER",
      description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private Role role = Role.VIEWER;

  @Spec private CommandSpec spec;

  InviteCommand(Services services) {
    this.services = services;
  }

  @Override
  public Integer call() {
    Account account = whose.of(services);
    PrintWriter out = spec.commandLine().getOut();
    out.println(services.get(Invitations.class).create(account.id(), role));
    out.flush();
    return 0;
  }
}
