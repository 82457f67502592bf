package dev.everline.bench;

import static dev.everline.fixture.LineBuilder.aLine;

import dev.everline.catalog.Catalog;
import dev.everline.catalog.CatalogLoader;
import dev.everline.catalog.Plan;
import dev.everline.kernel.AccountId;
import dev.everline.kernel.Bucket;
import dev.everline.kernel.LineId;
import dev.everline.line.due.DueLine;
import dev.everline.renewal.RenewalSettings;
import dev.everline.renewal.decide.Decide;
import dev.everline.renewal.decide.Decision;
import dev.everline.renewal.price.Quoter;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Decisions a second on one core, over lines of all plans at all distances from their end. */
final class DecideBenchmark implements BenchCommand.Benchmark {

  private static final Instant NOW = Instant.parse("2026-11-24T15:00:00Z");
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 24);
  private static final int LINES = 1_000;
  private static final int ROUNDS = 3_000;
  private static final double BAR = 1_000_000;

  @Override
  public List<Figure> run(PrintWriter progress) {
    Catalog catalog = CatalogLoader.builtIn().load();
    RenewalSettings settings = RenewalSettings.defaults();
    Decide decide = new Decide(catalog, new Quoter(catalog, settings.serviceFee()), settings);
    List<DueLine> lines = lines(SeededLines.renewablePlans(catalog, TODAY));
    long renewals = 0;
    for (int round = 0; round < ROUNDS / 3; round++) {
      renewals += renewals(decide, lines);
    }
    long start = System.nanoTime();
    for (int round = 0; round < ROUNDS; round++) {
      renewals += renewals(decide, lines);
    }
    double perSecond = (double) ROUNDS * LINES * 1e9 / (System.nanoTime() - start);
    progress.printf("  %,d of them were to renew%n", renewals);
    progress.flush();
    return List.of(
        new Figure(
            "decide",
            "decisions on one core",
            perSecond,
            "/s",
            null,
            null,
            "≥ 1,000,000 /s",
            perSecond >= BAR));
  }

  private static long renewals(Decide decide, List<DueLine> lines) {
    long renewals = 0;
    for (DueLine line : lines) {
      if (decide.decide(line, Duration.ZERO, true, NOW) instanceof Decision.Renew) {
        renewals++;
      }
    }
    return renewals;
  }

  /** A tenth of the lines is to be renewed today. */
  private static List<DueLine> lines(List<Plan> plans) {
    SplittableRandom random = new SplittableRandom(1);
    List<DueLine> lines = new ArrayList<>(LINES);
    for (int i = 0; i < LINES; i++) {
      Plan plan = plans.get(i % plans.size());
      LocalDate end = TODAY.plusDays(i % 10 == 0 ? 1 : random.nextInt(5, 30));
      lines.add(
          aLine()
              .withId(LineId.of(i % Bucket.COUNT, i))
              .of(AccountId.of(i % Bucket.COUNT, i))
              .on(plan)
              .in("TX")
              .expiring(end)
              .anchorDay(end.getDayOfMonth())
              .due(NOW)
              .added(NOW)
              .dueLine());
    }
    return lines;
  }
}
