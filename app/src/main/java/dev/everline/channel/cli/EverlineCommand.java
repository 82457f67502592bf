package dev.everline.channel.cli;

import dev.everline.channel.cli.line.DueCommand;
import dev.everline.channel.cli.line.ImportCommand;
import dev.everline.channel.cli.line.LineCommand;
import dev.everline.channel.cli.line.LinesCommand;
import dev.everline.channel.cli.line.WhatIfCommand;
import dev.everline.channel.cli.operate.AccountsCommand;
import dev.everline.channel.cli.operate.AuditCommand;
import dev.everline.channel.cli.operate.BackupCommand;
import dev.everline.channel.cli.operate.InviteCommand;
import dev.everline.channel.cli.operate.KeysCommand;
import dev.everline.channel.cli.operate.LedgerCommand;
import dev.everline.channel.cli.operate.RestoreCommand;
import dev.everline.channel.cli.operate.TokenCommand;
import dev.everline.channel.cli.order.OrdersCommand;
import dev.everline.channel.cli.order.QuoteCommand;
import dev.everline.channel.cli.order.RenewCommand;
import dev.everline.channel.cli.order.RenewedCommand;
import dev.everline.channel.cli.order.WalletCommand;
import java.time.Clock;
import java.time.ZoneId;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command line's root: shows what there is to do. */
@Command(
    name = "everline",
    description = "Keeps prepaid mobile lines alive.",
    versionProvider = Version.class,
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    footer = {
      "",
      "Each command has its own help: everline COMMAND --help",
      "Exit codes and settings: docs/command-line.md"
    })
public final class EverlineCommand implements Runnable {

  @Spec private CommandSpec spec;

  private EverlineCommand() {}

  /**
   * The whole command line, ready to execute.
   *
   * @param services opened by the commands that need them; the caller closes them
   */
  public static CommandLine commandLine(Services services) {
    CommandLine root = new CommandLine(new EverlineCommand());
    root.addSubcommand(new ServeCommand(services));
    root.addSubcommand(new AccountsCommand(services));
    root.addSubcommand(new ImportCommand(services));
    root.addSubcommand(LinesCommand.commandLine(services));
    root.addSubcommand(LineCommand.commandLine(services));
    root.addSubcommand(new WalletCommand(services));
    root.addSubcommand(new LedgerCommand(services));
    root.addSubcommand(new DueCommand(services));
    root.addSubcommand(new QuoteCommand(services));
    root.addSubcommand(new RenewCommand(services));
    root.addSubcommand(new RenewedCommand(services));
    root.addSubcommand(new OrdersCommand(services));
    root.addSubcommand(new WhatIfCommand(services));
    root.addSubcommand(new TokenCommand(services));
    root.addSubcommand(new InviteCommand(services));
    root.addSubcommand(new AuditCommand(services));
    root.addSubcommand(new KeysCommand(services));
    root.addSubcommand(new BackupCommand(services, System.getenv()));
    root.addSubcommand(new RestoreCommand(services, System.getenv()));
    root.addSubcommand(new IdentifyCommand(System.getenv()));
    root.addSubcommand(new CheckCommand(System.getenv()));
    root.addSubcommand(CatalogCommand.commandLine(services, System.getenv(), Clock.systemUTC()));
    root.addSubcommand(
        MessageCommand.commandLine(
            System.getenv(), Clock.system(ZoneId.systemDefault()), () -> System.in));
    root.addSubcommand(new HelpCommand());
    root.addSubcommand(new VersionCommand());
    root.addSubcommand(new RehearseCommand(services));
    root.addSubcommand(completion());
    return configured(root);
  }

  /** Gives a command line, and what was added to it, our manners: widths, errors, exit codes. */
  public static CommandLine configured(CommandLine root) {
    Problems problems = new Problems(System.getenv());
    root.setCaseInsensitiveEnumValuesAllowed(true);
    root.setUsageHelpWidth(Terminal.helpColumns());
    root.setParameterExceptionHandler(problems);
    root.setExecutionExceptionHandler(problems);
    return root;
  }

  private static CommandLine completion() {
    CommandLine command = new CommandLine(new AutoComplete.GenerateCompletion());
    command.setCommandName("completion");
    command
        .getCommandSpec()
        .usageMessage()
        .description(
            "Prints a script that completes commands and options with the Tab key in bash and zsh.",
            "To use it: source <(everline completion)");
    return command;
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
