package dev.everline.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.ledger.LedgerCheck;
import dev.everline.storage.Database;
import dev.everline.storage.IdAllocator;
import dev.everline.storage.RestoreMark;
import dev.everline.storage.Schemas;
import dev.everline.storage.Seal;
import dev.everline.storage.StorageSettings;
import dev.everline.storage.TestDatabase;
import dev.everline.storage.Transactions;
import dev.everline.storage.key.KeyFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;

/** A restore gives back all of it, or nothing that could be taken for it. */
class RestoreTest {

  private static final String PASSPHRASE = "four plain garden words";

  /** For who is not to be asked. */
  private static char[] nobody() {
    throw new AssertionError("nobody is to be asked");
  }

  /** A process that dies; nothing of the program catches it. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  @TempDir private static Path shared;
  private static Installation installation;
  private static Path good;
  private static Path withKeys;

  @TempDir private Path folder;
  private TestDatabase empty;

  @BeforeAll
  static void aBackup() throws IOException {
    Files.createDirectories(shared.resolve("catalog/plans"));
    Files.writeString(shared.resolve("catalog/plans/own.yaml"), "# ours\n");
    Files.writeString(shared.resolve("push-keys"), "public\nprivate\n");
    installation = new Installation(shared);
    // An earlier restore's mark and what is noted of backups are of another database.
    new Transactions(installation.database.dataSource())
        .run(
            connection -> {
              connection.setSchema("everline");
              RestoreMark.set(
                  connection, installation.clock.instant(), installation.clock.instant());
              return true;
            });
    good = installation.backup("good.backup");
    installation.clock.move(java.time.Duration.ofDays(1));
    withKeys =
        installation
            .backups
            .make(shared.resolve("keys.backup"), false, PASSPHRASE.toCharArray(), Progress.NONE)
            .file();
  }

  @AfterAll
  static void close() {
    installation.close();
  }

  @BeforeEach
  void anEmptyDatabase() {
    empty = TestDatabase.unmigrated();
  }

  @AfterEach
  void forget() {
    empty.close();
  }

  private Restores restores() {
    return installation.into(empty.settings(2), folder);
  }

  @Test
  void everythingIsThereAndTheLedgerIsAsItWas() throws Exception {
    restores().restore(good, RestoreTest::nobody, Progress.NONE);

    try (Database database = Database.open(empty.settings(4))) {
      Map<String, String> before = rows(installation.database);
      Map<String, String> after = rows(empty);
      // What only tells of the other place, or of this restore.
      for (String own : List.of("backup_run", "restored", "ledger_proof")) {
        before.remove(own);
        after.remove(own);
      }
      assertThat(before.get("line")).contains("tab\\there\\nand \\\\N");
      assertThat(before.get("ledger_transfer")).isNotEmpty();
      assertThat(after).isEqualTo(before);
      assertThat(proof(database).isSound()).isTrue();
    }
    assertThat(empty.number("SELECT count(*) FROM backup_run")).isZero();
    assertThat(folder.resolve("catalog/plans/own.yaml")).hasContent("# ours\n");
  }

  @Test
  void noNumberIsGivenOutAgainThatACarrierMayKnow() throws Exception {
    restores().restore(good, RestoreTest::nobody, Progress.NONE);

    long blocks = 0;
    for (int i = 0; i < 5; i++) {
      // Given out after the backup, and lost with the database.
      blocks = installation.database.number("SELECT nextval('id_block')");
    }
    try (Database database = Database.open(empty.settings(4))) {
      long next = new IdAllocator(database.dataSource()).next(0);
      assertThat(next).isGreaterThan(blocks * 4096 + 4096);
    }
    assertThat(empty.number("SELECT nextval('everline.wake_up_id_seq')"))
        .isGreaterThan(empty.number("SELECT max(id) FROM everline.wake_up"));
  }

  @Test
  void itIsMarkedSoThatNothingIsPaidBeforeSomebodyConfirms() throws Exception {
    Manifest manifest = restores().restore(good, RestoreTest::nobody, Progress.NONE).manifest();

    try (Database database = Database.open(empty.settings(4))) {
      RestoreMark mark =
          new Transactions(database.dataSource()).run(RestoreMark::pending).orElseThrow();
      assertThat(mark.backupAt()).isEqualTo(manifest.madeAt());
    }
  }

  @Test
  void whatIsThereIsNeverOverwritten() {
    assertThatThrownBy(
            () ->
                installation
                    .into(installation.database.settings(2), folder)
                    .restore(good, RestoreTest::nobody, Progress.NONE))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("1 accounts and 1 lines")
        .hasMessageContaining("overwrites nothing");
    assertThat(installation.database.number("SELECT count(*) FROM line")).isEqualTo(1);
  }

  @Test
  void aFolderWithSomethingElseInItIsLeftAlone() throws IOException {
    Path home = Files.createDirectories(folder.resolve("home"));
    Files.writeString(home.resolve("letters.txt"), "mine");
    Path keys = Files.copy(installation.database.keys(), home.resolve("keys.json"));
    StorageSettings settings = StorageSettings.embedded(home, 2);

    assertThatThrownBy(
            () ->
                installation.into(settings, home).restore(good, RestoreTest::nobody, Progress.NONE))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("letters.txt");
    Files.delete(home.resolve("letters.txt"));
    Files.writeString(Files.createDirectories(home.resolve("data")).resolve("base"), "lost");
    assertThatThrownBy(
            () ->
                installation.into(settings, home).restore(good, RestoreTest::nobody, Progress.NONE))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("without PG_VERSION");
    assertThat(home.resolve("data/base")).hasContent("lost");
    assertThat(keys).exists();
  }

  @Test
  void aDamagedOneMakesNothing() throws IOException {
    byte[] bytes = Files.readAllBytes(good);
    bytes[bytes.length / 2] ^= 1;
    Path damaged = Files.write(folder.resolve("damaged"), bytes);

    assertThatThrownBy(() -> restores().restore(damaged, RestoreTest::nobody, Progress.NONE))
        .isInstanceOf(InvalidValue.class);

    assertThat(schemas()).isEqualTo("public");
  }

  @Test
  void aCrashInTheMiddleIsNotTakenForADatabaseAndTheNextTryGivesAll() throws Exception {
    String[] ledger = {"ledger_transfer"};
    assertThatThrownBy(
            () ->
                restores()
                    .restore(
                        good,
                        RestoreTest::nobody,
                        (what, done, all) -> {
                          if (what.equals(ledger[0])) {
                            throw new Killed();
                          }
                        }))
        .isInstanceOf(Killed.class);
    assertThat(schemas()).contains("everline_restoring").doesNotContain("everline,");

    assertThatThrownBy(() -> Database.open(empty.settings(4)))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("wasn't finished")
        .extracting(refused -> ((ProblemException) refused).type())
        .isEqualTo(ProblemType.CONFIGURATION);

    restores().restore(good, RestoreTest::nobody, Progress.NONE);
    try (Database database = Database.open(empty.settings(4))) {
      assertThat(proof(database).isSound()).isTrue();
    }
    assertThat(schemas()).isEqualTo("everline,public");
  }

  @Test
  void whatIsRefusedOnTheWayLeavesNothingButThatItWas() throws Exception {
    Forged forged = new Forged(good);
    forged.manifest(forged.manifest().replaceFirst("\"transfers\":[0-9]+", "\"transfers\":4711"));
    Path other = forged.write(folder.resolve("other"));

    assertThatThrownBy(() -> restores().restore(other, RestoreTest::nobody, Progress.NONE))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("The ledger differs from what it was");

    assertThat(schemas()).isEqualTo("everline_restoring,public");
    assertThat(
            empty.number(
                "SELECT count(*) FROM pg_class"
                    + " WHERE relnamespace = 'everline_restoring'::regnamespace"))
        .isZero();
    assertThatThrownBy(() -> Database.open(empty.settings(4)))
        .hasMessageContaining("wasn't finished");
    restores().restore(good, RestoreTest::nobody, Progress.NONE);
    assertThat(schemas()).isEqualTo("everline,public");
  }

  @Test
  void twoAtOnceDoNotMeet() {
    assertThatThrownBy(
            () ->
                restores()
                    .restore(
                        good,
                        RestoreTest::nobody,
                        (what, done, all) -> {
                          if (what.equals("line")) {
                            again();
                          }
                        }))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("Another process is restoring");
  }

  private void again() {
    try {
      restores().restore(good, RestoreTest::nobody, Progress.NONE);
    } catch (IOException failure) {
      throw new java.io.UncheckedIOException(failure);
    }
  }

  @Test
  void oneOfAnOlderSchemaIsBroughtToThisVersion() throws Exception {
    try (TestDatabase old = TestDatabase.unmigrated()) {
      Schemas.migrate(old, "15");
      old.execute(
          "INSERT INTO everline.ledger_account VALUES (0, 1, 0, 'FUNDING', '', 'USD', -5),"
              + " (0, 2, 0, 'WALLET', '', 'USD', 5)");
      old.execute(
          "INSERT INTO everline.ledger_transfer VALUES (0, 3, 1, 2, 5, 'USD', 'FUND', NULL, 2,"
              + " now())");
      old.execute(
          "INSERT INTO everline.escalation (bucket, id, account_id, line_id, kind, for_date, reason,"
              + " at) VALUES (0, 4, 5, 6, 'PARKED', '2026-11-30', 'PARKED', now())");
      Path file = folder.resolve("old.backup");
      Manifest written = writeOf(old, file);
      assertThat(written.schema()).isEqualTo("15");

      restores().restore(file, RestoreTest::nobody, Progress.NONE);

      try (Database database = Database.open(empty.settings(4))) {
        LedgerCheck.Proof proof = proof(database);
        assertThat(proof.isSound()).isTrue();
        assertThat(proof.transfers()).isEqualTo(1);
      }
      assertThat(empty.number("SELECT count(*) FROM everline.restored")).isEqualTo(1);
      assertThat(empty.text("SELECT kind FROM everline.notice")).isEqualTo("HELD_FOR_APPROVAL");
    }
  }

  /** As an Everline of that time would have written it. */
  private static Manifest writeOf(TestDatabase database, Path file) throws Exception {
    Path unsealed = Files.createTempFile(file.getParent(), "older", ".zip");
    Manifest manifest;
    try (Connection connection = database.dataSource().getConnection();
        OutputStream out = Files.newOutputStream(unsealed)) {
      connection.setAutoCommit(false);
      String keys = java.util.HexFormat.of().formatHex(database.seal().identity());
      manifest =
          new BackupWriter(new BackupWriter.Beside("0.1", keys, null, null), Progress.NONE)
              .write(connection, out, installation.clock.instant());
      connection.rollback();
    }
    new Forged(unsealed).write(file);
    return manifest;
  }

