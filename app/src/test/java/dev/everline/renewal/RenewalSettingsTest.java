package dev.everline.renewal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Times that would silence every warning, or never rest, are refused at the start. */
class RenewalSettingsTest {

  private static RenewalSettings with(Duration claim, Duration recheck, Duration tellAhead) {
    RenewalSettings usual = RenewalSettings.defaults();
    return new RenewalSettings(
        usual.batch(),
        usual.lanes(),
        claim,
        recheck,
        tellAhead,
        usual.maxCalls(),
        usual.maxOrders(),
        usual.serviceFee(),
        usual.limits());
  }

  @ParameterizedTest
  @CsvSource({
    "PT1S, PT6H, P7D, claim, 10s to 1h",
    "PT2H, PT6H, P7D, claim, 10s to 1h",
    "PT2M, PT0S, P7D, recheck, 1s to 2d",
    "PT2M, PT-6H, P7D, recheck, 1s to 2d",
    "PT2M, PT6H, P-7D, tell-ahead, 1h to 60d",
    "PT2M, PT6H, P99999D, tell-ahead, 1h to 60d"
  })
  void aTimeOutOfBoundsIsRefusedByName(
      Duration claim, Duration recheck, Duration tellAhead, String name, String bounds) {
    assertThatThrownBy(() -> with(claim, recheck, tellAhead))
        .hasMessageContaining("EVERLINE_RENEWAL_" + name.toUpperCase(Locale.ROOT).replace("-", "_"))
        .hasMessageContaining("give " + bounds);
  }

  @Test
  void theUsualOnesAreFine() {
    assertThat(with(Duration.ofMinutes(2), Duration.ofHours(6), Duration.ofDays(7)))
        .isEqualTo(RenewalSettings.defaults());
  }
}
