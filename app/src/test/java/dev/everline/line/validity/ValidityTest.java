package dev.everline.line.validity;

import static dev.everline.fixture.LineBuilder.aLine;
import static dev.everline.fixture.RuleBuilder.aRule;
import static dev.everline.fixture.RuleBuilder.attMonthly;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.everline.catalog.Basis;
import dev.everline.catalog.LapseRule;
import dev.everline.catalog.LapseRule.BalanceRole;
import dev.everline.catalog.Length;
import dev.everline.fixture.LineBuilder;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.Money;
import dev.everline.kernel.ProblemException;
import dev.everline.line.LineFacts;
import java.time.LocalDate;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The rules by which validity moves, basis by basis. */
class ValidityTest {

  private static final Money NEED = Money.usd(30_00);

  private static LocalDate day(String text) {
    return LocalDate.parse(text);
  }

  private static LineFacts pay(LineBuilder line, LapseRule rule, int periodDays, String on) {
    return InDays.afterPayment(line.facts(), rule, periodDays, NEED, NEED, 1, day(on));
  }

  @ParameterizedTest
  @EnumSource(value = BalanceRole.class, mode = EnumSource.Mode.EXCLUDE, names = "PAYS_PLAN")
  void whereTheBalanceIsNotKnownToPayThePlanDaysCountFromThePayment(BalanceRole role) {
    LapseRule rule = aRule(Basis.PLAN_CYCLE).balance(role).rule();
    LocalDate end = LocalDate.of(2026, 11, 10);
    LineFacts facts = new LineFacts(end, Money.usd(80_00), null, 0, null, null);

    assertThat(InDays.coveredUntil(facts, rule, 30, Money.usd(25_00))).isEqualTo(end);
    assertThat(InDays.rolledForward(facts, rule, 30, Money.usd(25_00), end.plusDays(9)).balance())
        .isEqualTo(Money.usd(80_00));
    LineFacts paid =
        InDays.afterPayment(
            facts, rule, 30, Money.usd(25_00), Money.usd(25_00), 1, end.minusDays(1));
    assertThat(paid.validUntil()).isEqualTo(LocalDate.of(2026, 12, 9));
    assertThat(paid.balance()).isEqualTo(Money.usd(80_00));
  }

  @Nested
  class FromExpiry {

    private final LapseRule rule = aRule(Basis.FROM_EXPIRY).rule();

    @Test
    void aPaymentInTimeStartsWhenTheOldPeriodEnds() {
      assertThat(pay(aLine().validUntil("2026-03-10"), rule, 30, "2026-03-01").validUntil())
          .isEqualTo("2026-04-09");
    }

    @Test
    void aPaymentOnTheLastDayIsInTime() {
      assertThat(pay(aLine().validUntil("2026-03-10"), rule, 30, "2026-03-10").validUntil())
          .isEqualTo("2026-04-09");
    }

    @Test
    void aLatePaymentStartsOnItsDay() {
      assertThat(pay(aLine().validUntil("2026-03-10"), rule, 30, "2026-03-20").validUntil())
          .isEqualTo("2026-04-19");
    }

    @Test
    void severalPeriodsFollowOneAnother() {
      assertThat(
              InDays.afterPayment(
                      aLine().validUntil("2026-03-10").facts(),
                      rule,
                      30,
                      NEED,
                      NEED.times(12),
                      12,
                      day("2026-03-01"))
                  .validUntil())
          .isEqualTo(day("2026-03-10").plusDays(360));
    }

    @Test
    void anUnknownValidityStartsOnTheDayOfPayment() {
      assertThat(pay(aLine(), rule, 30, "2026-03-20").validUntil()).isEqualTo("2026-04-19");
    }

    @Test
    void aKeepAlivePaymentAddsItsDays() {
      LapseRule airtime = aRule(Basis.FROM_EXPIRY).keepAlive("15", 30).rule();
      assertThat(
              Validity.afterKeepAlive(
                      aLine().validUntil("2026-03-10").facts(), airtime, day("2026-03-01"))
                  .validUntil())
          .isEqualTo("2026-04-09");
    }
  }

