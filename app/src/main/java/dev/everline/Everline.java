package dev.everline;

import dev.everline.channel.cli.EverlineCommand;
import dev.everline.channel.cli.Services;
import dev.everline.kernel.Fatal;

/** Starts the command line, which starts everything else that a command needs. */
public final class Everline {

  private Everline() {}

  public static void main(String[] args) {
    int exitCode;
    try (Services services = new Services(EverlineApplication.class)) {
      exitCode = EverlineCommand.commandLine(services).execute(args);
    } catch (Error failure) {
      Fatal.endIf(failure);
      throw failure;
    }
    System.exit(exitCode);
  }
}
