package dev.everline.bench;

import java.io.PrintWriter;
import java.util.List;

/** Durable renewals a second with a carrier in this process, against TPC-B of the same server. */
final class SweepBenchmark implements BenchCommand.Benchmark {

  static final int BATCH = 1_000;
  static final int LANES = 4;
  private static final int WARM_UP = 300_000;
  private static final int LINES = 200_000;
  private static final int BASELINE_SECONDS = 15;
  private static final double BAR = 5;

  @Override
  public List<Figure> run(PrintWriter progress) throws Exception {
    warmUp();
    progress.println("  Java is warm; measuring the baseline and the sweep on a fresh database");
    progress.flush();
    try (BenchDatabase database = new BenchDatabase()) {
      TpcB.Rate before = new TpcB(database.server()).measure(BASELINE_SECONDS);
      SeededLines.add(database.dataSource(), database.seal(), database.plans(), 0, LINES, LINES);
      Sweep.Result result = sweep(database).run(LINES);
      TpcB.Rate after = new TpcB(database.server()).measure(BASELINE_SECONDS);
      double baseline = (before.perSecond() + after.perSecond()) / 2;
      double ratio = result.perSecond() / baseline;
      return List.of(
          new Figure(
              "sweep",
              "durable renewals, 200,000 lines due, carrier in process",
              result.perSecond(),
              "/s",
              "%s -c 8 -M prepared (%.0f/s before, %.0f/s after)"
                  .formatted(before.by(), before.perSecond(), after.perSecond()),
              ratio,
              "≥ 5 × the baseline",
              ratio >= BAR));
    }
  }

  /**
   * A server that renews for weeks has all its code compiled; on a database of its own, so that
   * what the warm-up leaves behind (dead rows, a checkpoint to come) is not measured.
   */
  private static void warmUp() throws Exception {
    try (BenchDatabase database = new BenchDatabase()) {
      SeededLines.add(
          database.dataSource(), database.seal(), database.plans(), 0, WARM_UP, WARM_UP);
      sweep(database).run(WARM_UP);
    }
  }

  private static Sweep sweep(BenchDatabase database) {
    return new Sweep(
        database.dataSource(),
        database.seal(),
        database.catalog(),
        new InProcessCarrier(),
        Runnable::run,
        BATCH,
        LANES);
  }
}
