package dev.everline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The build runs tests by the names of their classes; one of another name would never run. */
class TestNamesTest {

  private static final Pattern A_TEST =
      Pattern.compile(
          "^ *@(Test|ParameterizedTest|RepeatedTest|TestFactory|Property|Example)\\b",
          Pattern.MULTILINE);

  private static final Pattern RUN = Pattern.compile(".*(Test|Properties)\\.java");

  @Test
  void everyClassWithTestsHasANameThatTheBuildRuns() throws IOException {
    for (String module : List.of("app", "bench", "sandbox")) {
      Path sources = Path.of("..", module, "src/test/java");
      if (Files.isDirectory(sources)) {
        try (Stream<Path> files = Files.walk(sources)) {
          assertThat(
                  files
                      .filter(file -> file.toString().endsWith(".java"))
                      .filter(file -> !RUN.matcher(file.toString()).matches())
                      .filter(file -> A_TEST.matcher(text(file)).find()))
              .as("to be named …Test or …Properties")
              .isEmpty();
        }
      }
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
