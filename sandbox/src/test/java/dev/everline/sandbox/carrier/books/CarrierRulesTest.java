package dev.everline.sandbox.carrier.books;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.everline.sandbox.carrier.wire.Problem;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How carriers count money and days, basis by basis. */
class CarrierRulesTest {

  private static final List<Terms.BalanceLife> TIERS =
      List.of(
          new Terms.BalanceLife(10_00, 30),
          new Terms.BalanceLife(25_00, 90),
          new Terms.BalanceLife(100_00, 365));

  private static Line line(Basis basis, @Nullable String validUntil) {
    return line(basis, 30, List.of(), validUntil);
  }

  private static Line line(
      Basis basis, int days, List<Terms.BalanceLife> lives, @Nullable String validUntil) {
    return line(basis, Length.ofDays(days), lives, LateTerms.NONE, validUntil);
  }

  private static Line monthly(Basis basis, LateTerms late, @Nullable String validUntil) {
    return line(basis, Length.ofMonths(1), List.of(), late, validUntil);
  }

  private static Line line(
      Basis basis,
      Length period,
      List<Terms.BalanceLife> lives,
      LateTerms late,
      @Nullable String validUntil) {
    Terms terms =
        new Terms(
            "mint",
            "plan",
            30_00,
            2_50,
            Currency.getInstance("USD"),
            period,
            basis,
            lives,
            ZoneId.of("America/New_York"),
            List.of(
                new Terms.Term(Length.ofDays(180), 120_00),
                new Terms.Term(Length.ofMonths(12), 240_00)),
            late);
    LocalDate until = validUntil == null ? null : LocalDate.parse(validUntil);
    return new Line(terms, 12125550101L, Line.day(until), 0, Line.NEVER, 0);
  }

  private static Line pay(Line line, int periods, String on) {
    return CarrierRules.afterTopUp(
        line, line.terms().needMinor() * periods, new Bought.Periods(periods), LocalDate.parse(on));
  }

  private static Line buy(Line line, Length term, long minor, String on) {
    return CarrierRules.afterTopUp(line, minor, new Bought.Term(term), LocalDate.parse(on));
  }

  private static void refused(String code, Runnable payment) {
    assertThatExceptionOfType(Problem.class)
        .isThrownBy(payment::run)
        .satisfies(problem -> assertThat(problem.code()).isEqualTo(code));
  }

  private static Line credit(Line line, long minor, String on) {
    return CarrierRules.afterTopUp(line, minor, new Bought.Credit(), LocalDate.parse(on));
  }

  private static Line roll(Line line, String on) {
    return CarrierRules.rolledForward(line, LocalDate.parse(on));
  }

  @Nested
  class FromExpiry {

    @ParameterizedTest
    @CsvSource({
      "2026-03-10, 1, 2026-03-01, 2026-04-09",
      "2026-03-10, 1, 2026-03-10, 2026-04-09",
      "2026-03-10, 1, 2026-03-11, 2026-04-10",
      "2026-03-10, 12, 2026-03-01, 2027-03-05",
      "2028-02-01, 1, 2028-01-30, 2028-03-02",
    })
    void aPeriodFollowsWhatIsLeft(String until, int periods, String on, String expected) {
      assertThat(pay(line(Basis.FROM_EXPIRY, until), periods, on).validUntil()).isEqualTo(expected);
    }

    @Test
    void airtimeExtendsByTheAmountWhereTheCarrierSaysSo() {
      Line line = line(Basis.FROM_EXPIRY, 30, TIERS, "2026-03-10");
      assertThat(credit(line, 25_00, "2026-03-01").validUntil()).isEqualTo("2026-06-08");
    }

    @Test
    void creditAloneGivesNoService() {
      Line paid = credit(line(Basis.FROM_EXPIRY, "2026-03-10"), 25_00, "2026-03-01");
      assertThat(paid.validUntil()).isEqualTo("2026-03-10");
      assertThat(paid.balanceMinor()).isEqualTo(25_00);
    }

    @Test
    void lessThanThePriceIsRefused() {
      Line line = line(Basis.FROM_EXPIRY, "2026-03-10");
      assertThatExceptionOfType(Problem.class)
          .isThrownBy(
              () ->
                  CarrierRules.afterTopUp(
                      line, 29_99, new Bought.Periods(1), LocalDate.parse("2026-03-01")))
          .satisfies(problem -> assertThat(problem.code()).isEqualTo("insufficientAmount"));
    }

