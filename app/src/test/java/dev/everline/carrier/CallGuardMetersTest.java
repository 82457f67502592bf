package dev.everline.carrier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.carrier.CallGuard.Judged;
import dev.everline.carrier.CallGuard.Sign;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class CallGuardMetersTest {

  private static final int MINIMUM = 4;

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final CallGuard guard =
      new CallGuard(
          "a-route",
          new CallLimits(8, Duration.ofMillis(1), 10, MINIMUM, 50, Duration.ofMinutes(1)),
          Clock.fixed(Instant.EPOCH, ZoneOffset.UTC),
          registry);

  private String call(Sign sign) {
    return guard.call("mint", () -> new Judged<>("answer", sign), code -> code);
  }

  private long calls(String outcome) {
    return registry
        .get("everline.carrier.calls")
        .tags("route", "a-route", "carrier", "mint", "outcome", outcome)
        .timer()
        .count();
  }

  private double breaker() {
    return registry.get("everline.carrier.breaker").tags("carrier", "mint").gauge().value();
  }

  @Test
  void callsAreTimedByWhatTheyGaveAndAnOpenBreakerIsSeen() {
    call(Sign.WELL);
    call(Sign.NEITHER);
    assertThat(breaker()).isZero();
    for (int i = 1; i < MINIMUM; i++) {
      call(Sign.ILL);
    }

    assertThat(call(Sign.WELL)).isEqualTo(CallGuard.BREAKER_OPEN);

    assertThat(calls("answered")).isEqualTo(1);
    assertThat(calls("asked-to-wait")).isEqualTo(1);
    assertThat(calls("unusable")).isEqualTo(MINIMUM - 1);
    assertThat(breaker()).isEqualTo(1);
    assertThat(
            registry
                .get("everline.carrier.calls.withheld")
                .tags("reason", CallGuard.BREAKER_OPEN)
                .counter()
                .count())
        .isEqualTo(1);
  }
}
