package dev.everline.bench;

import dev.everline.kernel.Bucket;
import dev.everline.line.due.WakeUps;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What a renewal costs however many lines are held. */
final class ScaleBenchmark implements BenchCommand.Benchmark {

  private static final int DUE = 10_000;
  private static final int ROUNDS = 3;
  private static final double FLAT_WITHIN = 1.25;

  private final int most;

  ScaleBenchmark(int most) {
    this.most = most;
  }

  @Override
  public List<Figure> run(PrintWriter progress) throws Exception {
    List<Figure> figures = new ArrayList<>();
    try (BenchDatabase database = new BenchDatabase()) {
      Sweep sweep =
          new Sweep(
              database.dataSource(),
              database.seal(),
              database.catalog(),
              new InProcessCarrier(),
              Runnable::run,
              SweepBenchmark.BATCH,
              SweepBenchmark.LANES);
      SeededLines.add(database.dataSource(), database.seal(), database.plans(), 0, DUE, DUE);
      for (int i = 0; i < 6; i++) {
        sweep.run(DUE);
        makeDue(database);
      }
      double first = 0;
      int held = DUE;
      for (int size = DUE; size <= most; size *= 10) {
        if (size > held) {
          SeededLines.add(
              database.dataSource(), database.seal(), database.plans(), held * 10, size - held, 0);
          held = size;
        }
        double best = Double.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
          Sweep.Result result = sweep.run(DUE);
          best = Math.min(best, result.took().toNanos() / 1e3 / result.renewed());
          makeDue(database);
        }
        first = first == 0 ? best : first;
        double ratio = best / first;
        progress.printf("  %,d lines held: %.1f µs a renewal%n", size, best);
        progress.flush();
        figures.add(
            new Figure(
                "scale",
                "cost of a renewal with %,d lines held, best of %d".formatted(size, ROUNDS),
                best,
                "µs",
                "with 10,000 held",
                ratio,
                "within 25 %",
                ratio <= FLAT_WITHIN));
      }
    }
    return figures;
  }

  /** The first lines are due again: as if a period had passed, with a fresh period to pay for. */
  private static void makeDue(BenchDatabase database) throws Exception {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          UPDATE line SET valid_until = %s, balance = NULL,
                          balance_expires_on = NULL, charged_on = NULL,
                          next_wake_at = now() - interval '1 hour'
           WHERE id & ((1::bigint << 53) - 1) BETWEEN 2000000000 AND 2000009999
          """
              .formatted(SeededLines.SOON));
      WakeUps.repair(connection, 0, Bucket.COUNT - 1);
      // The former period's order would stand in the way: it is as if a year had passed.
      statement.execute("DELETE FROM renewal_order");
      statement.execute("VACUUM line, renewal_order");
    }
  }
}
