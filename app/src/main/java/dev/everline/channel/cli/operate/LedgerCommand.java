package dev.everline.channel.cli.operate;

import dev.everline.channel.cli.Json;
import dev.everline.channel.cli.Services;
import dev.everline.channel.cli.Table;
import dev.everline.kernel.Money;
import dev.everline.kernel.ProblemType;
import dev.everline.ledger.LedgerCheck;
import dev.everline.ledger.LedgerProofs;
import dev.everline.storage.Transactions;
import java.io.PrintWriter;
import java.sql.Connection;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Proves the ledger. */
@Command(
    name = "ledger",
    description = "Verifies the ledger: 'ledger check'.",
    mixinStandardHelpOptions = true)
public final class LedgerCommand implements Callable<Integer> {

  private final Services services;

  @Spec private CommandSpec spec;

  public LedgerCommand(Services services) {
    this.services = services;
  }

  @Override
  public Integer call() {
    return check(false);
  }

  @Command(
      name = "check",
      description = {
        "Verifies that all balances sum to zero and that each equals its transfers.",
        "Exit code 8 if not."
      },
      mixinStandardHelpOptions = true)
  int check(@Option(names = "--json", description = "Prints JSON.") boolean json) {
    LedgerCheck.Proof proof =
        services
            .get(Transactions.class)
            .run(
                connection -> {
                  connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
                  LedgerCheck.Proof found = new LedgerCheck().run(connection);
                  LedgerProofs.note(connection, found, services.get(Clock.class).instant());
                  return found;
                });
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      new Json().print(out, proof);
    } else {
      print(out, proof);
    }
    return proof.isSound() ? 0 : ProblemType.LEDGER_UNBALANCED.exitCode();
  }

  private static void print(PrintWriter out, LedgerCheck.Proof proof) {
    Table table = new Table().left("Account").right("Balance");
    proof
        .balances()
        .forEach(
            total ->
                table.row(
                    total.kind(), new Money(total.minor(), Money.currency(total.currency()))));
    proof
        .sums()
        .forEach(sum -> table.row("Sum", new Money(sum.minor(), Money.currency(sum.currency()))));
    table.print(out);
    proof.faults().forEach(fault -> out.println("FAULT " + fault));
    out.println(
        proof.isSound()
            ? "Sound: "
                + counted(proof.transfers(), "transfer")
                + ", "
                + counted(proof.accounts(), "account")
                + ", each equal to its transfers; all sum to zero."
            : "NOT SOUND. Stop renewing and leave the database as it is.");
    out.flush();
  }

  private static String counted(long count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }
}
