package dev.everline.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.ledger.LedgerCheck;
import dev.everline.storage.Database;
import dev.everline.storage.StorageSettings;
import dev.everline.storage.Transactions;
import dev.everline.storage.key.KeyFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Wherever a restore into a data folder ends before its end, nothing takes what is left for an
 * installation or for an empty place, and the next restore gives all.
 */
class UnfinishedRestoreTest {

  private static final String PASSPHRASE = "four plain garden words";

  @TempDir private static Path shared;
  private static Installation installation;
  private static Path good;
  private static LedgerCheck.Proof ledger;

  private Path home = Path.of(".");

  /** Dies without cleaning up. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  @BeforeAll
  static void aBackupWithItsKeys() throws IOException {
    Files.writeString(shared.resolve("push-keys"), "public\nprivate\n");
    installation = new Installation(shared);
    good =
        installation
            .backups
            .make(shared.resolve("good.backup"), false, PASSPHRASE.toCharArray(), Progress.NONE)
            .file();
    ledger = new Transactions(installation.database.dataSource()).run(new LedgerCheck()::run);
  }

  @AfterAll
  static void close() {
    installation.close();
  }

  /** Not JUnit's: the database's own user must be able to reach it. */
  @BeforeEach
  void aFolder() {
    home =
        Path.of(System.getProperty("java.io.tmpdir"), "everline-unfinished-" + System.nanoTime());
  }