    @Test
    void whatIsMoreThanPriceAndTaxStaysInTheBalance() {
      Line paid =
          CarrierRules.afterTopUp(
              line(Basis.FROM_EXPIRY, "2026-03-10"),
              40_00,
              new Bought.Periods(1),
              LocalDate.parse("2026-03-01"));
      assertThat(paid.balanceMinor()).isEqualTo(7_50);
    }

    @Test
    void noPeriodEndsAfterTheYear9999() {
      assertThatExceptionOfType(Problem.class)
          .isThrownBy(() -> pay(line(Basis.FROM_EXPIRY, "9999-12-20"), 1, "2026-03-01"))
          .satisfies(problem -> assertThat(problem.code()).isEqualTo("tooFarAhead"));
    }
  }

  @Nested
  class FromPayment {

    @ParameterizedTest
    @CsvSource({
      "2026-03-10, 1, 2026-03-01, 2026-03-31",
      "2026-03-10, 2, 2026-03-20, 2026-05-19",
      "2027-03-10, 1, 2026-03-20, 2027-03-10",
    })
    void aPeriodStartsOnTheDayOfPayment(String until, int periods, String on, String expected) {
      assertThat(pay(line(Basis.FROM_PAYMENT, until), periods, on).validUntil())
          .isEqualTo(expected);
    }

    @Test
    void creditWithALifeByItsAmountServesAsLong() {
      Line paid = credit(line(Basis.FROM_PAYMENT, 30, TIERS, "2026-03-10"), 100_00, "2026-03-01");
      assertThat(paid.validUntil()).isEqualTo("2027-03-01");
      assertThat(paid.balanceExpiresOn()).isEqualTo("2027-03-01");
    }
  }

  @Nested
  class PlanCycle {

    private final Line dueOnTheTenth = line(Basis.PLAN_CYCLE, 30, TIERS, "2026-03-10");

    @Test
    void moneyWaitsForTheLastDayServed() {
      Line paid = pay(dueOnTheTenth, 1, "2026-03-01");
      assertThat(paid.validUntil()).isEqualTo("2026-03-10");
      assertThat(paid.balanceMinor()).isEqualTo(32_50);
      assertThat(roll(paid, "2026-03-09")).isEqualTo(paid);
      assertThat(roll(paid, "2026-03-10").validUntil()).isEqualTo("2026-04-09");
      assertThat(roll(paid, "2026-03-10").balanceMinor()).isZero();
    }

    @Test
    void aCentShortMeansNoRenewal() {
      Line paid = credit(dueOnTheTenth, 32_49, "2026-03-01");
      assertThat(roll(paid, "2026-03-20").validUntil()).isEqualTo("2026-03-10");
      Line enough = credit(paid, 1, "2026-03-20");
      assertThat(enough.validUntil()).isEqualTo("2026-04-19");
      assertThat(enough.balanceMinor()).isZero();
    }

    @Test
    void severalCyclesRunWhileTheMoneyLasts() {
      Line paid = pay(dueOnTheTenth, 3, "2026-03-01");
      assertThat(paid.balanceMinor()).isEqualTo(97_50);
      Line later = roll(paid, "2026-05-15");
      assertThat(later.validUntil()).isEqualTo("2026-06-08");
      assertThat(later.balanceMinor()).isZero();
    }

    @Test
    void rollingForwardAtOnceOrDayByDayIsTheSame() {
      Line paid = pay(dueOnTheTenth, 5, "2026-03-01");
      Line daily = paid;
      for (LocalDate day = LocalDate.parse("2026-03-01");
          day.isBefore(LocalDate.parse("2027-03-01"));
          day = day.plusDays(1)) {
        daily = CarrierRules.rolledForward(daily, day);
        assertThat(daily).isEqualTo(CarrierRules.rolledForward(paid, day));
      }
    }

