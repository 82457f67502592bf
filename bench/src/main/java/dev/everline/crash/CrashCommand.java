package dev.everline.crash;

import dev.everline.kernel.InvalidValue;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Kills renewing processes and databases, and asks the carrier's books what came of it. */
@Command(
    name = "crash",
    description = {
      "Renews thousands of due lines over HTTP at the carrier sandbox, while the renewing process"
          + " and its PostgreSQL are killed at random moments; then the carrier's own books must"
          + " show each line renewed exactly once.",
      "Exit code 1 when they don't."
    },
    mixinStandardHelpOptions = true)
public final class CrashCommand implements Callable<Integer> {

  @Option(
      names = "--kills",
      paramLabel = "N",
      defaultValue = "20",
      description = "How often something is killed. Default: ${DEFAULT-VALUE}.")
  private int kills;

  @Option(
      names = "--lines",
      paramLabel = "N",
      defaultValue = "20000",
      description = "How many lines are due, in hundreds. Default: ${DEFAULT-VALUE}.")
  private int lines;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "Chooses the moments and the victims. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(names = "--json", description = "Print the result as JSON, for programs.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (kills < 0 || kills > 100_000) {
      throw InvalidValue.of(
          "kills", Integer.toString(kills), "is out of range", "give 0 to 100000");
    }
    if (lines < 100 || lines > 80_000 || lines % 100 != 0) {
      throw InvalidValue.of(
          "lines", Integer.toString(lines), "can't be taken", "give 100 to 80000, in hundreds");
    }
    CrashTrial.Verdict verdict;
    try (ProgressBar progress =
        new ProgressBarBuilder().setTaskName("Kills").setInitialMax(kills).build()) {
      verdict = CrashTrial.run(lines, kills, seed, progress::stepTo);
    }
    print(verdict);
    return verdict.faults().isEmpty() ? 0 : 1;
  }

  private void print(CrashTrial.Verdict verdict) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(
          JsonMapper.builder()
              .enable(SerializationFeature.INDENT_OUTPUT)
              .build()
              .writeValueAsString(verdict));
    } else {
      out.printf(
          "%,d lines; the renewing process was killed %,d times, PostgreSQL %,d times; %,d"
              + " top-ups in the carrier's books after %,d s.%n",
          verdict.lines(),
          verdict.nodeKills(),
          verdict.databaseKills(),
          verdict.toppedUp(),
          verdict.seconds());
      verdict.faults().forEach(fault -> out.println("  " + fault));
      out.println(
          verdict.faults().isEmpty()
              ? "Every line was renewed exactly once, every wallet charged once, and the ledger"
                  + " balances."
              : "The promise was broken; the same seed chooses the same moments again.");
    }
    out.flush();
  }
}