  @AfterEach
  void removeIt() throws IOException {
    if (Files.exists(home)) {
      try (Stream<Path> tree = Files.walk(home)) {
        for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"data.new-*", "data", "keys.json.restoring", "table:audit trails"})
  void aKilledOneIsOpenedByNobodyAndTheNextGivesAll(String at) throws Exception {
    assertThat(KilledRestore.run(home, good, PASSPHRASE, at)).as("was killed").isTrue();

    assertNothingIsOpenedOrMade();
    restore(good);
    assertAllIsThere();
  }

  @Test
  void oneRefusedForItsLedgerOrItsSchemaLeavesNeitherDatabaseNorKeysAndIsTriedAgain()
      throws Exception {
    Forged forged = new Forged(good);
    forged.manifest(forged.manifest().replaceFirst("\"transfers\":[0-9]+", "\"transfers\":4711"));
    Path unlike = forged.write(shared.resolve("unlike"));
    Forged newer = new Forged(good);
    newer.manifest(newer.manifest().replaceFirst("\"schema\":\"[0-9.]+\"", "\"schema\":\"999\""));
    Path later = newer.write(shared.resolve("later"));

    assertThatThrownBy(() -> restore(unlike))
        .hasMessageContaining("The ledger differs from what it was");
    assertThat(names()).contains("restoring").doesNotContain("data", "keys.json", "secret", "port");
    assertNothingIsOpenedOrMade();
    assertThatThrownBy(() -> restore(later)).hasMessageContaining("version 999");
    assertThat(names()).contains("restoring").doesNotContain("data", "keys.json", "secret", "port");
    assertNothingIsOpenedOrMade();

    restore(good);
    assertAllIsThere();
  }

  @Test
  void oneThatDiedAfterItsLastTransactionIsCompleteAndIsEndedByTheNextCommand() throws Exception {
    String[] note = {""};
    restore(good, (what, done, all) -> note[0] = textOf(home.resolve("restoring"), note[0]));
    String mark =
        note[0].lines().filter(line -> line.startsWith("mark ")).findFirst().orElseThrow();
    // What is undone by these was the last that it did.
    Files.writeString(home.resolve("restoring"), note[0]);
    Files.writeString(home.resolve("data/everline-restoring"), mark.substring("mark ".length()));
    Files.move(home.resolve("keys.json"), home.resolve("keys.json.restoring"));

    assertAllIsThere();
  }

  @Test
  void keysAndADatabaseThatSomebodyPutThereAreLeftAlone() throws Exception {
    assertThatThrownBy(
            () ->
                restore(
                    good,
                    (what, done, all) -> {
                      if (what.equals("ledger_transfer")
                          && Files.exists(home.resolve("keys.json.restoring"))) {
                        throw new Killed();
                      }
                    }))
        .isInstanceOf(Killed.class);
    KeyFile others = new KeyFile(home.resolve("keys.json"));
    others.create();
    String before = Files.readString(others.path());
    assertThatThrownBy(() -> restore(good)).hasMessageContaining("keys of a database other than");
    assertThat(others.path()).hasContent(before);

    Files.copy(
        installation.database.keys(),
        others.path(),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    Files.move(home.resolve("data"), home.resolve("data-away"));
    Files.createDirectory(home.resolve("data"));
    Files.writeString(home.resolve("data/base"), "somebody's");
    assertThatThrownBy(() -> restore(good))
        .hasMessageContaining("put there after a restore")
        .extracting(refused -> ((ProblemException) refused).type())
        .isEqualTo(ProblemType.CONFIGURATION);
    assertThat(home.resolve("data/base")).hasContent("somebody's");
  }

  @Test
  void anInstallationInUseIsRefusedAndGoesOn() throws Exception {
    StorageSettings settings = StorageSettings.embedded(home, 2);
    Database.open(settings).close();
    Files.copy(
        installation.database.keys(),
        home.resolve("keys.json"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertThatThrownBy(() -> restore(good)).hasMessageContaining("overwrites nothing");
    assertThat(names()).doesNotContain("restoring");
  }

  @Test
  @Timeout(60)
  void whatIsNoRegularFileIsRefusedAtOnce() throws Exception {
    Path pipe = shared.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Path link = Files.createSymbolicLink(shared.resolve("link"), pipe);
    for (Path none : Set.of(pipe, link, shared, Path.of("/dev/zero"))) {
      assertThatThrownBy(() -> restore(none)).isInstanceOf(InvalidValue.class);
      assertThatThrownBy(() -> Backups.verify(none, Progress.NONE))
          .isInstanceOf(InvalidValue.class)
          .hasMessageContaining("folder, a pipe or a device");
    }
    assertThat(home).doesNotExist();
    Path toFile = Files.createSymbolicLink(shared.resolve("to-file"), good);
    assertThat(Backups.verify(toFile, Progress.NONE).rows()).isPositive();
  }

  private void assertNothingIsOpenedOrMade() throws IOException {
    Set<String> before = names();
    assertThatThrownBy(() -> Database.open(StorageSettings.embedded(home, 2)))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("wasn't finished")
        .extracting(refused -> ((ProblemException) refused).type())
        .isEqualTo(ProblemType.CONFIGURATION);
    Set<String> made = new java.util.TreeSet<>(names());
    made.removeAll(before);
    // A server that is there may be started to be looked at.
    assertThat(made).isSubsetOf("port", "postgresql.log", "pg_ctl.log", "users.lock", "start.lock");
    assertThat(home.resolve("keys.json")).doesNotExist();
  }

  private void assertAllIsThere() throws IOException {
    try (Database database = Database.open(StorageSettings.embedded(home, 2))) {
      LedgerCheck.Proof proof = new Transactions(database.dataSource()).run(new LedgerCheck()::run);
      assertThat(proof).isEqualTo(ledger);
      assertThat(database.seal().identity()).isEqualTo(installation.database.seal().identity());
    }
    assertThat(names())
        .contains("keys.json", "push-keys")
        .noneMatch(name -> name.startsWith("data.new"))
        .doesNotContain("restoring", "keys.json.restoring");
    assertThat(home.resolve("data/everline-restoring")).doesNotExist();
  }

  private void restore(Path file) throws IOException {
    restore(file, Progress.NONE);
  }

  private void restore(Path file, Progress progress) throws IOException {
    var _ =
        installation
            .into(StorageSettings.embedded(home, 2), home)
            .restore(file, PASSPHRASE::toCharArray, progress);
  }

  private Set<String> names() throws IOException {
    try (Stream<Path> entries = Files.list(home)) {
      return entries
          .map(entry -> String.valueOf(entry.getFileName()))
          .collect(Collectors.toUnmodifiableSet());
    }
  }

  private static String textOf(Path file, String otherwise) {
    try {
      return Files.exists(file) ? Files.readString(file) : otherwise;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
