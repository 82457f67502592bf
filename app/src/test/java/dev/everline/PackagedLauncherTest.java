package dev.everline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.LauncherMachine.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher of packages with a Java of their own, and the cache that lets Java start fast. */
class PackagedLauncherTest {

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
  void theStartUpCacheIsMadeOnceAndThenUsed() throws Exception {
    machine.aDistribution();
    machine.jdk("jvm/temurin", LauncherMachine.NEW_ENOUGH);
    machine.environment.put("FAKE_CACHE", "made");

    Run first = machine.run("version");
    Run second = machine.run("version");

    assertThat(first.err()).contains("Preparing fast starts");
    assertThat(second.err()).isEmpty();
    assertThat(first.out())
        .isEqualTo(second.out())
        .contains("[-XX:AOTCache=" + machine.everline.toRealPath().resolve("everline-25.0.1+8-"));
  }

  @Test
  void aPackageRunsOnItsOwnJavaAndPostgresqlWhateverElseTheMachineHas() throws Exception {
    machine.aPackage(LauncherMachine.machineName());
    machine.environment.put("JAVA_HOME", machine.jdk("jvm/temurin", "26").toString());
    Path root = machine.everline.toRealPath();

    assertThat(machine.run("version").out())
        .contains("java of " + root.resolve("runtime"))
        .contains("[-Deverline.postgresql=" + root.resolve("postgresql") + "]");
  }

  @Test
  void theStartUpCacheIsMadeAgainForOtherJarsAndForAnotherFolder() throws Exception {
    machine.aDistribution();
    machine.jdk("jvm/temurin", LauncherMachine.NEW_ENOUGH);
    machine.environment.put("FAKE_CACHE", "made");
    machine.run("version");

    // With the time that it had, as files of packages have.
    Path jar = machine.everline.resolve("everline.jar");
    FileTime time = Files.getLastModifiedTime(jar);
    Files.setLastModifiedTime(Files.writeString(jar, "a new version"), time);
    assertThat(machine.run("version").err()).contains("Preparing fast starts");

    Path moved = Files.move(machine.everline, folder.resolve("moved"));
    Run there = LauncherMachine.run(machine.start(moved.resolve("everline"), List.of("version")));
    assertThat(there.err()).contains("Preparing fast starts");
    assertThat(there.out()).contains("[-XX:AOTCache=" + moved.toRealPath());
    assertThat(LauncherMachine.caches(moved)).hasSize(1);
  }

  @Test
  void theStartUpCacheOfAFolderThatCanNotBeWrittenToIsWithTheUsersCaches() throws Exception {
    machine.aDistribution();
    machine.jdk("jvm/temurin", LauncherMachine.NEW_ENOUGH);
    machine.environment.put("FAKE_CACHE", "made");
    machine.aFolderThatCanNotBeWrittenTo(machine.everline);

    machine.run("version");

    assertThat(LauncherMachine.caches(machine.everline)).isEmpty();
    assertThat(LauncherMachine.caches(folder.resolve(".cache/everline"))).hasSize(1);
    assertThat(machine.run("version").out())
        .contains("[-XX:AOTCache=" + folder + "/.cache/everline/");
  }

  @Test
  void whereNothingCanBeWrittenItStartsWithoutACache() throws Exception {
    machine.aDistribution();
    machine.jdk("jvm/temurin", LauncherMachine.NEW_ENOUGH);
    machine.environment.put("FAKE_CACHE", "made");
    machine.environment.put("HOME", "/dev/null");
    machine.aFolderThatCanNotBeWrittenTo(machine.everline);

    Run run = machine.run("version");

    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("java of").doesNotContain("AOTCache");
  }

  @Test
  void aPackageForAnotherMachineSaysWhichOne() throws Exception {
    machine.aPackage("s390x");

    Run run = machine.run("version");

    assertThat(run.exitCode()).isEqualTo(9);
    assertThat(run.err())
        .contains("this package is for Linux on s390x")
        .contains(LauncherMachine.machineName())
        .contains("build from source");
  }

  @Test
  void packagesAreMadeOfWhatIsBuiltWithTheJdkThatBuiltIt() throws Exception {
    machine.aCheckout();
    Path jdk = machine.jdk("jvm/temurin", LauncherMachine.NEW_ENOUGH);
    Files.createDirectories(machine.everline.resolve("packaging"));
    LauncherMachine.program(
        machine.everline.resolve("packaging/package"),
        "echo \"packages $* by $JAVA_HOME\"; exit 4\n");

    Run run = machine.run("package", "tar", "deb");

    assertThat(run.out()).contains("packages tar deb by " + jdk);
    assertThat(run.err()).contains("Everline is built");
    assertThat(run.exitCode()).isEqualTo(4);
  }

  @Test
  void packagesAreMadeFromACheckoutOnly() throws Exception {
    machine.aDistribution();

    Run run = machine.run("package");

    assertThat(run.exitCode()).isEqualTo(9);
    assertThat(run.err()).contains("made from a checkout");
  }
}
