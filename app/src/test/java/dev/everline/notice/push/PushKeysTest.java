package dev.everline.notice.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.everline.kernel.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PushKeysTest {

  @TempDir private Path folder;

  @Test
  void keysAreMadeOnceAndOnlyTheServersUserReadsThem() throws IOException {
    Path file = folder.resolve("data").resolve("push-keys");
    String key = new PushKeys(file).publicKey();
    assertThat(key).hasSize(87);
    assertThat(new PushKeys(file).publicKey()).isEqualTo(key);
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void aFileThatHoldsNoKeysIsNamedAndLeftAsItIs() throws IOException {
    Path file = Files.writeString(folder.resolve("push-keys"), "something else\n");
    assertThatThrownBy(() -> new PushKeys(file).publicKey())
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("EVERLINE_PUSH_KEYS");
    assertThat(file).hasContent("something else\n");
  }
}
