package dev.everline.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LatenciesTest {

  @Test
  void aShareIsAnsweredWithinTheTimeOfItsLastRequest() {
    Latencies latencies = new Latencies();
    for (int millis = 200; millis >= 1; millis--) {
      latencies.add(millis * 1_000_000L);
    }
    assertThat(latencies.percentile(0.5)).isEqualTo(100);
    assertThat(latencies.percentile(0.99)).isEqualTo(198);
    assertThat(latencies.percentile(1)).isEqualTo(200);
  }

  @Test
  void ofFewRequestsTheSlowestCounts() {
    Latencies latencies = new Latencies();
    latencies.add(3_000_000);
    latencies.add(7_000_000);
    assertThat(latencies.percentile(0.95)).isEqualTo(7);
  }

  @Test
  void nothingMeasuredIsNoGoodFigure() {
    assertThatThrownBy(() -> new Latencies().percentile(0.5))
        .isInstanceOf(IllegalStateException.class);
  }
}