    @Test
    void deadMoneyPaysForNothing() {
      Line paid = credit(line(Basis.PLAN_CYCLE, 30, TIERS, "2026-04-15"), 20_00, "2026-03-01");
      assertThat(paid.balanceExpiresOn()).isEqualTo("2026-03-31");
      assertThat(roll(paid, "2026-03-31").balanceMinor()).isEqualTo(20_00);
      assertThat(roll(paid, "2026-04-01").balanceMinor()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
      "9.99, 2026-03-01",
      "10.00, 2026-03-31",
      "24.99, 2026-03-31",
      "25.00, 2026-05-30",
      "100.00, 2027-03-01",
    })
    void theAmountDecidesHowLongMoneyLives(BigDecimal amount, String until) {
      long minor = amount.movePointRight(2).longValueExact();
      assertThat(credit(dueOnTheTenth, minor, "2026-03-01").balanceExpiresOn()).isEqualTo(until);
    }

    @Test
    void aSmallerPaymentNeverShortensTheLifeOfWhatIsThere() {
      Line paid = credit(credit(dueOnTheTenth, 100_00, "2026-03-01"), 10_00, "2026-03-02");
      assertThat(paid.balanceExpiresOn()).isEqualTo("2027-03-01");
    }
  }

  @Nested
  class MoneyThatIsNoPayment {

    @Test
    void itLivesAsLongAsWhatIsThereAndWhereThatIsDeadWithoutAnEnd() {
      Line alive = credit(line(Basis.FROM_PAYMENT, 30, TIERS, "2026-03-10"), 10_00, "2026-03-01");
      Line more = CarrierRules.afterGift(alive, 1_00, LocalDate.parse("2026-03-31"));
      assertThat(more.balanceMinor()).isEqualTo(11_00);
      assertThat(more.balanceExpiresOn()).isEqualTo("2026-03-31");
      Line late = CarrierRules.afterGift(alive, 1_00, LocalDate.parse("2026-04-01"));
      assertThat(late.balanceMinor()).isEqualTo(1_00);
      assertThat(late.balanceExpiresOn()).isNull();
    }

    @Test
    void itStartsACycleThatIsLateOnItsOwnDay() {
      Line due = line(Basis.PLAN_CYCLE, "2026-03-10");
      assertThat(CarrierRules.afterGift(due, 32_50, LocalDate.parse("2026-03-20")).validUntil())
          .isEqualTo("2026-04-19");
    }

    @Test
    void noMoreIsTakenThanIsThereAndAlive() {
      Line paid = credit(line(Basis.FROM_PAYMENT, 30, TIERS, "2026-03-10"), 10_00, "2026-03-01");
      assertThat(
              CarrierRules.afterTaking(paid, 10_00, LocalDate.parse("2026-03-31")).balanceMinor())
          .isZero();
      for (String day : List.of("2026-03-31", "2026-04-01")) {
        assertThatExceptionOfType(Problem.class)
            .isThrownBy(() -> CarrierRules.afterTaking(paid, 10_01, LocalDate.parse(day)))
            .satisfies(problem -> assertThat(problem.code()).isEqualTo("insufficientBalance"));
      }
      assertThatExceptionOfType(Problem.class)
          .isThrownBy(() -> CarrierRules.afterTaking(paid, 1, LocalDate.parse("2026-04-01")));
    }
  }

  @Nested
  class BillingDate {

    @ParameterizedTest
    @CsvSource({
      // in time: the date stays
      "2026-01-31, 31, 1, 2026-01-20, 2026-02-28",
      "2026-02-28, 31, 1, 2026-02-20, 2026-03-31",
      "2028-01-31, 31, 1, 2028-01-31, 2028-02-29",
      "2028-02-29, 29, 1, 2028-02-29, 2028-03-29",
      "2028-02-29, 29, 12, 2028-02-20, 2029-02-28",
      // late: the day of payment is the new date
      "2026-01-31, 31, 1, 2026-02-05, 2026-03-05",
      "2026-01-10, 10, 1, 2026-01-31, 2026-02-28",
    })
    void monthsAreCalendarMonthsOnTheAnchor(
        String until, int anchor, int periods, String on, String expected) {
      Line paid =
          pay(
              monthly(Basis.BILLING_DATE, LateTerms.NONE, until).withAnchorDay(anchor),
              periods,
              on);
      assertThat(paid.validUntil()).isEqualTo(expected);
    }

