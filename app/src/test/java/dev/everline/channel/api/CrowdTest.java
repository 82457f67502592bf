package dev.everline.channel.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.everline.channel.api.ApiServer.Answer;
import dev.everline.kernel.ProblemType;
import dev.everline.storage.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** More requests than the database can answer soon. */
@Timeout(120)
class CrowdTest {

  /** More than may wait. */
  private static final int CALLERS = 160;

  private final ApiServer server = new ApiServer();
  private final Database database = server.get(Database.class);

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void whoComesToACrowdIsSentAwayAtOnceAndThoseWhoWaitAreAnswered() throws Exception {
    List<Connection> held = holdAll(server.get(DataSource.class));
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Answer>> waiting =
          Stream.generate(() -> callers.submit(() -> server.get("/api/v1/wallet")))
              .limit(CALLERS)
              .toList();
      while (!database.isCrowded()) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
      }

      Answer sentAway = server.get("/api/v1/wallet");
      Answer withoutToken = server.send("GET", "/api/v1/wallet", null, null, Map.of());
      Answer health = server.send("GET", "/healthz", null, null, Map.of());
      letGo(held);

      assertThat(sentAway.status()).isEqualTo(503);
      assertThat(sentAway.text("/type"))
          .isEqualTo("https://everline.dev/problems/" + ProblemType.UNAVAILABLE.slug());
      assertThat(sentAway.text("/detail")).contains("This one was not started");
      assertThat(sentAway.header("Retry-After")).matches("[0-9]+");
      assertThat(withoutToken.status()).isEqualTo(401);
      assertThat(health.status()).isEqualTo(200);
      List<Integer> answered = new ArrayList<>();
      for (Future<Answer> one : waiting) {
        answered.add(one.get().status());
      }
      assertThat(answered).isSubsetOf(200, 503);
      // Some of those who wait may be the server's own.
      assertThat(answered.stream().filter(status -> status == 200).count()).isGreaterThan(100);
      assertThat(server.get("/api/v1/wallet").status()).isEqualTo(200);
    } finally {
      letGo(held);
    }
  }

  /** Takes the connections of the pool until none is left. */
  private static List<Connection> holdAll(DataSource pool) throws SQLException {
    List<Connection> held = new ArrayList<>();
    int size = pool.unwrap(HikariDataSource.class).getMaximumPoolSize();
    while (held.size() < size) {
      held.add(pool.getConnection());
    }
    return held;
  }

  private static void letGo(List<Connection> held) throws SQLException {
    for (Connection connection : held) {
      connection.close();
    }
  }
}
