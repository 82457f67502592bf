package dev.everline.ledger;

import static dev.everline.storage.AccountCopy.text;

import dev.everline.kernel.AccountId;
import dev.everline.kernel.Money;
import dev.everline.kernel.OrderId;
import dev.everline.storage.AccountCopy;
import dev.everline.storage.AccountData;
import dev.everline.storage.Transactions;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An account's wallet and its transfers. */
final class LedgerData implements AccountData {

  private static final String FILE = "entries.csv";
  private static final String BECAUSE = "nobody may change the ledger; it holds amounts and ids";

  private final Transactions transactions;
  private final Ledger ledger;

  LedgerData(Transactions transactions, Ledger ledger) {
    this.transactions = transactions;
    this.ledger = ledger;
  }

  @Override
  public List<Table> tables() {
    return List.of(
        Table.exportedAndKept("ledger_account", FILE, BECAUSE),
        Table.exportedAndKept("ledger_transfer", FILE, BECAUSE));
  }

  @Override
  public void export(AccountId account, AccountCopy copy) throws IOException {
    copy.csv(
        FILE,
        csv -> {
          csv.row("number", "at", "kind", "amount", "currency", "order");
          AccountCopy.each(
              (@Nullable Long below, int limit) -> entries(account, below, limit),
              Ledger.Entry::number,
              entry -> {
                Long order = entry.orderId();
                csv.row(
                    entry.number(),
                    text(entry.at()),
                    entry.kind().name(),
                    entry.amount(),
                    entry.amount().currency().getCurrencyCode(),
                    order == null ? "" : new OrderId(order).toString());
              });
        });
  }

  private List<Ledger.Entry> entries(AccountId account, @Nullable Long below, int limit) {
    return transactions.run(
        connection ->
            ledger.entries(connection, account.bucket(), account.value(), Money.USD, below, limit));
  }
}