    @Test
    void afterALapseTheThirtyFirstComesBackAfterFebruary() {
      Line late =
          pay(
              monthly(Basis.BILLING_DATE, LateTerms.NONE, "2026-01-10").withAnchorDay(10),
              1,
              "2026-01-31");
      assertThat(late.anchorDay()).isEqualTo(31);
      assertThat(pay(late, 1, "2026-02-20").validUntil()).isEqualTo("2026-03-31");
    }

    @Test
    void lengthsInDaysAreCountedInDaysEvenWhenTheyAreAboutAMonth() {
      for (int days : new int[] {28, 30, 31, 90, 365}) {
        assertThat(
                pay(line(Basis.BILLING_DATE, days, List.of(), "2026-01-31"), 1, "2026-01-30")
                    .validUntil())
            .isEqualTo(LocalDate.parse("2026-01-31").plusDays(days));
      }
      Line weekly = line(Basis.BILLING_DATE, 7, List.of(), "2026-01-31");
      assertThat(pay(weekly, 2, "2026-01-30").validUntil()).isEqualTo("2026-02-14");
    }
  }

  @Nested
  class Late {

    private static final LateTerms FIRST_DAY =
        new LateTerms(true, List.of(new LateTerms.Fee(1, 5_00), new LateTerms.Fee(30, 15_00)));

    @ParameterizedTest
    @CsvSource({
      // late: the day of payment is the first of the new cycle
      "2026-01-10, 0, 2026-01-29, 2026-02-27, 28",
      "2026-03-10, 0, 2026-03-29, 2026-04-28, 28",
      "2026-03-10, 0, 2026-03-30, 2026-04-29, 29",
      "2026-03-10, 0, 2026-03-31, 2026-04-29, 30",
      "2026-03-10, 0, 2026-04-01, 2026-04-30, 31",
      "2028-01-10, 0, 2028-01-31, 2028-02-28, 30",
      // in time: the cycle keeps to its day, and the last of a short month stands for it
      "2026-01-28, 28, 2026-01-20, 2026-02-27, 28",
      "2026-02-27, 28, 2026-02-20, 2026-03-28, 28",
      "2026-04-29, 30, 2026-04-29, 2026-05-30, 30",
      "2026-04-30, 31, 2026-04-29, 2026-05-31, 31",
      "2026-01-31, 31, 2026-01-29, 2026-02-28, 31",
      "2026-02-28, 31, 2026-02-28, 2026-03-31, 31",
    })
    void whereTheFirstDayCountsAMonthEndsOnTheDayBefore(
        String until, int anchor, String on, String expected, int then) {
      Line line = monthly(Basis.BILLING_DATE, FIRST_DAY, until).withAnchorDay(anchor);
      Line paid = CarrierRules.afterTopUp(line, 100_00, new Bought.Periods(1), LocalDate.parse(on));
      assertThat(paid.validUntil()).isEqualTo(expected);
      assertThat(paid.anchorDay()).isEqualTo(then);
    }

    @ParameterizedTest
    @CsvSource({
      "2026-03-10, 0",
      "2026-03-11, 500",
      "2026-04-08, 500",
      "2026-04-09, 1500",
      "2026-06-09, 1500",
    })
    void comingBackCostsMoreTheLaterItIs(String on, long fee) {
      Line line = monthly(Basis.BILLING_DATE, FIRST_DAY, "2026-03-10");
      LocalDate day = LocalDate.parse(on);
      Bought month = new Bought.Periods(1);
      assertThat(CarrierRules.afterTopUp(line, 32_50 + fee, month, day).balanceMinor()).isZero();
      refused(
          "insufficientAmount", () -> CarrierRules.afterTopUp(line, 30_00 + fee - 1, month, day));
    }

    @ParameterizedTest
    @CsvSource({"2026-03-10, 2026-04-09", "2026-03-11, 2026-04-09", "2026-03-20, 2026-04-18"})
    void itCountsForPeriodsInDaysToo(String on, String expected) {
      Line line =
          line(
              Basis.FROM_EXPIRY,
              Length.ofDays(30),
              List.of(),
              new LateTerms(true, List.of()),
              "2026-03-10");
      assertThat(pay(line, 1, on).validUntil()).isEqualTo(expected);
    }

