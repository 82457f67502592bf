package dev.everline.line.renewer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.everline.kernel.InvalidValue;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who renews a line at an end of its validity. */
class RenewerTest {

  private static final LocalDate END = LocalDate.of(2026, 12, 14);
  private static final Instant SHORTLY_BEFORE = Instant.parse("2026-12-09T12:00:00Z");
  private static final Instant LONG_BEFORE = Instant.parse("2026-11-20T12:00:00Z");

  private final Renewer carrier = Renewer.of(RenewedBy.CARRIER);

  @Test
  void aFailedAutopayMakesTheLineItsOwnersUntilItsNextEnd() {
    Renewer failed = carrier.failed(END);

    assertThat(failed.at(END)).isEqualTo(RenewedBy.OWNER);
    assertThat(failed.at(END.plusDays(30))).isEqualTo(RenewedBy.CARRIER);
  }

  @Test
  void anEndThatIsNotKnownIsRenewedByWhoeverRenewsTheLine() {
    assertThat(carrier.failed(END).at(null)).isEqualTo(RenewedBy.CARRIER);
  }

  @Test
  void switchedToEverlineShortlyBeforeItsEndTheCarrierStillHasThisPeriod() {
    Renewer switched = carrier.switchedTo(RenewedBy.EVERLINE, END, SHORTLY_BEFORE);

    assertThat(switched.by()).isEqualTo(RenewedBy.EVERLINE);
    assertThat(switched.at(END)).isEqualTo(RenewedBy.CARRIER);
    assertThat(switched.at(END.plusDays(30))).isEqualTo(RenewedBy.EVERLINE);
  }

  @Test
  void switchedToEverlineShortlyBeforeItsEndAFailedAutopayLeavesThePeriodToEverline() {
    Renewer switched = carrier.switchedTo(RenewedBy.EVERLINE, END, SHORTLY_BEFORE).failed(END);

    assertThat(switched.at(END)).isEqualTo(RenewedBy.EVERLINE);
  }

  @Test
  void switchedToEverlineLongBeforeItsEndEverlineHasThisPeriodToo() {
    Renewer switched = carrier.switchedTo(RenewedBy.EVERLINE, END, LONG_BEFORE);

    assertThat(switched.at(END)).isEqualTo(RenewedBy.EVERLINE);
  }

  @Test
  void switchedToItsOwnerItIsTheOwnersAtOnce() {
    assertThat(carrier.switchedTo(RenewedBy.OWNER, END, SHORTLY_BEFORE).at(END))
        .isEqualTo(RenewedBy.OWNER);
  }

  @Test
  void switchedBackToTheCarrierNothingOfTheSwitchRemains() {
    Renewer back =
        carrier
            .switchedTo(RenewedBy.EVERLINE, END, SHORTLY_BEFORE)
            .switchedTo(RenewedBy.CARRIER, END, SHORTLY_BEFORE);

    assertThat(back).isEqualTo(carrier);
  }

  @ParameterizedTest
  @CsvSource({
    "everline, EVERLINE",
    "Carrier, CARRIER",
    " OWNER , OWNER",
    "autopay, CARRIER",
    "运营商, CARRIER",
    "manual, OWNER"
  })
  void isReadFromAWord(String word, RenewedBy by) {
    assertThat(RenewedBy.parse("renewed_by", word)).isEqualTo(by);
  }

  @Test
  void anotherWordIsRefusedWithTheChoices() {
    assertThatThrownBy(() -> RenewedBy.parse("renewed_by", "yes"))
        .isInstanceOf(InvalidValue.class)
        .hasMessageContaining("everline, carrier, owner");
  }
}
