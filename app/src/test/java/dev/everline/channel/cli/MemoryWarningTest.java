package dev.everline.channel.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.everline.kernel.ProblemException;
import org.junit.jupiter.api.Test;

/** What a server is told of its memory before it starts. */
class MemoryWarningTest {

  @Test
  void aHouseholdsServerAndItsDatabaseShareHalfAGibibyteWithoutAWord() {
    Memory household = new Memory(256, 512);
    assertThatNoException().isThrownBy(household::requireEnough);
    assertThat(household.warning()).isEmpty();
  }

  @Test
  void aContainerThatHoldsLessThanBothMayNeedIsWarnedOf() {
    assertThat(new Memory(256, 400).warning())
        .hasValueSatisfying(
            warning -> assertThat(warning).contains("has 400 MiB").contains("may need 512"));
  }

  @Test
  void lessThanTheLeastIsRefused() {
    assertThatThrownBy(new Memory(95, 8_000)::requireEnough)
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("95 MiB");
    assertThatNoException().isThrownBy(new Memory(96, 8_000)::requireEnough);
  }
}
