package dev.everline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher, on machines made of fake JDKs and a fake build that leave a trace of their call.
 */
class LauncherTest {

  private static final String DEBIAN_17 = "17.0.9";
  private static final String NEW_ENOUGH = "25.0.1";

  @TempDir static Path tools;
  @TempDir Path machine;
  private Path everline;
  private final Map<String, String> environment = new HashMap<>();

  record Run(int exitCode, String out, String err) {}

  @BeforeEach
  void aMachineWithEverlineAndWithoutJdk() throws IOException {
    everline = Files.createDirectories(machine.resolve("my programs/everline"));
    Files.copy(Path.of("../everline"), everline.resolve("everline"));
    environment.put("PATH", tools.toString());
    environment.put("HOME", machine.toString());
    environment.put("TMPDIR", machine.toString());
    environment.put("EVERLINE_JVM_FOLDERS", machine.resolve("jvm").toString());
  }

  @Test
  void aJdkInTheSystemsFolderIsUsedWhenTheOneOnThePathIsOlder() throws Exception {
    aDistribution();
    onThePath(jdk("old", DEBIAN_17));
    Path jdk = jdk("jvm/temurin", NEW_ENOUGH);

    assertThat(run("version").out()).contains("java of " + jdk);
  }

  @Test
  void anOlderJavaHomeIsPassedOver() throws Exception {
    aDistribution();
    environment.put("JAVA_HOME", jdk("old", DEBIAN_17).toString());
    Path jdk = jdk("jvm/temurin", NEW_ENOUGH);

    assertThat(run("version").out()).contains("java of " + jdk);
  }

  @Test
  void javaHomeIsTriedBeforeThePath() throws Exception {
    aDistribution();
    onThePath(jdk("on the path", NEW_ENOUGH));
    Path jdk = jdk("at home", "26");
    environment.put("JAVA_HOME", jdk.toString());

    assertThat(run("version").out()).contains("java of " + jdk);
  }

  @Test
  void aJavaThatIsALinkOnThePathIsFollowedToItsJdk() throws Exception {
    aDistribution();
    Path jdk = jdk("somewhere else/jdk 25", NEW_ENOUGH);
    Path bin = Files.createDirectories(machine.resolve("bin"));
    Files.createSymbolicLink(bin.resolve("java"), jdk.resolve("bin/java"));
    environment.put("PATH", bin + ":" + environment.get("PATH"));

    assertThat(run("version").out()).contains("java of " + jdk);
  }

  @Test
  void aJdkWithoutAReleaseFileIsAskedForItsVersion() throws Exception {
    aDistribution();
    jdk("jvm/a-java-8", "1.8.0_402");
    Path jdk = jdk("jvm/b-unnamed", NEW_ENOUGH);
    Files.delete(machine.resolve("jvm/a-java-8/release"));
    Files.delete(jdk.resolve("release"));

    assertThat(run("version").out()).contains("java of " + jdk);
  }

  @Test
  void withoutAJdkItSaysWhatToDoAndExitsWith9() throws Exception {
    aDistribution();
    onThePath(jdk("old", DEBIAN_17));

    Run run = run("version");

    assertThat(run.exitCode()).isEqualTo(9);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .contains("needs a JDK 25 or newer")
        .contains("The newest found is 17")
        .contains("apt install openjdk-25-jdk")
        .contains("JAVA_HOME");
  }

  @Test
  void argumentsArriveAsTheyWereGiven() throws Exception {
    aDistribution();
    jdk("jvm/temurin", NEW_ENOUGH);

    assertThat(run("identify", "two words", "", "*", "--json").out())
        .contains("[dev.everline.Everline][identify][two words][][*][--json]");
  }

  @Test
  void itIsFoundThroughALinkFromAnotherFolder() throws Exception {
    aDistribution();
    jdk("jvm/temurin", NEW_ENOUGH);
    Path bin = Files.createDirectories(machine.resolve("bin"));
    Path link = bin.resolve("everline");
    Files.createSymbolicLink(link, Path.of("../my programs/everline/everline"));

    assertThat(run(start(link, List.of("version"))).out())
        .contains("[-cp][" + everline.toRealPath().resolve("everline.jar") + "]");
  }

  @Test
  void moreOptionsForJavaAndAnotherCollectorAreTaken() throws Exception {
    aDistribution();
    jdk("jvm/temurin", NEW_ENOUGH);
    environment.put("EVERLINE_JAVA_OPTS", "-Xmx1g -XX:+UseZGC");

    assertThat(run("serve").out())
        .contains("[-Xmx1g][-XX:+UseZGC]")
        .doesNotContain("-XX:+UseSerialGC");
  }