  @Nested
  class FromPayment {

    private final LapseRule rule = aRule(Basis.FROM_PAYMENT).rule();

    @Test
    void aPaymentInTimeWastesWhatWasLeft() {
      assertThat(pay(aLine().validUntil("2026-03-10"), rule, 30, "2026-03-01").validUntil())
          .isEqualTo("2026-03-31");
    }

    @Test
    void aLatePaymentStartsOnItsDay() {
      assertThat(pay(aLine().validUntil("2026-03-10"), rule, 30, "2026-03-20").validUntil())
          .isEqualTo("2026-04-19");
    }

    @Test
    void anEndFurtherAwayStays() {
      assertThat(pay(aLine().validUntil("2027-03-01"), rule, 30, "2026-03-20").validUntil())
          .isEqualTo("2027-03-01");
    }

    @Test
    void whereTheRuleGivesDaysByTheAmountTheAmountDecides() {
      LapseRule byAmount = aRule(Basis.FROM_PAYMENT).life("10", 30).life("100", 365).rule();
      LineFacts after =
          InDays.afterPayment(
              aLine().validUntil("2026-03-10").balance("4").facts(),
              byAmount,
              30,
              NEED,
              Money.usd(100_00),
              1,
              day("2026-03-01"));
      assertThat(after.validUntil()).isEqualTo("2027-03-01");
      assertThat(after.balance()).isEqualTo(Money.usd(104_00));
      assertThat(after.balanceExpiresOn()).isEqualTo("2027-03-01");
    }
  }

  @Nested
  class PlanCycleOutOfABalance {

    private final LapseRule rule = attMonthly().rule();

    @Test
    void moneyPaidAheadWaitsAndTheDateStays() {
      LineFacts after = pay(aLine().validUntil("2026-03-10"), rule, 30, "2026-03-01");
      assertThat(after.validUntil()).isEqualTo("2026-03-10");
      assertThat(after.balance()).isEqualTo(NEED);
      assertThat(after.balanceExpiresOn()).isEqualTo("2026-05-30");
      assertThat(InDays.coveredUntil(after, rule, 30, NEED)).isEqualTo("2026-04-09");
    }

    @Test
    void onItsDayTheCarrierTakesThePlanFromTheBalance() {
      LineFacts before = aLine().validUntil("2026-03-10").balance("45").facts();
      assertThat(InDays.rolledForward(before, rule, 30, NEED, day("2026-03-09"))).isEqualTo(before);
      LineFacts after = InDays.rolledForward(before, rule, 30, NEED, day("2026-03-10"));
      assertThat(after.validUntil()).isEqualTo("2026-04-09");
      assertThat(after.balance()).isEqualTo(Money.usd(15_00));
    }

    @Test
    void oneCentShortMeansNoRenewal() {
      LineFacts before = aLine().validUntil("2026-03-10").balance("29.99").facts();
      assertThat(InDays.rolledForward(before, rule, 30, NEED, day("2026-03-20"))).isEqualTo(before);
      assertThat(InDays.coveredUntil(before, rule, 30, NEED)).isEqualTo("2026-03-10");
    }

    @Test
    void whenLateTheCycleStartsOnTheDayTheMoneySuffices() {
      LineFacts after =
          InDays.afterPayment(
              aLine().validUntil("2026-03-10").balance("29.99").facts(),
              rule,
              30,
              NEED,
              Money.usd(1),
              1,
              day("2026-03-20"));
      assertThat(after.validUntil()).isEqualTo("2026-04-19");
      assertThat(after.balance()).isEqualTo(Money.usd(0));
    }

