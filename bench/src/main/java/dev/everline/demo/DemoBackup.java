package dev.everline.demo;

import dev.everline.backup.Backups;
import dev.everline.backup.Manifest;
import dev.everline.backup.Progress;
import dev.everline.backup.Restores;
import dev.everline.kernel.MicrosecondClock;
import dev.everline.ledger.LedgerCheck;
import dev.everline.notice.push.PushKeys;
import dev.everline.storage.Database;
import dev.everline.storage.StorageSettings;
import dev.everline.storage.Transactions;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;

/**
 * Proves a backup: makes one, with the keys, restores it into a data folder of its own on a
 * PostgreSQL of its own, and proves the ledger there.
 */
final class DemoBackup {

  private final DemoWorld world;

  DemoBackup(DemoWorld world) {
    this.world = world;
  }

  /**
   * What came of it.
   *
   * @param rows that were restored
   * @param bytes of the file
   * @param transfers in the restored ledger
   * @param sound whether that balances, and equals the one that was backed up
   */
  record Restored(long rows, long bytes, long transfers, boolean sound) {}

  /**
   * @param before the proof of the ledger that is backed up
   */
  Restored prove(LedgerCheck.Proof before) throws IOException {
    world.folder.clearRestored();
    char[] passphrase = passphrase();
    Path folder = world.folder.restored();
    Clock clock = MicrosecondClock.system();
    Database database = world.database();
    Backups.MadeBackup made =
        new Backups(
                database.dataSource(),
                database.seal(),
                new PushKeys(folder.resolve("none")),
                folder.resolve("none"),
                clock)
            .make(world.folder.backup(), true, passphrase, Progress.NONE);
    StorageSettings settings = StorageSettings.embedded(folder, 2);
    Manifest manifest =
        new Restores(
                settings,
                new PushKeys(folder.resolve("push-keys")),
                folder.resolve("catalog"),
                clock)
            .restore(made.file(), passphrase::clone, Progress.NONE)
            .manifest();
    try (Database restored = Database.open(settings)) {
      LedgerCheck.Proof after = new Transactions(restored.dataSource()).run(new LedgerCheck()::run);
      return new Restored(
          manifest.rows(),
          made.bytes(),
          after.transfers(),
          after.isSound() && isSame(before, after));
    }
  }

  private static boolean isSame(LedgerCheck.Proof before, LedgerCheck.Proof after) {
    List<LedgerCheck.KindTotal> balances = before.balances();
    return before.transfers() == after.transfers() && balances.equals(after.balances());
  }

  private static char[] passphrase() {
    byte[] random = new byte[16];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random).toCharArray();
  }
}
