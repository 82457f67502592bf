package dev.everline.channel.cli.operate;

import dev.everline.backup.Manifest;
import dev.everline.backup.Restores;
import dev.everline.channel.cli.Services;
import dev.everline.channel.cli.Table;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.line.UncheckedEnds;
import dev.everline.storage.RestoreMark;
import dev.everline.storage.Transactions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Puts a backup back, and lets renewals go on after that. */
@Command(
    name = "restore",
    description = {
      "Restores a backup into an empty data folder or an empty database of your own, no other.",
      "Nothing is paid until 'restore confirm': renewals made after the backup are unknown to it"
          + " and would be paid again."
    },
    mixinStandardHelpOptions = true)
public final class RestoreCommand implements Callable<Integer> {

  /** The heart renews a day and a half ahead, more where a carrier is slow. */
  private static final int DAYS_AHEAD = 8;

  private static final int ACCOUNTS_SHOWN = 20;

  private final Services services;
  private final Map<String, String> environment;

  @Parameters(arity = "0..1", paramLabel = "FILE", description = "The backup.")
  private @Nullable Path file;

  @Mixin private PassphraseOption passphrase;

  @Spec private CommandSpec spec;

  public RestoreCommand(Services services, Map<String, String> environment) {
    this.services = services;
    this.environment = environment;
    this.passphrase = new PassphraseOption(environment);
  }

  @Override
  public Integer call() throws IOException {
    if (file == null) {
      throw InvalidValue.of("FILE", null, "is missing", "name the backup to restore");
    }
    Restores.Restored restored;
    try (PartsBar progress = new PartsBar("Restoring")) {
      restored = Restores.fromEnvironment(environment).restore(file, passphrase::known, progress);
    }
    Manifest manifest = restored.manifest();
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "Restored: %,d rows as they were at %s; %,d transfers, %s.%n",
        manifest.rows(),
        manifest.madeAt(),
        manifest.ledger().transfers(),
        manifest.ledger().sound() ? "the ledger is sound" : "THE LEDGER IS NOT SOUND");
    if (restored.brokenTrails() > 0) {
      out.printf(
          "THE AUDIT TRAIL IS BROKEN (accounts: %,d): entries were changed or removed before the"
              + " backup was made, or in it. 'everline audit verify' shows where.%n",
          restored.brokenTrails());
    }
    out.println(
        "What came after that is missing, and what was ended after that is back: sessions,");
    out.println(
        "tokens, members, erased accounts. Nothing is paid until you have checked what was");
    out.println("renewed since: everline restore confirm");
    out.flush();
    return manifest.ledger().sound() ? 0 : ProblemType.LEDGER_UNBALANCED.exitCode();
  }

  @Command(
      name = "confirm",
      description = {
        "Resumes renewals after a restore.",
        "Shows the accounts whose lines may have been renewed after the backup, automatically or"
            + " by hand, and refuses while there are any: enter their end dates as the carriers show them, with 'line set"
            + " --valid-until' or an import, or say --checked."
      },
      mixinStandardHelpOptions = true)
  int confirm(
      @Option(
              names = "--checked",
              description =
                  "Says that the end dates of all lines were compared with the carriers'.")
          boolean checked) {
    Transactions transactions = services.get(Transactions.class);
    PrintWriter out = spec.commandLine().getOut();
    Optional<RestoreMark> pending = transactions.run(RestoreMark::pending);
    if (pending.isEmpty()) {
      out.println("There is nothing to confirm: renewals are running.");
      out.flush();
      return 0;
    }
    Instant now = services.get(Clock.class).instant();
    LocalDate until = LocalDate.ofInstant(now, ZoneOffset.UTC).plusDays(DAYS_AHEAD);
    List<UncheckedEnds.OfAccount> unchecked =
        transactions.run(
            connection -> UncheckedEnds.count(connection, pending.get().restoredAt(), until));
    long lines = unchecked.stream().mapToLong(UncheckedEnds.OfAccount::lines).sum();
    if (lines > 0 && !checked) {
      Table table =
          new Table()
              .left("Account")
              .right("Lines to check")
              .right("Automatic")
              .right("By hand")
              .right("Orders in progress");
      unchecked.stream()
          .limit(ACCOUNTS_SHOWN)
          .forEach(
              account ->
                  table.row(
                      account.account(),
                      "%,d".formatted(account.lines()),
                      "%,d".formatted(account.byThemselves()),
                      "%,d".formatted(account.byHand()),
                      "%,d".formatted(account.underWay())));
      table.print(out);
      out.flush();
      throw new ProblemException(
          ProblemType.HELD,
          "%s by %s or with an order in progress may have been renewed since the backup of %s, automatically or by hand. Compare them with their carriers ('everline lines --ending-within %d --account …'), correct the end dates, then run this with --checked."
              .formatted(
                  lines == 1 ? "1 line that ends" : "%,d lines that end".formatted(lines),
                  until,
                  pending.get().backupAt(),
                  DAYS_AHEAD));
    }
    transactions.run(
        connection -> {
          RestoreMark.confirm(connection, now);
          return true;
        });
    out.println("Confirmed: renewals resume.");
    out.flush();
    return 0;
  }
}
