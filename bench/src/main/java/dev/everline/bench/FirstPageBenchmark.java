package dev.everline.bench;

import dev.everline.portal.DemoPortal;
import dev.everline.portal.Visitor;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What crosses the network before somebody with an empty cache sees Home: the page and all files of
 * ours that it names, headers counted, compressed as the server sends them to a browser.
 */
final class FirstPageBenchmark implements BenchCommand.Benchmark {

  private static final int DAYS = 5;
  private static final double BAR_KILOBYTES = 100;

  /** Styles, scripts, icons, the manifest; behind a hash is a part of a file. */
  private static final Pattern FILE =
      Pattern.compile("(?:href|src)=\"(/(?:portal|webjars)/[^\"#]+|/manifest[^\"#]*)");

  @Override
  public List<Figure> run(PrintWriter progress) throws Exception {
    try (DemoPortal portal = DemoPortal.start(DAYS, "");
        HttpClient client = HttpClient.newHttpClient()) {
      Visitor visitor = portal.household();
      String page = visitor.read(client, "/").body();
      long bytes = weigh(client, visitor, "/", progress);
      List<String> files =
          FILE.matcher(page).results().map(file -> file.group(1)).distinct().sorted().toList();
      for (String file : files) {
        bytes += weigh(client, visitor, file, progress);
      }
      return List.of(
          new Figure(
              "first-page",
              "transferred for Home with an empty cache, %d files".formatted(files.size() + 1),
              bytes / 1_000.0,
              "kB",
              null,
              null,
              "≤ 100 kB",
              bytes / 1_000.0 <= BAR_KILOBYTES));
    }
  }

  private static long weigh(HttpClient client, Visitor visitor, String path, PrintWriter progress)
      throws IOException, InterruptedException {
    HttpRequest request =
        visitor.asking(path).header("Accept-Encoding", "gzip, deflate, br").build();
    HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    if (answer.statusCode() != 200) {
      throw new IOException(path + " was answered by " + answer.statusCode());
    }
    long headers =
        answer.headers().map().entrySet().stream()
            .flatMap(header -> header.getValue().stream().map(value -> header.getKey() + value))
            .mapToLong(header -> header.length() + 4)
            .sum();
    long bytes = headers + answer.body().length;
    progress.printf(Locale.ROOT, "  %-40s %,7d bytes%n", path, bytes);
    progress.flush();
    return bytes;
  }
}