    @Test
    void creditIsTakenWithoutAFee() {
      Line line = monthly(Basis.BILLING_DATE, FIRST_DAY, "2026-03-10");
      assertThat(credit(line, 5_00, "2026-04-01").balanceMinor()).isEqualTo(5_00);
    }
  }

  @Nested
  class LongerTerms {

    private static final Length HALF_A_YEAR = Length.ofDays(180);

    @ParameterizedTest
    @CsvSource({
      "FROM_EXPIRY, 2026-03-10, 2026-03-01, 2026-09-06",
      "FROM_EXPIRY, 2026-03-10, 2026-03-20, 2026-09-16",
      "FROM_PAYMENT, 2026-03-10, 2026-03-01, 2026-08-28",
      "BILLING_DATE, 2026-03-10, 2026-03-01, 2026-09-06",
    })
    void aTermMovesTheDateByItsOwnLength(Basis basis, String until, String on, String expected) {
      assertThat(buy(line(basis, until), HALF_A_YEAR, 120_00, on).validUntil()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
      "FROM_EXPIRY, 2028-02-29, 2028-02-01, 2029-02-28",
      "BILLING_DATE, 2028-02-29, 2028-02-01, 2029-02-28",
      "ANNIVERSARY, 2026-03-10, 2026-03-20, 2027-03-10",
    })
    void aTermInMonthsKeepsToItsDay(Basis basis, String until, String on, String expected) {
      Line paid = buy(monthly(basis, LateTerms.NONE, until), Length.ofMonths(12), 240_00, on);
      assertThat(paid.validUntil()).isEqualTo(expected);
    }

    @Test
    void aTermCostsExactlyItsPrice() {
      Line line = line(Basis.FROM_EXPIRY, "2026-03-10");
      refused("insufficientAmount", () -> buy(line, HALF_A_YEAR, 119_99, "2026-03-01"));
      refused("wrongAmount", () -> buy(line, HALF_A_YEAR, 120_01, "2026-03-01"));
      refused("wrongAmount", () -> buy(line, HALF_A_YEAR, 6 * 30_00, "2026-03-01"));
    }

    @Test
    void lateATermCostsTheFeeBesides() {
      LateTerms late = new LateTerms(false, List.of(new LateTerms.Fee(1, 5_00)));
      Line line = monthly(Basis.BILLING_DATE, late, "2026-03-10");
      refused("insufficientAmount", () -> buy(line, HALF_A_YEAR, 120_00, "2026-03-11"));
      assertThat(buy(line, HALF_A_YEAR, 125_00, "2026-03-11").validUntil()).isEqualTo("2026-09-07");
    }

    @Test
    void aTermThatIsNotSoldIsRefused() {
      Line line = line(Basis.FROM_EXPIRY, "2026-03-10");
      refused("termNotSold", () -> buy(line, Length.ofDays(90), 120_00, "2026-03-01"));
      // Six months are not 180 days.
      refused("termNotSold", () -> buy(line, Length.ofMonths(6), 120_00, "2026-03-01"));
    }
  }

  @Nested
  class Anniversary {

    @ParameterizedTest
    @CsvSource({
      "2026-01-31, 31, 1, 2026-01-20, 2026-02-28",
      "2026-02-28, 31, 1, 2026-02-28, 2026-03-31",
      // late: only to the next anniversary
      "2026-01-31, 31, 1, 2026-02-05, 2026-02-28",
      "2026-01-31, 31, 1, 2026-02-28, 2026-03-31",
      "2026-01-10, 10, 1, 2026-02-10, 2026-03-10",
      "2026-01-10, 10, 2, 2026-02-09, 2026-03-10",
      "2027-12-29, 29, 1, 2028-02-01, 2028-02-29",
    })
    void theDateNeverMoves(String until, int anchor, int periods, String on, String expected) {
      Line paid =
          pay(monthly(Basis.ANNIVERSARY, LateTerms.NONE, until).withAnchorDay(anchor), periods, on);
      assertThat(paid.validUntil()).isEqualTo(expected);
      assertThat(paid.anchorDay()).isEqualTo(anchor);
    }

    @Test
    void otherLengthsKeepTheirRhythm() {
      Line weekly = line(Basis.ANNIVERSARY, 7, List.of(), "2026-01-01");
      assertThat(pay(weekly, 1, "2026-01-10").validUntil()).isEqualTo("2026-01-15");
    }
  }
}
