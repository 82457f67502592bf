package dev.everline.line.validity;

import static dev.everline.fixture.LineBuilder.aLine;
import static dev.everline.fixture.RuleBuilder.aRule;
import static dev.everline.fixture.RuleBuilder.attMonthly;
import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.catalog.Basis;
import dev.everline.catalog.LapseRule;
import dev.everline.catalog.LapseRule.CountingFrom;
import dev.everline.fixture.LineBuilder;
import dev.everline.kernel.Money;
import dev.everline.line.LineFacts;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

/** How a line stands on a day. */
class LineStateTest {

  private static LineState state(LineBuilder line, LapseRule rule, String today) {
    return InDays.state(line.facts(), rule, 30, Money.usd(30_00), LocalDate.parse(today));
  }

  @Test
  void aLineIsServedToTheEndOfItsLastDayThenSuspendedThenLost() {
    LapseRule rule = aRule(Basis.FROM_EXPIRY).lostAfter(30).rule();
    LineBuilder line = aLine().validUntil("2026-03-10");
    assertThat(state(line, rule, "2026-03-10")).isEqualTo(LineState.ACTIVE);
    assertThat(state(line, rule, "2026-03-11")).isEqualTo(LineState.SUSPENDED);
    assertThat(state(line, rule, "2026-04-08")).isEqualTo(LineState.SUSPENDED);
    assertThat(state(line, rule, "2026-04-09")).isEqualTo(LineState.LOST);
  }

  @Test
  void daysOfGraceComeBeforeSuspension() {
    LapseRule rule = aRule(Basis.BILL).suspendedAfter(3).lostAfter(60).rule();
    LineBuilder line = aLine().validUntil("2026-03-10");
    assertThat(state(line, rule, "2026-03-11")).isEqualTo(LineState.GRACE);
    assertThat(state(line, rule, "2026-03-13")).isEqualTo(LineState.GRACE);
    assertThat(state(line, rule, "2026-03-14")).isEqualTo(LineState.SUSPENDED);
  }

  @Test
  void aPlanCycleWithMoneyInItsBalanceGoesOn() {
    LineBuilder line = aLine().validUntil("2026-03-10").balance("60");
    assertThat(state(line, attMonthly().rule(), "2026-05-09")).isEqualTo(LineState.ACTIVE);
    assertThat(state(line, attMonthly().rule(), "2026-05-10")).isEqualTo(LineState.SUSPENDED);
  }

  @Test
  void aCycleWhoseCostOrLengthIsNotKnownIsNotForeseen() {
    LineFacts facts = aLine().validUntil("2026-03-10").balance("60").facts();
    LocalDate today = LocalDate.of(2026, 3, 20);
    LapseRule rule = attMonthly().rule();
    assertThat(InDays.state(facts, rule, 30, Money.usd(0), today)).isEqualTo(LineState.SUSPENDED);
    assertThat(InDays.state(facts, rule, 0, Money.usd(30_00), today))
        .isEqualTo(LineState.SUSPENDED);
  }

  @Test
  void whereTheNumberHangsOnTheBalanceItsLossIsCountedFromTheBalancesEnd() {
    LineBuilder line = aLine().validUntil("2026-03-10").balance("5").balanceExpiresOn("2026-06-01");
    assertThat(state(line, attMonthly().rule(), "2026-07-30")).isEqualTo(LineState.SUSPENDED);
    assertThat(state(line, attMonthly().rule(), "2026-07-31")).isEqualTo(LineState.LOST);
  }

  @Test
  void whereThePageCountsFromTheLastPaymentSoDoWe() {
    LapseRule cricket =
        aRule(Basis.BILLING_DATE).lostAfter(60).countingFrom(CountingFrom.LAST_PAYMENT).rule();
    LineBuilder line = aLine().validUntil("2026-03-10").lastPaymentOn("2026-02-10");
    assertThat(state(line, cricket, "2026-04-10")).isEqualTo(LineState.SUSPENDED);
    assertThat(state(line, cricket, "2026-04-11")).isEqualTo(LineState.LOST);
  }

  @Test
  void whereThePageCountsFromTheLastUseSoDoWeAndFromTheEndWhenItIsNotKnown() {
    LapseRule lycamobile =
        aRule(Basis.FROM_PAYMENT).lostAfter(60).countingFrom(CountingFrom.LAST_USE).rule();
    LineBuilder used = aLine().validUntil("2026-03-10").lastActivityOn("2026-02-10");
    assertThat(state(used, lycamobile, "2026-04-10")).isEqualTo(LineState.SUSPENDED);
    assertThat(state(used, lycamobile, "2026-04-11")).isEqualTo(LineState.LOST);
    LineBuilder unknown = aLine().validUntil("2026-03-10");
    assertThat(state(unknown, lycamobile, "2026-05-08")).isEqualTo(LineState.SUSPENDED);
    assertThat(state(unknown, lycamobile, "2026-05-09")).isEqualTo(LineState.LOST);
  }

  @Test
  void aNumberIsNeverLostOnADayThatIsPaid() {
    LapseRule cricket =
        aRule(Basis.BILLING_DATE).lostAfter(60).countingFrom(CountingFrom.LAST_PAYMENT).rule();
    LineBuilder line = aLine().validUntil("2026-12-10").lastPaymentOn("2026-02-10");
    assertThat(state(line, cricket, "2026-12-10")).isEqualTo(LineState.ACTIVE);
    assertThat(state(line, cricket, "2026-12-11")).isEqualTo(LineState.LOST);
  }

  @Test
  void aLineKeptByUseIsLostWhenItIsNotUsed() {
    LapseRule rule = aRule(Basis.ACTIVITY).lostAfter(7).rule();
    LineBuilder line = aLine().lastActivityOn("2026-03-01");
    assertThat(state(line, rule, "2026-03-07")).isEqualTo(LineState.ACTIVE);
    assertThat(state(line, rule, "2026-03-08")).isEqualTo(LineState.LOST);
  }

  @Test
  void withoutADateNothingIsClaimed() {
    assertThat(state(aLine(), aRule(Basis.FROM_EXPIRY).rule(), "2026-03-01"))
        .isEqualTo(LineState.UNKNOWN);
    assertThat(state(aLine(), aRule(Basis.ACTIVITY).lostAfter(7).rule(), "2026-03-01"))
        .isEqualTo(LineState.UNKNOWN);
  }

  @Test
  void whenTheDaysToTheLossAreNotKnownALineStaysSuspended() {
    assertThat(
            state(aLine().validUntil("2026-03-10"), aRule(Basis.FROM_EXPIRY).rule(), "2027-03-01"))
        .isEqualTo(LineState.SUSPENDED);
  }
}
