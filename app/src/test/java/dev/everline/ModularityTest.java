package dev.everline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModule;
import org.springframework.modulith.core.ApplicationModules;

/**
 * A module reaches others only through their face, and only on floors below its own. The picture of
 * it in {@code docs/architecture.md} is drawn here.
 */
class ModularityTest {

  /** From the ground up; modules of one floor don't know each other. */
  private static final List<Floor> FLOORS =
      List.of(
          new Floor("Values everybody speaks in", List.of("kernel")),
          new Floor(
              "What is stored, how it is said, where it is found",
              List.of("storage", "words", "lan")),
          new Floor("What is known of carriers", List.of("catalog")),
          new Floor("Whose, and whose money", List.of("account", "ledger", "notice")),
          new Floor("Lines, and the ways out", List.of("line", "payment", "carrier")),
          new Floor("Renewing in time, exactly once", List.of("renewal")),
          new Floor("Many lines at once", List.of("fleet")),
          new Floor("All data, of one account or of all", List.of("privacy", "backup")),
          new Floor(
              "The doors",
              List.of("channel.api", "channel.cli", "channel.metrics", "channel.web")));

  private static final ApplicationModules MODULES =
      ApplicationModules.of(EverlineApplication.class);

  private static final Path DOCUMENT = Path.of("../docs/architecture.md");
  private static final String BEGIN = "<!-- modules: drawn by ModularityTest -->\n";
  private static final String END = "<!-- /modules -->\n";

  private record Floor(String sentence, List<String> modules) {}

  @Test
  void everyModuleReachesOthersOnlyAsItsPackageInfoAllows() {
    MODULES.verify();
  }

  @Test
  void everyModuleStandsOnAFloorAndReachesOnlyFloorsBelow() {
    List<String> upwards =
        MODULES.stream()
            .flatMap(
                module ->
                    dependenciesOf(module)
                        .filter(other -> floorOf(other) >= floorOf(nameOf(module)))
                        .map(other -> nameOf(module) + " -> " + other))
            .toList();
    assertThat(upwards).isEmpty();
  }

  /** Whoever claims a line without renewing it keeps it from being renewed in time. */
  @Test
  void dueListsAndClaimsAreReachedByRenewalOnly() {
    List<String> others =
        MODULES.stream()
            .filter(module -> !List.of("line", "renewal").contains(nameOf(module)))
            .flatMap(
                module ->
                    module.getDirectDependencies(MODULES).stream()
                        .map(dependency -> dependency.getTargetType().getName())
                        .filter(type -> type.startsWith("dev.everline.line.due."))
                        .map(type -> nameOf(module) + " -> " + type))
            .distinct()
            .toList();
    assertThat(others).isEmpty();
  }

  @Test
  void thePictureInTheDocumentsIsThatOfTheCode() throws IOException {
    String document = Files.readString(DOCUMENT);
    int begin = document.indexOf(BEGIN) + BEGIN.length();
    int end = document.indexOf(END);
    assertThat(end)
        .as("the marks around the picture in %s", DOCUMENT)
        .isGreaterThanOrEqualTo(begin);

    String redrawn = document.substring(0, begin) + picture() + document.substring(end);
    Path fresh = Files.writeString(Path.of("target/architecture.md"), redrawn);
    assertThat(redrawn.equals(document))
        .as("%s shows the modules as they are; if not, copy app/%s over it", DOCUMENT, fresh)
        .isTrue();
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

  /** A Mermaid chart; arrows to the kernel would go from everywhere and are left out. */
  private static String picture() {
    StringBuilder chart = new StringBuilder("```mermaid\nflowchart TB\n");
    for (int floor = FLOORS.size() - 1; floor >= 0; floor--) {
      chart.append("  subgraph floor%d[\"%s\"]\n".formatted(floor, FLOORS.get(floor).sentence()));
      for (String name : FLOORS.get(floor).modules()) {
        moduleNamed(name)
            .ifPresent(
                module ->
                    chart.append("    %s[%s]\n".formatted(node(name), module.getDisplayName())));
      }
      chart.append("  end\n");
    }
    for (ApplicationModule module : MODULES.stream().sorted().toList()) {
      dependenciesOf(module)
          .filter(other -> !other.equals("kernel"))
          .forEach(
              other -> chart.append("  %s --> %s\n".formatted(node(nameOf(module)), node(other))));
    }
    return chart.append("```\n").toString();
  }

  private static String node(String module) {
    return module.replace('.', '_');
  }

  private static Optional<ApplicationModule> moduleNamed(String name) {
    return MODULES.stream().filter(module -> nameOf(module).equals(name)).findFirst();
  }

  private static Stream<String> dependenciesOf(ApplicationModule module) {
    return module
        .getDirectDependencies(MODULES)
        .uniqueModules()
        .map(ModularityTest::nameOf)
        .filter(other -> !other.equals(nameOf(module)))
        .distinct()
        .sorted();
  }

  private static String nameOf(ApplicationModule module) {
    return module.getIdentifier().toString();
  }

  private static int floorOf(String module) {
    return IntStream.range(0, FLOORS.size())
        .filter(floor -> FLOORS.get(floor).modules().contains(module))
        .findFirst()
        .orElseThrow(
            () ->
                new AssertionError(
                    "Module '%s' stands on no floor; give it one of: %s"
                        .formatted(
                            module,
                            FLOORS.stream()
                                .map(Floor::sentence)
                                .collect(Collectors.joining(", ")))));
  }
}
