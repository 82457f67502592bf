package dev.everline.channel.cli.line;

import dev.everline.account.Account;
import dev.everline.channel.cli.AccountOption;
import dev.everline.channel.cli.Services;
import dev.everline.channel.cli.Table;
import dev.everline.line.Line;
import dev.everline.line.LineField;
import dev.everline.line.LineService;
import dev.everline.line.Msisdn;
import dev.everline.renewal.decide.ExpectedCharge;
import dev.everline.renewal.decide.Outlook;
import dev.everline.renewal.decide.Outlook.Standing;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What its owner says of the carrier's own autopay of a line: it went through, or it failed. */
final class AutopayCommands {

  private static final String LINE_HELP = "The line's id or number.";
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm VV");

  private AutopayCommands() {}

  static void addTo(CommandLine line, Services services) {
    line.addSubcommand(new Confirm(services));
    line.addSubcommand(new Failed(services));
  }

  /** Adds what is expected of the autopay to a line's facts. */
  static void describe(Table table, Standing standing) {
    ExpectedCharge charge = standing.charge();
    if (charge == null) {
      return;
    }
    ZoneId zone = standing.line().zone();
    Instant from = charge.from();
    table.row(
        "autopay charges",
        from == null ? "by " + charge.end() : at(from, zone) + " to " + at(charge.to(), zone),
        from == null ? "the day isn't known" : source(charge));
    table.row(
        "to be confirmed",
        "from " + at(charge.checkFrom(), zone),
        standing.isAutopayToBeChecked() ? "now: did it go through?" : null);
    table.row("then paid until", standing.line().nextEnd(), "if it goes through");
    if (charge.danger() != null) {
      table.row(
          "",
          switch (charge.danger()) {
            case BALANCE_SHORT -> "its balance doesn't cover the next period";
            case MAY_BE_OFF -> "the last decline may have switched the autopay off";
          },
          null);
    }
  }

  private static @Nullable String source(ExpectedCharge charge) {
    return charge.known() != null && !charge.known().provenance().isFact() ? "unconfirmed" : null;
  }

  private static String at(Instant instant, ZoneId zone) {
    return MINUTE.format(instant.atZone(zone));
  }

  /** {@code line confirm-autopay}. */
  @Command(
      name = "confirm-autopay",
      description = "Confirms that the carrier's own autopay renewed a line, and its new end date.",
      mixinStandardHelpOptions = true)
  private static final class Confirm implements Callable<Integer> {

    private final Services services;

    @Mixin private AccountOption whose = new AccountOption();

    @Parameters(paramLabel = "LINE", description = LINE_HELP)
    private String which = "";

    @Option(
        names = "--valid-until",
        paramLabel = "DATE",
        description = "The new last day of service; default the one that a period leads to.")
    private @Nullable String validUntil;

    @Spec private CommandSpec spec;

    Confirm(Services services) {
      this.services = services;
    }

    @Override
    public Integer call() {
      Account account = whose.of(services);
      LineService lines = services.get(LineService.class);
      Line line = lines.get(account.id(), which);
      Standing standing = services.get(Outlook.class).of(line, account.state());
      standing.requireCharge(line.id());
      Line confirmed =
          validUntil == null
              ? lines.autopayConfirmed(
                  line.id(), line.facts().validUntil(), standing.requireCharged(line.id()), null)
              : lines.change(line.id(), Map.of(LineField.VALID_UNTIL, validUntil));
      spec.commandLine()
          .getOut()
          .println(
              Msisdn.formatted(confirmed.msisdn())
                  + " is paid until "
                  + confirmed.facts().validUntil()
                  + ", as you say.");
      spec.commandLine().getOut().flush();
      return 0;
    }
  }

  /** {@code line autopay-failed}. */
  @Command(
      name = "autopay-failed",
      description = {
        "Says that the carrier's own autopay failed for a line's present end: the line becomes due",
        "like one you renew yourself, and can be renewed from here."
      },
      mixinStandardHelpOptions = true)
  private static final class Failed implements Callable<Integer> {

    private final Services services;

    @Mixin private AccountOption whose = new AccountOption();

    @Parameters(paramLabel = "LINE", description = LINE_HELP)
    private String which = "";

    @Spec private CommandSpec spec;

    Failed(Services services) {
      this.services = services;
    }

    @Override
    public Integer call() {
      Account account = whose.of(services);
      LineService lines = services.get(LineService.class);
      Line line = lines.get(account.id(), which);
      Standing standing = services.get(Outlook.class).of(line, account.state());
      LocalDate end = standing.requireCharge(line.id()).end();
      Line failed = lines.autopayFailed(line.id(), end);
      spec.commandLine()
          .getOut()
          .println(
              Msisdn.formatted(failed.msisdn())
                  + " wasn't renewed by its carrier's autopay; it ends on "
                  + end
                  + ". Renew it: everline renew "
                  + failed.id());
      spec.commandLine().getOut().flush();
      return 0;
    }
  }
}
