package dev.everline.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The demo on its real parts: PostgreSQL, the sandbox in its own process, HTTP between. */
class DemoTest {

  // Not JUnit's: the database's own user must be able to reach it.
  private final Path home =
      Path.of(System.getProperty("java.io.tmpdir"), "everline-demo-" + System.nanoTime());

  @BeforeEach
  void makeIt() throws IOException {
    Files.createDirectories(home);
  }

  @AfterEach
  void removeIt() throws IOException {
    try (Stream<Path> tree = Files.walk(home)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  @Test
  void tenDaysHoldAllPromises() throws IOException {
    JsonNode summary = run("--days", "10");

    assertThat(summary.path("from").asString()).isEqualTo(SampleLines.START.toString());
    assertThat(summary.path("lines").path("all").asLong()).isEqualTo(1_276);
    assertThat(summary.path("renewals").path("renewed").asLong()).isGreaterThan(300);
    assertThat(summary.path("renewals").path("healed").asLong()).isPositive();
    assertThat(summary.path("imports").get(2).path("rejected").asLong()).isEqualTo(13);
    assertThat(summary.path("needOwner")).hasSize(3);
    assertProofs(summary);
  }

  @Test
  void aKilledDemoGoesOnWhereItWasAndAllProofsHold() throws Exception {
    Process killed = start("--once", "--days", "60");
    try (BufferedReader said = killed.errorReader(StandardCharsets.UTF_8)) {
      String line = said.readLine();
      while (line != null && !line.contains("day  5 of 60")) {
        line = said.readLine();
      }
      assertThat(line).as("the demo got as far as its fifth day").isNotNull();
    } finally {
      killed.destroyForcibly().waitFor();
    }

    JsonNode summary = run("--days", "3");

    assertThat(Instant.parse(summary.path("from").asString()))
        .isAfterOrEqualTo(SampleLines.START.plus(Duration.ofDays(5)));
    assertProofs(summary);
  }

  @Test
  void aFolderThatIsNotADemosIsLeftAlone() throws IOException {
    Path treasured = Files.createDirectories(home.resolve("demo")).resolve("treasured");
    Files.writeString(treasured, "mine");

    assertThat(command(new StringWriter()).execute("--once", "--fresh")).isNotZero();

    assertThat(treasured).hasContent("mine");
  }

  private static void assertProofs(JsonNode summary) {
    assertThat(summary.path("faults")).isEmpty();
    assertThat(summary.path("ledger").path("sound").asBoolean()).isTrue();
    JsonNode backup = summary.path("backup");
    assertThat(backup.path("sound").asBoolean()).isTrue();
    assertThat(backup.path("transfers").asLong())
        .isPositive()
        .isEqualTo(summary.path("ledger").path("transfers").asLong());
    JsonNode books = summary.path("carriersBooks");
    assertThat(books.path("topUps").asLong())
        .isEqualTo(summary.path("renewals").path("renewed").asLong());
    for (String none : new String[] {"paidMoreThanOnce", "notOurs", "missing"}) {
      assertThat(books.path(none).asLong()).as(none).isZero();
    }
  }

  private JsonNode run(String... options) throws IOException {
    StringWriter said = new StringWriter();
    Path json = home.resolve("summary.json");
    CommandLine command = command(said);
    String[] all =
        Stream.concat(Stream.of("--once", "--json", json.toString()), Stream.of(options))
            .toArray(String[]::new);
    assertThat(command.execute(all)).as(said.toString()).isZero();
    return new JsonMapper().readTree(Files.readString(json));
  }

  private CommandLine command(StringWriter said) {
    CommandLine command = new CommandLine(new DemoCommand(home.resolve("demo")));
    command.setOut(new PrintWriter(said));
    command.setErr(new PrintWriter(said));
    return command;
  }

  private Process start(String... options) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Stream.concat(
                    Stream.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.everline.bench.BenchMain",
                        "demo"),
                    Stream.of(options))
                .toList());
    builder.environment().putAll(Map.of("EVERLINE_HOME", home.toString()));
    return builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
  }
}