    @Test
    void aLatePaymentThatDoesNotSufficeOnlyWaits() {
      LineFacts after =
          InDays.afterPayment(
              aLine().validUntil("2026-03-10").facts(),
              rule,
              30,
              NEED,
              Money.usd(20_00),
              1,
              day("2026-03-20"));
      assertThat(after.validUntil()).isEqualTo("2026-03-10");
      assertThat(after.balance()).isEqualTo(Money.usd(20_00));
    }

    @ParameterizedTest
    @CsvSource({
      "10.00, 2026-03-31",
      "24.99, 2026-03-31",
      "25.00, 2026-05-30",
      "99.99, 2026-05-30",
      "100.00, 2027-03-01"
    })
    void theAmountDecidesHowLongTheMoneyLives(String amount, LocalDate until) {
      LineFacts after =
          InDays.afterPayment(
              aLine().validUntil("2026-03-10").facts(),
              rule,
              30,
              Money.usd(1_000_00),
              Money.parse(amount, Money.USD),
              1,
              day("2026-03-01"));
      assertThat(after.balanceExpiresOn()).isEqualTo(until);
    }

    @Test
    void aSmallPaymentNeverShortensTheLifeOfTheBalance() {
      LineFacts after =
          InDays.afterPayment(
              aLine().validUntil("2026-03-10").balance("12").balanceExpiresOn("2026-12-01").facts(),
              rule,
              30,
              NEED,
              Money.usd(10_00),
              1,
              day("2026-03-01"));
      assertThat(after.balanceExpiresOn()).isEqualTo("2026-12-01");
      assertThat(after.balance()).isEqualTo(Money.usd(22_00));
    }

    @Test
    void moneyThatOutlivedItsLifeIsForfeited() {
      LineFacts before =
          aLine().validUntil("2026-03-10").balance("12").balanceExpiresOn("2026-03-15").facts();
      assertThat(InDays.rolledForward(before, rule, 30, NEED, day("2026-03-15")).balance())
          .isEqualTo(Money.usd(12_00));
      assertThat(InDays.rolledForward(before, rule, 30, NEED, day("2026-03-16")).balance())
          .isEqualTo(Money.usd(0));
    }

    @Test
    void forfeitedMoneyDoesNotHelpALaterPayment() {
      LineFacts after =
          InDays.afterPayment(
              aLine().validUntil("2026-03-10").balance("25").balanceExpiresOn("2026-03-15").facts(),
              rule,
              30,
              NEED,
              Money.usd(10_00),
              1,
              day("2026-03-20"));
      assertThat(after.validUntil()).isEqualTo("2026-03-10");
      assertThat(after.balance()).isEqualTo(Money.usd(10_00));
      assertThat(after.balanceExpiresOn()).isEqualTo("2026-04-19");
    }

    @Test
    void moneyMustBeAliveOnTheDayOfRenewal() {
      LineBuilder line = aLine().validUntil("2026-03-10").balance("30");
      assertThat(InDays.coveredUntil(line.balanceExpiresOn("2026-03-09").facts(), rule, 30, NEED))
          .isEqualTo("2026-03-10");
      assertThat(InDays.coveredUntil(line.balanceExpiresOn("2026-03-10").facts(), rule, 30, NEED))
          .isEqualTo("2026-04-09");
    }

    @Test
    void aLargeBalanceCoversAsManyCyclesAsItsMoneyAndItsLifeAllow() {
      LineBuilder line = aLine().validUntil("2026-03-10").balance("100");
      assertThat(InDays.coveredUntil(line.facts(), rule, 30, NEED)).isEqualTo("2026-06-08");
      assertThat(InDays.coveredUntil(line.balanceExpiresOn("2026-04-30").facts(), rule, 30, NEED))
          .isEqualTo("2026-05-09");
    }

    @Test
    void lookingAheadEndsAfterTenYears() {
      assertThat(
              InDays.coveredUntil(
                  aLine().validUntil("2026-03-10").balance("1000000").facts(), rule, 30, NEED))
          .isBetween(day("2036-03-10"), day("2036-04-10"));
    }

