package dev.everline.channel.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.channel.api.ApiServer.Answer;
import dev.everline.kernel.Money;
import dev.everline.kernel.ProblemType;
import dev.everline.payment.Wallet;
import dev.everline.storage.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The API while its database is gone, and after it has come back. */
@Timeout(600)
class ApiOutageTest {

  private static final String DEPOSIT =
      "{\"amount\": {\"amount\": \"25.00\", \"currency\": \"USD\"}}";

  private final ApiServer server = new ApiServer(TestDatabase.onAServerOfItsOwn());

  @AfterEach
  void close() {
    server.database.server().ensureRunning();
    server.close();
  }

  @Test
  void withoutItsDatabaseItIsUnavailableAndWithItAgainTheSameRequestIsDoneOnce() throws Exception {
    assertThat(server.get("/api/v1/wallet").status()).isEqualTo(200);
    ProcessHandle postgres = server.database.server().process().orElseThrow();
    List<ProcessHandle> all = Stream.concat(Stream.of(postgres), postgres.children()).toList();
    // Those that serve the connections would notice only a moment later that they are alone.
    all.forEach(ProcessHandle::destroyForcibly);
    for (ProcessHandle gone : all) {
      gone.onExit().get(60, TimeUnit.SECONDS);
    }

    List<Answer> answers =
        atOnce(
            List.of(
                () -> server.get("/api/v1/wallet"),
                () -> server.get("/api/v1/lines"),
                () -> server.post("/api/v1/wallet/deposits", "in-the-outage", DEPOSIT)));

    assertThat(answers).allSatisfy(ApiOutageTest::assertUnavailable);
    Answer alive = server.send("GET", "/healthz", null, null, Map.of());
    assertThat(alive.status()).isEqualTo(200);

    server.database.server().ensureRunning();

    assertThat(server.get("/api/v1/lines").status()).isEqualTo(200);
    Answer first = server.post("/api/v1/wallet/deposits", "in-the-outage", DEPOSIT);
    Answer again = server.post("/api/v1/wallet/deposits", "in-the-outage", DEPOSIT);
    assertThat(first.status()).isEqualTo(201);
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(server.get(Wallet.class).balance(server.account.id(), Money.USD))
        .isEqualTo(Money.usd(25_00));
  }

  private static void assertUnavailable(Answer answer) {
    assertThat(answer.status()).as(answer.whole().body()).isEqualTo(503);
    assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    assertThat(answer.text("/type"))
        .isEqualTo("https://everline.dev/problems/" + ProblemType.UNAVAILABLE.slug());
    assertThat(answer.body().at("/status").asInt()).isEqualTo(503);
    assertThat(answer.text("/title")).isNotEmpty();
    assertThat(answer.text("/detail"))
        .contains("try again")
        .doesNotContain("127.0.0.1")
        .doesNotContain("Exception");
    assertThat(answer.header("Retry-After")).matches("[0-9]+");
  }

  private static List<Answer> atOnce(List<Callable<Answer>> calls) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Answer> answers = new ArrayList<>();
      for (Future<Answer> one : calls.stream().map(threads::submit).toList()) {
        answers.add(one.get());
      }
      return answers;
    }
  }
}
