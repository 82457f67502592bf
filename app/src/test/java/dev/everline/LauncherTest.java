package dev.everline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.LauncherMachine.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the launcher finds a JDK, builds, and passes the command line on. */
class LauncherTest {

  private static final String DEBIAN_17 = "17.0.9";

  @TempDir static Path tools;
  @TempDir Path folder;
  private LauncherMachine machine;

  @BeforeAll
  static void aPathWithoutJava() throws IOException {
    LauncherMachine.fillPath(tools);
  }

  @BeforeEach
  void aMachineWithEverlineAndWithoutJdk() throws IOException {
    machine = new LauncherMachine(folder, tools);
  }

  @Test
  void aJdkInTheSystemsFolderIsUsedWhenTheOneOnThePathIsOlder() throws Exception {
    machine.aDistribution();
    machine.onThePath(machine.jdk("old", DEBIAN_17));
    Path jdk = machine.jdk("jvm/temurin", LauncherMachine.NEW_ENOUGH);

    assertThat(machine.run("version").out()).contains("java of " + jdk);
  }

  @Test
  void anOlderJavaHomeIsPassedOver() throws Exception {
    machine.aDistribution();
    machine.environment.put("JAVA_HOME", machine.jdk("old", DEBIAN_17).toString());
    Path jdk = machine.jdk("jvm/temurin", LauncherMachine.NEW_ENOUGH);

    assertThat(machine.run("version").out()).contains("java of " + jdk);
  }

  @Test
  void javaHomeIsTriedBeforeThePath() throws Exception {
    machine.aDistribution();
    machine.onThePath(machine.jdk("on the path", LauncherMachine.NEW_ENOUGH));
    Path jdk = machine.jdk("at home", "26");
    machine.environment.put("JAVA_HOME", jdk.toString());

    assertThat(machine.run("version").out()).contains("java of " + jdk);
  }

  @Test
  void aJavaThatIsALinkOnThePathIsFollowedToItsJdk() throws Exception {
    machine.aDistribution();
    Path jdk = machine.jdk("somewhere else/jdk 25", LauncherMachine.NEW_ENOUGH);
    Path bin = Files.createDirectories(folder.resolve("bin"));
    Files.createSymbolicLink(bin.resolve("java"), jdk.resolve("bin/java"));
    machine.environment.put("PATH", bin + ":" + machine.environment.get("PATH"));

    assertThat(machine.run("version").out()).contains("java of " + jdk);
  }

  @Test
  void aJdkWithoutAReleaseFileIsAskedForItsVersion() throws Exception {
    machine.aDistribution();
    machine.jdk("jvm/a-java-8", "1.8.0_402");
    Path jdk = machine.jdk("jvm/b-unnamed", LauncherMachine.NEW_ENOUGH);
    Files.delete(folder.resolve("jvm/a-java-8/release"));
    Files.delete(jdk.resolve("release"));

    assertThat(machine.run("version").out()).contains("java of " + jdk);
  }

  @Test
  void withoutAJdkItSaysWhatToDoAndExitsWith9() throws Exception {
    machine.aDistribution();
    machine.onThePath(machine.jdk("old", DEBIAN_17));

    Run run = machine.run("version");

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
    machine.aDistribution();
    machine.jdk("jvm/temurin", LauncherMachine.NEW_ENOUGH);

    assertThat(machine.run("identify", "two words", "", "*", "--json").out())
        .contains("[dev.everline.Everline][identify][two words][][*][--json]");
  }

  @Test
  void itIsFoundThroughALinkFromAnotherFolder() throws Exception {
    machine.aDistribution();
    machine.jdk("jvm/temurin", LauncherMachine.NEW_ENOUGH);
    Path bin = Files.createDirectories(folder.resolve("bin"));
    Path link = bin.resolve("everline");
    Files.createSymbolicLink(link, Path.of("../my programs/everline/everline"));

    assertThat(LauncherMachine.run(machine.start(link, List.of("version"))).out())
        .contains("[-cp][" + machine.everline.toRealPath().resolve("everline.jar") + "]");
  }

  @Test
  void moreOptionsForJavaAndAnotherCollectorAreTaken() throws Exception {
    machine.aDistribution();
    machine.jdk("jvm/temurin", LauncherMachine.NEW_ENOUGH);
    machine.environment.put("EVERLINE_JAVA_OPTS", "-Xmx1g -XX:+UseZGC");

    assertThat(machine.run("serve").out())
        .contains("[-Xmx1g][-XX:+UseZGC]")
        .doesNotContain("-XX:+UseSerialGC");
  }

