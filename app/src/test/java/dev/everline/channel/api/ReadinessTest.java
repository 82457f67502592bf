package dev.everline.channel.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.catalog.Plan;
import dev.everline.channel.api.ApiServer.Answer;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.kernel.ProblemType;
import dev.everline.payment.Wallet;
import dev.everline.renewal.engine.Heartbeat;
import dev.everline.renewal.engine.HeartbeatRunner;
import dev.everline.storage.BackgroundLoop;
import dev.everline.storage.ClockGuard;
import dev.everline.storage.Database;
import dev.everline.storage.DatabaseWatch;
import dev.everline.storage.FullDisk;
import dev.everline.storage.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whether a server does its work, as it tells a load balancer. */
@Timeout(120)
class ReadinessTest {

  private static final String PAY = "{\"kind\": \"WHOLE_PERIOD\"}";
  private static ApiServer server;

  @BeforeAll
  static void start() {
    server = new ApiServer(TestDatabase.onAServerOfItsOwn());
  }

  @AfterAll
  static void close() {
    server.database.server().ensureRunning();
    server.close();
  }

  private static Answer ready() {
    return server.send("GET", "/readyz", null, null, Map.of());
  }

  /** Waits until it is or isn't ready: loops notice within seconds. */
  private static Answer readyIs(int status) {
    Answer answer = ready();
    while (answer.status() != status) {
      server.get(DatabaseWatch.class).wake();
      server.get(HeartbeatRunner.class).wake();
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      answer = ready();
    }
    return answer;
  }

  @Test
  void aServerThatDoesItsWorkIsReady() {
    Answer answer = readyIs(200);
    assertThat(answer.text("/status")).isEqualTo("ready");
    assertThat(answer.body().at("/checks").properties().stream().map(Map.Entry::getKey))
        .containsExactly("database", "keys", "heartbeat", "clock");
    assertThat(answer.body().at("/checks").properties())
        .allSatisfy(check -> assertThat(check.getValue().asString()).isEqualTo("ok"));
  }

  @Test
  void withoutAHeartItIsNotReadyAndSaysSinceWhenWhileTheProcessIsAlive() {
    readyIs(200);
    BackgroundLoop heart = server.get(HeartbeatRunner.class);
    heart.stop();
    Answer answer = readyIs(503);
    assertThat(answer.text("/status")).isEqualTo("not-ready");
    assertThat(answer.text("/checks/heartbeat")).matches("no pass since 20[0-9-]+T[0-9:]+Z");
    assertThat(answer.text("/checks/database")).isEqualTo("ok");
    assertThat(server.send("GET", "/healthz", null, null, Map.of()).status()).isEqualTo(200);
    heart.start();
    readyIs(200);
  }

  @Test
  void withoutItsDatabaseItIsNotReadyAndTellsNothingElse() throws Exception {
    readyIs(200);
    ProcessHandle postgres = server.database.server().process().orElseThrow();
    List<ProcessHandle> all = Stream.concat(Stream.of(postgres), postgres.children()).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    for (ProcessHandle gone : all) {
      gone.onExit().get(60, TimeUnit.SECONDS);
    }
    Answer answer = readyIs(503);
    assertThat(answer.text("/checks/database")).isEqualTo("fails");
    assertThat(answer.whole().body()).doesNotContain("127.0.0.1").doesNotContain("Exception");
    server.database.server().ensureRunning();
    readyIs(200);
  }

  @Test
  void withoutRoomOnTheDiskOfItsDatabaseItIsNotReadyAndSaysWhy() {
    readyIs(200);
    Readiness readiness =
        new Readiness(
            FullDisk.watched(server.get(Database.class)),
            server.get(HeartbeatRunner.class),
            server.get(ClockGuard.class),
            server.clock);

    assertThat(readiness.report().status()).isEqualTo("not-ready");
    assertThat(readiness.report().checks())
        .containsEntry("database", "disk full")
        .containsEntry("heartbeat", "ok");
  }

  @Test
  void whatCannotBeSavedOnAFullDiskIsSaidSo() {
    readyIs(200);
    server.database.onAFullDisk(
        "ledger_transfer",
        () -> {
          Answer answer =
              server.post(
                  "/api/v1/wallet/deposits",
                  "full",
                  "{\"amount\": {\"amount\": \"25.00\", \"currency\": \"USD\"}}");
          assertThat(answer.status()).isEqualTo(503);
          assertThat(answer.text("/detail")).contains("database's disk is full");
        });
  }

  @Test
  void whileTheClockIsBehindWhatIsStoredNothingIsPlannedAndOnceItHasPassedThatAllIs() {
    readyIs(200);
    Instant now = server.clock.instant();
    LineId line = aLineThatIsDue();
    server.get(ClockGuard.class).requireSound();
    try {
      server.clock.moveTo(now.minus(Duration.ofDays(1)));
      Answer notReady = readyIs(503);
      assertThat(notReady.text("/checks/clock")).isEqualTo("behind the stored data");
      assertThat(notReady.text("/checks/heartbeat")).isEqualTo("ok");
      server.database.execute(
          "UPDATE everline.line SET next_wake_at = '2020-01-01Z' WHERE id = " + line.value());
      assertThat(server.get(Heartbeat.class).beat().looked()).isZero();
      Answer refused = server.post("/api/v1/lines/" + line + "/orders", "too-early", PAY);
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.text("/type"))
          .isEqualTo("https://everline.dev/problems/" + ProblemType.CLOCK_BEHIND.slug());
      assertThat(server.database.number("SELECT count(*) FROM everline.renewal_order")).isZero();

      // A difference between two machines' clocks is no reason to stop.
      server.clock.moveTo(now.minus(Duration.ofMinutes(4)));
      assertThat(readyIs(200).text("/checks/clock")).isEqualTo("ok");
    } finally {
      server.clock.moveTo(now);
    }
    Answer paid = server.post("/api/v1/lines/" + line + "/orders", "in-time", PAY);
    assertThat(paid.text("/state")).as(paid.whole().body()).isEqualTo("RENEWED");
  }

  @Test
  void aClockThatWasAheadByMistakeIsAcceptedOnceItIsRight() {
    readyIs(200);
    Instant now = server.clock.instant();
    ClockGuard guard = server.get(ClockGuard.class);
    server.clock.moveTo(now.plus(Duration.ofDays(400)));
    assertThat(guard.isBehind()).isFalse();
    server.clock.moveTo(now);
    assertThat(guard.isBehind()).isTrue();
    guard.accept();
    assertThat(guard.isBehind()).isFalse();
    readyIs(200);
  }

  private static LineId aLineThatIsDue() {
    server.get(Wallet.class).deposit(server.account.id(), Money.usd(500_00));
    Plan plan = server.plan(server.account.id());
    return server.line(server.account.id(), plan, server.today().plusDays(3));
  }
}
