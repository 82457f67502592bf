package dev.everline.bench;

import dev.everline.portal.DemoPortal;
import dev.everline.portal.Visitor;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/**
 * How long the portal takes for a page while many use it: all pages that a member finds by its
 * links, of all three of the demo's accounts, a household's and a shop's and a fleet's.
 */
final class PagesBenchmark implements BenchCommand.Benchmark {

  private static final int DAYS = 40;
  private static final int USERS = 50;
  private static final double BAR_MILLIS = 30;

  /** A member looks at a page for about a second, and then asks for another. */
  private static final long SHORTEST_LOOK = 500_000_000L;

  private static final long LONGEST_LOOK = 1_500_000_000L;
  private static final long WARM_UP = 30_000_000_000L;
  private static final long MEASURED = 60_000_000_000L;

  /** Of a kind of page, such as those of single lines, so many are asked for by each account. */
  private static final int ALIKE = 6;

  private static final int MOST_PAGES = 300;

  /** Java of a household's server, as the launcher starts it. */
  static final String AS_SERVED = "-XX:+UseSerialGC -Xms24m -Xmx256m";

  /**
   * @param kind its path, without what is different in pages alike
   */
  private record Page(Visitor visitor, String path, String kind) {}

  @Override
  public List<Figure> run(PrintWriter progress) throws Exception {
    try (DemoPortal portal = DemoPortal.start(DAYS, AS_SERVED);
        HttpClient client = HttpClient.newHttpClient()) {
      Map<String, List<Page>> pages = new TreeMap<>();
      for (Visitor owner : portal.owners()) {
        find(client, owner, pages);
      }
      List<List<Page>> kinds = List.copyOf(pages.values());
      use(client, kinds, WARM_UP);
      Map<String, Latencies> took = use(client, kinds, MEASURED);
      return figures(took, progress);
    }
  }

  private static List<Figure> figures(Map<String, Latencies> took, PrintWriter progress) {
    took.forEach(
        (kind, latencies) ->
            progress.printf(
                Locale.ROOT,
                "  %-28s %5d times, p50 %6.1f ms, p95 %6.1f ms%n",
                kind,
                latencies.count(),
                latencies.percentile(0.5),
                latencies.percentile(0.95)));
    progress.flush();
    Map.Entry<String, Latencies> slowest =
        took.entrySet().stream()
            .max(Comparator.comparingDouble(entry -> entry.getValue().percentile(0.95)))
            .orElseThrow();
    double worst = slowest.getValue().percentile(0.95);
    return List.of(
        new Figure(
            "pages",
            "95 of 100 answers within, 50 users at once, the slowest of %d kinds of page (`%s`)"
                .formatted(took.size(), slowest.getKey()),
            worst,
            "ms",
            null,
            null,
            "≤ 30 ms",
            worst <= BAR_MILLIS));
  }

  /** Follows links from Home, to some pages of each kind. */
  private static void find(HttpClient client, Visitor visitor, Map<String, List<Page>> pages)
      throws IOException, InterruptedException {
    Map<String, List<Page>> own = new TreeMap<>();
    Queue<String> open = new ArrayDeque<>(List.of("/"));
    Set<String> seen = new HashSet<>(open);
    for (int asked = 0; asked < MOST_PAGES && !open.isEmpty(); asked++) {
      String path = open.remove();
      List<Page> alike = own.computeIfAbsent(kind(path), kind -> new ArrayList<>());
      if (alike.size() >= ALIKE) {
        continue;
      }
      HttpResponse<String> answer = visitor.read(client, path);
      if (answer.statusCode() != 200 || !isPage(answer)) {
        continue;
      }
      alike.add(new Page(visitor, path, kind(path)));
      Visitor.links(answer.body()).stream().filter(seen::add).forEach(open::add);
    }
    own.forEach(
        (kind, found) -> pages.computeIfAbsent(kind, any -> new ArrayList<>()).addAll(found));
    pages.values().removeIf(List::isEmpty);
  }

  private static boolean isPage(HttpResponse<String> answer) {
    return answer.headers().firstValue("Content-Type").orElse("").startsWith("text/html");
  }

  private static String kind(String path) {
    return path.replaceFirst("\\?.*", "")
        .replaceFirst("^/catalog/[^/]+", "/catalog/…")
        .replaceAll("/[^/]*[0-9][^/]*", "/…");
  }

  /** All users at once; a kind of page as often as any other. */
  private static Map<String, Latencies> use(
      HttpClient client, List<List<Page>> kinds, long nanoseconds)
      throws InterruptedException, ExecutionException {
    Map<String, Latencies> took = new TreeMap<>();
    kinds.forEach(kind -> took.put(kind.getFirst().kind(), new Latencies()));
    try (ExecutorService users = Executors.newVirtualThreadPerTaskExecutor()) {
      long end = System.nanoTime() + nanoseconds;
      List<Future<Void>> running = new ArrayList<>();
      for (int i = 0; i < USERS; i++) {
        SplittableRandom random = new SplittableRandom(i);
        running.add(
            users.submit(
                () -> {
                  look(client, kinds, random, end, took);
                  return null;
                }));
      }
      for (Future<Void> user : running) {
        user.get();
      }
    }
    return took;
  }

  private static void look(
      HttpClient client,
      List<List<Page>> kinds,
      SplittableRandom random,
      long end,
      Map<String, Latencies> took)
      throws IOException, InterruptedException {
    long next = System.nanoTime() + random.nextLong(LONGEST_LOOK);
    while (next < end) {
      for (long left = next - System.nanoTime(); left > 0; left = next - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      List<Page> kind = kinds.get(random.nextInt(kinds.size()));
      Page page = kind.get(random.nextInt(kind.size()));
      HttpResponse<String> answer = page.visitor().read(client, page.path());
      long done = System.nanoTime();
      if (answer.statusCode() != 200) {
        throw new IOException(page.kind() + " was answered by " + answer.statusCode());
      }
      Objects.requireNonNull(took.get(page.kind())).add(done - next);
      next = Math.max(next + random.nextLong(SHORTEST_LOOK, LONGEST_LOOK), done);
    }
  }
}
