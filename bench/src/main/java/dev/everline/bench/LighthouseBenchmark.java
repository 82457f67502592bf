package dev.everline.bench;

import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.kernel.setting.DataFolder;
import dev.everline.portal.DemoPortal;
import dev.everline.portal.Programs;
import dev.everline.portal.Scratch;
import dev.everline.portal.Visitor;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What Lighthouse says of the pages that members use most, on a slow phone as it imagines one. It
 * is fetched from npm's registry, once, and needs Node.js and Chromium; so it runs only when asked
 * for.
 */
final class LighthouseBenchmark implements BenchCommand.Benchmark {

  private static final int DAYS = 45;
  private static final int BAR = 95;

  /** Of those that still run on Node.js 20. */
  private static final String VERSION = "12.8.2";

  private static final int MOST_MINUTES = 5;
  private static final String MANIFEST = "node_modules/lighthouse/package.json";

  private static final List<String> CATEGORIES =
      List.of("performance", "accessibility", "best-practices", "seo");

  private final JsonMapper json = new JsonMapper();

  @Override
  public List<Figure> run(PrintWriter progress) throws Exception {
    Path chromium = Programs.chromium();
    Path node = Programs.onThePath("Node.js", List.of("node"));
    Path lighthouse = fetched(progress);
    try (DemoPortal portal = DemoPortal.start(DAYS, PagesBenchmark.AS_SERVED);
        HttpClient client = HttpClient.newHttpClient();
        Scratch reports = new Scratch("lighthouse")) {
      Files.createDirectories(reports.path());
      Visitor visitor = portal.household();
      Path headers = reports.path().resolve("headers.json");
      Files.writeString(headers, json.writeValueAsString(Map.of("Cookie", visitor.cookieHeader())));
      List<Figure> figures = new ArrayList<>();
      for (Map.Entry<String, String> page : pages(client, visitor).entrySet()) {
        Path report = reports.path().resolve(page.getKey() + ".json");
        run(
            chromium,
            List.of(
                node.toString(),
                lighthouse.resolve("node_modules/lighthouse/cli/index.js").toString(),
                portal.address().resolve(page.getValue()).toString(),
                "--extra-headers=" + headers,
                "--only-categories=" + String.join(",", CATEGORIES),
                "--output=json",
                "--output-path=" + report,
                // Root could not start it otherwise.
                "--chrome-flags=--headless=new --no-sandbox --disable-gpu",
                "--quiet"));
        JsonNode read = json.readTree(Files.readString(report));
        String seen = read.path("finalDisplayedUrl").asString("");
        if (!seen.equals(portal.address().resolve(page.getValue()).toString())) {
          throw new IOException("Lighthouse was sent elsewhere and looked at " + seen);
        }
        figures.add(figure(page.getKey(), read, progress));
      }
      return figures;
    }
  }

  private static Map<String, String> pages(HttpClient client, Visitor visitor)
      throws IOException, InterruptedException {
    String line =
        Visitor.links(visitor.read(client, "/").body()).stream()
            .filter(link -> link.matches("/lines/[^/?]*[0-9][^/?]*"))
            .findFirst()
            .orElseThrow(() -> new IOException("Home shows no line"));
    Map<String, String> pages = new LinkedHashMap<>();
    pages.put("Home", "/");
    pages.put("Line", line);
    pages.put("Renew", line + "/renew");
    pages.put("Catalog", "/catalog");
    return pages;
  }

  private static Figure figure(String page, JsonNode report, PrintWriter progress) {
    List<String> words = new ArrayList<>();
    long lowest = 100;
    for (String category : CATEGORIES) {
      long score = Math.round(report.at("/categories/" + category + "/score").asDouble(0) * 100);
      lowest = Math.min(lowest, score);
      words.add(category.replace('-', ' ') + " " + score);
      for (JsonNode part : report.at("/categories/" + category + "/auditRefs")) {
        JsonNode audit = report.at("/audits/" + part.path("id").asString());
        if (part.path("weight").asDouble() > 0
            && audit.path("score").isNumber()
            && audit.path("score").asDouble() < 0.9) {
          progress.printf(
              Locale.ROOT,
              "  %s, %s: %s %s%n",
              page,
              category,
              audit.path("title").asString(),
              audit.path("displayValue").asString(""));
        }
      }
    }
    progress.flush();
    return new Figure(
        "lighthouse",
        page + ": " + String.join(", ", words),
        lowest,
        "of 100, the lowest",
        null,
        null,
        "≥ 95 each",
        lowest >= BAR);
  }

  /** Where Lighthouse is; it stays there for the next run. */
  private static Path fetched(PrintWriter progress) throws IOException, InterruptedException {
    Path folder =
        DataFolder.fromEnvironment(System.getenv()).resolve("cache/lighthouse-" + VERSION);
    if (!Files.exists(folder.resolve(MANIFEST))) {
      Path npm = Programs.onThePath("npm, which comes with Node.js", List.of("npm"));
      progress.println("  fetching Lighthouse " + VERSION + " into " + folder);
      progress.flush();
      Files.createDirectories(folder);
      run(
          null,
          List.of(
              npm.toString(),
              "install",
              "--prefix",
              folder.toString(),
              "--no-audit",
              "--no-fund",
              "--ignore-scripts",
              "lighthouse@" + VERSION));
    }
    return folder;
  }

  private static void run(@Nullable Path chromium, List<String> command)
      throws IOException, InterruptedException {
    Path said = Files.createTempFile("everline-lighthouse", ".log");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
      if (chromium != null) {
        builder.environment().put("CHROME_PATH", chromium.toString());
      }
      Process process = builder.start();
      boolean ended = process.waitFor(MOST_MINUTES, TimeUnit.MINUTES);
      if (!ended) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
      if (!ended || process.exitValue() != 0) {
        throw new ProblemException(
            ProblemType.CONFIGURATION,
            (ended ? "" : "Not done after " + MOST_MINUTES + " minutes: ")
                + String.join(" ", command.subList(0, 2))
                + " said: "
                + Files.readString(said));
      }
    } finally {
      Files.delete(said);
    }
  }
}
