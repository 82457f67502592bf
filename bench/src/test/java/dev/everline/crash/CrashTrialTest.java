package dev.everline.crash;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code ./everline crash --kills N} kills as often as one likes. */
class CrashTrialTest {

  @Test
  @Timeout(1_800)
  void twentyThousandLinesAreRenewedExactlyOnceWhateverIsKilledMeanwhile() throws Exception {
    CrashTrial.Verdict verdict = CrashTrial.run(20_000, 20, 1, kill -> {});

    assertThat(verdict.faults()).isEmpty();
    assertThat(verdict.toppedUp()).isEqualTo(20_000);
    assertThat(verdict.nodeKills()).isPositive();
    assertThat(verdict.databaseKills()).isPositive();
  }
}
