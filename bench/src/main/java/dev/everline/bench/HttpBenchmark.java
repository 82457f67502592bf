package dev.everline.bench;

import dev.everline.carrier.CallLimits;
import dev.everline.carrier.tmf654.Tmf654Connector;
import dev.everline.carrier.tmf654.Tmf654Settings;
import dev.everline.catalog.LapseRule;
import dev.everline.catalog.Plan;
import dev.everline.demo.SandboxBasis;
import dev.everline.sandbox.carrier.CarrierSandbox;
import dev.everline.sandbox.carrier.CarrierSandboxProcess;
import dev.everline.storage.Sealed;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/** Durable renewals a second end to end: over HTTP to the carrier sandbox, itself durable. */
final class HttpBenchmark implements BenchCommand.Benchmark {

  private static final int WARM_UP = 20_000;
  private static final int LINES = 60_000;

  /** More than in process: most of them wait for the carrier. */
  private static final int LANES = 8;

  private static final double BAR = 3_000;

  @Override
  public List<Figure> run(PrintWriter progress) throws Exception {
    Path state = Files.createTempDirectory("everline-bench-sandbox");
    try (BenchDatabase database = new BenchDatabase();
        CarrierSandboxProcess sandbox =
            CarrierSandboxProcess.start(CarrierSandbox.Options.in(state));
        Tmf654Connector connector = connector(sandbox);
        ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor()) {
      Sweep sweep =
          new Sweep(
              database.dataSource(),
              database.seal(),
              database.catalog(),
              connector,
              calls,
              SweepBenchmark.BATCH,
              LANES);
      SeededLines.add(
          database.dataSource(), database.seal(), database.plans(), 0, WARM_UP, WARM_UP);
      register(database, sandbox.baseUri());
      sweep.run(WARM_UP);
      SeededLines.add(
          database.dataSource(), database.seal(), database.plans(), 10_000_000, LINES, LINES);
      register(database, sandbox.baseUri());
      Sweep.Result result = sweep.run(LINES);
      return List.of(
          new Figure(
              "http",
              "durable renewals over HTTP to the carrier sandbox, 60,000 lines due",
              result.perSecond(),
              "/s",
              null,
              null,
              "≥ 3,000 /s",
              result.perSecond() >= BAR));
    } finally {
      try (Stream<Path> tree = Files.walk(state)) {
        for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  private static Tmf654Connector connector(CarrierSandboxProcess sandbox) {
    Tmf654Settings settings =
        Tmf654Settings.of(
                "sandbox",
                sandbox.baseUri() + "/{carrier}/tmf-api/prepayBalanceManagement/v4",
                Map.of())
            .withLimits(
                new CallLimits(128, Duration.ofSeconds(10), 100, 100, 100, Duration.ofSeconds(5)));
    return new Tmf654Connector(settings, Clock.systemUTC());
  }

  /** Tells the sandbox of the lines that are due, by their plans and rules. */
  private static void register(BenchDatabase database, URI sandbox) throws Exception {
    StringBuilder lines = new StringBuilder();
    Map<String, Plan> plans = database.catalog().plans();
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                SELECT carrier, msisdn, plan, valid_until, anchor_day, id FROM line
                 WHERE next_wake_at <= now()
                """);
        HttpClient client = HttpClient.newHttpClient()) {
      int count = 0;
      while (row.next()) {
        Plan plan = java.util.Objects.requireNonNull(plans.get(row.getString(3)));
        LapseRule rule = database.catalog().lapseRule(plan.lapseRule());
        long price =
            java.util.Objects.requireNonNull(
                    plan.priceOn(row.getObject(4, java.time.LocalDate.class)))
                .minor();
        lines
            .append("{\"carrier\":\"")
            .append(row.getString(1))
            .append("\",\"msisdn\":\"")
            .append(database.seal().open(Sealed.LINE_NUMBER, row.getLong(6), row.getBytes(2)))
            .append("\",\"plan\":\"")
            .append(plan.id())
            .append("\",\"priceMinor\":")
            .append(price)
            .append(",\"taxMinor\":0,\"currency\":\"USD\",\"period\":\"")
            .append(Objects.requireNonNull(plan.period()).key())
            .append("\",\"basis\":\"")
            .append(SandboxBasis.of(rule))
            .append("\",\"validUntil\":\"")
            .append(row.getString(4))
            .append("\",\"anchorDay\":")
            .append(row.getInt(5))
            .append("}\n");
        if (++count % 5_000 == 0) {
          put(client, sandbox, lines);
        }
      }
      put(client, sandbox, lines);
    }
  }

  private static void put(HttpClient client, URI sandbox, StringBuilder lines)
      throws IOException, InterruptedException {
    if (lines.isEmpty()) {
      return;
    }
    HttpResponse<String> response =
        client.send(
            HttpRequest.newBuilder(URI.create(sandbox + "/sandbox/lines"))
                .header("Content-Type", "application/x-ndjson")
                .PUT(HttpRequest.BodyPublishers.ofString(lines.toString()))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() / 100 != 2) {
      throw new IOException("the sandbox took no lines: " + response.body());
    }
    lines.setLength(0);
  }
}
