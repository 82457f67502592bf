package dev.everline.simulation;

import dev.everline.kernel.InvalidValue;
import dev.everline.storage.Database;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Searches random worlds for one in which a promise does not hold. */
@Command(
    name = "simulate",
    description = {
      "Runs the real engine and SQL through random weeks of owners' acts, carriers' faults and"
          + " crashes, on a clock of its own, and holds the promises after every step.",
      "Exit code 1 when one does not hold; what it prints then shows it again."
    },
    mixinStandardHelpOptions = true)
public final class SimulateCommand implements Callable<Integer> {

  private static final int MOST_FAILURES = 10;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      defaultValue = "100",
      description = "How many worlds. Default: ${DEFAULT-VALUE}.")
  private int seeds;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "The one world to run, or with --seeds the first.")
  private @Nullable Long seed;

  @Option(
      names = "--days",
      paramLabel = "D",
      defaultValue = "30",
      description = "Days in each. Default: ${DEFAULT-VALUE}.")
  private int days;

  @Option(names = "--json", description = "Print the result as JSON, for programs.")
  private boolean json;

  @Spec private CommandSpec spec;

  /** What a run of many seeds found. */
  record Found(
      long seeds,
      int days,
      long steps,
      long renewed,
      long crashes,
      long calls,
      List<Broken> broken) {}

  /** A seed that failed. */
  record Broken(long seed, String what, String replay, List<String> lastSteps) {}

  @Override
  public Integer call() {
    if (seeds < 1 || seeds > 10_000_000) {
      throw InvalidValue.of(
          "seeds", Integer.toString(seeds), "is out of range", "give 1 to 10000000");
    }
    if (days < 1 || days > 3_650) {
      throw InvalidValue.of("days", Integer.toString(days), "is out of range", "give 1 to 3650");
    }
    boolean one = seed != null && !spec.commandLine().getParseResult().hasMatchedOption("--seeds");
    Found found = search(seed == null ? 1 : seed, one ? 1 : seeds);
    print(found);
    return found.broken().isEmpty() ? 0 : 1;
  }

  private Found search(long first, long many) {
    AtomicLong next = new AtomicLong(first);
    AtomicLong steps = new AtomicLong();
    AtomicLong renewed = new AtomicLong();
    AtomicLong crashes = new AtomicLong();
    AtomicLong calls = new AtomicLong();
    ConcurrentLinkedQueue<Broken> broken = new ConcurrentLinkedQueue<>();
    int workers = (int) Math.min(many, Math.max(1, Runtime.getRuntime().availableProcessors()));
    try (SimulationDatabase server = SimulationDatabase.start();
        ProgressBar progress =
            new ProgressBarBuilder().setTaskName("Worlds").setInitialMax(many).build();
        ExecutorService pool = Executors.newFixedThreadPool(workers)) {
      List<Future<?>> running = new ArrayList<>();
      for (int worker = 0; worker < workers; worker++) {
        String name = "worlds_" + worker;
        running.add(
            pool.submit(
                () -> {
                  try (Database database = server.create(name)) {
                    for (long s = next.getAndIncrement();
                        s < first + many && broken.size() < MOST_FAILURES;
                        s = next.getAndIncrement()) {
                      try {
                        Simulation.Outcome outcome = Simulation.run(database, s, days);
                        steps.addAndGet(outcome.steps());
                        renewed.addAndGet(outcome.renewed());
                        crashes.addAndGet(outcome.crashes());
                        calls.addAndGet(outcome.calls());
                      } catch (PromiseBroken found) {
                        broken.add(
                            new Broken(
                                found.seed(), found.what(), found.replay(), found.lastSteps()));
                      }
                      progress.step();
                    }
                  }
                }));
      }
      for (Future<?> worker : running) {
        worker.get();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException failed) {
      throw new IllegalStateException("a worker failed", failed.getCause());
    }
    long done = Math.min(next.get(), first + many) - first;
    return new Found(
        done, days, steps.get(), renewed.get(), crashes.get(), calls.get(), List.copyOf(broken));
  }

  private void print(Found found) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(
          JsonMapper.builder()
              .enable(SerializationFeature.INDENT_OUTPUT)
              .build()
              .writeValueAsString(found));
    } else {
      out.printf(
          "%,d worlds of %d days: %,d steps, %,d renewals, %,d carrier calls, %,d crashes.%n",
          found.seeds(),
          found.days(),
          found.steps(),
          found.renewed(),
          found.calls(),
          found.crashes());
      for (Broken one : found.broken()) {
        out.println();
        out.println("Seed " + one.seed() + ": " + one.what());
        if (found.broken().size() == 1) {
          one.lastSteps().forEach(step -> out.println("  " + step));
        }
        out.println("  See it again: " + one.replay());
      }
      out.println(
          found.broken().isEmpty()
              ? "Every promise held."
              : found.broken().size() + " worlds broke a promise.");
    }
    out.flush();
  }
}
