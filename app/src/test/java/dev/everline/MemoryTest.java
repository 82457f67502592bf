package dev.everline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The real program, in a process that has little memory. */
@Timeout(240)
class MemoryTest {

  private static final Pattern ADDRESS = Pattern.compile("http://localhost:([0-9]+)");

  private Path home = Path.of(".");

  @BeforeEach
  void aFolderThatTheDatabasesUserCanReach() {
    home = Path.of(System.getProperty("java.io.tmpdir"), "everline-memory-" + System.nanoTime());
  }

  @AfterEach
  void removeIt() throws IOException {
    if (Files.exists(home)) {
      try (var tree = Files.walk(home)) {
        for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  private Process everline(String memory, String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                memory,
                "-cp",
                System.getProperty("java.class.path"),
                Everline.class.getName()));
    command.addAll(Arrays.asList(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("EVERLINE_HOME", home.toString());
    builder.environment().keySet().removeIf(name -> name.startsWith("EVERLINE_DATABASE"));
    return builder.start();
  }

  @Test
  void aServerWithTooLittleSaysHowMuchThereIsHowMuchItNeedsAndHowToGiveIt() throws Exception {
    Process process = everline("-Xmx64m", "serve", "--port", "0");
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isEqualTo(9);
    assertThat(said)
        .contains("64 MiB")
        .contains("at least 96")
        .contains("EVERLINE_JAVA_OPTS=-Xmx256m");
    assertThat(home).doesNotExist();
  }

  @Test
  void withTheLeastThatItAsksForItStartsAndAnswers() throws Exception {
    Process process = everline("-Xmx96m", "serve", "--port", "0");
    try (HttpClient http = HttpClient.newHttpClient();
        BufferedReader output =
            new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      Matcher address = ADDRESS.matcher("");
      StringBuilder said = new StringBuilder();
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        said.append(line).append('\n');
        if (address.reset(line).find()) {
          break;
        }
      }
      assertThat(address.reset(said).find()).as(said.toString()).isTrue();
      String at = "http://127.0.0.1:" + address.group(1);
      for (String path : List.of("/healthz", "/join", "/api/v1/openapi.json")) {
        HttpResponse<String> answer =
            http.send(
                HttpRequest.newBuilder(URI.create(at + path)).build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
      }
    } finally {
      process.destroy();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }
  }
}