  @Test
  void oneOfANewerSchemaIsRefusedInWords() throws IOException {
    Forged newer = new Forged(good);
    newer.manifest(newer.manifest().replaceFirst("\"schema\":\"[0-9.]+\"", "\"schema\":\"999\""));
    Path file = newer.write(folder.resolve("newer"));

    assertThatThrownBy(() -> restores().restore(file, RestoreTest::nobody, Progress.NONE))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("version 999")
        .hasMessageContaining("newer one");
  }

  @Test
  void withoutTheKeysNothingIsMade() {
    StorageSettings settings = empty.settings(2, folder.resolve("nowhere.json"));

    assertThatThrownBy(
            () ->
                installation
                    .into(settings, folder)
                    .restore(good, RestoreTest::nobody, Progress.NONE))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("The keys of this backup are missing")
        .hasMessageContaining("nowhere.json");
    assertThat(schemas()).isEqualTo("public");
  }

  @Test
  void theKeysOfAnotherDatabaseAreRefused() {
    KeyFile others = new KeyFile(folder.resolve("others.json"));
    others.create();

    assertThatThrownBy(
            () ->
                installation
                    .into(empty.settings(2, others.path()), folder)
                    .restore(withKeys, RestoreTest::nobody, Progress.NONE))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("keys of a database other than");
  }

