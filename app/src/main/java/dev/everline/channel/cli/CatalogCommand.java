package dev.everline.channel.cli;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.everline.catalog.Carrier;
import dev.everline.catalog.Catalog;
import dev.everline.catalog.CatalogLoader;
import dev.everline.catalog.Finding;
import dev.everline.catalog.LapseRule;
import dev.everline.catalog.Plan;
import dev.everline.catalog.Provenance;
import dev.everline.catalog.label.LabelImport;
import dev.everline.channel.cli.fresh.BundleCommand;
import dev.everline.channel.cli.fresh.UpdateCommands;
import dev.everline.kernel.ProblemType;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Shows the catalog, checks its files and imports plans into it, without a database.
 *
 * <p>What is not confirmed stands under its own heading, never among the facts; every record shows
 * the date of its source. Those older than 90 days are marked where they are few, else counted.
 */
@Command(
    name = "catalog",
    description =
        "Shows carriers, plans and lapse rules, checks their files, imports plans, installs"
            + " bundles.",
    mixinStandardHelpOptions = true)
final class CatalogCommand implements Runnable {

  private static final String JSON_HELP = "Prints JSON.";
  private static final String CARRIER_HELP = "Only those of this carrier, by its id or name.";

  private final Map<String, String> environment;
  private final Clock clock;

  @Option(names = "--json", description = JSON_HELP)
  private boolean json;

  @Spec private CommandSpec spec;

  /** Whether old sources differ from the rest of what is shown. */
  private boolean markOld = true;

  private CatalogCommand(Map<String, String> environment, Clock clock) {
    this.environment = environment;
    this.clock = clock;
  }

  /**
   * @param services for its commands about bundles, which alone need the database
   */
  static CommandLine commandLine(Services services, Map<String, String> environment, Clock clock) {
    CommandLine command = new CommandLine(new CatalogCommand(environment, clock));
    UpdateCommands.addTo(command, services);
    command.addSubcommand(new CommandLine(new BundleCommand(clock)));
    return command;
  }

  /** A record with what its source's age and trust mean for the reader. */
  private record PrintedRecord<T>(@JsonUnwrapped T record, boolean confirmed, boolean recheck) {}

  @Override
  public void run() {
    carriers(null, json);
  }

  @Command(
      name = "carriers",
      description = "Lists carriers and brands; with --carrier, shows all that is known about one.",
      mixinStandardHelpOptions = true)
  void carriers(
      @Option(names = "--carrier", paramLabel = "ID", description = CARRIER_HELP)
          @Nullable String carrier,
      @Option(names = "--json", description = JSON_HELP) boolean asJson) {
    Catalog catalog = catalog();
    List<Carrier> carriers =
        carrier == null
            ? catalog.carriers().values().stream()
                .sorted(Comparator.comparing(Carrier::id))
                .toList()
            : List.of(catalog.carrierNamed(carrier));
    if (asJson) {
      printJson(carriers, Carrier::provenance);
    } else if (carrier != null) {
      printCarrier(carriers.getFirst());
    } else {
      printTables(
          carriers,
          Carrier::provenance,
          () ->
              new Table()
                  .left("Id")
                  .left("Brand")
                  .left("Network")
                  .left("Paid")
                  .left("Status")
                  .right("Plans")
                  .left("As of"),
          (table, row) ->
              table.row(
                  row.id(),
                  row.brand(),
                  row.network(),
                  row.postpaid() ? "after use" : "before use",
                  key(row.status()),
                  catalog.plansOf(row.id()).size(),
                  asOf(row.provenance())));
    }
  }

  @Command(
      name = "plans",
      description = "Lists plans with today's prices.",
      mixinStandardHelpOptions = true)
  void plans(
      @Option(names = "--carrier", paramLabel = "ID", description = CARRIER_HELP)
          @Nullable String carrier,
      @Option(names = "--json", description = JSON_HELP) boolean asJson) {
    Catalog catalog = catalog();
    List<Plan> plans =
        (carrier == null
                ? catalog.plans().values()
                : catalog.plansOf(catalog.carrierNamed(carrier).id()))
            .stream().sorted(Comparator.comparing(Plan::carrier).thenComparing(Plan::id)).toList();
    if (asJson) {
      printJson(plans, Plan::provenance);
      return;
    }
    printTables(
        plans,
        Plan::provenance,
        () ->
            new Table()
                .left("Id")
                .left("Carrier")
                .left("Plan")
                .right("USD")
                .left("Period")
                .right("GB")
                .left("Taxes")
                .left("Texts abroad")
                .left("Lapse rule")
                .left("As of"),
        (table, plan) ->
            table.row(
                plan.id(),
                plan.carrier(),
                plan.name() + (plan.legacy() ? " (no longer sold)" : ""),
                CatalogWords.amount(plan.priceOn(today())),
                plan.period(),
                CatalogWords.data(plan),
                CatalogWords.taxes(plan),
                CatalogWords.texts(plan.abroad()),
                plan.lapseRule(),
                asOf(plan.provenance())));
  }

