package dev.everline.channel.cli.line;

import dev.everline.account.Account;
import dev.everline.catalog.Catalog;
import dev.everline.channel.cli.AccountOption;
import dev.everline.channel.cli.Json;
import dev.everline.channel.cli.Services;
import dev.everline.channel.cli.Terminal;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.ProblemType;
import dev.everline.kernel.text.DateOrder;
import dev.everline.line.imports.FileDates;
import dev.everline.line.imports.ImportForm;
import dev.everline.line.imports.ImportProgress;
import dev.everline.line.imports.ImportResult;
import dev.everline.line.imports.ImportSurvey;
import dev.everline.line.imports.LineImport;
import dev.everline.line.imports.RejectsFile;
import dev.everline.line.sheet.FileEncoding;
import dev.everline.renewal.Quotes;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
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

/** Imports lines from a CSV file or a workbook. */
@Command(
    name = "import",
    description = {
      "Imports lines from a CSV file or an Excel workbook (.xlsx) into an account;",
      "docs/import.md explains its columns.",
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

  @Option(
      names = "--dates",
      paramLabel = "mdy|dmy|ymd",
      description = {
        "In which order the file's dates have day and month: mdy for 12/24/2026,",
        "dmy for 24/12/2026. Only needed where both fit all rows."
      })
  private @Nullable String dates;

  @Option(
      names = "--encoding",
      paramLabel = "NAME",
      description =
          "The encoding of a text file, such as GB18030 or windows-1252. Default: judged by all"
              + " of its bytes.")
  private @Nullable String encoding;

  @Option(
      names = "--sheet",
      paramLabel = "NAME",
      description = "The sheet of a workbook, by its name or number. Default: the first.")
  private @Nullable String sheet;

  @Option(
      names = "--carrier",
      paramLabel = "ID",
      description = "The carrier of the rows that name none, by its id or brand.")
  private @Nullable String carrier;

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
    Path rejected = rejects == null ? rejectsBeside(file) : rejects;
    ImportResult result;
    try (ImportInput input = input();
        RejectsFile out = new RejectsFile(rejected)) {
      ImportForm form = form(input);
      nameIgnored(ImportSurvey.unknown(input::open, form));
      result = run(account, input, form, out);
    }
    report(result, rejected);
    warn(account);
    return result.rejected() == 0 ? 0 : ProblemType.INVALID_VALUE.exitCode();
  }

  /** How the file is read: as the options say, or judged by all of it, which is then told. */
  private ImportForm form(ImportInput input) {
    DateOrder order = dates == null ? null : DateOrder.parse(dates);
    ImportForm form =
        ImportSurvey.form(input::open, encoding == null ? null : FileEncoding.given(encoding));
    PrintWriter err = spec.commandLine().getErr();
    FileEncoding read = form.encoding();
    if (read.sureness() == FileEncoding.Sureness.DOUBTFUL) {
      throw InvalidValue.withoutValue(
          "file",
          "can be read in two encodings, such as GB18030 and "
              + (read.charset().name().equals("GB18030") ? "windows-1252" : "UTF-8"),
          "say which by --encoding, or save it as 'CSV UTF-8' in Excel; nothing was imported");
    }
    if (read.sureness() == FileEncoding.Sureness.LIKELY) {
      err.println(
          "The file isn't UTF-8; it was read as "
              + read.charset().name()
              + ". If names are wrong, import it again with --encoding.");
    }
    form = form.isWorkbook() ? sheetOf(input, form, err) : form;
    FileDates judged = ImportSurvey.dates(input::open, form);
    if (order != null) {
      return form.with(judged.choose(order));
    }
    if (judged.isOpen()) {
      throw InvalidValue.withoutValue(
          "file",
          "has dates that can be read in more than one way, such as " + judged.example(),
          "say which by --dates mdy (month first) or --dates dmy (day first); nothing was imported");
    }
    if (judged.known() == FileDates.Known.FITS) {
      err.println(
          "Dates were read as "
              + Objects.requireNonNull(judged.order()).key()
              + ", the only order that fits all rows, such as "
              + judged.example()
              + ".");
    }
    return form.with(judged);
  }

  private ImportForm sheetOf(ImportInput input, ImportForm form, PrintWriter err) {
    List<String> names = ImportSurvey.sheets(input::open, form);
    if (sheet == null) {
      if (names.size() > 1) {
        err.println(
            "The workbook has "
                + names.size()
                + " sheets; the first was read: "
                + Terminal.printable(names.getFirst())
                + ". --sheet NAME reads another.");
      }
      return form;
    }
    int named = names.indexOf(sheet);
    boolean numbered = named < 0 && sheet.matches("[0-9]{1,4}");
    if (named < 0 && !numbered) {
      throw InvalidValue.of(
          "sheet", sheet, "is none of the workbook's", "give one of " + String.join(", ", names));
    }
    return form.ofSheet(numbered ? Integer.parseInt(sheet) - 1 : named, names.size());
  }

  private ImportResult run(Account account, ImportInput input, ImportForm form, RejectsFile out) {
    LineImport lines = services.get(LineImport.class);
    if (!Terminal.isPresent()) {
      return lines.run(
          account.id(),
          input::open,
          form,
          ignoreUnknownColumns,
          carrierOfAll(),
          out,
          ImportProgress.NONE);
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
          input::open,
          form,
          ignoreUnknownColumns,
          carrierOfAll(),
          out,
          (rows, bytesRead, bytes) -> {
            bar.maxHint(bytes);
            bar.stepTo(bytesRead);
            bar.setExtraMessage(rows + " lines");
          });
    }
  }

  private @Nullable String carrierOfAll() {
    Catalog catalog = services.get(Catalog.class);
    return carrier == null || catalog.carriers().containsKey(carrier)
        ? carrier
        : catalog
            .names()
            .one("carrier", carrier)
            .orElseThrow(
                () ->
                    InvalidValue.of(
                        "carrier",
                        carrier,
                        "is not in the catalog",
                        "give an id that 'everline catalog' lists"));
  }

  /** Columns that are skipped on request are named, so that none is by mistake. */
  private void nameIgnored(List<String> names) {
    if (ignoreUnknownColumns && !names.isEmpty()) {
      PrintWriter err = spec.commandLine().getErr();
      err.println("Ignored columns: " + Terminal.printable(String.join(", ", names)));
      err.flush();
    }
  }

  private ImportInput input() throws IOException {
    return file.equals(STANDARD_INPUT)
        ? ImportInput.of(System.in, services.get(Clock.class).instant())
        : ImportInput.of(Path.of(file));
  }

  private void requireFile() {
    if (!file.equals(STANDARD_INPUT) && Files.isDirectory(Path.of(file))) {
      throw InvalidValue.of("FILE", file, "is a folder", "name a CSV file or a workbook in it");
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
      printRemarks(out, result.remarks());
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

  private static void printRemarks(PrintWriter out, ImportResult.Remarks remarks) {
    if (remarks.blank() > 0) {
      out.printf("Blank rows, skipped: %,d.%n", remarks.blank());
    }
    if (remarks.twice() > 0) {
      out.printf("Rows whose number or SIM an earlier row already has: %,d.%n", remarks.twice());
    }
    if (remarks.asShown() > 0) {
      out.printf(
          "End dates taken as carriers show them, as the first day without service, so that the last"
              + " day is the day before: %,d.%n",
          remarks.asShown());
    }
    if (remarks.doubtfulSims() > 0) {
      out.printf(
          "SIM numbers that fail their check digit, to be compared with the cards: %,d, the first in"
              + " row %,d.%n",
          remarks.doubtfulSims(), remarks.firstDoubtfulSim());
    }
    if (remarks.abroad() > 0) {
      out.printf(
          "Numbers that aren't of the United States, where the line's own is needed: %,d, the first in"
              + " row %,d.%n",
          remarks.abroad(), remarks.firstAbroad());
    }
  }
}