  @Test
  void theExitCodeOfACommandIsItsOwn() throws Exception {
    machine.aDistribution();
    machine.jdk("jvm/temurin", LauncherMachine.NEW_ENOUGH);
    machine.environment.put("FAKE_EXIT_CODE", "5");

    assertThat(machine.run("renew").exitCode()).isEqualTo(5);
  }

  @Test
  void aDistributionSaysThatItHasNoDemo() throws Exception {
    machine.aDistribution();
    machine.jdk("jvm/temurin", LauncherMachine.NEW_ENOUGH);

    Run run = machine.run("demo");

    assertThat(run.exitCode()).isEqualTo(9);
    assertThat(run.err()).contains("'demo' is not part of this distribution");
  }

  @Test
  void aCheckoutIsBuiltOnceAndAgainWhenASourceIsNewer() throws Exception {
    machine.aCheckout();
    machine.jdk("jvm/temurin", LauncherMachine.NEW_ENOUGH);

    assertThat(machine.run("version").err()).contains("Everline is built");
    assertThat(machine.run("version").err()).doesNotContain("built");
    Files.setLastModifiedTime(
        machine.everline.resolve("app/src/main/Some.java"),
        FileTime.from(Instant.parse("2100-01-01T00:00:00Z")));
    assertThat(machine.run("version").err()).contains("Everline is built");
    assertThat(machine.builds()).hasSize(2);
  }

  @Test
  void buildingNeedsTheCompilerThatAJreLacks() throws Exception {
    machine.aCheckout();
    Files.delete(machine.jdk("jvm/a-jre", LauncherMachine.NEW_ENOUGH).resolve("bin/javac"));
    Path jdk = machine.jdk("jvm/b-jdk", LauncherMachine.NEW_ENOUGH);

    assertThat(machine.run("version").out()).contains("java of " + jdk);
  }

  @Test
  void twoStartsAtOnceBuildOnce() throws Exception {
    machine.aCheckout();
    machine.jdk("jvm/temurin", LauncherMachine.NEW_ENOUGH);
    List<Process> starts = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      starts.add(machine.start(machine.everline.resolve("everline"), List.of("version")));
    }
    for (Process start : starts) {
      assertThat(LauncherMachine.run(start).exitCode()).isZero();
    }
    assertThat(machine.builds()).hasSize(1);
  }

  @Test
  void theLockOfAProcessThatDiedIsTakenAway() throws Exception {
    machine.aCheckout();
    machine.jdk("jvm/temurin", LauncherMachine.NEW_ENOUGH);
    Files.createDirectories(machine.everline.resolve("target"));
    Files.createSymbolicLink(
        machine.everline.resolve("target/everline.lock"), Path.of("999999999"));

    assertThat(machine.run("version").exitCode()).isZero();
    assertThat(machine.everline.resolve("target/everline.lock")).doesNotExist();
  }

  @Test
  void aFailedBuildShowsItsErrorsAndRunsNothing() throws Exception {
    machine.aCheckout();
    machine.jdk("jvm/temurin", LauncherMachine.NEW_ENOUGH);
    machine.environment.put("FAKE_BUILD", "fails");

    Run run = machine.run("version");

    assertThat(run.exitCode()).isEqualTo(9);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("Some.java: cannot find symbol").contains("build.log");
    assertThat(machine.everline.resolve("target/everline.lock")).doesNotExist();
  }

  @Test
  void testsShowTheirSummaryAndPassTheirExitCodeOn() throws Exception {
    machine.aCheckout();
    machine.jdk("jvm/temurin", LauncherMachine.NEW_ENOUGH);
    machine.environment.put("FAKE_BUILD", "fails");

    Run run = machine.run("test", "-Dtest=Some");

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.out()).contains("Tests run: 7, Failures: 1").contains("verify -Dtest=Some");
  }

  @Test
  void testsEndWithTheTenSlowestClassesOfThisRun() throws Exception {
    machine.aCheckout();
    machine.jdk("jvm/temurin", LauncherMachine.NEW_ENOUGH);
    Path reports = Files.createDirectories(machine.everline.resolve("app/target/surefire-reports"));
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
    LauncherMachine.program(machine.everline.resolve("mvnw"), "sleep 1\n" + build);

    List<String> said = machine.run("test").out().lines().toList();

    assertThat(said.subList(said.size() - 11, said.size()))
        .startsWith("The slowest test classes, in seconds:", "1000.25 LongTest", "11.5 T11Test")
        .endsWith("4.5 T4Test", "3.5 T3Test");
  }

  private static String report(String name, String seconds) {
    return "<testsuite version=\"3.0.2\" name=\"%s\" time=\"%s\" tests=\"1\">"
        .formatted(name, seconds);
  }
}
