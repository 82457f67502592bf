package dev.everline.portal;

import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Everline started by its launcher, in a process of its own, up to when it listens. */
public final class ServerProcess implements AutoCloseable {

  private static final Pattern ADDRESS = Pattern.compile("http://localhost:([0-9]+)");
  private static final int STOP_SECONDS = 30;

  private final Process process;
  private final List<String> said;

  private ServerProcess(Process process, List<String> said) {
    this.process = process;
    this.said = said;
  }

  /**
   * @param home the data folder
   * @param environment added to this process's own
   * @param last what the last line before it can be used holds
   * @param arguments of the command line
   * @throws ProblemException CONFIGURATION when this process wasn't started by the launcher
   */
  public static ServerProcess start(
      Path home, Map<String, String> environment, String last, String... arguments)
      throws IOException {
    String launcher = System.getProperty("everline.launcher");
    if (launcher == null) {
      throw new ProblemException(
          ProblemType.CONFIGURATION,
          "A server is started by the launcher here; run this by './everline'.");
    }
    ProcessBuilder builder =
        new ProcessBuilder(Stream.concat(Stream.of("sh", launcher), Stream.of(arguments)).toList())
            .redirectErrorStream(true);
    builder.environment().put("EVERLINE_HOME", home.toString());
    builder.environment().put("EVERLINE_BUILD", "never");
    builder.environment().putAll(environment);
    Process process = builder.start();
    // It must not outlive who started it and was stopped.
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy, "stop-server"));
    List<String> said = new ArrayList<>();
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      said.add(line);
      if (line.contains(last)) {
        // Else it would wait, one day, for somebody to read what it says.
        Thread.ofVirtual().start(() -> drain(output));
        return new ServerProcess(process, List.copyOf(said));
      }
    }
    throw new IOException("the server ended before it listened: " + String.join("\n", said));
  }

  private static void drain(BufferedReader output) {
    try {
      while (output.readLine() != null) {
        // Not needed by anybody.
      }
    } catch (IOException | UncheckedIOException gone) {
      return;
    }
  }

  /** What it said until it listened, line by line. */
  public List<String> said() {
    return said;
  }

  /** Without a path, by number: a name may stand for more than one address. */
  public URI address() {
    for (String line : said) {
      Matcher address = ADDRESS.matcher(line);
      if (address.find()) {
        return URI.create("http://127.0.0.1:" + address.group(1));
      }
    }
    throw new IllegalStateException("no address in what the server said: " + said);
  }

  /** The launcher becomes the server. */
  public ProcessHandle handle() {
    return process.toHandle();
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
