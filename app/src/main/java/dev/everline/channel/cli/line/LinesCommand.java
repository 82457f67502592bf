package dev.everline.channel.cli.line;

import dev.everline.account.Account;
import dev.everline.catalog.Carrier;
import dev.everline.catalog.Catalog;
import dev.everline.channel.cli.AccountOption;
import dev.everline.channel.cli.Json;
import dev.everline.channel.cli.Services;
import dev.everline.channel.cli.Table;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.LineId;
import dev.everline.line.Line;
import dev.everline.line.LineFilter;
import dev.everline.line.LinePage;
import dev.everline.line.LineStore;
import dev.everline.line.Msisdn;
import dev.everline.line.renewer.RenewedBy;
import dev.everline.line.validity.LineState;
import dev.everline.line.validity.LineStatus;
import dev.everline.renewal.decide.Outlook;
import dev.everline.renewal.decide.Outlook.Standing;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists an account's lines and how they stand. */
@Command(
    name = "lines",
    description = "Lists the lines of an account and their state.",
    mixinStandardHelpOptions = true)
public final class LinesCommand implements Callable<Integer> {

  private static final int MOST = 100_000;

  private final Services services;

  @Mixin private AccountOption whose = new AccountOption();

  @Option(names = "--carrier", paramLabel = "ID", description = "Only lines of this carrier.")
  private @Nullable String carrier;

  @Option(names = "--tag", paramLabel = "TAG", description = "Only lines with this tag.")
  private @Nullable String tag;

  @Option(
      names = "--state",
      paramLabel = "STATE",
      description = "Only lines in this state today: ${COMPLETION-CANDIDATES}.")
  private @Nullable LineState state;

  @Option(
      names = "--ending-within",
      paramLabel = "DAYS",
      description = "Only lines that end within this many days (0 to 3660), or have ended.")
  private @Nullable Integer endingWithin;

  @Option(
      names = "--renewed-by",
      paramLabel = "everline|carrier|owner",
      description = "Only lines renewed by Everline, by their carrier's autopay, or by you.")
  private @Nullable String renewedBy;

  @Option(
      names = "--paused",
      arity = "1",
      paramLabel = "yes|no",
      description = "Only lines that are, or are not, paused.")
  private @Nullable String paused;

  @Option(
      names = "--missing",
      paramLabel = "end-date|plan|brand|renewer|anything",
      description = "Only lines of which nobody has said this; brand: its carrier isn't confirmed.")
  private @Nullable String missing;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Maximum number of lines; default 100.")
  private int limit = 100;

  @Option(
      names = "--after",
      paramLabel = "LINE",
      description = "Continues after this line, as the previous list says.")
  private @Nullable String after;

  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  @Spec private CommandSpec spec;

  private LinesCommand(Services services) {
    this.services = services;
  }

  public static CommandLine commandLine(Services services) {
    return new CommandLine(new LinesCommand(services)).addSubcommand(new LinesSetCommand(services));
  }

  /** The lines, as programs see them. */
  record Listed(List<LineView> lines, @Nullable LineId next) {}

  private record LineAndStanding(Line line, Standing standing) {}

