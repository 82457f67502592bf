package dev.everline.bench;

import dev.everline.EverlineApplication;
import dev.everline.account.Account;
import dev.everline.account.Accounts;
import dev.everline.account.ApiTokens;
import dev.everline.catalog.Catalog;
import dev.everline.catalog.Plan;
import dev.everline.demo.SandboxBasis;
import dev.everline.kernel.MicrosecondClock;
import dev.everline.kernel.Money;
import dev.everline.line.Line;
import dev.everline.line.LineFilter;
import dev.everline.line.LinePage;
import dev.everline.line.LineStore;
import dev.everline.line.imports.ImportProgress;
import dev.everline.line.imports.ImportResult;
import dev.everline.line.imports.ImportSource;
import dev.everline.line.imports.LineImport;
import dev.everline.payment.Wallet;
import dev.everline.portal.Scratch;
import dev.everline.portal.ServerProcess;
import dev.everline.sandbox.carrier.CarrierSandbox;
import dev.everline.sandbox.carrier.CarrierSandboxProcess;
import dev.everline.storage.StorageSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Phaser;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/**
 * How long the API takes to quote and to renew while 500 requests come in each second, half of them
 * each. They come when they come, whether or not earlier ones are answered, and their time counts
 * from when they were to be sent; so a server that stops for a moment is charged for all of it.
 *
 * <p>Each renewal is durable and paid for, and waits for a carrier in another process, which
 * commits it to disk before it answers.
 */
final class ApiBenchmark implements BenchCommand.Benchmark {

  private static final int PER_SECOND = 500;
  private static final int MEASURED = 30;

  /** So long the even load goes before it is measured: until its connections and code are there. */
  private static final int LEAD_IN = 10;

  /** What a server that has just started is warmed by: so many requests, so many at once. */
  private static final int WARM_UP = 60_000;

  private static final int AT_ONCE = 8;
  private static final double BAR_MILLIS = 50;

  /** Each line is renewed once. A wallet takes so much in a day, which must do for its lines. */
  private static final int LINES = (WARM_UP + PER_SECOND * (LEAD_IN + MEASURED)) / 2;

  /**
   * Lines that are only quoted, in turn: a quote answered after a renewal of its line would rightly
   * be another one, or none.
   */
  private static final int QUOTED = 4_000;

  private static final int LINES_AN_ACCOUNT = 40;
  private static final Money DEAREST = Money.usd(40_00);
  private static final Money DEPOSIT = Money.usd(1_999_00);

  /**
   * A household's memory, which the launcher gives, is filled by what so many requests hold; and so
   * much code is compiled for them that the place for it must not run out, or all stops for a
   * sweep.
   */
  private static final String OPERATORS =
      "-XX:+UseParallelGC -Xms1g -Xmx1g -XX:ReservedCodeCacheSize=512m";

  private static final String WISH = "{\"kind\":\"WHOLE_PERIOD\"}";

  /** A line, and the token that opens its account. */
  private record Target(String line, String token) {}

  @Override
  public List<Figure> run(PrintWriter progress) throws Exception {
    try (Scratch home = new Scratch("api");
        Scratch books = new Scratch("api-sandbox");
        CarrierSandboxProcess sandbox =
            CarrierSandboxProcess.start(CarrierSandbox.Options.in(books.path()))) {
      Queue<Target> targets = seed(home.path(), sandbox.baseUri());
      String routes =
          """
          {"everline": {"carriers": {"routes": [{"name": "sandbox", "kind": "tmf654",
            "base-url": "%s/{carrier}/tmf-api/prepayBalanceManagement/v4", "carriers": "*"}]}}}
          """
              .formatted(sandbox.baseUri());
      try (ServerProcess server =
              ServerProcess.start(
                  home.path(),
                  Map.of("SPRING_APPLICATION_JSON", routes, "EVERLINE_JAVA_OPTS", OPERATORS),
                  "listens on",
                  "serve",
                  "--port",
                  "0");
          Load load = new Load(server.address(), targets)) {
        long begun = System.nanoTime();
        load.warmUp();
        progress.printf(
            Locale.ROOT,
            "  warmed by %,.0f requests a second, %d at once%n",
            WARM_UP * 1e9 / (System.nanoTime() - begun),
            AT_ONCE);
        progress.flush();
        load.measure();
        int wrong = load.wrong.size();
        if (wrong > 0) {
          progress.printf(
              Locale.ROOT,
              "  %,d of %,d answers were wrong or came too late; the first: %s%n",
              wrong,
              (LEAD_IN + MEASURED) * PER_SECOND,
              load.wrong.peek());
          progress.flush();
        }
        return List.of(
            figure("quotes", load.quotes, wrong == 0),
            figure("renewals", load.renewals, wrong == 0));
      }
    }
  }