  @Test
  void theKeysComeBackByTheirPassphraseAndNoOther() throws Exception {
    KeyFile keys = new KeyFile(folder.resolve("back.json"));
    Restores restores = installation.into(empty.settings(2, keys.path()), folder);

    assertThatThrownBy(
            () -> restores.restore(withKeys, "five plain garden words"::toCharArray, Progress.NONE))
        .isInstanceOf(InvalidValue.class)
        .hasMessageContaining("passphrase")
        .hasMessageNotContaining("garden");
    assertThat(keys.path()).doesNotExist();

    restores.restore(withKeys, PASSPHRASE::toCharArray, Progress.NONE);

    assertThat(new Seal(keys).identity()).isEqualTo(installation.database.seal().identity());
    assertThat(folder.resolve("push-keys")).hasContent("public\nprivate\n");
    Database.open(empty.settings(4, keys.path())).close();
  }

  @Test
  void noKeyStandsInABackupInTheClear() throws IOException {
    String key =
        Files.readString(installation.database.keys())
            .lines()
            .filter(line -> line.contains("\"value\""))
            .findFirst()
            .orElseThrow()
            .replaceAll(".*: \"([^\"]+)\".*", "$1");
    for (Path file : List.of(good, withKeys)) {
      for (byte[] entry : new Forged(file).entries.values()) {
        assertThat(new String(entry, StandardCharsets.ISO_8859_1)).doesNotContain(key);
      }
    }
    assertThat(new Forged(good).entries).doesNotContainKey(Manifest.SEALED_KEYS);
  }

