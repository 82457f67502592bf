package dev.everline.channel.cli;

import dev.everline.account.Account;
import dev.everline.catalog.Carrier;
import dev.everline.catalog.Catalog;
import dev.everline.kernel.LineId;
import dev.everline.line.Line;
import dev.everline.line.LineFilter;
import dev.everline.line.LinePage;
import dev.everline.line.LineStore;
import dev.everline.renewal.Outlook;
import dev.everline.renewal.Reach;
import dev.everline.renewal.Renewals;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows which lines end soon and what the owner must do. */
@Command(
    name = "due",
    description = "Shows the lines whose validity ends soon, and what needs you.",
    mixinStandardHelpOptions = true)
final class DueCommand implements Callable<Integer> {

  private static final int TOLD_SHOWN = 200;

  private final Services services;

  @Mixin private AccountOption whose = new AccountOption();

  @Option(names = "--days", paramLabel = "N", description = "How far to look; 14 when left out.")
  private int days = 14;

  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  @Spec private CommandSpec spec;

  DueCommand(Services services) {
    this.services = services;
  }

  /** What is due, as programs see it. */
  record Due(List<Ending> lines, List<Renewals.Told> needsYou) {}

  /**
   * A line that ends soon.
   *
   * @param renewsByItself whether its owner wants that, and Everline can
   * @param obstacle why Everline can't, or null when it can
   */
  record Ending(
      dev.everline.kernel.LineId line,
      String label,
      String carrier,
      @Nullable LocalDate validUntil,
      boolean renewsByItself,
      Reach.@Nullable Cause obstacle) {}

  @Override
  public Integer call() {
    Account account = whose.of(services);
    LocalDate horizon =
        LocalDate.ofInstant(services.get(Clock.class).instant(), account.zone()).plusDays(days);
    List<Ending> ending = new ArrayList<>();
    LineStore store = services.get(LineStore.class);
    Outlook outlook = services.get(Outlook.class);
    Catalog catalog = services.get(Catalog.class);
    Map<LineId, ZoneId> zones = new HashMap<>();
    dev.everline.kernel.LineId after = null;
    do {
      LinePage page = store.list(account.id(), LineFilter.ALL, after, LineStore.LARGEST_PAGE);
      for (Line line : page.lines()) {
        Carrier carrier = catalog.carriers().get(line.carrier());
        zones.put(line.id(), carrier == null ? account.zone() : carrier.zone());
        LocalDate until = line.facts().validUntil();
        if (!line.isPaused() && until != null && !until.isAfter(horizon)) {
          Reach.Cause obstacle = outlook.of(line, account.state()).obstacle();
          ending.add(
              new Ending(
                  line.id(),
                  line.label(),
                  line.carrier(),
                  until,
                  line.autoRenew() && obstacle == null,
                  obstacle));
        }
      }
      after = page.next();
    } while (after != null);
    ending.sort(
        Comparator.comparing(Ending::validUntil, Comparator.nullsLast(Comparator.naturalOrder())));
    List<Renewals.Told> told = services.get(Renewals.class).told(account.id(), true, TOLD_SHOWN);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      new Json().print(out, new Due(ending, told));
      return 0;
    }
    Table table =
        new Table().left("Line").left("Label").left("Carrier").left("Valid until").left("Renews");
    ending.forEach(
        line ->
            table.row(
                line.line(),
                line.label(),
                line.carrier(),
                line.validUntil(),
                line.renewsByItself()
                    ? "by itself"
                    : line.obstacle() == Reach.Cause.NO_ROUTE
                        ? "by you: Everline can't pay " + line.carrier() + " from here"
                        : "by you"));
    table.print(out);
    if (!told.isEmpty()) {
      out.println();
      Table needs = new Table().left("Needs you").left("Line").right("Needed").left("Act by");
      told.forEach(
          one ->
              needs.row(
                  one.kind(),
                  one.line(),
                  one.needed(),
                  actBy(one, zones.getOrDefault(one.line(), account.zone()))));
      needs.print(out);
    }
    return 0;
  }

  /** The last minute to act, by the carrier's clock. */
  private static @Nullable String actBy(Renewals.Told told, ZoneId zone) {
    Instant by = told.actBy();
    return by == null
        ? null
        : DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm VV")
            .format(by.minus(Duration.ofMinutes(1)).atZone(zone));
  }
}
