package dev.everline.backup;

import static dev.everline.fixture.LineBuilder.aLine;

import dev.everline.TestClock;
import dev.everline.account.Account;
import dev.everline.account.Accounts;
import dev.everline.kernel.Money;
import dev.everline.ledger.Ledger;
import dev.everline.line.StoredLines;
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
    new StoredLines(database.dataSource(), database.seal(), ids)
        .add(
            account.id(),
            aLine()
                .on("tab\there\nand \\N")
                .validUntil("2026-11-28")
                .due(clock.instant())
                .added(clock.instant()));
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