    @Test
    void aKeepAlivePaymentHoldsTheNumberByTheBalanceWithoutService() {
      LineFacts after =
          Validity.afterKeepAlive(
              aLine().validUntil("2026-03-10").facts(), rule, day("2026-04-01"));
      assertThat(after.validUntil()).isEqualTo("2026-03-10");
      assertThat(after.balance()).isEqualTo(Money.usd(10_00));
      assertThat(after.balanceExpiresOn()).isEqualTo("2026-05-01");
    }
  }

  @Nested
  class BillingDate {

    private final LapseRule rule = aRule(Basis.BILLING_DATE).rule();

    @Test
    void aPaymentInTimeKeepsTheDayOfTheMonth() {
      assertThat(pay(aLine().validUntil("2026-03-10"), rule, 30, "2026-03-01").validUntil())
          .isEqualTo("2026-04-10");
    }

    @Test
    void aLatePaymentMovesTheDateToItsDay() {
      LineFacts after = pay(aLine().validUntil("2026-03-10").anchorDay(10), rule, 30, "2026-03-20");
      assertThat(after.validUntil()).isEqualTo("2026-04-20");
      assertThat(after.anchorDay()).isEqualTo(20);
    }

    @Test
    void theThirtyFirstFallsOnTheLastDayOfAShorterMonthAndComesBack() {
      LineFacts february =
          pay(aLine().validUntil("2027-01-31").anchorDay(31), rule, 30, "2027-01-20");
      assertThat(february.validUntil()).isEqualTo("2027-02-28");
      LineFacts march = InDays.afterPayment(february, rule, 30, NEED, NEED, 1, day("2027-02-20"));
      assertThat(march.validUntil()).isEqualTo("2027-03-31");
    }

    @Test
    void inALeapYearThirtiethOfJanuaryIsFollowedByTheTwentyNinthOfFebruary() {
      assertThat(
              pay(aLine().validUntil("2028-01-30").anchorDay(30), rule, 30, "2028-01-20")
                  .validUntil())
          .isEqualTo("2028-02-29");
    }

    @ParameterizedTest
    @CsvSource({
      "1 month, 2026-04-10",
      "3 months, 2026-06-10",
      "12 months, 2027-03-10",
      "28 days, 2026-04-07",
      "30 days, 2026-04-09",
      "90 days, 2026-06-08",
      "365 days, 2027-03-10"
    })
    void monthsAreCountedByTheCalendarAndDaysAsDays(String length, LocalDate until) {
      Length period = Length.parse(length);
      LineFacts facts = aLine().validUntil("2026-03-10").facts();
      assertThat(
              Validity.afterPayment(facts, rule, period, NEED, NEED, period, day("2026-03-01"))
                  .validUntil())
          .isEqualTo(until);
    }
  }

  @Nested
  class Anniversary {

    private final LapseRule rule = aRule(Basis.ANNIVERSARY).rule();

    @Test
    void aPaymentInTimeKeepsTheDate() {
      assertThat(pay(aLine().validUntil("2026-03-10"), rule, 30, "2026-03-01").validUntil())
          .isEqualTo("2026-04-10");
    }

    @Test
    void payingLateBuysFewerDays() {
      LineFacts after = pay(aLine().validUntil("2026-03-10"), rule, 30, "2026-03-20");
      assertThat(after.validUntil()).isEqualTo("2026-04-10");
      assertThat(after.anchorDay()).isEqualTo(10);
    }

    @Test
    void payingOnTheNextAnniversaryBuysAWholeMonth() {
      assertThat(pay(aLine().validUntil("2026-03-10"), rule, 30, "2026-04-10").validUntil())
          .isEqualTo("2026-05-10");
    }

    @Test
    void severalPeriodsPaidLateStillEndOnTheDate() {
      assertThat(
              InDays.afterPayment(
                      aLine().validUntil("2026-03-10").facts(),
                      rule,
                      30,
                      NEED,
                      NEED.times(3),
                      3,
                      day("2026-04-20"))
                  .validUntil())
          .isEqualTo("2026-07-10");
    }

