package dev.everline.bench;

import dev.everline.EverlineApplication;
import dev.everline.channel.cli.EverlineCommand;
import dev.everline.channel.cli.Services;
import dev.everline.crash.CrashCommand;
import dev.everline.demo.DemoCommand;
import dev.everline.kernel.setting.DataFolder;
import dev.everline.portal.ScreenshotsCommand;
import dev.everline.simulation.SimulateCommand;
import picocli.CommandLine;

/** The command line with the commands that move the clock or need the sandbox added to it. */
public final class BenchMain {

  private BenchMain() {}

  public static void main(String[] args) {
    int exitCode;
    try (Services services = new Services(EverlineApplication.class)) {
      exitCode = commandLine(services).execute(args);
    }
    System.exit(exitCode);
  }

  static CommandLine commandLine(Services services) {
    CommandLine root = EverlineCommand.commandLine(services);
    root.addSubcommand(
        new DemoCommand(DataFolder.fromEnvironment(System.getenv()).resolve("demo")));
    root.addSubcommand(new SimulateCommand());
    root.addSubcommand(new CrashCommand());
    root.addSubcommand(new BenchCommand());
    root.addSubcommand(new ScreenshotsCommand());
    return EverlineCommand.configured(root);
  }
}
