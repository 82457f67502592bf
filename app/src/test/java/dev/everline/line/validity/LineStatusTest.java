package dev.everline.line.validity;

import static dev.everline.fixture.LineBuilder.aLine;
import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.fixture.LineBuilder;
import dev.everline.line.validity.LineStatus.Cause;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A metered line lapses by date or by balance, whichever is first. */
class LineStatusTest {

  private static final boolean METERED = true;
  private static final boolean WITH_ALLOWANCE = false;

  private static LineStatus status(LineState byDate, LineBuilder line, boolean metered) {
    return LineStatus.of(byDate, line.facts(), metered);
  }

  @ParameterizedTest
  @EnumSource(names = {"ACTIVE", "GRACE", "UNKNOWN"})
  void aMeteredLineWhoseBalanceIsUsedUpIsSuspendedByItWhateverItsDate(LineState byDate) {
    assertThat(status(byDate, aLine().balance("0"), METERED))
        .isEqualTo(new LineStatus(LineState.SUSPENDED, Cause.BALANCE));
    assertThat(status(byDate, aLine().balance("-0.01"), METERED))
        .isEqualTo(new LineStatus(LineState.SUSPENDED, Cause.BALANCE));
  }

  @Test
  void oneCentInTheBalanceStillServes() {
    assertThat(status(LineState.ACTIVE, aLine().balance("0.01"), METERED))
        .isEqualTo(new LineStatus(LineState.ACTIVE, null));
  }

  @Test
  void aBalanceThatIsNotKnownChangesNothing() {
    assertThat(status(LineState.ACTIVE, aLine(), METERED))
        .isEqualTo(new LineStatus(LineState.ACTIVE, null));
  }

  @Test
  void aPlanWithAnAllowanceIsServedWithoutABalance() {
    assertThat(status(LineState.ACTIVE, aLine().balance("0"), WITH_ALLOWANCE))
        .isEqualTo(new LineStatus(LineState.ACTIVE, null));
  }

  @Test
  void aLineWhoseDateHasPassedIsSuspendedByItsDateWhateverItsBalance() {
    assertThat(status(LineState.SUSPENDED, aLine().balance("0"), METERED))
        .isEqualTo(new LineStatus(LineState.SUSPENDED, Cause.DATE));
    assertThat(status(LineState.SUSPENDED, aLine().balance("9"), METERED))
        .isEqualTo(new LineStatus(LineState.SUSPENDED, Cause.DATE));
  }

  @Test
  void aNumberThatMayBeLostIsNotBroughtBackByItsBalance() {
    assertThat(status(LineState.LOST, aLine().balance("0"), METERED))
        .isEqualTo(new LineStatus(LineState.LOST, null));
  }
}
