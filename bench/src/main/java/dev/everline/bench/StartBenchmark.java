package dev.everline.bench;

import dev.everline.portal.Scratch;
import dev.everline.portal.ServerProcess;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The second start of a household's server by its launcher, from the command to the first answered
 * request, and what server and database then hold in memory.
 */
final class StartBenchmark implements BenchCommand.Benchmark {

  private static final double SECONDS_BAR = 4;
  private static final double MEBIBYTES_BAR = 512;

  @Override
  public List<Figure> run(PrintWriter progress) throws Exception {
    try (Scratch home = new Scratch("start")) {
      start(home.path());
      Measured second = start(home.path());
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
    }
  }

  private record Measured(double seconds, double mebibytes) {}

  private static Measured start(Path home) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    try (ServerProcess server =
            ServerProcess.start(home, Map.of(), "listens on", "serve", "--port", "0");
        HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(server.address().resolve("/healthz")).build(),
              HttpResponse.BodyHandlers.ofString());
      double seconds = (System.nanoTime() - begin) / 1e9;
      if (answer.statusCode() != 200) {
        throw new IOException("the server answers " + answer.statusCode());
      }
      return new Measured(seconds, memory(server.handle(), home));
    }
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
