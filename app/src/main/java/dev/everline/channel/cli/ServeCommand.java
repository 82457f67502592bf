package dev.everline.channel.cli;

import dev.everline.account.Invitations;
import dev.everline.kernel.Fatal;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.WithoutMessage;
import dev.everline.lan.HomeNetwork;
import dev.everline.renewal.Renewals;
import dev.everline.storage.ClockGuard;
import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the server until it is told to stop; what it has begun is finished first. */
@Command(
    name = "serve",
    description = "Runs the server: renews what is due and serves the portal and the API.",
    mixinStandardHelpOptions = true)
final class ServeCommand implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

  private final Services services;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8080",
      description = "The port to listen on; 0 picks a free one. Default: ${DEFAULT-VALUE}.")
  private int port;

  @Mixin private LanOptions lan = new LanOptions();

  @Option(
      names = "--logs",
      paramLabel = "FORMAT",
      description =
          "The format of logs: ${COMPLETION-CANDIDATES}. Default: TEXT on a terminal, JSON"
              + " elsewhere.")
  private @Nullable LogFormat logs;

  @Option(
      names = "--accept-clock",
      description =
          "Accepts this machine's clock, once, although newer work is stored: for use after the"
              + " clock was ahead by mistake.")
  private boolean acceptClock;

  @Spec private CommandSpec spec;

  ServeCommand(Services services) {
    this.services = services;
  }

  @Override
  public void run() {
    if (port < 0 || port > 65_535) {
      throw InvalidValue.of(
          "port", Integer.toString(port), "is not between 0 and 65535", "give a free port");
    }
    Memory memory = Memory.now();
    memory.requireEnough();
    PrintWriter err = spec.commandLine().getErr();
    memory
        .warning()
        .ifPresent(
            warning -> {
              err.println("everline: " + warning);
              err.flush();
            });
    Thread.setDefaultUncaughtExceptionHandler(ServeCommand::threadEnded);
    int listening = services.serve(port, logs == null ? usualLogs() : logs, lan.settings());
    if (acceptClock) {
      services.get(ClockGuard.class).accept();
    }
    PrintWriter out = spec.commandLine().getOut();
    new Greeting(out, Terminal.isPresent())
        .say(
            "http://localhost:" + listening,
            services.get(HomeNetwork.class).lan().orElse(null),
            services.get(Invitations.class).firstOwner().orElse(null));
    services
        .get(Renewals.class)
        .heldSinceRestore()
        .ifPresent(
            mark -> {
              out.println(
                  "Restored from a backup of " + mark.backupAt() + ": nothing is paid until");
              out.println("you have checked what was renewed since: everline restore confirm");
            });
    out.flush();
    waitForTheEnd();
  }

  /**
   * A thread that nobody looks after has ended by what it threw. Its message is left out: it may
   * hold somebody's number.
   */
  private static void threadEnded(Thread thread, Throwable failure) {
    Fatal.endIf(failure);
    LOG.error("The thread {} ended", thread.getName(), new WithoutMessage(failure));
  }

  private static LogFormat usualLogs() {
    return Terminal.isPresent() ? LogFormat.TEXT : LogFormat.JSON;
  }

  /** The signal that stops the process closes the server first; nothing else ends the wait. */
  private static void waitForTheEnd() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
