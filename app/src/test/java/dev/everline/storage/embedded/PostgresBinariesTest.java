package dev.everline.storage.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.everline.storage.StorageSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the programs of a package are run from. */
class PostgresBinariesTest {

  @TempDir Path machine;
  private Path packaged;
  private Path cache;

  @BeforeEach
  void aPackage() throws IOException {
    packaged = machine.resolve("everline/postgresql");
    cache = machine.resolve("cache");
    Path program = Files.createDirectories(packaged.resolve("bin")).resolve("postgres");
    Files.writeString(program, "a program");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.createSymbolicLink(packaged.resolve("bin/postmaster"), Path.of("postgres"));
    open(machine);
    open(machine.resolve("everline"));
    open(packaged);
    open(packaged.resolve("bin"));
  }

  @Test
  void thoseOfAPackageRunWhereTheyLie() throws Exception {
    assertThat(PostgresBinaries.folder(packaged, cache)).isEqualTo(packaged);
    assertThat(cache).doesNotExist();
  }

  @Test
  void aServerOfAnotherUserThanRootGetsACopyWhereItMayNotEnterTheFolderOfThePackage()
      throws Exception {
    assumeTrue(StorageSettings.isRoot(), "the server has the user's own rights otherwise");
    Files.setPosixFilePermissions(
        machine.resolve("everline"), PosixFilePermissions.fromString("rwx------"));

    Path folder = PostgresBinaries.folder(packaged, cache);

    assertThat(folder).isEqualTo(cache.resolve("postgresql-" + PostgresBinaries.VERSION));
    assertThat(folder.resolve("bin/postgres")).hasContent("a program").isExecutable();
    assertThat(folder.resolve("bin/postmaster")).isSymbolicLink();
    assertThat(PostgresBinaries.folder(packaged, cache)).isEqualTo(folder);
  }

  private static void open(Path folder) throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
