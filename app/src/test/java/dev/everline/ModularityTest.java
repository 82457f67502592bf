package dev.everline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

/** A module reaches others only through their face, and never a floor above its own. */
class ModularityTest {

  private static final ApplicationModules MODULES =
      ApplicationModules.of(EverlineApplication.class);

  @Test
  void everyModuleReachesOthersOnlyAsItsPackageInfoAllows() {
    MODULES.verify();
  }

  /** Otherwise the module would lose its rules in tests, and this test with them. */
  @Test
  void noTestHasAPackageInfoThatHidesTheModulesOwn() throws IOException {
    Path main = Path.of("target/classes");
    Path test = Path.of("target/test-classes");
    try (Stream<Path> files = Files.walk(test)) {
      List<Path> hiding =
          files
              .filter(file -> file.endsWith("package-info.class"))
              .map(test::relativize)
              .filter(file -> Files.exists(main.resolve(file)))
              .toList();
      assertThat(hiding).as("package-info files to delete under src/test").isEmpty();
    }
  }
}
