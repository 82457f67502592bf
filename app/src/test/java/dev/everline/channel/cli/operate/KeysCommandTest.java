package dev.everline.channel.cli.operate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.OnTestDatabase;
import dev.everline.account.Accounts;
import dev.everline.channel.cli.Services;
import dev.everline.channel.cli.Typed;
import dev.everline.kernel.AccountId;
import dev.everline.line.LineField;
import dev.everline.line.LineService;
import dev.everline.storage.TestDatabase;
import dev.everline.storage.key.KeyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys and copies by the command line. */
class KeysCommandTest {

  private static TestDatabase database;
  private static Path keys;

  @TempDir private static Path folder;
  private final Typed typed = new Typed();

  @BeforeAll
  static void open() throws IOException {
    database = TestDatabase.create();
    // A copy: the rotation here is none of the other tests'.
    keys =
        Files.copy(
            database.keys(), folder.resolve("keys.json"), StandardCopyOption.COPY_ATTRIBUTES);
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @Test
  void newKeysAreMadeWithoutADatabaseAndNeverOverOthers() throws IOException {
    try (Services services = new Services(Object.class)) {
      Path file = folder.resolve("new.json");
      assertThat(typed.everline(services, "keys", "new", file.toString())).isZero();
      assertThat(typed.out()).contains("EVERLINE_KEYS=" + file);
      String made = Files.readString(file);
      assertThat(typed.everline(services, "keys", "new", file.toString())).isEqualTo(4);
      assertThat(typed.err()).contains("already exists");
      assertThat(file).hasContent(made);
    }
  }

  @Test
  void noLinkIsReplacedNorFollowedByWhatMakesAFile() throws IOException {
    Path nowhere = folder.resolve("nowhere");
    Path link = Files.createSymbolicLink(folder.resolve("link"), nowhere);
    try (Services services = new Services(OnTestDatabase.at(database.settings(4, keys)))) {
      AccountId account = services.get(Accounts.class).open("A third", "UTC", null).id();
      assertThat(typed.everline(services, "keys", "new", link.toString())).isEqualTo(4);
      assertThat(
              typed.everline(
                  services, "accounts", "export", "--account", account.toString(), link.toString()))
          .isEqualTo(2);
      assertThat(typed.everline(services, "backup", "--replace", link.toString())).isEqualTo(2);
      assertThat(typed.err()).contains("is a symbolic link");
    }
    assertThat(link).isSymbolicLink();
    assertThat(nowhere).doesNotExist();
  }

  @Test
  void aLinkToTheFileOfKeysStaysOneWhenTheyAreRotated() throws IOException {
    KeyFile file = new KeyFile(folder.resolve("linked.json"));
    file.create();
    Path link = Files.createSymbolicLink(folder.resolve("keys-link"), file.path());

    new KeyFile(link).add();

    assertThat(link).isSymbolicLink();
    assertThat(file.keys()).hasSize(2);
  }

  @Test
  void theyAreShownAndRotated() {
    try (Services services = new Services(OnTestDatabase.at(database.settings(4, keys)))) {
      services.get(Accounts.class).open("A household", "UTC", null);
      assertThat(typed.everline(services, "keys")).isZero();
      assertThat(typed.out()).contains(keys.toString(), "seals and opens");
      assertThat(typed.everline(services, "keys", "rotate", "--prepare")).isZero();
      assertThat(typed.everline(services, "keys", "rotate")).isZero();
      assertThat(typed.out()).contains("sealed again").contains("prune");
      assertThat(typed.everline(services, "keys", "prune")).isEqualTo(4);
      assertThat(typed.err()).contains("less than a minute ago");
    }
  }

  @Test
  void aCopyOfAnAccountIsForItsOwnerOnly() throws IOException {
    try (Services services = new Services(OnTestDatabase.at(database.settings(4, keys)))) {
      AccountId account = services.get(Accounts.class).open("Another", "UTC", null).id();
      services
          .get(LineService.class)
          .add(account, Map.of(LineField.NUMBER, "2125550100", LineField.CARRIER, "h2o"));
      Path file = folder.resolve("copy.zip");
      String[] command = {"accounts", "export", "--account", account.toString(), file.toString()};
      assertThat(typed.everline(services, command)).as(typed.err()).isZero();
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      try (ZipFile zip = new ZipFile(file.toFile())) {
        assertThat(
                new String(
                    zip.getInputStream(zip.getEntry("lines.csv")).readAllBytes(),
                    java.nio.charset.StandardCharsets.UTF_8))
            .contains("12125550100");
      }
      assertThat(typed.everline(services, command)).isEqualTo(2);
      assertThat(typed.err()).contains("already exists");
    }
  }
}
