package dev.everline.demo;

import dev.everline.kernel.Money;
import java.io.PrintWriter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.stream.Collectors;

/** Prints the summary for people. */
final class DemoReport {

  private final PrintWriter out;

  DemoReport(PrintWriter out) {
    this.out = out;
  }

  void print(DemoSummary summary) {
    long days = ChronoUnit.DAYS.between(summary.from(), summary.to());
    heading(
        "%d days, from %s to %s, in %d s (seed %d)"
            .formatted(
                days,
                summary.from().toString().substring(0, 10),
                summary.to().toString().substring(0, 10),
                summary.seconds(),
                summary.seed()));
    printLines(summary);
    printRenewals(summary);
    printMoney(summary);
    printProof(summary);
    printNeedy(summary);
    if (!summary.holds()) {
      heading("FAULTS: a promise did not hold");
      summary.faults().forEach(fault -> out.println("  " + fault));
    }
    out.println();
    out.flush();
  }

  private void heading(String text) {
    out.println();
    out.println(text);
  }

  private void printLines(DemoSummary summary) {
    for (DemoState.Imported imported : summary.imports()) {
      out.printf(
          "  %-22s %,5d rows, %,5d lines taken%s%n",
          imported.file(),
          imported.rows(),
          imported.taken(),
          imported.rejected() == 0
              ? ""
              : ", %d rejected: %s".formatted(imported.rejected(), imported.rejects()));
    }
    DemoSummary.Lines lines = summary.lines();
    heading("Lines: %,d of %d brands".formatted(lines.all(), lines.brands()));
    count(lines.kept(), "kept: served today, by the carriers' own books");
    count(lines.keptOtherwise(), "kept by a bill or by use, or too little known; owners told");
    lines.lapsed().forEach((reason, many) -> count(many, "lapsed: " + reason));
    count(lines.broughtBack(), "times a lapsed line was brought back when it could be paid");
  }

  private void printRenewals(DemoSummary summary) {
    DemoSummary.Renewals renewals = summary.renewals();
    heading("Renewals");
    boolean once = summary.carriersBooks().agree();
    count(renewals.renewed(), once ? "renewed, each exactly once" : "renewed");
    count(renewals.refused(), "refused or given up, the money returned in full");
    count(renewals.doubts(), "times nobody knew what became of a call");
    count(renewals.healed(), "healed: renewed after a look-up or another try");
    count(renewals.notices(), "messages to owners");
    String faults =
        summary.faultsPlayed().entrySet().stream()
            .filter(fault -> fault.getValue() > 0)
            .map(fault -> fault.getKey() + " " + fault.getValue())
            .collect(Collectors.joining(", "));
    out.println("  faults that the carriers played: " + (faults.isEmpty() ? "none" : faults));
  }

  private void printMoney(DemoSummary summary) {
    heading("%-38s %14s %14s %14s".formatted("Wallets", "in", "out", "left"));
    for (DemoBooks.WalletMoney wallet : summary.wallets()) {
      out.printf(
          "  %-36s %14s %14s %14s%n",
          wallet.account(),
          usd(wallet.inMinor()),
          usd(wallet.outMinor()),
          usd(wallet.balanceMinor()));
    }
    heading("%-28s %9s %14s %14s".formatted("Carriers", "renewals", "we paid", "they received"));
    for (DemoSummary.CarrierAccount carrier : summary.carriers()) {
      out.printf(
          "  %-26s %,9d %14s %14s%s%n",
          carrier.carrier(),
          carrier.renewals(),
          usd(carrier.ledgerMinor()),
          usd(carrier.receivedMinor()),
          carrier.agrees() ? "" : "  DIFFERS");
    }
  }

  private void printProof(DemoSummary summary) {
    DemoSummary.Ledger ledger = summary.ledger();
    heading("Proof");
    out.printf(
        "  ledger: %,d transfers, %,d accounts, %s%n",
        ledger.transfers(),
        ledger.accounts(),
        ledger.sound() ? "each equal to its transfers; all sum to zero" : "NOT SOUND");
    ledger
        .balances()
        .forEach(
            total ->
                out.printf(
                    "    %-18s %16s%n",
                    total.kind().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                    usd(total.minor())));
    DemoSummary.CarriersBooks books = summary.carriersBooks();
    out.printf(
        "  carriers' books: %,d top-ups under %,d references; paid twice %d, not ours %d, missing"
            + " %d%n",
        books.topUps(),
        books.references(),
        books.paidMoreThanOnce(),
        books.notOurs(),
        books.missing());
    DemoBackup.Restored backup = summary.backup();
    out.printf(
        "  backup: %,d rows in %,d KB, restored into another data folder; its ledger: %,d transfers,"
            + " %s%n",
        backup.rows(),
        backup.bytes() >> 10,
        backup.transfers(),
        backup.sound() ? "the same balances; all sum to zero" : "NOT THE SAME");
  }

  private void printNeedy(DemoSummary summary) {
    heading("Lines that need their owner most");
    if (summary.needOwner().isEmpty()) {
      out.println("  none");
    }
    int place = 1;
    for (DemoSummary.NeedsOwner need : summary.needOwner()) {
      Long amount = need.amountMinor();
      out.printf("  %d. %s: %s%n", place++, need.account(), need.line());
      out.printf(
          "     by %s%s: %s, as %s%s%n",
          need.by(),
          amount == null ? "" : ", " + usd(amount),
          need.what(),
          need.why(),
          need.others() == 0 ? "" : "; so do %,d more".formatted(need.others()));
    }
  }

  private void count(long many, String what) {
    out.printf("  %,7d  %s%n", many, what);
  }

  private static String usd(long minor) {
    return Money.usd(minor).format(Locale.US);
  }
}
