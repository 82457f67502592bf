package dev.everline.bench;

import java.io.PrintWriter;
import java.util.List;

/**
 * Durable renewals a second with a carrier in this process, against TPC-B of the same server. Both
 * are taken as they are in operation: the code is compiled, and the database has renewed before.
 */
final class SweepBenchmark implements BenchCommand.Benchmark {

  static final int BATCH = 1_000;
  static final int LANES = 4;
  private static final int SMALL_BATCH = 4;
  private static final int[][] WARM_UP = {{40_000, SMALL_BATCH}, {200_000, BATCH}};

  /** Renewed before measuring, so that each bucket has Everline's own ledger accounts. */
  private static final int EARLIER = 40 * 1024;

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
      Sweep sweep = sweep(database, BATCH);
      SeededLines.add(
          database.dataSource(), database.seal(), database.plans(), 0, EARLIER, EARLIER);
      sweep.run(EARLIER);
      SeededLines.add(
          database.dataSource(), database.seal(), database.plans(), EARLIER, LINES, LINES);
      Sweep.Result result = sweep.run(LINES);
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
   * A server that renews for weeks has all its code compiled, also what runs once a batch: small
   * batches first bring that to the compiler as often as weeks would, whole ones then show it what
   * is to be measured. On databases of their own, so that what the warm-up leaves behind (dead
   * rows, a checkpoint to come) is not measured.
   */
  private static void warmUp() throws Exception {
    for (int[] round : WARM_UP) {
      try (BenchDatabase database = new BenchDatabase()) {
        SeededLines.add(
            database.dataSource(), database.seal(), database.plans(), 0, round[0], round[0]);
        sweep(database, round[1]).run(round[0]);
      }
    }
  }

  private static Sweep sweep(BenchDatabase database, int batch) {
    return new Sweep(
        database.dataSource(),
        database.seal(),
        database.catalog(),
        new InProcessCarrier(),
        Runnable::run,
        batch,
        LANES);
  }
}