  @Test
  void theExitCodeOfACommandIsItsOwn() throws Exception {
    aDistribution();
    jdk("jvm/temurin", NEW_ENOUGH);
    environment.put("FAKE_EXIT_CODE", "5");

    assertThat(run("renew").exitCode()).isEqualTo(5);
  }

  @Test
  void theStartUpCacheIsMadeOnceAndThenUsed() throws Exception {
    aDistribution();
    jdk("jvm/temurin", NEW_ENOUGH);
    environment.put("FAKE_CACHE", "made");

    Run first = run("version");
    Run second = run("version");

    assertThat(first.err()).contains("Preparing fast starts");
    assertThat(second.err()).isEmpty();
    assertThat(first.out())
        .isEqualTo(second.out())
        .contains("[-XX:AOTCache=" + everline.toRealPath().resolve("everline-25.0.1+8.aot") + "]");
  }

  @Test
  void aDistributionSaysThatItHasNoDemo() throws Exception {
    aDistribution();
    jdk("jvm/temurin", NEW_ENOUGH);

    Run run = run("demo");

    assertThat(run.exitCode()).isEqualTo(9);
    assertThat(run.err()).contains("'demo' is not part of this distribution");
  }

  @Test
  void aCheckoutIsBuiltOnceAndAgainWhenASourceIsNewer() throws Exception {
    aCheckout();
    jdk("jvm/temurin", NEW_ENOUGH);

    assertThat(run("version").err()).contains("Everline is built");
    assertThat(run("version").err()).doesNotContain("built");
    Files.setLastModifiedTime(
        everline.resolve("app/src/main/Some.java"),
        FileTime.from(Instant.parse("2100-01-01T00:00:00Z")));
    assertThat(run("version").err()).contains("Everline is built");
    assertThat(builds()).hasSize(2);
  }

  @Test
  void buildingNeedsTheCompilerThatAJreLacks() throws Exception {
    aCheckout();
    Files.delete(jdk("jvm/a-jre", NEW_ENOUGH).resolve("bin/javac"));
    Path jdk = jdk("jvm/b-jdk", NEW_ENOUGH);

    assertThat(run("version").out()).contains("java of " + jdk);
  }

