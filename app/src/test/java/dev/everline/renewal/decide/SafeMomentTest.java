package dev.everline.renewal.decide;

import static dev.everline.fixture.RuleBuilder.aRule;
import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.catalog.Basis;
import dev.everline.catalog.LapseRule;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** How long before the end of service a line is renewed. */
class SafeMomentTest {

  private static final Instant END = Instant.parse("2026-11-11T05:00:00Z");

  private static Duration room(LapseRule rule, Duration slowest) {
    return Duration.between(SafeMoment.of(rule, END, slowest), END);
  }

  @ParameterizedTest
  @CsvSource({"PT0S, PT36H", "PT1H, PT36H", "PT12H, PT36H", "PT13H, PT39H", "P1D, P3D", "P9D, P5D"})
  void threeTimesTheSlowestRenewalButNoLessThanADayAndAHalfNorMoreThanFive(
      Duration slowest, Duration room) {
    assertThat(room(aRule(Basis.FROM_PAYMENT).rule(), slowest)).isEqualTo(room);
  }

  @ParameterizedTest
  @EnumSource(
      value = Basis.class,
      names = {"FROM_EXPIRY", "BILLING_DATE", "ANNIVERSARY"})
  void aDayMoreWherePayingEarlyWastesNoDays(Basis basis) {
    assertThat(room(aRule(basis).rule(), Duration.ZERO)).isEqualTo(Duration.ofHours(60));
    assertThat(room(aRule(basis).rule(), Duration.ofDays(9))).isEqualTo(Duration.ofDays(6));
  }

  @Test
  void aPlanCycleWastesDaysOnlyWhereTheBalanceIsNotKnownToPayIt() {
    LapseRule pays = aRule(Basis.PLAN_CYCLE).rule();
    LapseRule beside = aRule(Basis.PLAN_CYCLE).balance(LapseRule.BalanceRole.BESIDE).rule();
    assertThat(room(pays, Duration.ZERO)).isEqualTo(Duration.ofHours(60));
    assertThat(room(beside, Duration.ZERO)).isEqualTo(Duration.ofHours(36));
  }
}
