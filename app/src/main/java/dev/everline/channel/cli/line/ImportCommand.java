package dev.everline.channel.cli.line;

import dev.everline.account.Account;
import dev.everline.channel.cli.AccountOption;
import dev.everline.channel.cli.Json;
import dev.everline.channel.cli.Services;
import dev.everline.channel.cli.Terminal;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.ProblemType;
import dev.everline.line.imports.ImportProgress;
import dev.everline.line.imports.ImportResult;
import dev.everline.line.imports.ImportSource;
import dev.everline.line.imports.LineImport;
import dev.everline.line.imports.RejectsFile;
import dev.everline.renewal.Quotes;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Imports lines from a CSV file. */
@Command(
    name = "import",
    description = {
      "Imports lines from a CSV file into an account; docs/import.md explains its columns.",
      "Importing the same file again changes nothing. Rejected rows go to the rejects file."
    },
    mixinStandardHelpOptions = true)
public final class ImportCommand implements Callable<Integer> {

  private static final String STANDARD_INPUT = "-";

  private final Services services;

  @Mixin private AccountOption whose = new AccountOption();

  @Parameters(paramLabel = "FILE", description = "The file, or - for standard input.")
  private String file = "";

  @Option(
      names = "--rejects",
      paramLabel = "FILE",
      description = "Where rejected rows are listed; default FILE.rejects.csv.")
  private @Nullable Path rejects;

  @Option(
      names = "--ignore-unknown-columns",
      description = "Ignores columns with unknown names instead of refusing the file.")
  private boolean ignoreUnknownColumns;

  @Option(names = "--json", description = "Prints the result as JSON.")
  private boolean json;

  @Spec private CommandSpec spec;

  public ImportCommand(Services services) {
    this.services = services;
  }

  @Override
  public Integer call() throws IOException {
    requireFile();
    Account account = whose.of(services);
    requireText();
    Path rejected = rejects == null ? rejectsBeside(file) : rejects;
    ImportResult result;
    try (ImportSource source = source();
        RejectsFile out = new RejectsFile(rejected)) {
      result = run(account, source, out);
    }
    report(result, rejected);
    warn(account);
    return result.rejected() == 0 ? 0 : ProblemType.INVALID_VALUE.exitCode();
  }

  private ImportResult run(Account account, ImportSource source, RejectsFile out) {
    LineImport lines = services.get(LineImport.class);
    if (!Terminal.isPresent()) {
      return lines.run(account.id(), source, ignoreUnknownColumns, out, ImportProgress.NONE);
    }
    try (ProgressBar bar =
        new ProgressBarBuilder()
            .setTaskName("Importing")
            .setUnit(" MB", 1_000_000)
            .setInitialMax(-1)
            .setStyle(ProgressBarStyle.ASCII)
            .setMaxRenderedLength(Terminal.columns())
            .build()) {
      return lines.run(
          account.id(),
          source,
          ignoreUnknownColumns,
          out,
          (rows, bytesRead, bytes) -> {
            bar.maxHint(bytes);
            bar.stepTo(bytesRead);
            bar.setExtraMessage(rows + " lines");
          });
    }
  }

  private ImportSource source() throws IOException {
    return file.equals(STANDARD_INPUT)
        ? ImportSource.of(System.in, services.get(Clock.class).instant())
        : ImportSource.of(Path.of(file));
  }

  private void requireFile() {
    if (!file.equals(STANDARD_INPUT) && Files.isDirectory(Path.of(file))) {
      throw InvalidValue.of("FILE", file, "is a folder", "name a CSV file in it");
    }
  }

  /** A pipe can be read only once: its rows that aren't UTF-8 are rejected as they come. */
  private void requireText() throws IOException {
    if (!file.equals(STANDARD_INPUT) && Files.isRegularFile(Path.of(file))) {
      try (ImportSource source = source()) {
        source.requireText();
      }
    }
  }

  private static Path rejectsBeside(String file) {
    if (file.equals(STANDARD_INPUT)) {
      return Path.of("import.rejects.csv");
    }
    Path source = Path.of(file);
    return source.resolveSibling(source.getFileName() + ".rejects.csv");
  }

  /** Tells at once of lines that are to renew by themselves, and can't from here. */
  private void warn(Account account) {
    PrintWriter err = spec.commandLine().getErr();
    services
        .get(Quotes.class)
        .wishesOutOfReach(account.id())
        .forEach(
            (carrier, lines) ->
                err.printf(
                    "Everline can't pay %s from here: %,d of its lines are set to renew automatically"
                        + " but won't. You are reminded of those that have an end date.%n",
                    carrier, lines));
    err.flush();
  }

  private void report(ImportResult result, Path rejected) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      new Json().print(out, result);
    } else {
      out.printf(
          "%,d rows: %,d added, %,d changed, %,d unchanged, %,d rejected.%n",
          result.rows(), result.added(), result.changed(), result.unchanged(), result.rejected());
      out.flush();
    }
    PrintWriter err = spec.commandLine().getErr();
    if (result.stopped() != null) {
      err.println("everline: " + result.stopped() + ".");
    }
    if (result.rejected() > 0) {
      err.println("Rejected rows, with the reasons: " + rejected);
      if (result.rejected() > RejectsFile.MOST_LISTED) {
        err.printf(
            "It lists the first %,d and counts the rest by reason.%n", RejectsFile.MOST_LISTED);
      }
    }
    err.flush();
  }
}
