package dev.everline.renewal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.catalog.Basis;
import dev.everline.kernel.Money;
import dev.everline.renewal.RenewalSettings;
import dev.everline.renewal.World;
import dev.everline.storage.Plans;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Each statement of the engine names the bucket of every table it reads, where the planner looks:
 * on a database that is spread over machines by bucket, one that doesn't is sent to all of them.
 */
class BucketsNamedTest {

  /** A statement's words, and why it looks into all buckets. */
  private static final Map<String, String> OVER_ALL =
      Map.of(
          "FROM route_record WHERE slowest_at >", "how slow routes were lately, over all accounts",
          "generate_series(", "asks each bucket in turn whether something is due there");

  @Test
  void theHeartbeatBooksAndPostsWithinABucket() {
    try (World world = new World()) {
      Plans plans = Plans.of(world.database);
      RenewalEngine engine =
          RenewalEngine.on(
              plans.dataSource(),
              world.database.seal(),
              world.catalog,
              world.carrier,
              RenewalSettings.defaults(),
              Runnable::run,
              world.clock,
              new SplittableRandom(1));
      engine.wallet().deposit(world.account.id(), Money.usd(100_00));
      world.line(Basis.FROM_EXPIRY, LocalDate.of(2026, 11, 3));
      world.line(Basis.FROM_EXPIRY, LocalDate.of(2026, 11, 4));
      for (int wakeUps = 0; wakeUps < 10; wakeUps++) {
        engine.heartbeat().beat();
        engine.heartbeat().nextWake().ifPresent(world.clock::moveTo);
      }
      assertThat(world.states()).contains("RENEWED");

      List<Plans.Sent> sent = plans.sent();
      assertThat(sent.stream().flatMap(each -> each.tables().stream()))
          .contains("line", "wake_up", "renewal_order", "ledger_account", "notice");
      assertThat(
              sent.stream()
                  .filter(each -> !each.withoutBucket().isEmpty())
                  .filter(each -> OVER_ALL.keySet().stream().noneMatch(each.text()::contains))
                  .distinct())
          .as("statements that name no bucket of these tables")
          .isEmpty();
    }
  }
}
