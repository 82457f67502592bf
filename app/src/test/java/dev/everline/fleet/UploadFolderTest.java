package dev.everline.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The folder of uploads may be one that holds other things: {@code everline.uploads} names any. */
class UploadFolderTest {

  @TempDir private Path folder;

  @Test
  void onlyOldUploadsAreErasedAndNothingThatIsSomebodyElses() throws IOException {
    UploadFolder uploads = new UploadFolder(folder, Long.MAX_VALUE, 0);
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
            Files.writeString(folder.resolve("1f00.rejects.csv"), ""),
            Files.writeString(folder.resolve("passing-123.sealed"), ""));
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