  private static Figure figure(String what, Latencies took, boolean allRight) {
    double millis = took.percentile(0.99);
    return new Figure(
        "api",
        "%s: 99 of 100 within, at 500 requests a second (half within %.1f ms)"
            .formatted(what, took.percentile(0.5)),
        millis,
        "ms",
        null,
        null,
        "≤ 50 ms",
        allRight && millis <= BAR_MILLIS);
  }

  // --- what there is to renew

  /** Fills a database by the application's own services, and closes it. */
  private static Queue<Target> seed(Path home, URI sandbox) throws Exception {
    try (ConfigurableApplicationContext application =
            new SpringApplicationBuilder(EverlineApplication.class)
                .web(WebApplicationType.NONE)
                .lazyInitialization(true)
                .logStartupInfo(false)
                .registerShutdownHook(false)
                .initializers(
                    context -> {
                      if (context instanceof GenericApplicationContext beans) {
                        beans.registerBean(
                            "benchStorage",
                            StorageSettings.class,
                            () -> StorageSettings.embedded(home, 4),
                            bean -> bean.setPrimary(true));
                      }
                    })
                .run();
        HttpClient client = HttpClient.newHttpClient()) {
      List<Plan> plans = plans(application.getBean(Catalog.class));
      List<Target> targets = new ArrayList<>();
      for (int first = 0; first < LINES + QUOTED; first += LINES_AN_ACCOUNT) {
        Account account =
            application.getBean(Accounts.class).open("Account " + first, "America/New_York", null);
        var _ = application.getBean(Wallet.class).deposit(account.id(), DEPOSIT);
        String token =
            application.getBean(ApiTokens.class).create(account.id(), "bench", Duration.ofHours(1));
        List<Line> lines = lines(application, account, plans, first);
        tell(client, sandbox, application.getBean(Catalog.class), lines);
        lines.forEach(line -> targets.add(new Target(line.id().toString(), token)));
      }
      return mixed(targets);
    }
  }

  /** As requests come: each from another account than the one before. */
  private static Queue<Target> mixed(Collection<Target> targets) {
    List<Target> all = new ArrayList<>(targets);
    Collections.shuffle(all, new Random(20_261_125));
    return new ConcurrentLinkedQueue<>(all);
  }

  private static List<Plan> plans(Catalog catalog) {
    LocalDate today = LocalDate.ofInstant(Clock.systemUTC().instant(), ZoneOffset.UTC);
    return SeededLines.renewablePlans(catalog, today).stream()
        .filter(plan -> !DEAREST.isLessThan(Objects.requireNonNull(plan.priceOn(today))))
        // A small refill ahead of time adds no days where days go by the amount, and is refused.
        .filter(plan -> catalog.lapseRule(plan.lapseRule()).balanceLives().isEmpty())
        .toList();
  }

  /** By a file, as owners bring many lines in. */
  private static List<Line> lines(
      ConfigurableApplicationContext application, Account account, List<Plan> plans, int first)
      throws IOException {
    Instant now = MicrosecondClock.system().instant();
    LocalDate validUntil = LocalDate.ofInstant(now, ZoneOffset.UTC).plusDays(20);
    StringBuilder file =
        new StringBuilder("number,label,carrier,plan,valid_until,renewed_by,brand_confirmed\n");
    for (int i = first; i < first + LINES_AN_ACCOUNT; i++) {
      Plan plan = plans.get(i % plans.size());
      file.append(
          String.format(
              Locale.ROOT,
              "+1%03d555%04d,Line %d,%s,%s,%s,owner,yes%n",
              201 + i / 9_000,
              // Some of those below have an outcome of their own at the sandbox.
              1_000 + i % 9_000,
              i,
              plan.carrier(),
              plan.id(),
              validUntil));
    }
    byte[] bytes = file.toString().getBytes(StandardCharsets.UTF_8);
    try (ImportSource source = ImportSource.of(new ByteArrayInputStream(bytes), now)) {
      ImportResult result =
          application
              .getBean(LineImport.class)
              .run(
                  account.id(),
                  source,
                  false,
                  (row, column, reason) -> {
                    throw new IllegalStateException(row + " " + column + ": " + reason);
                  },
                  ImportProgress.NONE);
      if (result.added() != LINES_AN_ACCOUNT) {
        throw new IllegalStateException("not all were imported: " + result);
      }
    }
    LinePage page =
        application
            .getBean(LineStore.class)
            .list(account.id(), LineFilter.ALL, null, LINES_AN_ACCOUNT);
    return page.lines();
  }

