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

/** What tests need again and again is there once: lines by their builder, servers by TestServer. */
class OneWayTest {

  private static final Pattern STORES_LINES =
      Pattern.compile("INSERT INTO (everline\\.)?line\\s*\\(");
  private static final Pattern BUILDS_AT_LENGTH =
      Pattern.compile("new (Line|DueLine|Plan|LapseRule|Carrier|Catalog)\\(\\s*\\w");
  private static final Pattern STARTS_THE_APPLICATION =
      Pattern.compile("SpringApplicationBuilder\\(EverlineApplication\\.class\\)");

  private static final List<String> OF_AN_OLDER_SCHEMA =
      List.of("FirstSchemaTest.java", "NoticeUpgradeTest.java", "SealingMigrationTest.java");

  @Test
  void linesAreStoredByTheirBuilderUnlessTheSchemaIsAnOlderOne() {
    assertThat(testsWith(STORES_LINES)).containsExactlyInAnyOrderElementsOf(OF_AN_OLDER_SCHEMA);
  }

  @Test
  void whatHasManyPartsIsBuiltByItsBuilder() {
    assertThat(testsWith(BUILDS_AT_LENGTH)).isEmpty();
  }

  @Test
  void serversUnderTestAreStartedInOnePlace() {
    assertThat(testsWith(STARTS_THE_APPLICATION)).containsExactly("TestServer.java");
  }

  private static List<String> testsWith(Pattern what) {
    try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> what.matcher(text(file)).find())
          .map(file -> String.valueOf(file.getFileName()))
          .sorted()
          .toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
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
