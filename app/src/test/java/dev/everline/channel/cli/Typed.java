package dev.everline.channel.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** A person who types commands, and what they read. */
public final class Typed {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  /** Types a command, and forgets what the one before said. Gives its exit code. */
  public int everline(Services services, String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    CommandLine command = EverlineCommand.commandLine(services);
    command.setOut(new PrintWriter(out, true));
    command.setErr(new PrintWriter(err, true));
    return command.execute(arguments);
  }

  public String out() {
    return out.toString();
  }

  public String err() {
    return err.toString();
  }
}
