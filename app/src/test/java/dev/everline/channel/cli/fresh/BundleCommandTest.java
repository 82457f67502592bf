package dev.everline.channel.cli.fresh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.channel.cli.EverlineCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class BundleCommandTest {

  private static final Path BUILT_IN = Path.of("../catalog");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir private Path folder;

  @BeforeEach
  void makeAKeyAndAFile() throws IOException {
    assertThat(run("key", folder.resolve("maker").toString())).isZero();
    Files.createDirectory(folder.resolve("files"));
    Files.copy(BUILT_IN.resolve("link-words.csv"), folder.resolve("files/link-words.csv"));
  }

  private int run(String... arguments) {
    Clock clock = Clock.fixed(Instant.parse("2026-11-25T15:00:00Z"), ZoneOffset.UTC);
    CommandLine command = EverlineCommand.configured(new CommandLine(new BundleCommand(clock)));
    command.setOut(new PrintWriter(out, true));
    command.setErr(new PrintWriter(err, true));
    return command.execute(arguments);
  }

  private int make(String... more) {
    String[] all = new String[more.length + 3];
    all[0] = "make";
    all[1] = folder.resolve("files").toString();
    all[2] = folder.resolve("new.bundle").toString();
    System.arraycopy(more, 0, all, 3, more.length);
    return run(all);
  }

  @Test
  void aSecretKeyIsReadableByItsOwnerAloneAndNeverReplaced() throws IOException {
    Path key = folder.resolve("maker");
    String before = Files.readString(key);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
        .isEqualTo("rw-------");
    assertThat(run("key", key.toString())).isEqualTo(4);
    assertThat(Files.readString(key)).isEqualTo(before);
    assertThat(out.toString()).doesNotContain(before.lines().skip(1).findFirst().orElseThrow());
  }

  @Test
  void aBundleIsMadeSignedAndShown() {
    assertThat(make("--key", folder.resolve("maker").toString(), "--note", "New words")).isZero();
    assertThat(
            run(
                "show",
                folder.resolve("new.bundle").toString(),
                "--key",
                folder.resolve("maker.pub").toString()))
        .isZero();
    assertThat(out.toString())
        .contains("2026-11-25T15:00:00Z", "New words", "link-words.csv", "signature right");
  }

  @Test
  void filesWithMistakesBecomeNoBundle() throws IOException {
    Files.writeString(folder.resolve("files/plans.yaml"), "schema: everline/plans/9\n");
    assertThat(make("--key", folder.resolve("maker").toString())).isEqualTo(2);
    assertThat(err.toString()).contains("plans.yaml").contains("No bundle was made");
    assertThat(folder.resolve("new.bundle")).doesNotExist();
  }

  @Test
  void aKeyOrItsAbsenceIsAskedFor() {
    assertThat(make()).isEqualTo(2);
    assertThat(make("--unsigned", "--key", folder.resolve("maker").toString())).isEqualTo(2);
    assertThat(make("--key", folder.resolve("nobody").toString())).isEqualTo(2);
    assertThat(make("--key", folder.resolve("maker.pub").toString())).isEqualTo(2);
    assertThat(folder.resolve("new.bundle")).doesNotExist();
  }

  @Test
  void aNoteOfSeveralLinesIsRefused() {
    assertThat(make("--unsigned", "--note", "one\ntwo")).isEqualTo(2);
    assertThat(make("--unsigned", "--note", "x".repeat(201))).isEqualTo(2);
  }

  @Test
  void whatIsNoBundleIsSaidToBeNone() {
    assertThat(run("show", folder.resolve("maker").toString())).isEqualTo(2);
    assertThat(run("show", folder.toString())).isEqualTo(2);
    assertThat(run("show", folder.resolve("nothing").toString())).isEqualTo(2);
    assertThat(err.toString()).contains("no signed catalog bundle").contains("doesn't exist");
  }
}
