package dev.everline.notice.push;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.TestClock;
import dev.everline.kernel.AccountId;
import dev.everline.kernel.DeviceId;
import dev.everline.kernel.LineId;
import dev.everline.storage.Plans;
import dev.everline.storage.TestDatabase;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is due on devices is taken, and leaves, within one bucket. */
class PushQueueBucketsTest {

  private static final Instant NOW = Instant.parse("2026-11-01T15:00:00Z");

  @Test
  void eachStatementNamesTheBucketOfEveryTableItReads() {
    try (TestDatabase database = TestDatabase.create()) {
      Plans plans = Plans.of(database);
      PushQueue queue =
          new PushQueue(plans.dataSource(), database.seal(), new TestClock(NOW.toString()));

      queue.take(5);
      PushQueue.Due due = due();
      queue.later(due, NOW);
      queue.done(due);
      queue.gone(due);

      List<Plans.Sent> sent = plans.sent();
      assertThat(sent.stream().flatMap(each -> each.tables().stream()))
          .contains("push_due", "push_device", "member");
      assertThat(sent.stream().filter(each -> !each.withoutBucket().isEmpty())).isEmpty();
    }
  }

  private static PushQueue.Due due() {
    byte[] key = new byte[65];
    key[0] = 4;
    return new PushQueue.Due(
        new DeviceId(LineId.of(5, 1).value()),
        1,
        AccountId.of(5, 1),
        LineId.of(5, 1),
        "RENEWED",
        NOW,
        1,
        PushAddress.of(
            "https://push.example/1",
            Base64.getUrlEncoder().encodeToString(key),
            Base64.getUrlEncoder().encodeToString(new byte[16])),
        "en",
        Set.of());
  }
}
