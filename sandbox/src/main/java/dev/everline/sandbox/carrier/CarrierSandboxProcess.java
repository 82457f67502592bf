package dev.everline.sandbox.carrier;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A carrier sandbox as a process of its own, for demos and crash tests. It ends with the process
 * that started it. Not for use by several threads at once.
 */
public final class CarrierSandboxProcess implements AutoCloseable {

  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

  /**
   * From here to {@link #PORTS_END} no system takes the ports of outgoing connections: while the
   * process is gone, none of those that look for it may come to hold its port.
   */
  private static final int PORTS_BEGIN = 20_000;

  private static final int PORTS_END = 32_000;
  private static final int PORT_TRIES = 100;

  private final CarrierSandbox.Options options;
  private final String classPath;
  private final Path log;
  private Process process;
  private URI baseUri;

  private CarrierSandboxProcess(CarrierSandbox.Options options, String classPath)
      throws IOException {
    this.options = options;
    this.classPath = classPath;
    this.log = options.state().resolve("carrier-sandbox.log");
    Files.createDirectories(options.state());
    this.process = spawn(options.port() == 0 ? freePort() : options.port());
    this.baseUri = ready(process);
  }

  /**
   * Starts the process with this one's Java and class path, and waits until it answers.
   *
   * @throws IOException when it can't start; the message holds what it said
   */
  public static CarrierSandboxProcess start(CarrierSandbox.Options options) throws IOException {
    return start(options, System.getProperty("java.class.path", ""));
  }

  /**
   * Starts the process with another class path, such as one that holds the sandbox when this
   * process's own doesn't.
   *
   * @throws IOException when it can't start; the message holds what it said
   */
  public static CarrierSandboxProcess start(CarrierSandbox.Options options, String classPath)
      throws IOException {
    return new CarrierSandboxProcess(options, classPath);
  }

  /** Where it answers; the same after a restart. */
  public URI baseUri() {
    return baseUri;
  }

  /** Where a carrier's TMF654 API answers. */
  public URI baseUri(String carrier) {
    return URI.create(baseUri + "/" + carrier + "/" + Tmf654Resources.BASE_PATH);
  }

  /** The id of the process as it now is. */
  public long pid() {
    return process.pid();
  }

  /** Kills it at once, as a crash would, and waits until it is gone. */
  public void kill() {
    process.destroyForcibly();
    awaitEnd(process);
  }

  /** Closes its standard input, as the end of this process would. */
  void orphan() throws IOException {
    process.getOutputStream().close();
  }

  /**
   * Starts it again on the same port with the same state; kills it first if it still runs.
   *
   * @throws IOException when it can't start; the message holds what it said
   */
  public void restart() throws IOException {
    kill();
    process = spawn(baseUri.getPort());
    baseUri = ready(process);
  }

  /** Stops it in good order. */
  @Override
  public void close() {
    process.destroy();
    if (!awaitEnd(process)) {
      kill();
    }
  }

  private Process spawn(int port) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx1g", "-XX:+UseParallelGC", "-cp", classPath));
    command.add(CarrierSandbox.class.getName());
    command.addAll(List.of("--port", Integer.toString(port)));
    command.addAll(List.of("--state", options.state().toString()));
    command.addAll(List.of("--seed", Long.toString(options.seed())));
    command.add("--stop-with-parent");
    return new ProcessBuilder(command)
        .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
  }

  /** A port to come back to after a restart; by lot, so that two rarely choose the same. */
  private static int freePort() throws IOException {
    for (int attempt = 0; attempt < PORT_TRIES; attempt++) {
      int some = ThreadLocalRandom.current().nextInt(PORTS_BEGIN, PORTS_END);
      try (ServerSocket probe = new ServerSocket(some, 1, InetAddress.getLoopbackAddress())) {
        return probe.getLocalPort();
      } catch (BindException taken) {
        // Another, then.
      }
    }
    throw new IOException("no port is free from " + PORTS_BEGIN + " to " + PORTS_END);
  }

  private URI ready(Process started) throws IOException {
    CompletableFuture<@Nullable String> line = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try (BufferedReader out = started.inputReader(StandardCharsets.UTF_8)) {
                line.complete(out.readLine());
              } catch (IOException e) {
                line.completeExceptionally(e);
              }
            });
    String said = null;
    try {
      said = line.get(START_LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      // Told below, like any other way of not becoming ready.
    }
    if (said == null || !said.startsWith(CarrierSandbox.READY)) {
      started.destroyForcibly();
      throw new IOException(
          "The carrier sandbox did not start within "
              + START_LIMIT.toSeconds()
              + " s; it said: "
              + Files.readString(log));
    }
    return URI.create(said.substring(CarrierSandbox.READY.length()));
  }

  private static boolean awaitEnd(Process process) {
    try {
      return process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
