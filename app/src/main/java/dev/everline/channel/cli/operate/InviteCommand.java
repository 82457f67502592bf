package dev.everline.channel.cli.operate;

import dev.everline.account.Invitations;
import dev.everline.account.Role;
import dev.everline.channel.cli.AccountOption;
import dev.everline.channel.cli.Services;
import dev.everline.kernel.InvalidValue;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lets somebody into an account by the portal; also an owner who has lost all ways in. */
@Command(
    name = "invite",
    description = {
      "Creates an invitation code for a new member of the account and prints it, once.",
      "The new member enters it in the portal under /join; it is valid for seven days.",
      "With --operator it lets in somebody who runs this installation: they have its console, and none"
          + " of any account's pages."
    },
    mixinStandardHelpOptions = true)
public final class InviteCommand implements Callable<Integer> {

  private final Services services;

  @Mixin private AccountOption whose = new AccountOption();

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      description = "VIEWER, MANAGER or OWNER. Default: VIEWER.")
  private @Nullable Role role;

  @Option(names = "--operator", description = "Invites an operator instead.")
  private boolean operator;

  @Spec private CommandSpec spec;

  public InviteCommand(Services services) {
    this.services = services;
  }

  @Override
  public Integer call() {
    if (operator && (role != null || whose.isGiven())) {
      throw InvalidValue.withoutValue(
          role != null ? "--role" : "--account",
          "doesn't go with --operator",
          "leave it out: an operator runs the installation and belongs to no account");
    }
    Invitations invitations = services.get(Invitations.class);
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        operator
            ? invitations.createForOperator()
            : invitations.create(whose.of(services).id(), role == null ? Role.VIEWER : role));
    out.flush();
    return 0;
  }
}
