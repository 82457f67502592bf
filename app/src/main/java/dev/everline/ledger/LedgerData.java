package dev.everline.ledger;

import static dev.everline.storage.AccountCopy.text;

import dev.everline.kernel.AccountId;
import dev.everline.kernel.Money;
import dev.everline.kernel.OrderId;
import dev.everline.kernel.OutsideRenewalId;
import dev.everline.kernel.text.Sheet;
import dev.everline.storage.AccountCopy;
import dev.everline.storage.AccountData;
import dev.everline.storage.Transactions;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An account's wallet and its transfers, and those of what it paid outside. */
final class LedgerData implements AccountData {

  private static final String FILE = "entries.csv";
  private static final String USD = Money.USD.getCurrencyCode();
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
          write(csv, account, LedgerKey.wallet(account, USD));
          write(csv, account, LedgerKey.outside(account, USD));
        });
  }

  private void write(Sheet csv, AccountId account, LedgerKey of) {
    AccountCopy.each(
        (@Nullable Long below, int limit) -> entries(account, of, below, limit),
        Ledger.Entry::number,
        entry ->
            csv.row(
                entry.number(),
                text(entry.at()),
                entry.kind().name(),
                entry.amount(),
                entry.amount().currency().getCurrencyCode(),
                renewal(entry)));
  }

  private static String renewal(Ledger.Entry entry) {
    Long id = entry.orderId();
    return id == null
        ? ""
        : switch (entry.kind()) {
          case SPEND_OUTSIDE, UNDO_OUTSIDE -> new OutsideRenewalId(id).toString();
          case FUND, PROMOTE, RESERVE, CAPTURE, RELEASE, REFUND, WITHDRAW ->
              new OrderId(id).toString();
        };
  }

  private List<Ledger.Entry> entries(
      AccountId account, LedgerKey of, @Nullable Long below, int limit) {
    return transactions.run(
        connection -> ledger.entries(connection, account.bucket(), of, below, limit));
  }
}
