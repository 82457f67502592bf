package dev.everline.sandbox.carrier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.everline.sandbox.carrier.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The sandbox as a process of its own keeps what it acknowledged, however it ends. */
class CarrierSandboxProcessTest {

  private static final int LINES = 100;
  private static final int THREADS = 16;

  @TempDir Path state;

  private CarrierSandboxProcess started() throws IOException {
    return CarrierSandboxProcess.start(CarrierSandbox.Options.in(state));
  }

  @Test
  void everyAcknowledgedTopUpSurvivesAKill() throws Exception {
    try (CarrierSandboxProcess process = started();
        Customer customer = new Customer(process.baseUri())) {
      customer.faults("{\"*\":{\"numberOutcomes\":false}}");
      StringBuilder lines = new StringBuilder();
      for (int i = 0; i < LINES; i++) {
        lines.append(Customer.line(number(i))).append('\n');
      }
      assertThat(customer.put("/sandbox/lines", lines.toString()).status()).isEqualTo(200);
      Set<String> acknowledged = ConcurrentHashMap.newKeySet();
      AtomicInteger tried = new AtomicInteger();
      for (int kill = 1; kill <= 3; kill++) {
        killWhileBusy(process, customer, acknowledged, tried, 200 * kill);
        process.restart();
        assertBooksHoldOnce(customer, acknowledged);
      }
      int all = tried.get();
      for (int i = 0; i < all; i++) {
        assertThat(customer.topsUp("ref-" + i, number(i)).status()).isIn(201, 409);
      }
      JsonNode summary = customer.summary();
      assertThat(summary.path("count").asInt()).isEqualTo(all);
      assertThat(summary.path("distinctReferences").asInt()).isEqualTo(all);
      assertThat(summary.path("referencesPaidMoreThanOnce").asInt()).isZero();
    }
  }

  private static String number(int i) {
    return "121255501%02d".formatted(i % LINES);
  }

  /** Tops up from many threads and kills once so many are acknowledged, in the midst of more. */
  private static void killWhileBusy(
      CarrierSandboxProcess process,
      Customer customer,
      Set<String> acknowledged,
      AtomicInteger tried,
      int enough)
      throws InterruptedException {
    CountDownLatch busy = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int thread = 0; thread < THREADS; thread++) {
        threads.execute(
            () -> {
              try {
                while (true) {
                  int i = tried.getAndIncrement();
                  if (customer.topsUp("ref-" + i, number(i)).status() == 201) {
                    acknowledged.add("ref-" + i);
                  }
                  if (acknowledged.size() >= enough) {
                    busy.countDown();
                  }
                }
              } catch (IOException killed) {
                // The process is gone; what became of this one is to be asked.
              }
            });
      }
      assertThat(busy.await(180, TimeUnit.SECONDS)).isTrue();
      process.kill();
    }
  }

  private static void assertBooksHoldOnce(Customer customer, Set<String> acknowledged) {
    Set<String> seen = ConcurrentHashMap.newKeySet();
    customer
        .get("/sandbox/books")
        .response()
        .body()
        .lines()
        .forEach(
            line -> assertThat(seen.add(Json.parse(line).path("reference").asString(""))).isTrue());
    assertThat(seen).containsAll(acknowledged);
  }

  @Test
  void clockFaultsSettingsListenersAndPendingTopUpsSurviveAKill() throws Exception {
    try (CarrierSandboxProcess process = started();
        Customer customer = new Customer(process.baseUri())) {
      customer.clock("2026-11-24T17:00:00Z");
      customer.faults("{\"*\":{\"pending\":{\"p\":0,\"millis\":1800000},\"fail\":1}}");
      customer.put("/sandbox/carriers", "{\"mint\":{\"enforcesReference\":false}}");
      customer.hasLine("12125550194");
      assertThat(customer.topsUp("ref-1", "12125550194").text("status")).isEqualTo("created");
      String hub =
          customer.post(Customer.api("hub"), "{\"callback\":\"http://127.0.0.1:9/x\"}").text("id");
      long pid = process.pid();
      process.restart();
      assertThat(process.pid()).isNotEqualTo(pid);
      assertThat(customer.get("/sandbox/clock").text("now")).isEqualTo("2026-11-24T17:00:00Z");
      assertThat(customer.get("/sandbox/faults").json().path("*").path("fail").asInt())
          .isEqualTo(1);
      assertThat(
              customer
                  .get("/sandbox/carriers")
                  .json()
                  .path("mint")
                  .path("enforcesReference")
                  .asBoolean())
          .isFalse();
      assertThat(customer.lookUp("ref-1").path(0).path("status").stringValue())
          .isEqualTo("created");
      customer.clock("2026-11-24T17:30:00Z");
      assertThat(customer.lookUp("ref-1").path(0).path("status").stringValue())
          .isEqualTo("completed");
      assertThat(customer.send(customer.request(Customer.api("hub/" + hub)).DELETE()).status())
          .isEqualTo(204);
    }
  }

  @Test
  void aTornTailIsDroppedWithANote() throws Exception {
    CarrierSandboxProcess process = started();
    try (process;
        Customer customer = new Customer(process.baseUri())) {
      customer.hasLine("12125550101");
      process.kill();
      Files.write(
          state.resolve("carrier-sandbox.journal"),
          new byte[] {0, 0, 0, 99, 1, 2, 3},
          StandardOpenOption.APPEND);
      process.restart();
      assertThat(customer.validUntil("12125550101")).isEqualTo("2026-12-01");
      assertThat(Files.readString(state.resolve("carrier-sandbox.log"))).contains("7 bytes");
    }
  }

  @Test
  void aFolderInUseIsToldApart() throws IOException {
    try (CarrierSandboxProcess process = started()) {
      assertThat(process.baseUri("mint").getPath())
          .isEqualTo("/mint/tmf-api/prepayBalanceManagement/v4");
      assertThatIOException().isThrownBy(this::started).withMessageContaining("in use");
    }
  }

  @Test
  void itEndsWhenItsStandardInputDoes() throws Exception {
    try (CarrierSandboxProcess process = started()) {
      ProcessHandle handle = ProcessHandle.of(process.pid()).orElseThrow();
      process.orphan();
      assertThat(handle.onExit().get(60, TimeUnit.SECONDS).isAlive()).isFalse();
    }
  }
}
