package dev.everline.channel.cli.line;

import dev.everline.account.Account;
import dev.everline.catalog.Carrier;
import dev.everline.catalog.Catalog;
import dev.everline.channel.cli.AccountOption;
import dev.everline.channel.cli.Json;
import dev.everline.channel.cli.Services;
import dev.everline.channel.cli.Table;
import dev.everline.channel.cli.Terminal;
import dev.everline.kernel.LineId;
import dev.everline.line.Line;
import dev.everline.line.LineFilter;
import dev.everline.line.LinePage;
import dev.everline.line.LineStore;
import dev.everline.renewal.operate.WhatIf;
import dev.everline.renewal.price.Quote;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows what will be renewed, what will lapse and what it costs, on a copy of the lines. */
@Command(
    name = "whatif",
    description = {
      "Simulates the days ahead on a copy: what renews, what lapses, what it costs,",
      "and when the wallet runs out. Your data isn't touched."
    },
    mixinStandardHelpOptions = true)
public final class WhatIfCommand implements Callable<Integer> {

  private final Services services;

  @Mixin private AccountOption whose = new AccountOption();

  @Option(names = "--days", paramLabel = "N", description = "Days to look ahead; default 90.")
  private int days = 90;

  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  @Spec private CommandSpec spec;

  public WhatIfCommand(Services services) {
    this.services = services;
  }

  @Override
  public Integer call() {
    Account account = whose.of(services);
    WhatIf.Forecast forecast = forecast(account);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      new Json().print(out, forecast);
      return 0;
    }
    Map<LineId, ZoneId> zones = new HashMap<>();
    Map<LineId, String> names = names(account, zones);
    Instant now = services.get(Clock.class).instant();
    print(
        out,
        forecast,
        names,
        lapse ->
            DayThere.of(
                lapse.on(), zones.getOrDefault(lapse.line(), account.zone()), account.zone(), now));
    return 0;
  }

  private WhatIf.Forecast forecast(Account account) {
    WhatIf whatIf = services.get(WhatIf.class);
    if (!Terminal.isPresent()) {
      return whatIf.forecast(account.id(), days, day -> {});
    }
    try (ProgressBar bar =
        new ProgressBarBuilder()
            .setTaskName("Days ahead")
            .setInitialMax(days)
            .setStyle(ProgressBarStyle.ASCII)
            .build()) {
      return whatIf.forecast(account.id(), days, day -> bar.stepTo(Math.min(day, days)));
    }
  }

  /** What people call the account's lines; puts the zones of their carriers beside it. */
  private Map<LineId, String> names(Account account, Map<LineId, ZoneId> zones) {
    Map<String, Carrier> carriers = services.get(Catalog.class).carriers();
    LineStore store = services.get(LineStore.class);
    Map<LineId, String> names = new HashMap<>();
    LineId after = null;
    do {
      LinePage page = store.list(account.id(), LineFilter.ALL, after, LineStore.LARGEST_PAGE);
      for (Line line : page.lines()) {
        names.put(line.id(), NoticeText.name(line));
        Carrier carrier = carriers.get(line.carrier());
        zones.put(line.id(), carrier == null ? account.zone() : carrier.zone());
      }
      after = page.next();
    } while (after != null);
    return names;
  }

  private static String name(Map<LineId, String> names, LineId line) {
    return names.getOrDefault(line, line.toString());
  }

  private static void print(
      PrintWriter out,
      WhatIf.Forecast forecast,
      Map<LineId, String> names,
      Function<WhatIf.Lapse, @Nullable String> dayOf) {
    Table renewals =
        new Table().left("Renews on").left("Line").left("What").right("Total").left("Until");
    forecast
        .renewals()
        .forEach(
            renewal ->
                renewals.row(
                    renewal.on(),
                    name(names, renewal.line()),
                    what(renewal.kind()),
                    renewal.total(),
                    renewal.validUntil()));
    if (!renewals.isEmpty()) {
      renewals.print(out);
    }
    Table notices =
        new Table().left("You are notified on").left("Line").left("About").right("Needed");
    forecast
        .notices()
        .forEach(
            notice ->
                notices.row(
                    notice.on(),
                    name(names, notice.line()),
                    NoticeText.of(notice.kind()),
                    notice.needed()));
    if (!notices.isEmpty()) {
      out.println();
      notices.print(out);
    }
    Table lapses = new Table().left("Ends unless you act").left("Line").left("Why");
    forecast
        .lapses()
        .forEach(lapse -> lapses.row(dayOf.apply(lapse), name(names, lapse.line()), why(lapse)));
    if (!lapses.isEmpty()) {
      out.println();
      lapses.print(out);
    }
    printByCarriers(out, forecast, names);
    out.println();
    out.println(
        "From "
            + forecast.from()
            + " to "
            + forecast.to()
            + ": "
            + forecast.renewals().size()
            + " renewals for "
            + forecast.cost()
            + "; the wallet ends with "
            + forecast.wallet()
            + ".");
    if (forecast.dryOn() != null) {
      out.println(
          "It runs out on "
              + forecast.dryOn()
              + "; "
              + forecast.missing()
              + " will be missing in all.");
    }
    out.flush();
  }

  /** What their carriers charge is no part of the costs. */
  private static void printByCarriers(
      PrintWriter out, WhatIf.Forecast forecast, Map<LineId, String> names) {
    Table table =
        new Table().left("Its carrier's autopay is to extend").left("Line").right("It charges");
    forecast
        .byCarriers()
        .forEach(one -> table.row(one.on(), name(names, one.line()), one.amount()));
    if (!table.isEmpty()) {
      out.println();
      table.print(out);
    }
  }

  private static String why(WhatIf.Lapse lapse) {
    return switch (lapse.why()) {
      case null -> "";
      case KEPT_OTHERWISE -> "paying its bill or using it keeps it";
      case NO_ROUTE -> "Everline can't pay its carrier from here";
      case PLAN_NOT_KNOWN -> "its plan is unknown";
      case PRICE_NOT_KNOWN -> "its price is unknown";
      case BRAND_NOT_CONFIRMED -> "its carrier isn't confirmed";
    };
  }

  private static String what(Quote.Kind kind) {
    return switch (kind) {
      case WHOLE_PERIOD -> "a period";
      case FLEXIBLE -> "an amount";
      case KEEP_ALIVE -> "keeps the number";
    };
  }
}
