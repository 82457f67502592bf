package dev.everline.bench;

import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The second start of a household's server by its launcher, from the command to the first answered
 * request, and what server and database then hold in memory.
 */
final class StartBenchmark implements BenchCommand.Benchmark {

  private static final Pattern ADDRESS = Pattern.compile("http://localhost:([0-9]+)");
  private static final double SECONDS_BAR = 4;
  private static final double MEBIBYTES_BAR = 512;

  @Override
  public List<Figure> run(PrintWriter progress) throws Exception {
    Path home =
        Path.of(System.getProperty("java.io.tmpdir"), "everline-start-" + System.nanoTime());
    try {
      start(home);
      Measured second = start(home);
      return List.of(
          new Figure(
              "start",
              "second start to the first answered request, database included",
              second.seconds(),
              "s",
              null,
              null,
              "≤ 4 s",
              second.seconds() <= SECONDS_BAR),
          new Figure(
              "start",
              "memory of server and database then (proportional set size)",
              second.mebibytes(),
              "MiB",
              null,
              null,
              "≤ 512 MiB",
              second.mebibytes() <= MEBIBYTES_BAR));
    } finally {
      if (Files.exists(home)) {
        try (Stream<Path> tree = Files.walk(home)) {
          for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(path);
          }
        }
      }
    }
  }

  private record Measured(double seconds, double mebibytes) {}

  private static Measured start(Path home) throws IOException, InterruptedException {
    String launcher = System.getProperty("everline.launcher");
    if (launcher == null) {
      throw new ProblemException(
          ProblemType.CONFIGURATION,
          "The start is measured through the launcher; run './everline bench --only start'.");
    }
    long begin = System.nanoTime();
    ProcessBuilder builder =
        new ProcessBuilder("sh", launcher, "serve", "--port", "0").redirectErrorStream(true);
    builder.environment().put("EVERLINE_HOME", home.toString());
    builder.environment().put("EVERLINE_BUILD", "never");
    Process process = builder.start();
    try (BufferedReader output =
            new BufferedReader(
                new java.io.InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        HttpClient client = HttpClient.newHttpClient()) {
      String address = address(output);
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(URI.create(address + "/healthz")).build(),
              HttpResponse.BodyHandlers.ofString());
      double seconds = (System.nanoTime() - begin) / 1e9;
      if (answer.statusCode() != 200) {
        throw new IOException("the server answers " + answer.statusCode());
      }
      double mebibytes = memory(process.toHandle(), home);
      return new Measured(seconds, mebibytes);
    } finally {
      process.destroy();
      process.waitFor(30, TimeUnit.SECONDS);
    }
  }

  private static String address(BufferedReader output) throws IOException {
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      Matcher address = ADDRESS.matcher(line);
      if (address.find()) {
        return address.group();
      }
    }
    throw new IOException("the server ended without telling its address");
  }

  /** The launcher becomes the server; PostgreSQL's processes are those of the data folder. */
  private static double memory(ProcessHandle server, Path home) throws IOException {
    long kibibytes = pss(server.pid());
    for (ProcessHandle child : server.descendants().toList()) {
      kibibytes += pss(child.pid());
    }
    Path pidFile = home.resolve("data/postmaster.pid");
    long postmaster = Long.parseLong(Files.readAllLines(pidFile).getFirst().strip());
    kibibytes += pss(postmaster);
    for (ProcessHandle child :
        ProcessHandle.of(postmaster)
            .map(handle -> handle.descendants().toList())
            .orElse(List.of())) {
      kibibytes += pss(child.pid());
    }
    return kibibytes / 1024.0;
  }

  private static long pss(long pid) throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "smaps_rollup"))) {
      return lines
          .filter(line -> line.startsWith("Pss:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
          .sum();
    }
  }
}
