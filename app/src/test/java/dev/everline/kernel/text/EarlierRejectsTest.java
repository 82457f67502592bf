package dev.everline.kernel.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.everline.kernel.InvalidValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An import takes away the rejects of an earlier one, and nothing else of that name. */
class EarlierRejectsTest {

  private static final String HEADER = "row,column,reason,code";

  @TempDir private Path folder;

  @Test
  void thoseOfAnEarlierImportAreRemoved() throws IOException {
    Path file = Files.writeString(folder.resolve("a.rejects.csv"), HEADER + "\r\n3,plan,no,X\r\n");
    EarlierRejects.remove(file, HEADER);
    assertThat(file).doesNotExist();
    assertThatNoException().isThrownBy(() -> EarlierRejects.remove(file, HEADER));
  }

  @Test
  void thoseThatBeginWithTheMarkOfUtf8AreRemovedToo() throws IOException {
    Path file = folder.resolve("a.rejects.csv");
    try (Sheet sheet = Sheet.in(file)) {
      sheet.row("row", "column", "reason", "code");
    }
    EarlierRejects.remove(file, HEADER);
    assertThat(file).doesNotExist();
  }

  @Test
  void aFileOfSomebodyElsesIsRefusedAndKept() throws IOException {
    // Such as the very file that is imported, named as its own rejects.
    Path file = Files.writeString(folder.resolve("lines.csv"), "number,carrier\n2125550100,acme\n");
    assertThatThrownBy(() -> EarlierRejects.remove(file, HEADER))
        .isInstanceOf(InvalidValue.class)
        .hasMessageContaining("lines.csv")
        .hasMessageContaining("choose another");
    assertThat(file).isNotEmptyFile();
  }

  @Test
  void linksFoldersAndDevicesStay() throws IOException {
    Path target = Files.writeString(folder.resolve("target"), HEADER);
    Path link = Files.createSymbolicLink(folder.resolve("link"), target);
    assertThatThrownBy(() -> EarlierRejects.remove(link, HEADER)).isInstanceOf(InvalidValue.class);
    assertThatThrownBy(() -> EarlierRejects.remove(folder, HEADER))
        .isInstanceOf(InvalidValue.class);
    EarlierRejects.remove(Path.of("/dev/null"), HEADER);
    assertThat(Files.exists(link, LinkOption.NOFOLLOW_LINKS)).isTrue();
    assertThat(target).exists();
    assertThat(Path.of("/dev/null")).exists();
  }
}
