package dev.everline.bench;

import dev.everline.account.Account;
import dev.everline.account.Accounts;
import dev.everline.catalog.Plan;
import dev.everline.kernel.MicrosecondClock;
import dev.everline.line.imports.ImportResult;
import dev.everline.line.imports.ImportSource;
import dev.everline.line.imports.LineImport;
import dev.everline.storage.IdAllocator;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;

/** Lines imported a second from a file. */
final class ImportBenchmark implements BenchCommand.Benchmark {

  private static final int WARM_UP = 50_000;
  private static final int LINES = 500_000;
  private static final double BAR = 50_000;

  @Override
  public List<Figure> run(PrintWriter progress) throws Exception {
    try (BenchDatabase database = new BenchDatabase()) {
      run(database, WARM_UP);
      double perSecond = run(database, LINES);
      return List.of(
          new Figure(
              "import",
              "lines imported, 500,000 in a file",
              perSecond,
              "/s",
              null,
              null,
              "≥ 50,000 /s",
              perSecond >= BAR));
    }
  }

  private static double run(BenchDatabase database, int lines) throws IOException {
    Clock clock = MicrosecondClock.system();
    IdAllocator ids = new IdAllocator(database.dataSource());
    Account account =
        new Accounts(database.dataSource(), database.seal(), ids, clock)
            .open("Fleet", "America/New_York", "TX");
    Path file = Files.createTempFile("everline-import", ".csv");
    try {
      write(file, database.plans(), lines);
      LineImport lineImport =
          new LineImport(database.dataSource(), database.seal(), ids, database.catalog(), clock);
      long start = System.nanoTime();
      ImportResult result;
      try (ImportSource source = ImportSource.of(file)) {
        result =
            lineImport.run(
                account.id(),
                source,
                false,
                (row, column, reason) -> {
                  throw new IllegalStateException(row + " " + column + ": " + reason);
                },
                (rows, read, of) -> {});
      }
      double perSecond = lines * 1e9 / (System.nanoTime() - start);
      if (result.added() != lines) {
        throw new IllegalStateException("not all were imported: " + result);
      }
      return perSecond;
    } finally {
      Files.delete(file);
    }
  }

  private static void write(Path file, List<Plan> plans, int lines) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write("number,label,carrier,plan,valid_until,renewed_by,brand_confirmed\n");
      for (int i = 0; i < lines; i++) {
        Plan plan = plans.get(i % plans.size());
        out.write(
            String.format(
                Locale.ROOT,
                "+1%03d555%04d,Line %d,%s,%s,2027-01-%02d,everline,yes%n",
                201 + i / 10_000,
                i % 10_000,
                i,
                plan.carrier(),
                plan.id(),
                1 + i % 28));
      }
    }
  }
}
