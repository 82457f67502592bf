package dev.everline.channel.cli.line;

import dev.everline.account.Account;
import dev.everline.catalog.Catalog;
import dev.everline.channel.cli.AccountOption;
import dev.everline.channel.cli.Json;
import dev.everline.channel.cli.Services;
import dev.everline.kernel.InvalidValue;
import dev.everline.line.LineCompletion;
import dev.everline.line.LineCompletions;
import dev.everline.line.LineField;
import dev.everline.line.LineFilter;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says of many lines at once what is known of them. */
@Command(
    name = "set",
    description = {
      "Says of all lines that match what is known of them: only what is missing is filled in,",
      "unless --replace is given."
    },
    mixinStandardHelpOptions = true)
final class LinesSetCommand implements Callable<Integer> {

  private final Services services;

  @Mixin private AccountOption whose = new AccountOption();

  @Option(
      names = "--missing",
      paramLabel = "end-date|plan|brand|renewer|anything",
      description = "Only lines of which nobody has said this.")
  private @Nullable String missing;

  @Option(names = "--carrier", paramLabel = "ID", description = "Only lines of this carrier.")
  private @Nullable String carrier;

  @Option(names = "--tag", paramLabel = "TAG", description = "Only lines with this tag.")
  private @Nullable String tag;

  @Option(
      names = "--plan",
      paramLabel = "ID",
      description = "The plan of its carrier's lines; once for each carrier.")
  private @Nullable List<String> plans;

  @Option(
      names = "--valid-until",
      paramLabel = "DATE",
      description = "The end date as their carriers show it, such as 2026-12-24.")
  private String validUntil = "";

  @Option(
      names = "--renewed-by",
      paramLabel = "everline|carrier|owner",
      description = "Who renews them.")
  private String renewedBy = "";

  @Option(names = "--state", paramLabel = "XX", description = "The US state whose fees apply.")
  private String state = "";

  @Option(
      names = "--brand-confirmed",
      arity = "1",
      paramLabel = "yes|no",
      description = "yes if you are sure of their carriers.")
  private String brandConfirmed = "";

  @Option(names = "--replace", description = "Also replaces what is already known.")
  private boolean replace;

  @Option(names = "--dry-run", description = "Only counts the lines that would be changed.")
  private boolean dryRun;

  @Option(names = "--json", description = "Prints the result as JSON.")
  private boolean json;

  @Spec private CommandSpec spec;

  LinesSetCommand(Services services) {
    this.services = services;
  }

  @Override
  public Integer call() {
    Account account = whose.of(services);
    LineCompletions.Result result =
        services.get(LineCompletions.class).complete(account.id(), filter(), said(), !dryRun);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      new Json().print(out, result);
    } else {
      out.printf(
          "%,d lines match: %,d %s, %,d unchanged, %,d wait for an order of theirs.%n",
          result.matching(),
          result.changed(),
          dryRun ? "would be changed" : "changed",
          result.unchanged(),
          result.underWay());
    }
    out.flush();
    return 0;
  }

  private LineFilter filter() {
    return new LineFilter(
        services.get(Catalog.class).names().filter(carrier),
        tag,
        null,
        null,
        null,
        missing == null ? null : LineFilter.Missing.parse("missing", missing));
  }

  private LineCompletion said() {
    Map<LineField, String> said = new EnumMap<>(LineField.class);
    said.put(LineField.VALID_UNTIL, validUntil);
    said.put(LineField.RENEWED_BY, renewedBy);
    said.put(LineField.STATE, state);
    said.put(LineField.BRAND_CONFIRMED, brandConfirmed);
    if (brandConfirmed.equalsIgnoreCase("no")) {
      throw InvalidValue.of(
          "brand-confirmed", brandConfirmed, "isn't said of many lines", "set it line by line");
    }
    return LineCompletion.read(
        said,
        plans == null ? List.of() : plans,
        replace,
        null,
        services.get(Catalog.class),
        services.get(Clock.class).instant());
  }
}
