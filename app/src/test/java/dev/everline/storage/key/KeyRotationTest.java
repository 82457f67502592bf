package dev.everline.storage.key;

import static dev.everline.fixture.LineBuilder.aLine;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.everline.account.Account;
import dev.everline.account.Accounts;
import dev.everline.fixture.LineBuilder;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.line.Line;
import dev.everline.line.LineFilter;
import dev.everline.line.LineStore;
import dev.everline.line.StoredLines;
import dev.everline.storage.Database;
import dev.everline.storage.IdAllocator;
import dev.everline.storage.StorageSettings;
import dev.everline.storage.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys of a database of its own: made, lost, mistaken, rotated and forgotten. */
class KeyRotationTest {

  private static final int LINES = 1_200;
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-24T18:00:00Z"), ZoneOffset.UTC);

  @TempDir private Path folder;
  private TestDatabase empty;
  private KeyFile keys;
  private Database database;
  private Account account;

  /** A database of one account whose lines fill several batches. */
  @BeforeEach
  void open() throws IOException {
    empty = TestDatabase.unmigrated();
    keys = new KeyFile(folder.resolve("keys.json"));
    keys.create();
    database = Database.open(settings(keys.path()));
    IdAllocator ids = new IdAllocator(database.dataSource());
    account =
        new Accounts(database.dataSource(), database.seal(), ids, CLOCK)
            .open("A household", "America/New_York", null);
    List<LineBuilder> lines =
        IntStream.range(0, LINES).mapToObj(i -> aLine().number(number(i))).toList();
    new StoredLines(database.dataSource(), database.seal(), ids).add(account.id(), lines);
    ago();
  }

  @AfterEach
  void close() {
    database.close();
    empty.close();
  }

  private static String number(int i) {
    return "1" + (200 + i / 100) + "55501" + "%02d".formatted(i % 100);
  }

  private StorageSettings settings(Path file) {
    return empty.settings(4, file);
  }

  /** As if the file had been changed long ago. */
  private void ago() throws IOException {
    Files.setLastModifiedTime(keys.path(), FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
  }

  private KeyRotation rotation() {
    return new KeyRotation(database.dataSource(), database.seal(), CLOCK);
  }

  private void assertAllIsRead(Database by) {
    LineStore lines = new LineStore(by.dataSource(), by.seal());
    assertThat(lines.list(account.id(), LineFilter.ALL, null, LINES).lines())
        .extracting(Line::msisdn)
        .startsWith(number(0), number(1))
        .hasSize(1_000);
    assertThat(lines.find(account.id(), number(LINES - 1))).isPresent();
    assertThat(
            new Accounts(by.dataSource(), by.seal(), new IdAllocator(by.dataSource()), CLOCK)
                .get(account.id())
                .name())
        .isEqualTo("A household");
  }

  @Test
  void everythingIsResealedAndTheOldKeyCanGo() throws IOException {
    String old = keys.keys().getFirst().name();
    assertThat(rotation().uses()).containsOnlyKeys(old);
    assertThat(rotation().rotate(bucket -> {})).isEqualTo(LINES + 1L);
    assertThat(rotation().uses()).doesNotContainKey(old).hasSize(1);
    assertAllIsRead(database);
    ago();
    assertThat(rotation().prune()).isEqualTo(1);
    assertThat(keys.keys()).extracting(KeyFile.Key::name).doesNotContain(old).hasSize(1);
    assertAllIsRead(database);
  }

  @Test
  void aServerThatRunsMeanwhileReadsWhatTheNewKeySealed() {
    try (Database server = Database.open(settings(keys.path()))) {
      rotation().rotate(bucket -> {});
      assertAllIsRead(server);
    }
  }

  @Test
  void aRotationThatBrokeOffGoesOnWithItsKey() {
    IllegalStateException killed = new IllegalStateException("killed");
    assertThatThrownBy(
            () ->
                rotation()
                    .rotate(
                        bucket -> {
                          throw killed;
                        }))
        .isSameAs(killed);
    assertThat(keys.keys()).hasSize(2);
    assertAllIsRead(database);
    rotation().rotate(bucket -> {});
    assertThat(keys.keys()).hasSize(2);
    assertThat(rotation().uses()).containsOnlyKeys(keys.keys().getLast().name());
    assertAllIsRead(database);
  }

  @Test
  void aPreparedKeyOpensAndTheNextRotationSealsWithIt() {
    rotation().prepare();
    String prepared = keys.keys().getLast().name();
    assertThat(keys.keys().getLast().primary()).isFalse();
    assertThatThrownBy(() -> rotation().prepare()).isInstanceOf(ProblemException.class);
    rotation().rotate(bucket -> {});
    assertThat(rotation().uses()).containsOnlyKeys(prepared);
  }

  @Test
  void aKeyThatIsNeededIsNotForgotten() throws IOException {
    keys.add();
    keys.promoteNewest();
    database.seal().reload();
    ago();
    assertThatThrownBy(() -> rotation().prune())
        .isInstanceOfSatisfying(
            ProblemException.class,
            problem -> assertThat(problem.type()).isEqualTo(ProblemType.CONFLICT));
    rotation().rotate(bucket -> {});
    Files.setLastModifiedTime(keys.path(), FileTime.from(CLOCK.instant().minusSeconds(30)));
    assertThatThrownBy(() -> rotation().prune()).hasMessageContaining("less than a minute ago");
    assertThat(keys.keys()).hasSize(2);
  }

  @Test
  void anotherDatabasesKeysAreRefused() {
    KeyFile other = new KeyFile(folder.resolve("other.json"));
    other.create();
    assertRefused(other.path(), "holds the keys of another database");
  }

  @Test
  void aMissingFileIsNeverRecreatedForADatabaseWithData() throws IOException {
    Files.delete(keys.path());
    assertRefused(keys.path(), "Put your copy of that file back");
    assertThat(keys.path()).doesNotExist();
  }

  @Test
  void aFileFromBeforeTheRotationIsRefused() throws IOException {
    Path before = Files.copy(keys.path(), folder.resolve("before.json"));
    rotation().rotate(bucket -> {});
    assertRefused(before, "sealed with a key that '" + before + "' doesn't hold");
  }

  @Test
  void aFileThatIsNoFileOfKeysIsRefusedWithoutQuotingIt() throws IOException {
    Path file = Files.writeString(folder.resolve("odd.json"), "{\"sealing\": \"secret\"}");
    assertRefused(file, "isn't a key file");
  }

  @Test
  void theFileIsForItsOwnerOnlyAndNeverOverwritten() throws IOException {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keys.path())))
        .isEqualTo("rw-------");
    keys.add();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keys.path())))
        .isEqualTo("rw-------");
    assertThatThrownBy(keys::create).hasMessageContaining("already exists");
    assertThat(folder).isDirectoryNotContaining("glob:**.new");
  }

  private void assertRefused(Path file, String why) {
    assertThatThrownBy(() -> Database.open(settings(file)))
        .isInstanceOfSatisfying(
            ProblemException.class,
            problem -> {
              assertThat(problem.type()).isEqualTo(ProblemType.CONFIGURATION);
              assertThat(problem).hasMessageContaining(why).hasMessageNotContaining("secret");
            });
  }
}