  @Command(
      name = "rules",
      description = "Lists lapse rules: what happens to a line that is not paid.",
      mixinStandardHelpOptions = true)
  void rules(
      @Option(names = "--carrier", paramLabel = "ID", description = CARRIER_HELP)
          @Nullable String carrier,
      @Option(names = "--json", description = JSON_HELP) boolean asJson) {
    Catalog catalog = catalog();
    String only = carrier == null ? null : catalog.carrierNamed(carrier).id();
    List<LapseRule> rules =
        catalog.lapseRules().values().stream()
            .filter(rule -> only == null || rule.carrier().equals(only))
            .sorted(Comparator.comparing(LapseRule::carrier).thenComparing(LapseRule::id))
            .toList();
    if (asJson) {
      printJson(rules, LapseRule::provenance);
      return;
    }
    printTables(
        rules,
        LapseRule::provenance,
        () ->
            new Table()
                .left("Id")
                .left("Carrier")
                .left("Applies to")
                .left("Basis")
                .left("Balance")
                .right("Off after days")
                .right("Number lost after")
                .left("Kept by")
                .left("As of"),
        (table, rule) ->
            table.row(
                rule.id(),
                rule.carrier(),
                rule.appliesTo(),
                rule.basis().key(),
                rule.balanceRole().key(),
                rule.suspendedAfterDays(),
                rule.numberLostAfterDays(),
                CatalogWords.keptBy(rule.keepAlive()),
                asOf(rule.provenance())));
  }

  @Command(
      name = "check",
      description = {
        "Checks the data files: the built-in ones, overridden by those of a folder.",
        "Ends with 0 when all is well, with 9 when something is to be fixed. Where sources",
        "contradict one another, that is listed and nothing is to be fixed."
      },
      mixinStandardHelpOptions = true)
  int check(
      @Parameters(
              arity = "0..1",
              paramLabel = "FOLDER",
              description = "Default: EVERLINE_CATALOG, else 'catalog' in the data folder.")
          @Nullable Path folder,
      @Option(names = "--json", description = JSON_HELP) boolean asJson) {
    CatalogLoader loader =
        folder == null ? CatalogLoader.fromEnvironment(environment) : CatalogLoader.over(folder);
    List<Finding> findings = loader.check();
    List<Finding> disagreements = loader.disagreements();
    PrintWriter out = out();
    if (asJson) {
      new Json()
          .print(
              out,
              Map.of(
                  "ok", findings.isEmpty(), "findings", findings, "disagreements", disagreements));
    } else if (findings.isEmpty()) {
      Catalog catalog = loader.load();
      out.println(
          "The catalog is valid: "
              + catalog.carriers().size()
              + " carriers, "
              + catalog.plans().size()
              + " plans, "
              + catalog.lapseRules().size()
              + " lapse rules, fees of "
              + catalog.prepaidFees().size()
              + " states and territories.");
    } else {
      findings.forEach(finding -> out.println(Terminal.printable(finding.toString())));
      out.println(findings.size() + " to fix.");
    }
    if (!asJson && !disagreements.isEmpty()) {
      out.println();
      out.println("Sources disagree; both are shown:");
      disagreements.forEach(each -> out.println("  " + Terminal.printable(each.toString())));
    }
    out.flush();
    return findings.isEmpty() ? 0 : ProblemType.CONFIGURATION.exitCode();
  }

  @Command(
      name = "import-labels",
      description = {
        "Imports plans from a provider's broadband labels (CSV).",
        "Rejected rows are listed in NAME.rejects.csv next to the file; the exit code is then 2."
      },
      mixinStandardHelpOptions = true)
  int importLabels(
      @Parameters(paramLabel = "FILE", description = "The CSV file.") Path file,
      @Option(
              names = "--into",
              paramLabel = "FOLDER",
              description =
                  "The catalog folder to store them in. Default: EVERLINE_CATALOG, else 'catalog' in"
                      + " the data folder.")
          @Nullable Path into,
      @Option(
              names = "--carrier",
              paramLabel = "ID",
              description = "The carrier of all rows. Default: found by the provider's name.")
          @Nullable String carrier,
      @Option(names = "--json", description = JSON_HELP) boolean asJson)
      throws IOException {
    Path own = CatalogLoader.ownFolder(environment);
    Path folder = into == null ? own : into;
    LabelImport.Result result = LabelImport.run(file, folder, carrier, clock);
    PrintWriter out = out();
    if (asJson) {
      new Json().print(out, result);
    } else {
      out.println(
          result.added()
              + " plans added, "
              + result.changed()
              + " changed, "
              + result.unchanged()
              + " unchanged, "
              + result.rejectedRows()
              + " rows rejected.");
      if (result.rejectsFile() != null) {
        out.println("Rejected rows, with the reasons: " + result.rejectsFile());
      }
      if (!folder.toAbsolutePath().normalize().equals(own.toAbsolutePath().normalize())) {
        out.println("Everline uses them when EVERLINE_CATALOG is '" + folder + "'.");
      }
    }
    out.flush();
    return result.rejects().isEmpty() ? 0 : ProblemType.INVALID_VALUE.exitCode();
  }

