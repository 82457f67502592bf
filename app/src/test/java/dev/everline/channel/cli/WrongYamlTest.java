package dev.everline.channel.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.io.FileSystemResource;
import org.yaml.snakeyaml.error.YAMLException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** What is said of a file of settings that isn't YAML. */
class WrongYamlTest {

  @TempDir private Path folder;

  @Command
  private record Failing(Exception failure) implements Callable<Integer> {

    @Override
    public Integer call() throws Exception {
      throw failure;
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'a: 1\nb: c: secret\n', 'line 2, column 5'",
    "'a: 1\nb: [secret\n', 'line 3, column 1'",
    "'a: 1\nbc: se\u0007cret\n', 'line 2, column 7, where there is a control character'",
  })
  void itIsNamedWithThePlaceAndNothingOfItIsQuoted(String text, String place) throws IOException {
    Path file = folder.resolve("application.yaml");
    Files.writeString(file, text);

    ProblemException said = WrongYaml.of(failureOf(file), folder, Map.of());

    assertThat(said.type()).isEqualTo(ProblemType.CONFIGURATION);
    assertThat(said)
        .hasMessageStartingWith("'" + file + "' isn't valid YAML at " + place)
        .hasMessageNotContaining("secret");
  }

  @Test
  void aFileThatIsNamedInTheEnvironmentIsFoundToo() throws IOException {
    Files.writeString(folder.resolve("application.yaml"), "a: 1\n");
    Path other = folder.resolve("routes.yaml");
    Files.writeString(other, "a: b: c\n");

    ProblemException said =
        WrongYaml.of(
            failureOf(other),
            folder,
            Map.of("SPRING_CONFIG_ADDITIONAL_LOCATION", "optional:file:./routes.yaml"));

    assertThat(said).hasMessageStartingWith("'" + other + "' isn't valid YAML at line 1");
  }

  @Test
  void aCommandThatReadsItEndsAsWithAnyWrongSetting() {
    StringWriter err = new StringWriter();
    Exception failure = new IllegalStateException(new YAMLException("nowhere"));

    int exitCode =
        new CommandLine(new Failing(failure))
            .setErr(new PrintWriter(err))
            .setExecutionExceptionHandler(new Problems(Map.of()))
            .execute();

    assertThat(exitCode).isEqualTo(ProblemType.CONFIGURATION.exitCode());
    assertThat(err.toString()).contains("isn't valid YAML").doesNotContain("unexpected");
  }

  private static YAMLException failureOf(Path file) {
    return catchThrowableOfType(
        YAMLException.class,
        () -> new YamlPropertySourceLoader().load("settings", new FileSystemResource(file)));
  }
}