  private static void tell(HttpClient client, URI sandbox, Catalog catalog, List<Line> lines)
      throws IOException, InterruptedException {
    StringBuilder known = new StringBuilder();
    for (Line line : lines) {
      Plan plan = catalog.plan(Objects.requireNonNull(line.plan()));
      LocalDate validUntil = Objects.requireNonNull(line.facts().validUntil());
      known.append(
          String.format(
              Locale.ROOT,
              "{\"carrier\":\"%s\",\"msisdn\":\"%s\",\"plan\":\"%s\",\"priceMinor\":%d,\"taxMinor\":0,"
                  + "\"currency\":\"USD\",\"period\":\"%s\",\"basis\":\"%s\",\"validUntil\":\"%s\"}%n",
              line.carrier(),
              line.msisdn(),
              plan.id(),
              Objects.requireNonNull(plan.priceOn(validUntil)).minor(),
              Objects.requireNonNull(plan.period()).key(),
              SandboxBasis.of(catalog.lapseRule(plan.lapseRule())),
              validUntil));
    }
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(URI.create(sandbox + "/sandbox/lines"))
                .header("Content-Type", "application/x-ndjson")
                .PUT(HttpRequest.BodyPublishers.ofString(known.toString()))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() / 100 != 2) {
      throw new IOException("the sandbox took no lines: " + answer.body());
    }
  }

  // --- asking

  /** Sends requests at an even rate, and keeps what was answered wrongly, or not in time. */
  private static final class Load implements AutoCloseable {

    private final URI address;
    private final Queue<Target> renewed;
    private final Queue<Target> quoted = new ArrayDeque<>();
    private final HttpClient client =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final Latencies quotes = new Latencies();
    private final Latencies renewals = new Latencies();

    Load(URI address, Queue<Target> targets) {
      this.address = address;
      this.renewed = targets;
      for (int i = 0; i < QUOTED; i++) {
        quoted.add(targets.remove());
      }
    }

    void warmUp() throws IOException {
      Semaphore places = new Semaphore(AT_ONCE);
      for (int i = 0; i < WARM_UP / 2 && wrong.isEmpty(); i++) {
        for (HttpRequest request : List.of(nextQuote(), nextRenewal())) {
          places.acquireUninterruptibly();
          send(request, System.nanoTime(), new Latencies(), places::release);
        }
      }
      places.acquireUninterruptibly(AT_ONCE);
      requireRight();
    }

    void measure() {
      Phaser underWay = new Phaser(1);
      Latencies uncounted = new Latencies();
      long start = System.nanoTime();
      for (int i = 0; i < (LEAD_IN + MEASURED) * PER_SECOND; i += 2) {
        boolean counts = i >= LEAD_IN * PER_SECOND;
        sendAt(start, i, nextQuote(), counts ? quotes : uncounted, underWay);
        sendAt(start, i + 1, nextRenewal(), counts ? renewals : uncounted, underWay);
      }
      underWay.arriveAndAwaitAdvance();
    }

    private void sendAt(
        long start, int number, HttpRequest request, Latencies took, Phaser underWay) {
      long due = start + TimeUnit.SECONDS.toNanos(number) / PER_SECOND;
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      underWay.register();
      send(request, due, took, underWay::arriveAndDeregister);
    }

    private void send(HttpRequest request, long due, Latencies took, Runnable done) {
      var _ =
          client
              .sendAsync(request, HttpResponse.BodyHandlers.ofString())
              .whenComplete(
                  (answer, failure) -> {
                    took.add(System.nanoTime() - due);
                    if (failure != null) {
                      wrong.add(failure.toString());
                    } else if (!isRight(answer)) {
                      wrong.add(answer.statusCode() + " " + answer.body());
                    }
                    done.run();
                  });
    }

    private static boolean isRight(HttpResponse<String> answer) {
      return answer.uri().getPath().endsWith("/quotes")
          ? answer.statusCode() == 200
          : answer.statusCode() == 201 && answer.body().contains("\"RENEWED\"");
    }

    private void requireRight() throws IOException {
      if (!wrong.isEmpty()) {
        throw new IOException(wrong.size() + " answers were wrong; the first: " + wrong.peek());
      }
    }

    private HttpRequest nextQuote() {
      Target target = quoted.remove();
      quoted.add(target);
      return asking(target, "/quotes").build();
    }

    private HttpRequest nextRenewal() {
      Target target = renewed.remove();
      return asking(target, "/orders").header("Idempotency-Key", target.line()).build();
    }

    private HttpRequest.Builder asking(Target target, String what) {
      return HttpRequest.newBuilder(address.resolve("/api/v1/lines/" + target.line() + what))
          .timeout(Duration.ofSeconds(30))
          .header("Authorization", "Bearer " + target.token())
          .header("Content-Type", "application/json")
          .POST(HttpRequest.BodyPublishers.ofString(WISH));
    }

    @Override
    public void close() {
      client.close();
    }
  }
}