  @Test
  void twoStartsAtOnceBuildOnce() throws Exception {
    aCheckout();
    jdk("jvm/temurin", NEW_ENOUGH);
    List<Process> starts = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      starts.add(start(everline.resolve("everline"), List.of("version")));
    }
    for (Process start : starts) {
      assertThat(run(start).exitCode()).isZero();
    }
    assertThat(builds()).hasSize(1);
  }

  @Test
  void theLockOfAProcessThatDiedIsTakenAway() throws Exception {
    aCheckout();
    jdk("jvm/temurin", NEW_ENOUGH);
    Files.createDirectories(everline.resolve("target"));
    Files.createSymbolicLink(everline.resolve("target/everline.lock"), Path.of("999999999"));

    assertThat(run("version").exitCode()).isZero();
    assertThat(everline.resolve("target/everline.lock")).doesNotExist();
  }

  @Test
  void aFailedBuildShowsItsErrorsAndRunsNothing() throws Exception {
    aCheckout();
    jdk("jvm/temurin", NEW_ENOUGH);
    environment.put("FAKE_BUILD", "fails");

    Run run = run("version");

    assertThat(run.exitCode()).isEqualTo(9);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("Some.java: cannot find symbol").contains("build.log");
    assertThat(everline.resolve("target/everline.lock")).doesNotExist();
  }

  @Test
  void testsShowTheirSummaryAndPassTheirExitCodeOn() throws Exception {
    aCheckout();
    jdk("jvm/temurin", NEW_ENOUGH);
    environment.put("FAKE_BUILD", "fails");

    Run run = run("test", "-Dtest=Some");

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.out()).contains("Tests run: 7, Failures: 1").contains("verify -Dtest=Some");
  }

  @Test
  void testsEndWithTheTenSlowestClassesOfThisRun() throws Exception {
    aCheckout();
    jdk("jvm/temurin", NEW_ENOUGH);
    Path reports = Files.createDirectories(everline.resolve("app/target/surefire-reports"));
    Files.setLastModifiedTime(
        Files.writeString(reports.resolve("TEST-Gone.xml"), report("Gone", "999")),
        FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
    StringBuilder build = new StringBuilder();
    for (int seconds = 1; seconds <= 11; seconds++) {
      build.append(
          "echo '%s' >app/target/surefire-reports/TEST-T%d.xml\n"
              .formatted(report("T" + seconds + "Test", seconds + ".5"), seconds));
    }
    build.append(
        "echo '%s' >app/target/surefire-reports/TEST-L.xml\n"
            .formatted(report("LongTest", "1,000.25")));
    program(everline.resolve("mvnw"), "sleep 1\n" + build);

    List<String> said = run("test").out().lines().toList();

    assertThat(said.subList(said.size() - 11, said.size()))
        .startsWith("The slowest test classes, in seconds:", "1000.25 LongTest", "11.5 T11Test")
        .endsWith("4.5 T4Test", "3.5 T3Test");
  }

  private static String report(String name, String seconds) {
    return "<testsuite version=\"3.0.2\" name=\"%s\" time=\"%s\" tests=\"1\">"
        .formatted(name, seconds);
  }

  /** The launcher beside the application, as it is delivered. */
  private void aDistribution() throws IOException {
    Files.createFile(everline.resolve("everline.jar"));
  }

  /** The launcher in a checkout whose build leaves the artifacts, and a line in {@code builds}. */
  private void aCheckout() throws IOException {
    Files.createDirectories(everline.resolve("app/src/main"));
    Files.createFile(everline.resolve("app/src/main/Some.java"));
    Files.createFile(everline.resolve("pom.xml"));
    program(
        everline.resolve("mvnw"),
        """
        echo "$*" >>builds
        sleep 1
        if [ "${FAKE_BUILD:-}" = fails ]; then
          echo "Tests run: 7, Failures: 1"
          echo "$*"
          echo "[ERROR] Some.java: cannot find symbol"
          exit 3
        fi
        mkdir -p app/target/dist bench/target/dist
        : >app/target/dist/everline.jar
        : >bench/target/dist/everline-bench.jar
        """);
  }

  private List<String> builds() throws IOException {
    return Files.readAllLines(everline.resolve("builds"));
  }

  private Path jdk(String folder, String version) throws IOException {
    Path home = Files.createDirectories(machine.resolve(folder)).toRealPath();
    Files.createDirectories(home.resolve("bin"));
    Files.writeString(
        home.resolve("release"),
        "IMPLEMENTOR=\"Fake\"\nJAVA_RUNTIME_VERSION=\"%s+8\"\nJAVA_VERSION=\"%s\"\n"
            .formatted(version, version));
    program(
        home.resolve("bin/java"),
        """
        if [ "$1" = -version ]; then
          echo 'openjdk version "%s" 2025-10-21' >&2
          exit 0
        fi
        for argument in "$@"; do
          case $argument in
            -XX:AOTCacheOutput=*)
              [ -z "${FAKE_CACHE:-}" ] || echo cache >"${argument#*=}"
              exit 0
              ;;
          esac
        done
        echo "java of %s"
        printf '[%%s]' "$@"
        exit "${FAKE_EXIT_CODE:-0}"
        """
            .formatted(version, home));
    program(home.resolve("bin/javac"), "exit 0\n");
    return home;
  }

  private void onThePath(Path jdk) {
    environment.put("PATH", jdk.resolve("bin") + ":" + environment.get("PATH"));
  }

  /** The few programs that the launcher uses, without whatever Java the machine has. */
  @BeforeAll
  static void aPathWithoutJava() throws IOException {
    for (String name :
        List.of(
            "chmod",
            "date",
            "find",
            "grep",
            "head",
            "ln",
            "mkdir",
            "mktemp",
            "mv",
            "ps",
            "readlink",
            "rm",
            "rmdir",
            "sed",
            "sleep",
            "sort",
            "stty",
            "tail")) {
      Path program =
          Stream.of("/usr/bin", "/bin")
              .map(folder -> Path.of(folder, name))
              .filter(Files::isExecutable)
              .findFirst()
              .orElseThrow();
      program(tools.resolve(name), "exec " + program + " \"$@\"\n");
    }
  }

  private static void program(Path file, String script) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + script);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Run run(String... arguments)
      throws IOException, InterruptedException, ExecutionException {
    return run(start(everline.resolve("everline"), List.of(arguments)));
  }

  private Process start(Path launcher, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("/bin/sh", launcher.toString()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).directory(machine.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder.start();
  }

  private static Run run(Process process) throws InterruptedException, ExecutionException {
    try (var readers = Executors.newVirtualThreadPerTaskExecutor()) {
      process.getOutputStream().close();
      Future<byte[]> out = readers.submit(() -> process.getInputStream().readAllBytes());
      Future<byte[]> err = readers.submit(() -> process.getErrorStream().readAllBytes());
      return new Run(
          process.waitFor(),
          new String(out.get(), StandardCharsets.UTF_8),
          new String(err.get(), StandardCharsets.UTF_8));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
