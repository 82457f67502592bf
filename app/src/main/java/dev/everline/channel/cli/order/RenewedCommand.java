package dev.everline.channel.cli.order;

import dev.everline.account.Account;
import dev.everline.catalog.PrintedDate;
import dev.everline.channel.cli.AccountOption;
import dev.everline.channel.cli.Json;
import dev.everline.channel.cli.Services;
import dev.everline.channel.cli.Table;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.kernel.OutsideRenewalId;
import dev.everline.line.Line;
import dev.everline.line.LineService;
import dev.everline.renewal.outside.OutsideRenewal;
import dev.everline.renewal.outside.OutsideRenewals;
import dev.everline.renewal.outside.PaidAt;
import dev.everline.renewal.outside.Told;
import dev.everline.storage.RequestKeys;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Records a renewal that its owner paid for at the carrier, lists and undoes them. */
@Command(
    name = "renewed",
    description = {
      "Records that you renewed a line with its carrier yourself: its end date moves, and the sum",
      "is counted as spent outside the wallet. Spending limits don't apply to it."
    },
    mixinStandardHelpOptions = true)
public final class RenewedCommand implements Callable<Integer> {

  private final Services services;

  @Mixin private AccountOption whose = new AccountOption();

  @Parameters(paramLabel = "LINE", arity = "0..1", description = "The line's id or number.")
  private @Nullable String which;

  @Option(
      names = "--paid",
      paramLabel = "AMOUNT",
      description = "What you paid, with taxes and fees; leave it out if you don't know.")
  private @Nullable String paid;

  @Option(
      names = "--on",
      paramLabel = "DATE",
      description = "The day of payment in the carrier's zone; default today.")
  private @Nullable String on;

  @Option(
      names = "--until",
      paramLabel = "DATE",
      description = {
        "The new end date as the carrier shows it;",
        "default computed by the line's lapse rule from the day of payment."
      })
  private @Nullable String until;

  @Option(
      names = "--where",
      paramLabel = "PLACE",
      description = "Where you paid: web, app, store, phone, third-party or other; default other.")
  private String where = "other";

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description = "Your own key: the same key and options are one renewal.")
  private @Nullable String key;

  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  @Spec private CommandSpec spec;

  public RenewedCommand(Services services) {
    this.services = services;
  }

  /** One of them as programs see it. */
  record Printed(
      OutsideRenewalId id,
      LineId line,
      String carrier,
      @Nullable String plan,
      @Nullable Money paid,
      LocalDate paidOn,
      PaidAt paidAt,
      LocalDate periodFrom,
      @Nullable LocalDate validUntil,
      Instant recordedAt,
      @Nullable Instant undoneAt) {

    static Printed of(OutsideRenewal renewal) {
      OutsideRenewal.Word undone = renewal.undone();
      return new Printed(
          renewal.id(),
          renewal.line(),
          renewal.carrier(),
          renewal.plan(),
          renewal.paid().amount(),
          renewal.paid().on(),
          renewal.paid().at(),
          renewal.periodFrom(),
          renewal.validUntil(),
          renewal.told().at(),
          undone == null ? null : undone.at());
    }
  }

  @Override
  public Integer call() {
    if (which == null) {
      throw InvalidValue.of("LINE", null, "is missing", "give the line's id or number");
    }
    if (key != null) {
      RequestKeys.require("--key", key);
    }
    Account account = whose.of(services);
    Line line = services.get(LineService.class).get(account.id(), which);
    OutsideRenewals outside = services.get(OutsideRenewals.class);
    PrintedDate printed = outside.proposal(account.id(), line.id(), null, null).printed();
    LocalDate shown = date("--until", until);
    Told told =
        new Told(
            paid == null ? null : Money.parse(paid, line.currency()),
            date("--on", on),
            PaidAt.parse("--where", where),
            shown == null ? null : printed.lastDayOf(shown),
            null);
    String once = key == null ? "cli-" + UUID.randomUUID() : key;
    return show(outside.record(account.id(), line.id(), told, once, null), json);
  }

  private static @Nullable LocalDate date(String option, @Nullable String text) {
    try {
      return text == null ? null : LocalDate.parse(text);
    } catch (DateTimeParseException wrong) {
      throw InvalidValue.of(option, text, "is no date", "give it as YYYY-MM-DD");
    }
  }

  private int show(OutsideRenewal renewal, boolean asJson) {
    PrintWriter out = spec.commandLine().getOut();
    if (asJson) {
      new Json().print(out, Printed.of(renewal));
      return 0;
    }
    out.println(
        renewal.id()
            + (renewal.isStanding() ? " is recorded" : " is undone")
            + (renewal.isStanding() && renewal.validUntil() != null
                ? "; the line is paid until " + renewal.validUntil() + "."
                : "."));
    out.flush();
    return 0;
  }

  @Command(
      name = "list",
      description = "Lists the renewals of a line that you paid for outside, newest first.",
      mixinStandardHelpOptions = true)
  int list(
      @Mixin AccountOption of,
      @Parameters(paramLabel = "LINE", description = "The line's id or number.") String line,
      @Option(names = "--json", description = "Prints JSON.") boolean asJson) {
    Account account = of.of(services);
    LineId id = services.get(LineService.class).get(account.id(), line).id();
    List<OutsideRenewal> found =
        services.get(OutsideRenewals.class).ofLine(account.id(), id, null, 1_000);
    PrintWriter out = spec.commandLine().getOut();
    if (asJson) {
      new Json().print(out, found.stream().map(Printed::of).toList());
      return 0;
    }
    Table table =
        new Table()
            .left("Renewal")
            .left("Paid on")
            .right("Paid")
            .left("Where")
            .left("Paid until")
            .left("State");
    found.forEach(
        renewal ->
            table.row(
                renewal.id(),
                renewal.paid().on(),
                renewal.paid().amount(),
                renewal.paid().at().key(),
                renewal.validUntil(),
                renewal.isStanding() ? "stands" : "undone"));
    table.print(out);
    return 0;
  }

  @Command(
      name = "undo",
      description = {
        "Undoes one: the sum no longer counts as spent, and the line's end date and balance are",
        "what they were before, unless they have been changed since."
      },
      mixinStandardHelpOptions = true)
  int undo(
      @Mixin AccountOption of,
      @Parameters(paramLabel = "RENEWAL", description = "Its id.") String renewal,
      @Option(names = "--json", description = "Prints JSON.") boolean asJson) {
    Account account = of.of(services);
    OutsideRenewals.Undone undone =
        services
            .get(OutsideRenewals.class)
            .undo(account.id(), OutsideRenewalId.parse(renewal), null);
    show(undone.renewal(), asJson);
    if (!asJson && !undone.endRestored()) {
      PrintWriter out = spec.commandLine().getOut();
      out.println("The end date has been changed since, so it stays as it is.");
      out.flush();
    }
    return 0;
  }
}
