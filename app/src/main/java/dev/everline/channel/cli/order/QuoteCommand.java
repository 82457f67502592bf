package dev.everline.channel.cli.order;

import dev.everline.account.Account;
import dev.everline.catalog.Catalog;
import dev.everline.catalog.Plan;
import dev.everline.channel.cli.AccountOption;
import dev.everline.channel.cli.Json;
import dev.everline.channel.cli.Services;
import dev.everline.channel.cli.Table;
import dev.everline.line.Line;
import dev.everline.line.LineService;
import dev.everline.renewal.Quotes;
import dev.everline.renewal.decide.Outlook;
import dev.everline.renewal.decide.Reach;
import dev.everline.renewal.price.Quote;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what a renewal costs, part by part. */
@Command(
    name = "quote",
    description = "Shows what renewing a line costs, part by part; nothing is bought.",
    mixinStandardHelpOptions = true)
public final class QuoteCommand implements Callable<Integer> {

  private final Services services;

  @Mixin private AccountOption whose = new AccountOption();
  @Mixin private WishOptions wish = new WishOptions();

  @Parameters(paramLabel = "LINE", description = "The line's id or number.")
  private String line = "";

  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  @Spec private CommandSpec spec;

  public QuoteCommand(Services services) {
    this.services = services;
  }

  @Override
  public Integer call() {
    Account account = whose.of(services);
    Line found = services.get(LineService.class).get(account.id(), line);
    Quote quote = services.get(Quotes.class).quote(account.id(), found.id(), wish.wish());
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      new Json().print(out, quote);
      return 0;
    }
    Table table = new Table().left("Component").left("For").right("Amount");
    quote.components().forEach(part -> table.row(part.name(), part.detail(), part.amount()));
    table.row("TOTAL", "", quote.total());
    table.print(out);
    out.println(
        quote.validUntil() == null
            ? "The end date doesn't change."
            : "Paid until " + quote.validUntil() + " (rule " + quote.rule() + ").");
    quote.remarks().forEach(remark -> out.println(RemarkText.of(remark)));
    terms(found).forEach(out::println);
    out.flush();
    Reach.Cause obstacle = services.get(Outlook.class).of(found, account.state()).obstacle();
    if (obstacle == Reach.Cause.NO_ROUTE) {
      PrintWriter err = spec.commandLine().getErr();
      err.println(
          "Everline can't pay "
              + found.carrier()
              + " from here: this is what renewing it with "
              + found.carrier()
              + " itself should cost.");
      err.flush();
    }
    return 0;
  }

  /** The terms that the carrier sells besides, and how to ask for one. */
  private List<String> terms(Line found) {
    Catalog catalog = services.get(Catalog.class);
    Plan plan = found.plan() == null ? null : catalog.plans().get(found.plan());
    if (plan == null) {
      return List.of();
    }
    return plan.termsForRenewing().stream()
        .map(
            term ->
                "Its carrier also sells "
                    + term.length()
                    + " at once for "
                    + term.price()
                    + ": --term '"
                    + term.length()
                    + "'.")
        .toList();
  }
}
