package dev.everline.bench;

import dev.everline.kernel.InvalidValue;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/**
 * Measures what Everline promises of its speed, each figure beside its baseline of the same run.
 */
@Command(
    name = "bench",
    description = "Measures speed and memory; the table goes to docs/benchmarks.md by hand.",
    mixinStandardHelpOptions = true)
public final class BenchCommand implements Callable<Integer> {

  private static final String WHEN_ASKED_FOR = "lighthouse";

  @Option(
      names = "--only",
      paramLabel = "NAME",
      description = {
        "Only these: decide, import, sweep, http, scale, start, pages, api, first-page,"
            + " lighthouse.",
        "All but lighthouse when left out: that fetches a program, and needs Node.js and Chromium."
      })
  private List<String> only = List.of();

  @Option(names = "--json", paramLabel = "FILE", description = "Writes the figures as JSON.")
  private @Nullable Path json;

  @Option(
      names = "--held",
      paramLabel = "LINES",
      description = "Most lines held in 'scale'; 1,000,000 when left out.")
  private int held = 1_000_000;

  @Spec private CommandSpec spec;

  /** A benchmark. */
  @FunctionalInterface
  interface Benchmark {
    List<Figure> run(PrintWriter progress) throws Exception;
  }

  @Override
  public Integer call() throws Exception {
    Map<String, Benchmark> benchmarks = new LinkedHashMap<>();
    benchmarks.put("decide", new DecideBenchmark());
    benchmarks.put("import", new ImportBenchmark());
    benchmarks.put("sweep", new SweepBenchmark());
    benchmarks.put("http", new HttpBenchmark());
    benchmarks.put("scale", new ScaleBenchmark(held));
    benchmarks.put("start", new StartBenchmark());
    benchmarks.put("pages", new PagesBenchmark());
    benchmarks.put("api", new ApiBenchmark());
    benchmarks.put("first-page", new FirstPageBenchmark());
    benchmarks.put(WHEN_ASKED_FOR, new LighthouseBenchmark());
    for (String name : only) {
      if (!benchmarks.containsKey(name)) {
        throw InvalidValue.of(
            "--only", name, "is no benchmark", "give one of " + benchmarks.keySet());
      }
    }
    PrintWriter progress = spec.commandLine().getErr();
    List<Figure> figures = new ArrayList<>();
    for (Map.Entry<String, Benchmark> benchmark : benchmarks.entrySet()) {
      boolean wanted =
          only.isEmpty()
              ? !benchmark.getKey().equals(WHEN_ASKED_FOR)
              : only.contains(benchmark.getKey());
      if (wanted) {
        progress.println("Measuring " + benchmark.getKey() + " …");
        progress.flush();
        figures.addAll(benchmark.getValue().run(progress));
      }
    }
    print(figures);
    if (json != null) {
      write(json, figures);
    }
    return figures.stream().allMatch(Figure::reached) ? 0 : 1;
  }

  private void print(List<Figure> figures) {
    PrintWriter out = spec.commandLine().getOut();
    out.println("| figure | measured | against | bar | reached |");
    out.println("|---|---|---|---|---|");
    for (Figure figure : figures) {
      String ratio =
          figure.ratio() == null
              ? ""
              : String.format(Locale.ROOT, "%.2f × %s", figure.ratio(), figure.baseline());
      out.printf(
          Locale.ROOT,
          "| `%s`: %s | %,.3f %s | %s | %s | %s |%n",
          figure.name(),
          figure.what(),
          figure.value(),
          figure.unit(),
          ratio,
          figure.bar(),
          figure.reached() ? "yes" : "no");
    }
    out.println();
    out.println(Machine.describe());
    out.flush();
  }

  private static void write(Path file, List<Figure> figures) throws IOException {
    Files.writeString(
        file,
        JsonMapper.builder()
            .build()
            .writerWithDefaultPrettyPrinter()
            .writeValueAsString(Map.of("machine", Machine.describe(), "figures", figures)));
  }
}
