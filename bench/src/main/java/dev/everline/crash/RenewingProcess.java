package dev.everline.crash;

import dev.everline.storage.embedded.EmbeddedPostgres;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** A process that renews ({@link CrashNode}) and is killed. */
final class RenewingProcess {

  private static final Duration TIME_TO_START = Duration.ofSeconds(60);

  private final Process process;
  private final BufferedReader out;
  private boolean started;

  /**
   * Starts the process.
   *
   * @param carrier the base address of the carrier's interface
   * @param home where the keys are, and where it writes its log
   * @param start when its clock began
   */
  RenewingProcess(EmbeddedPostgres server, URI carrier, Path home, Instant start)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path", ""),
                CrashNode.class.getName(),
                carrier.toString(),
                start.toString())
            .redirectError(ProcessBuilder.Redirect.appendTo(home.resolve("node.log").toFile()));
    builder.environment().put("EVERLINE_DATABASE_URL", server.jdbcUrl("postgres"));
    builder.environment().put("EVERLINE_DATABASE_USER", server.user());
    builder.environment().put("EVERLINE_DATABASE_PASSWORD", server.password());
    builder.environment().put("EVERLINE_KEYS", home.resolve("keys.json").toString());
    process = builder.start();
    out = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Until it renews, or has ended because its database was gone when it started. */
  void awaitStart() throws IOException, InterruptedException {
    if (started) {
      return;
    }
    Instant end = Instant.now(Clock.systemUTC()).plus(TIME_TO_START);
    while (process.isAlive() && Instant.now(Clock.systemUTC()).isBefore(end)) {
      if (out.ready()) {
        String said = out.readLine();
        if (said != null && said.equals(CrashNode.READY)) {
          started = true;
          return;
        }
      } else {
        TimeUnit.MILLISECONDS.sleep(10);
      }
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor(10, TimeUnit.SECONDS);
  }
}