  @Override
  public Integer call() {
    if (limit < 1 || limit > MOST) {
      throw InvalidValue.of(
          "limit", Integer.toString(limit), "is out of range", "give 1 to " + MOST);
    }
    Account account = whose.of(services);
    List<LineAndStanding> shown = new ArrayList<>();
    LineId next = collect(account, shown);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      List<LineView> views =
          shown.stream().map(one -> LineView.of(one.line(), one.standing())).toList();
      new Json().print(out, new Listed(views, next));
    } else if (shown.isEmpty()) {
      spec.commandLine()
          .getErr()
          .println("No such line; 'everline import FILE' or 'everline line add' adds some.");
    } else {
      print(out, shown, account.zone());
    }
    if (!json && next != null) {
      spec.commandLine().getErr().println("There are more: --after " + next);
    }
    spec.commandLine().getErr().flush();
    return 0;
  }

  /** Reads pages until enough lines are found; the line to go on after, or null at the end. */
  private @Nullable LineId collect(Account account, List<LineAndStanding> shown) {
    LineStore store = services.get(LineStore.class);
    Outlook outlook = services.get(Outlook.class);
    LineFilter filter = filter();
    LineId from = after == null ? null : LineId.parse(after);
    do {
      int page = state == null ? limit - shown.size() : LineStore.LARGEST_PAGE;
      LinePage lines = store.list(account.id(), filter, from, page);
      for (Line line : lines.lines()) {
        if (shown.size() == limit) {
          return shown.getLast().line().id();
        }
        Standing standing = outlook.of(line, account.state());
        if ((state == null || standing.state() == state) && endsInTime(line, account.zone())) {
          shown.add(new LineAndStanding(line, standing));
        }
      }
      from = lines.next();
    } while (from != null && shown.size() < limit);
    return from;
  }

  private LineFilter filter() {
    LocalDate before = null;
    if (endingWithin != null) {
      if (endingWithin < 0 || endingWithin > 3_660) {
        throw InvalidValue.of(
            "ending-within", endingWithin.toString(), "is out of range", "give 0 to 3660 days");
      }
      // Where the day has begun first; each line is then judged by its own carrier's day.
      before =
          LocalDate.ofInstant(services.get(Clock.class).instant(), ZoneOffset.ofHours(14))
              .plusDays(endingWithin + 1L);
    }
    return new LineFilter(
        services.get(Catalog.class).names().filter(carrier),
        tag,
        before,
        renewedBy == null ? null : RenewedBy.parse("renewed-by", renewedBy),
        yesOrNo("paused", paused),
        missing == null ? null : LineFilter.Missing.parse("missing", missing));
  }

  private static @Nullable Boolean yesOrNo(String option, @Nullable String given) {
    if (given == null) {
      return null;
    }
    return switch (given.toLowerCase(Locale.ROOT)) {
      case "yes", "true" -> Boolean.TRUE;
      case "no", "false" -> Boolean.FALSE;
      default -> throw InvalidValue.of(option, given, "is neither yes nor no", "give yes or no");
    };
  }

  private void print(PrintWriter out, List<LineAndStanding> shown, ZoneId here) {
    Instant now = services.get(Clock.class).instant();
    Catalog catalog = services.get(Catalog.class);
    Table table =
        new Table()
            .left("Number")
            .left("Label")
            .left("Carrier")
            .left("Plan")
            .left("State")
            .left("Paid until")
            .right("Days")
            .right("Balance")
            .left("Renews");
    for (LineAndStanding one : shown) {
      Line line = one.line();
      Standing standing = one.standing();
      table.row(
          Msisdn.formatted(line.msisdn()),
          line.label(),
          line.carrier(),
          line.plan(),
          word(line, standing),
          DayThere.of(standing.coveredUntil(), zoneOf(catalog, line, here), here, now),
          standing.daysLeft(),
          standing.facts().balance(),
          renews(line, standing));
    }
    table.print(out);
  }

  private boolean endsInTime(Line line, ZoneId here) {
    LocalDate end = line.facts().validUntil();
    if (endingWithin == null || end == null) {
      return true;
    }
    ZoneId there = zoneOf(services.get(Catalog.class), line, here);
    LocalDate today = LocalDate.ofInstant(services.get(Clock.class).instant(), there);
    return !end.isAfter(today.plusDays(endingWithin));
  }

  private static ZoneId zoneOf(Catalog catalog, Line line, ZoneId here) {
    Carrier carrier = catalog.carriers().get(line.carrier());
    return carrier == null ? here : carrier.zone();
  }

  /** Who renews it: a wish that can't come true from here renews nothing. */
  static String renews(Line line, Standing standing) {
    return switch (standing.line().renewedBy()) {
      case EVERLINE -> standing.canRenew() ? "automatically" : "on, but no effect";
      case CARRIER -> "by its carrier's autopay";
      case OWNER ->
          line.renewer().failedAt(standing.coveredUntil())
              ? "manually: autopay failed"
              : "manually";
    };
  }

  static String word(Line line, Standing standing) {
    String state = standing.state().name().toLowerCase(Locale.ROOT);
    if (standing.suspendedBy() == LineStatus.Cause.BALANCE) {
      state += ", balance used up";
    }
    if (line.letGo() != null) {
      return state + ", being let go";
    }
    return line.isPaused() ? state + ", paused" : state;
  }
}
