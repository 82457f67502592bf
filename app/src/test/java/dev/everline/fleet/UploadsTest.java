package dev.everline.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.everline.TestClock;
import dev.everline.account.Accounts;
import dev.everline.catalog.Catalog;
import dev.everline.catalog.CatalogLoader;
import dev.everline.kernel.AccountId;
import dev.everline.line.imports.LineImport;
import dev.everline.storage.IdAllocator;
import dev.everline.storage.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How much is kept of what people upload. */
class UploadsTest {

  private static final long SPACE = 4 * Uploads.MOST_BYTES;

  private static TestDatabase database;
  private static Catalog catalog;

  @TempDir private Path folder;

  private final TestClock clock = new TestClock("2026-11-25T15:00:00Z");
  private Uploads uploads;
  private AccountId account;

  @BeforeAll
  static void open() {
    database = TestDatabase.create();
    catalog = CatalogLoader.builtIn().load();
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @BeforeEach
  void anAccount() {
    IdAllocator ids = new IdAllocator(database.dataSource());
    uploads =
        new Uploads(
            new UploadFolder(folder, SPACE, 0),
            database.dataSource(),
            database.seal(),
            new LineImport(database.dataSource(), database.seal(), ids, catalog, clock),
            ids,
            clock);
    account =
        new Accounts(database.dataSource(), database.seal(), ids, clock)
            .open("Fleet", "UTC", null)
            .id();
  }

  private Upload receive(String file) {
    return uploads.receive(
        account, "a.csv", new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)));
  }

  private Upload imported() {
    Upload upload = receive("number,carrier\n1,mint\n");
    uploads.start(upload);
    uploads.work(upload.id());
    return upload;
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private static void assertRefused(UploadRefused.Why why, Runnable act) {
    assertThatExceptionOfType(UploadRefused.class)
        .isThrownBy(act::run)
        .satisfies(refused -> assertThat(refused.why()).isEqualTo(why));
  }

  @Test
  void ofFinishedImportsOnlyTheLastListsOfRejectsAreKept() throws IOException {
    Upload first = imported();
    assertThat(uploads.hasRejects(first)).isTrue();
    for (int i = 0; i < 22; i++) {
      imported();
    }
    assertThat(files()).hasSizeLessThanOrEqualTo(21).allMatch(file -> file.endsWith(".csv"));
    assertThat(uploads.hasRejects(first)).isFalse();
  }

  @Test
  void filesThatWaitMayOnlyHaveSoManyBytes() {
    Upload upload = receive("number,carrier\n");
    database.execute(
        "UPDATE upload SET bytes = %d WHERE id = %d"
            .formatted(8 * Uploads.MOST_BYTES, upload.id().value()));
    assertRefused(UploadRefused.Why.TOO_MANY_WAITING, () -> receive("number,carrier\n"));
    clock.move(Duration.ofDays(2));
    assertThat(receive("number,carrier\n").state()).isEqualTo(Upload.State.READY);
  }

  @Test
  void whatAllHaveUploadedIsBoundedAndRoomIsKeptForWhatIsOnItsWay() throws IOException {
    Files.write(folder.resolve("another.sealed"), new byte[1 << 20]);
    UploadFolder whole = new UploadFolder(folder, SPACE, 0);
    try (UploadFolder.Room one = whole.reserve(SPACE - (1 << 20))) {
      assertThat(one).isNotNull();
      assertRefused(UploadRefused.Why.NO_ROOM, () -> whole.reserve(1));
    }
    whole.reserve(SPACE - (1 << 20)).close();
    assertRefused(
        UploadRefused.Why.NO_ROOM,
        () -> new UploadFolder(folder, SPACE, Long.MAX_VALUE).reserve(1));
  }

  @Test
  void aFileIsGivenUpAtTheFirstByteTooMany() throws IOException {
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return 'x';
          }

          @Override
          public int read(byte[] buffer, int offset, int length) {
            return length;
          }
        };
    assertRefused(UploadRefused.Why.TOO_LARGE, () -> uploads.receive(account, "a.csv", endless));
    assertThat(files()).isEmpty();
  }

  @Test
  void aPictureLiesSealedAsLongAsItIsLookedAt() throws IOException {
    UploadFolder pictures = new UploadFolder(folder, SPACE, 0);
    byte[] card = "a card's picture".getBytes(StandardCharsets.UTF_8);
    try (UploadFolder.Passing picture = pictures.pass(new ByteArrayInputStream(card), 100)) {
      assertThat(Files.readString(folder.resolve(files().getFirst()), StandardCharsets.ISO_8859_1))
          .doesNotContain("card");
      try (InputStream seen = picture.open();
          InputStream again = picture.open()) {
        assertThat(seen.readAllBytes()).isEqualTo(card);
        assertThat(again.readAllBytes()).isEqualTo(card);
      }
    }
    assertThat(files()).isEmpty();
    assertRefused(
        UploadRefused.Why.TOO_LARGE,
        () -> {
          try {
            pictures.pass(new ByteArrayInputStream(card), 3).close();
          } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
          }
        });
    assertThat(files()).isEmpty();
  }
}