  private void printCarrier(Carrier carrier) {
    PrintWriter out = out();
    out.println(carrier.brand() + " (" + carrier.id() + ")");
    line(out, "Network", carrier.network());
    line(out, "Older SIMs", CatalogWords.earlierNetworks(carrier.service()));
    line(out, "Kind", key(carrier.service().kind()));
    line(out, "Numbers", CatalogWords.numbers(carrier.service().numbers()));
    line(out, "Legal name", carrier.legal());
    line(out, "Status", key(carrier.status()));
    line(out, "Time zone", carrier.zone().getId());
    line(out, "Care", carrier.care());
    line(out, "Balance", String.join(", ", carrier.balanceCodes()));
    line(out, "Refill", String.join(", ", carrier.refillCodes()));
    carrier.sites().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(site -> line(out, "Site", site.getValue() + " (" + site.getKey() + ")"));
    line(out, "Apps", String.join(", ", carrier.apps()));
    line(out, "Abroad", CatalogWords.abroad(carrier.service().abroad()));
    line(out, "Notes", carrier.notes());
    Provenance provenance = carrier.provenance();
    line(out, "Source", provenance.source());
    line(
        out,
        "As of",
        asOf(provenance) + (provenance.isFact() ? "" : " - UNCONFIRMED: hints to check"));
    if (!carrier.unconfirmed().isEmpty()) {
      out.println("Unconfirmed, check before use:");
      carrier.unconfirmed().forEach(hint -> out.println("  ? " + Terminal.printable(hint)));
    }
    out.flush();
  }

  private static void line(PrintWriter out, String label, @Nullable String words) {
    if (words != null && !words.isEmpty()) {
      out.println("  " + label + " ".repeat(12 - label.length()) + Terminal.printable(words));
    }
  }

  /** Puts a record into a table. */
  private interface Row<T> {
    void add(Table table, T record);
  }

  private <T> void printTables(
      List<T> records,
      Function<T, Provenance> provenance,
      java.util.function.Supplier<Table> columns,
      Row<T> row) {
    PrintWriter out = out();
    Table facts = columns.get();
    Table hints = columns.get();
    List<Provenance> old =
        records.stream().map(provenance).filter(of -> of.isStale(today())).toList();
    // A mark that most of them wear tells nothing.
    markOld = 2 * old.size() < records.size();
    for (T record : records) {
      row.add(provenance.apply(record).isFact() ? facts : hints, record);
    }
    if (!facts.isEmpty() || hints.isEmpty()) {
      facts.print(out);
    }
    if (!hints.isEmpty()) {
      out.println();
      out.println("Unconfirmed: hints to check, not facts");
      hints.print(out);
    }
    if (!old.isEmpty()) {
      out.println();
      out.println(
          markOld
              ? "! the source is older than 90 days: check before you rely on it."
              : old.size()
                  + " of "
                  + records.size()
                  + " sources are older than 90 days, the oldest of "
                  + old.stream().map(Provenance::asOf).min(Comparator.naturalOrder()).orElseThrow()
                  + ": check before you rely on them.");
    }
    out.flush();
  }

  private <T> void printJson(List<T> records, Function<T, Provenance> provenance) {
    List<PrintedRecord<T>> shown =
        records.stream()
            .map(
                record -> {
                  Provenance of = provenance.apply(record);
                  return new PrintedRecord<>(record, of.isFact(), of.isStale(today()));
                })
            .toList();
    new Json().print(out(), shown);
  }

  private Catalog catalog() {
    return CatalogLoader.fromEnvironment(environment).load();
  }

  private LocalDate today() {
    return LocalDate.now(clock);
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private String asOf(Provenance provenance) {
    return provenance.asOf() + (markOld && provenance.isStale(today()) ? " !" : "");
  }

  private static String key(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
