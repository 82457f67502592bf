package dev.everline.backup;

import dev.everline.TestClock;
import dev.everline.account.Account;
import dev.everline.account.Accounts;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.ledger.Ledger;
import dev.everline.notice.push.PushKeys;
import dev.everline.payment.Wallet;
import dev.everline.storage.IdAllocator;
import dev.everline.storage.StorageSettings;
import dev.everline.storage.TestDatabase;
import dev.everline.storage.Transactions;
import java.nio.file.Path;
import java.util.SplittableRandom;

/** A database with an account, money and a line in it, and what makes backups of it. */
final class Installation implements AutoCloseable {

  final TestDatabase database;
  final TestClock clock = new TestClock("2026-11-25T15:00:00Z");
  final Path folder;
  final Backups backups;
  final Account account;
  final IdAllocator ids;
  private final Wallet wallet;

  /**
   * @param folder for what lies beside the database
   */
  Installation(Path folder) {
    this.database = TestDatabase.create();
    this.folder = folder;
    this.ids = new IdAllocator(database.dataSource());
    Transactions transactions = new Transactions(database.dataSource());
    this.wallet = new Wallet(transactions, new Ledger(ids), clock);
    this.account =
        new Accounts(database.dataSource(), database.seal(), ids, clock, new SplittableRandom(1))
            .open("A household", "America/New_York", "TX");
    this.backups =
        new Backups(
            database.dataSource(),
            database.seal(),
            new PushKeys(folder.resolve("push-keys")),
            folder.resolve("catalog"),
            clock);
    deposit();
    line();
  }

  /** Moves a dollar in. */
  void deposit() {
    var _ = wallet.deposit(account.id(), Money.usd(1_00));
  }

  private void line() {
    LineId line = new LineId(ids.next(account.id().bucket()));
    database.execute(
        """
        INSERT INTO line (bucket, id, account_id, msisdn, msisdn_hash, carrier, plan, valid_until,
                          auto_renew, created_at, changed_at)
        VALUES (%1$d, %2$d, %3$d, %4$s, 'acme', E'tab\\there\\nand \\\\N', '2026-11-28', true,
                now(), now())
        """
            .formatted(
                line.bucket(),
                line.value(),
                account.id().value(),
                database.sealedNumber(line, account.id(), "12125550100")));
    database.execute(
        "INSERT INTO wake_up (bucket, at, lines) VALUES (%d, now(), ARRAY[%d])"
            .formatted(line.bucket(), line.value()));
  }

  Path backup(String name) {
    return backups.make(folder.resolve(name), false, null, Progress.NONE).file();
  }

  /** What restores into another database. */
  Restores into(StorageSettings settings, Path beside) {
    return new Restores(
        settings, new PushKeys(beside.resolve("push-keys")), beside.resolve("catalog"), clock);
  }

  @Override
  public void close() {
    database.close();
  }
}
