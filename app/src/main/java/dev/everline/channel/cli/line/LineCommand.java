package dev.everline.channel.cli.line;

import dev.everline.account.Account;
import dev.everline.catalog.identify.Identifier;
import dev.everline.channel.cli.AccountOption;
import dev.everline.channel.cli.Json;
import dev.everline.channel.cli.Services;
import dev.everline.channel.cli.Table;
import dev.everline.kernel.InvalidValue;
import dev.everline.line.FactSource;
import dev.everline.line.IfNotRenewed;
import dev.everline.line.Line;
import dev.everline.line.LineField;
import dev.everline.line.LineNotes;
import dev.everline.line.LineService;
import dev.everline.line.Msisdn;
import dev.everline.line.SimHistory;
import dev.everline.line.renewer.RenewedBy;
import dev.everline.line.validity.FarEnd;
import dev.everline.line.validity.Timeline;
import dev.everline.renewal.Quotes;
import dev.everline.renewal.decide.Outlook;
import dev.everline.renewal.decide.Outlook.Standing;
import dev.everline.renewal.decide.Reach;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows a line and what lies before it, adds one, and does to it what its owner wants. */
@Command(
    name = "line",
    description = "Shows a line and its timeline, adds and changes lines.",
    mixinStandardHelpOptions = true)
public final class LineCommand implements Callable<Integer> {

  private static final String LINE_HELP = "The line's id or number.";

  private final Services services;

  @Mixin private AccountOption whose = new AccountOption();

  @Parameters(arity = "0..1", paramLabel = "LINE", description = LINE_HELP)
  private @Nullable String line;

  @Option(
      names = "--timeline",
      description = "Shows what will happen to the line and when, and the cheapest way to keep it.")
  private boolean timeline;

  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  @Spec private CommandSpec spec;

  private LineCommand(Services services) {
    this.services = services;
  }

  public static CommandLine commandLine(Services services) {
    CommandLine command = new CommandLine(new LineCommand(services));
    command.addSubcommand(adding(services));
    command.addSubcommand(setting(services));
    AutopayCommands.addTo(command, services);
    return command;
  }

  /** A line with the SIMs it has been in and its notes, newest first, as programs see it. */
  record Detail(LineView line, List<SimHistory.Use> sims, List<LineNotes.Note> notes) {}

  @Override
  public Integer call() {
    if (line == null) {
      throw InvalidValue.of(
          "line", null, "is missing", "give its id or number; 'everline lines' lists them");
    }
    Account account = whose.of(services);
    Line found = services.get(LineService.class).get(account.id(), line);
    Outlook outlook = services.get(Outlook.class);
    PrintWriter out = spec.commandLine().getOut();
    if (timeline) {
      Timeline ahead = outlook.timeline(found, account.state());
      if (json) {
        new Json().print(out, ahead);
      } else {
        new TimelineText(out).print(found, ahead);
      }
      return 0;
    }
    Standing standing = outlook.of(found, account.state());
    List<SimHistory.Use> sims = services.get(SimHistory.class).of(found.id());
    List<LineNotes.Note> notes = services.get(LineNotes.class).list(account.id(), found.id());
    if (json) {
      new Json().print(out, new Detail(LineView.of(found, standing), sims, notes));
    } else {
      print(out, found, standing, sims, notes, account.zone());
    }
    return 0;
  }

  @Command(
      name = "pause",
      description = "Pauses a line: nothing is done for it until it is resumed.",
      mixinStandardHelpOptions = true)
  int pause(
      @Mixin AccountOption of,
      @Parameters(paramLabel = "LINE", description = LINE_HELP) String which) {
    Line paused = lines().pause(find(of, which));
    return done(
        Msisdn.formatted(paused.msisdn())
            + " is paused: no renewals and no reminders until 'line resume'.");
  }

  @Command(
      name = "let-go",
      description =
          "Lets a line go: nothing is done for it, and its number is lost on its day."
              + " 'line resume' undoes that.",
      mixinStandardHelpOptions = true)
  int letGo(
      @Mixin AccountOption of,
      @Parameters(paramLabel = "LINE", description = LINE_HELP) String which) {
    Line gone = lines().letGo(find(of, which), null);
    return done(
        Msisdn.formatted(gone.msisdn())
            + " is being let go: no renewals and no reminders. 'line resume' undoes that.");
  }

  @Command(name = "resume", description = "Resumes a paused line.", mixinStandardHelpOptions = true)
  int resume(
      @Mixin AccountOption of,
      @Parameters(paramLabel = "LINE", description = LINE_HELP) String which) {
    Line resumed = lines().resume(find(of, which));
    return done(Msisdn.formatted(resumed.msisdn()) + " is resumed.");
  }

  @Command(
      name = "remove",
      description = "Removes a line from the account; its history is kept.",
      mixinStandardHelpOptions = true)
  int remove(
      @Mixin AccountOption of,
      @Parameters(paramLabel = "LINE", description = LINE_HELP) String which) {
    Line removed = lines().remove(find(of, which));
    return done(
        Msisdn.formatted(removed.msisdn()) + " is removed; adding it again brings it back.");
  }

