package dev.everline.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.catalog.CatalogLoader;
import dev.everline.line.LineImport;
import dev.everline.storage.IdAllocator;
import dev.everline.storage.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The folder of uploads may be one that holds other things: {@code everline.uploads} names any. */
class UploadsFolderTest {

  private static TestDatabase database;

  @TempDir private Path folder;

  @BeforeAll
  static void open() {
    database = TestDatabase.create();
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @Test
  void onlyOldUploadsAreErasedAndNothingThatIsSomebodyElses() throws IOException {
    IdAllocator ids = new IdAllocator(database.dataSource());
    LineImport lines =
        new LineImport(
            database.dataSource(),
            database.seal(),
            ids,
            CatalogLoader.builtIn().load(),
            Clock.systemUTC());
    Uploads uploads =
        new Uploads(folder, database.dataSource(), database.seal(), lines, ids, Clock.systemUTC());
    Path outside = Files.createDirectory(folder.resolve("photos"));
    List<Path> kept =
        List.of(
            Files.writeString(folder.resolve("thesis.txt"), "years of work"),
            Files.writeString(folder.resolve("my.rejects.csv"), "not hexadecimal"),
            Files.writeString(outside.resolve("abc.sealed"), "in another folder"));
    Files.createSymbolicLink(folder.resolve("dead.sealed"), kept.getFirst());
    List<Path> ours =
        List.of(
            Files.writeString(folder.resolve("1f00.sealed"), ""),
            Files.writeString(folder.resolve("1f00.rejects.csv"), ""));
    Path young = Files.writeString(folder.resolve("1f01.sealed"), "");
    FileTime old = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));
    for (Path file : kept) {
      Files.setLastModifiedTime(file, old);
    }
    for (Path file : ours) {
      Files.setLastModifiedTime(file, old);
    }
    Files.setLastModifiedTime(outside, old);

    uploads.eraseOld();

    assertThat(ours).allSatisfy(file -> assertThat(file).doesNotExist());
    assertThat(kept).allSatisfy(file -> assertThat(file).isNotEmptyFile());
    assertThat(young).exists();
    assertThat(Files.exists(folder.resolve("dead.sealed"), LinkOption.NOFOLLOW_LINKS)).isTrue();
  }
}