  @Test
  void aShortPassphraseIsRefused() {
    assertThatThrownBy(
            () ->
                installation.backups.make(
                    folder.resolve("weak"), false, "secret".toCharArray(), Progress.NONE))
        .isInstanceOf(InvalidValue.class)
        .hasMessageContaining("at least 12");
  }

  @Test
  void anEmptyDataFolderBecomesTheInstallation() throws Exception {
    // Not JUnit's: the database's own user must be able to reach it.
    Path home =
        Path.of(System.getProperty("java.io.tmpdir"), "everline-restored-" + System.nanoTime());
    try {
      installation
          .into(StorageSettings.embedded(home, 2), home)
          .restore(withKeys, PASSPHRASE::toCharArray, Progress.NONE);

      try (Database database = Database.open(StorageSettings.embedded(home, 2))) {
        assertThat(proof(database).isSound()).isTrue();
      }
      assertThatThrownBy(
              () ->
                  installation
                      .into(StorageSettings.embedded(home, 2), home)
                      .restore(withKeys, RestoreTest::nobody, Progress.NONE))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("1 accounts and 1 lines");
    } finally {
      try (Stream<Path> tree = Files.walk(home)) {
        for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  private String schemas() {
    return java.util.Objects.requireNonNull(
        empty.text(
            "SELECT string_agg(nspname, ',' ORDER BY nspname) FROM pg_namespace"
                + " WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'"));
  }

  private static LedgerCheck.Proof proof(Database database) {
    return new Transactions(database.dataSource()).run(new LedgerCheck()::run);
  }

  /** All rows of each table, sorted. */
  private static Map<String, String> rows(TestDatabase database) throws SQLException, IOException {
    Map<String, String> rows = new TreeMap<>();
    try (Connection connection = database.dataSource().getConnection()) {
      for (Map.Entry<String, List<String>> table : Tables.inOrder(connection).entrySet()) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyOut(Tables.copy(table.getKey(), table.getValue(), "TO STDOUT"), out);
        rows.put(
            table.getKey(),
            out.toString(StandardCharsets.UTF_8)
                .lines()
                .sorted()
                .collect(java.util.stream.Collectors.joining("\n")));
      }
    }
    return rows;
  }
}