  @Command(
      name = "confirm-brand",
      description = "Confirms that a line belongs to its carrier, so that money may be sent to it.",
      mixinStandardHelpOptions = true)
  int confirmBrand(
      @Mixin AccountOption of,
      @Parameters(paramLabel = "LINE", description = LINE_HELP) String which) {
    Line confirmed = lines().confirmBrand(find(of, which));
    return done(
        Msisdn.formatted(confirmed.msisdn()) + " is confirmed as " + confirmed.carrier() + ".");
  }

  private static CommandLine adding(Services services) {
    LineFieldOptions fields = new LineFieldOptions();
    Adding adding = new Adding(services, fields);
    CommandLine command = new CommandLine(adding);
    fields.addTo(command.getCommandSpec(), EnumSet.of(LineField.NUMBER));
    return command;
  }

  private static CommandLine setting(Services services) {
    LineFieldOptions fields = new LineFieldOptions();
    CommandLine command = new CommandLine(new Setting(services, fields));
    fields.addTo(command.getCommandSpec(), Set.of());
    return command;
  }

  /** {@code line add}. */
  @Command(
      name = "add",
      description = "Adds a line: its number, --carrier, and whatever else is known.",
      mixinStandardHelpOptions = true)
  private static final class Adding implements Callable<Integer> {

    private final Services services;
    private final LineFieldOptions fields;

    @Mixin private AccountOption whose = new AccountOption();

    @Parameters(paramLabel = "NUMBER", description = "Its telephone number.")
    private String number = "";

    @Spec private CommandSpec spec;

    Adding(Services services, LineFieldOptions fields) {
      this.services = services;
      this.fields = fields;
    }

    @Override
    public Integer call() {
      Account account = whose.of(services);
      fields.values().put(LineField.NUMBER, number);
      Line added = services.get(LineService.class).add(account.id(), fields.values());
      spec.commandLine().getOut().println(added.id());
      spec.commandLine().getOut().flush();
      PrintWriter err = spec.commandLine().getErr();
      warn(services, err, fields);
      warn(err, added, services.get(Outlook.class).of(added, account.state()));
      if (added.brandConfirmedAt() == null) {
        err.println(
            "No money is sent to it until you confirm that it belongs to "
                + added.carrier()
                + ": everline line confirm-brand "
                + added.id());
      }
      err.flush();
      return 0;
    }
  }

  /** {@code line set}. */
  @Command(
      name = "set",
      description = {
        "Changes what is known about a line and what you want done.",
        "An empty value, as in --plan=, clears the field."
      },
      mixinStandardHelpOptions = true)
  private static final class Setting implements Callable<Integer> {

    private final Services services;
    private final LineFieldOptions fields;

    @Mixin private AccountOption whose = new AccountOption();

    @Parameters(paramLabel = "LINE", description = LINE_HELP)
    private String line = "";

    @Spec private CommandSpec spec;

    Setting(Services services, LineFieldOptions fields) {
      this.services = services;
      this.fields = fields;
    }

    @Override
    public Integer call() {
      if (fields.values().isEmpty()) {
        throw InvalidValue.of(
            "change", null, "is missing", "say what to change, such as --renewed-by everline");
      }
      Account account = whose.of(services);
      LineService lines = services.get(LineService.class);
      Line found = lines.get(account.id(), line);
      Line changed = lines.change(found.id(), fields.values());
      Standing standing = services.get(Outlook.class).of(changed, account.state());
      print(
          spec.commandLine().getOut(),
          changed,
          standing,
          services.get(SimHistory.class).of(changed.id()),
          services.get(LineNotes.class).list(account.id(), changed.id()),
          account.zone());
      warn(services, spec.commandLine().getErr(), fields);
      warn(spec.commandLine().getErr(), changed, standing);
      if (changed.ifNotRenewed() == IfNotRenewed.KEEP_NUMBER
          && services.get(Quotes.class).keepingNumber(account.id(), changed.id()).isEmpty()) {
        spec.commandLine()
            .getErr()
            .println(
                "No payment below a whole period is known for certain to keep its number: you will"
                    + " only be notified.");
      }
      spec.commandLine().getErr().flush();
      return 0;
    }
  }

  private dev.everline.kernel.LineId find(AccountOption of, String which) {
    return lines().get(of.of(services).id(), which).id();
  }

  private LineService lines() {
    return services.get(LineService.class);
  }

  private int done(String text) {
    spec.commandLine().getOut().println(text);
    spec.commandLine().getOut().flush();
    return 0;
  }

  /** A wrong check digit and the like don't keep a SIM out: issuers err in them. */
  private static void warn(Services services, PrintWriter err, LineFieldOptions fields) {
    String iccid = fields.values().get(LineField.ICCID);
    if (iccid != null && !iccid.isBlank()) {
      services.get(Identifier.class).identify("ICCID: " + iccid).warnings().stream()
          .map(warning -> "iccid: " + warning)
          .forEach(err::println);
    }
    String number = fields.values().get(LineField.NUMBER);
    if (number != null && !Msisdn.parse(number).startsWith("1")) {
      err.println("number: isn't a number of the United States; give the line's own number");
    }
  }

