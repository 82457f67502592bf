package dev.everline.channel.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.catalog.Plan;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.ledger.LedgerCheck;
import dev.everline.ledger.LedgerProofs;
import dev.everline.payment.Wallet;
import dev.everline.storage.Transactions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The operators' door to what the server measures, on a port of its own. */
class MetricsTest {

  private static final int MANY = 2_000;

  private static ApiServer server;
  private static HttpClient monitor;
  private static int port;
  private static LineId line;

  @BeforeAll
  static void aLineIsRenewedAndTheLedgerProved() {
    server = new ApiServer("--management.server.port=0");
    monitor = HttpClient.newHttpClient();
    port = server.managementPort();
    server.get(Wallet.class).deposit(server.account.id(), Money.usd(500_00));
    Plan plan = server.plan(server.account.id());
    line = server.line(server.account.id(), plan, server.today().plusDays(3));
    ApiServer.Answer order =
        server.post("/api/v1/lines/" + line + "/orders", "a-key", "{\"kind\": \"WHOLE_PERIOD\"}");
    assertThat(order.text("/state")).as(order.whole().body()).isEqualTo("RENEWED");
    server.database.execute(
        "INSERT INTO everline.backup_run VALUES ('%1$s'::timestamptz - interval '1 day', 'DAILY', 'MADE', 1), ('%1$s'::timestamptz - interval '1 hour', 'DAILY', 'FAILED', 0)"
            .formatted(server.clock.instant()));
    new Transactions(server.database.dataSource())
        .run(
            connection -> {
              connection.setSchema("everline");
              LedgerProofs.note(
                  connection,
                  new LedgerCheck().run(connection),
                  server.clock.instant().minusSeconds(7_200));
              return true;
            });
  }

  @AfterAll
  static void close() {
    monitor.close();
    server.close();
  }

  private static HttpResponse<String> asked(String method, String path)
      throws IOException, InterruptedException {
    return monitor.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static String scraped() throws IOException, InterruptedException {
    HttpResponse<String> answer = asked("GET", "/actuator/prometheus");
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.body();
  }

  /** A sample's value, by its name and tags as Prometheus writes them. */
  private static double value(String scraped, String sample) {
    return scraped
        .lines()
        .filter(row -> row.startsWith(sample + " "))
        .map(row -> Double.parseDouble(row.substring(sample.length() + 1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + sample + " in\n" + scraped));
  }

  @Test
  void aRenewalIsCountedByItsKindAndOutcome() throws Exception {
    assertThat(
            value(
                scraped(),
                "everline_renewal_orders_total{kind=\"whole_period\",outcome=\"renewed\"}"))
        .isEqualTo(1);
    assertThat(asked("GET", "/actuator/metrics/everline.renewal.orders?tag=outcome:renewed").body())
        .contains("\"value\":1.0")
        .contains("whole_period");
  }

  @Test
  void theHeartsLagTheProofsAgeAndThePoolAreTold() throws Exception {
    String scraped = scraped();
    assertThat(value(scraped, "everline_heartbeat_lag_seconds")).isBetween(0.0, 3_600.0);
    assertThat(value(scraped, "everline_ledger_proof_age_seconds")).isBetween(7_200.0, 10_800.0);
    assertThat(value(scraped, "everline_ledger_proof_sound")).isEqualTo(1);
    assertThat(scraped)
        .contains("everline_heartbeat_batch_lines_count")
        .contains("everline_heartbeat_batch_time_seconds_count{step=\"settle\"}")
        .contains("everline_heartbeat_lateness_seconds_max")
        .contains("hikaricp_connections_active{pool=")
        .contains("jvm_memory_used_bytes");
  }

  @Test
  void ordersThatWaitAreCountedBesideTheScrapes() throws Exception {
    double inDoubt = Double.NaN;
    for (int i = 0; i < MANY && Double.isNaN(inDoubt); i++) {
      inDoubt = value(scraped(), "everline_orders_waiting{why=\"in-doubt\"}");
    }
    assertThat(inDoubt).isZero();
    assertThat(value(scraped(), "everline_orders_waiting{why=\"held-for-approval\"}")).isZero();
  }

  @Test
  void nothingTellsOfALineOrAnAccount() throws Exception {
    assertThat(scraped())
        .doesNotContain("1212555")
        .doesNotContain(line.toString())
        .doesNotContain(server.account.id().toString())
        .doesNotContain("household");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/join",
        "/api/v1/wallet",
        "/actuator/env",
        "/actuator/health",
        "/actuator/heapdump"
      })
  void nothingElseIsServedThere(String path) throws Exception {
    assertThat(asked("GET", path).statusCode()).isNotEqualTo(200);
  }

  @Test
  void nothingCanBeDoneThere() throws Exception {
    assertThat(asked("POST", "/actuator/prometheus").statusCode()).isGreaterThanOrEqualTo(400);
    assertThat(asked("DELETE", "/actuator/metrics").statusCode()).isGreaterThanOrEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/actuator/prometheus", "/actuator/metrics", "/actuator"})
  void theDoorThatEverybodyMayReachTellsNothing(String path) throws Exception {
    URI address = URI.create("http://127.0.0.1:" + server.port + path);
    for (HttpRequest.Builder request :
        List.of(
            HttpRequest.newBuilder(address),
            HttpRequest.newBuilder(address).header("Authorization", "Bearer " + server.token))) {
      HttpResponse<String> answer =
          monitor.send(request.build(), HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).isNotEqualTo(200);
      assertThat(answer.body()).doesNotContain("everline_");
    }
  }

  @Test
  void theAgeOfTheLastBackupIsMeasuredAndWhetherTheLastTryMadeOne() throws Exception {
    String scraped = scraped();
    assertThat(value(scraped, "everline_backup_age_seconds")).isEqualTo(86_400);
    assertThat(value(scraped, "everline_backup_made")).isZero();
    assertThat(value(scraped, "everline_restore_held")).isZero();
  }
}