    @Test
    void theThirtyFirstComesBackAfterFebruary() {
      LineFacts february =
          pay(aLine().validUntil("2027-01-31").anchorDay(31), rule, 30, "2027-02-10");
      assertThat(february.validUntil()).isEqualTo("2027-02-28");
      assertThat(
              InDays.afterPayment(february, rule, 30, NEED, NEED, 1, day("2027-03-05"))
                  .validUntil())
          .isEqualTo("2027-03-31");
    }

    @Test
    void aRhythmOfDaysIsKeptToo() {
      assertThat(pay(aLine().validUntil("2026-03-10"), rule, 7, "2026-03-20").validUntil())
          .isEqualTo("2026-03-24");
    }
  }

  @Nested
  class OnlyReminded {

    @ParameterizedTest
    @EnumSource(
        value = Basis.class,
        names = {"BILL", "ACTIVITY", "OTHER"})
    void aPaymentIsRememberedAndMovesNothing(Basis basis) {
      LineFacts after = pay(aLine().validUntil("2026-03-10"), aRule(basis).rule(), 0, "2026-03-01");
      assertThat(after)
          .isEqualTo(aLine().validUntil("2026-03-10").lastPaymentOn("2026-03-01").facts());
    }
  }

  @Nested
  class Refused {

    private final LapseRule rule = aRule(Basis.FROM_EXPIRY).rule();

    @Test
    void aDateAfterTheYear9999() {
      assertThatExceptionOfType(InvalidValue.class)
          .isThrownBy(() -> pay(aLine().validUntil("9999-12-31"), rule, 30, "2026-03-01"))
          .withMessageContaining("9999-12-31");
      assertThatExceptionOfType(InvalidValue.class)
          .isThrownBy(
              () ->
                  pay(
                      aLine().validUntil("9999-12-31"),
                      aRule(Basis.BILLING_DATE).rule(),
                      30,
                      "2026-03-01"));
    }

    @Test
    void asManyPeriodsAsAnIntHolds() {
      assertThatExceptionOfType(InvalidValue.class)
          .isThrownBy(
              () ->
                  InDays.afterPayment(
                      aLine().validUntil("2026-03-10").facts(),
                      rule,
                      Integer.MAX_VALUE,
                      NEED,
                      NEED,
                      Integer.MAX_VALUE,
                      day("2026-03-01")));
    }

    @Test
    void aBalanceThatOverflows() {
      assertThatExceptionOfType(InvalidValue.class)
          .isThrownBy(
              () ->
                  pay(
                      aLine().validUntil("2026-03-10").balance("92233720368547758.07"),
                      attMonthly().rule(),
                      30,
                      "2026-03-01"));
    }

    @Test
    void zeroPeriodsZeroDaysAndZeroMoney() {
      LineFacts facts = aLine().validUntil("2026-03-10").facts();
      LocalDate on = day("2026-03-01");
      assertThatExceptionOfType(InvalidValue.class)
          .isThrownBy(() -> InDays.afterPayment(facts, rule, 30, NEED, NEED, 0, on))
          .withMessageStartingWith("length '0' is out of range");
      assertThatExceptionOfType(InvalidValue.class)
          .isThrownBy(() -> InDays.afterPayment(facts, rule, 0, NEED, NEED, 1, on))
          .withMessageStartingWith("period is not known");
      assertThatExceptionOfType(InvalidValue.class)
          .isThrownBy(() -> InDays.afterPayment(facts, rule, 30, NEED, Money.usd(0), 1, on))
          .withMessageStartingWith("amount '0.00 USD' is not positive");
    }

    @Test
    void keepingALineAliveWhereNoSuchPaymentIsKnown() {
      assertThatExceptionOfType(ProblemException.class)
          .isThrownBy(() -> Validity.afterKeepAlive(aLine().facts(), rule, day("2026-03-01")))
          .withMessageContaining("renew a whole period");
    }
  }
}