  private static void print(
      PrintWriter out,
      Line line,
      Standing standing,
      List<SimHistory.Use> sims,
      List<LineNotes.Note> notes,
      ZoneId zone) {
    Table table = new Table().left("Fact").left("Value").left("From");
    table.row("id", line.id(), null);
    table.row("number", Msisdn.formatted(line.msisdn()), null);
    table.row("label", line.label().isEmpty() ? null : line.label(), null);
    table.row("tags", line.tags().isEmpty() ? null : String.join("; ", line.tags()), null);
    table.row(
        "carrier",
        line.carrier(),
        line.brandConfirmedAt() == null
            ? "not confirmed by you"
            : "confirmed by you " + LocalDate.ofInstant(line.brandConfirmedAt(), zone));
    table.row("plan", line.plan(), from(line.planFrom(), zone));
    table.row("state", LinesCommand.word(line, standing), "computed for " + standing.today());
    table.row("paid until", standing.facts().validUntil(), from(line.validityFrom(), zone));
    if (standing.shownByCarrier() != null) {
      String word = standing.printed().word();
      table.row(
          "shown by its carrier",
          standing.shownByCarrier(),
          (word == null ? "" : "'" + word + "': ") + "the first day without service");
    }
    table.row("covered until", standing.coveredUntil(), null);
    table.row("balance", standing.facts().balance(), from(line.balanceFrom(), zone));
    if (standing.uncounted() != null) {
      table.row("", TimelineText.notCounted(standing.uncounted()), null);
    }
    table.row("balance valid until", standing.facts().balanceExpiresOn(), null);
    table.row(
        "price per period",
        standing.need(),
        standing.needsState()
            ? "plus taxes; set its state"
            : standing.isTaxOnTop()
                ? "plan and known fees; plus sales tax"
                : "plan and known fees");
    if (standing.leastRefill() != null) {
      table.row("smallest refill", standing.leastRefill(), "so much is paid at least");
    }
    table.row("renews", LinesCommand.renews(line, standing), why(line, standing));
    AutopayCommands.describe(table, standing);
    table.row("price ceiling", line.priceCeiling(), null);
    table.row("if not renewed", words(line.ifNotRenewed()), null);
    table.row("order in progress", line.openOrder(), null);
    for (SimHistory.Use sim : sims) {
      String days = LocalDate.ofInstant(sim.since(), zone) + " on";
      if (sim.until() != null) {
        days =
            LocalDate.ofInstant(sim.since(), zone)
                + " to "
                + LocalDate.ofInstant(sim.until(), zone);
      }
      table.row(sim.until() == null ? "SIM" : "earlier SIM", sim.iccid(), days);
    }
    for (LineNotes.Note note : notes) {
      table.row(
          "note", note.text().replace('\n', ' '), "noted " + LocalDate.ofInstant(note.at(), zone));
    }
    table.print(out);
  }

  /** Why a line that is to renew by itself doesn't. */
  private static @Nullable String why(Line line, Standing standing) {
    if (standing.line().renewedBy() != RenewedBy.EVERLINE || standing.obstacle() == null) {
      return null;
    }
    return switch (standing.obstacle()) {
      case KEPT_OTHERWISE -> "paying its bill or using it keeps it";
      case NO_ROUTE -> "Everline can't pay " + line.carrier() + " from here";
      case PLAN_NOT_KNOWN -> "its plan is unknown";
      case PRICE_NOT_KNOWN -> "its price is unknown";
      case BRAND_NOT_CONFIRMED -> "its carrier isn't confirmed";
    };
  }

  /**
   * A wish that can't come true is kept, and said at once; so is a date that is likely mistyped.
   */
  private static void warn(PrintWriter err, Line line, Standing standing) {
    if (FarEnd.isDoubtful(line.facts().validUntil(), standing.today())) {
      err.println(
          "It ends on "
              + line.facts().validUntil()
              + (FarEnd.isLongPast(line.facts().validUntil(), standing.today())
                  ? ", more than a year ago"
                  : ", more than two years ahead")
              + ". If the year is wrong, correct it: everline line set "
              + line.id()
              + " --valid-until DATE");
    }
    if (standing.line().renewedBy() == RenewedBy.EVERLINE
        && standing.obstacle() == Reach.Cause.NO_ROUTE) {
      err.println(
          "Everline can't pay "
              + line.carrier()
              + " from here: renew this line with "
              + line.carrier()
              + " itself. "
              + (standing.coveredUntil() == null
                  ? "It has no end date yet, so Everline can't remind you: set --valid-until."
                  : "You are reminded before it ends."));
    }
  }

  private static String words(IfNotRenewed wish) {
    return switch (wish) {
      case TELL -> "you are notified";
      case KEEP_NUMBER -> "you are notified, and the number is kept at the lowest cost";
    };
  }

  private static @Nullable String from(@Nullable FactSource source, ZoneId zone) {
    return source == null
        ? null
        : source.source().toLowerCase(Locale.ROOT)
            + ", "
            + LocalDate.ofInstant(source.asOf(), zone);
  }
}
