package dev.everline.line.validity;

import static dev.everline.fixture.RuleBuilder.aRule;
import static dev.everline.fixture.RuleBuilder.attMonthly;
import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.catalog.Basis;
import dev.everline.catalog.LapseRule;
import dev.everline.kernel.Money;
import dev.everline.line.LineFacts;
import java.time.LocalDate;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** What holds for every line, every rule and every day. */
class ValidityProperties {

  private static final LocalDate EPOCH = LocalDate.of(2026, 1, 1);

  @Provide
  Arbitrary<LapseRule> rules() {
    Arbitrary<LapseRule> plain =
        Arbitraries.of(Basis.values())
            .map(basis -> aRule(basis).lostAfter(60).keepAlive("10", 30).rule());
    return Arbitraries.oneOf(plain, Arbitraries.of(attMonthly().rule()));
  }

  @Provide
  Arbitrary<LocalDate> days() {
    return Arbitraries.integers().between(0, 800).map(EPOCH::plusDays);
  }

  @Provide
  Arbitrary<LineFacts> lines() {
    Arbitrary<Money> money = Arbitraries.longs().between(0, 300_00).map(Money::usd).injectNull(0.2);
    return Combinators.combine(
            days(),
            money,
            days().injectNull(0.3),
            Arbitraries.integers().between(0, 31),
            days().injectNull(0.5))
        .as(
            (validUntil, balance, expires, anchor, paid) ->
                new LineFacts(validUntil, balance, expires, anchor, paid, null));
  }

  @Property
  void aMeteredLineIsServedOnlyWithMoneyAndAnyOtherAsItsDatesSay(
      @ForAll("lines") LineFacts line,
      @ForAll("rules") LapseRule rule,
      @ForAll("days") LocalDate today) {
    LineFacts now = InDays.rolledForward(line, rule, 30, Money.usd(30_00), today);
    LineState byDate = InDays.stateOfRolled(now, rule, 30, today);
    LineStatus metered = LineStatus.of(byDate, now, true);
    LineStatus other = LineStatus.of(byDate, now, false);
    boolean usedUp = now.balance() != null && !now.balance().isPositive();
    boolean served = metered.state() == LineState.ACTIVE || metered.state() == LineState.GRACE;

    assertThat(other.state()).isEqualTo(byDate);
    assertThat(served && usedUp).isFalse();
    assertThat(usedUp || metered.equals(other)).isTrue();
    assertThat(metered.suspendedBy() != null).isEqualTo(metered.state() == LineState.SUSPENDED);
    assertThat(metered.state() == LineState.LOST).isEqualTo(byDate == LineState.LOST);
  }

  @Property
  void aPaymentBringsAMeteredLineBackWhereItsBalanceIsKnown(
      @ForAll("lines") LineFacts line,
      @ForAll @LongRange(min = 1, max = 200_00) long cents,
      @ForAll("days") LocalDate day) {
    Assume.that(line.balance() != null);
    LapseRule rule = aRule(Basis.FROM_PAYMENT).rule();
    Money need = Money.usd(30_00);
    LineFacts before = InDays.rolledForward(line, rule, 90, need, day);
    LineFacts paid = InDays.afterPayment(before, rule, 90, need, Money.usd(cents), 1, day);
    LineFacts after = Validity.credited(before, paid, Money.usd(cents));
    LineState byDate = InDays.state(after, rule, 90, need, day);
    assertThat(LineStatus.of(byDate, after, true).state()).isEqualTo(LineState.ACTIVE);
    assertThat(after.balance())
        .isEqualTo(Objects.requireNonNull(before.balance()).plus(Money.usd(cents)));
  }

  @Provide
  Arbitrary<Integer> periods() {
    return Arbitraries.of(1, 7, 28, 30, 31, 45, 90, 180, 360, 365);
  }

  @Property
  void aPaymentNeverMovesValidityBackwards(
      @ForAll("lines") LineFacts line,
      @ForAll("rules") LapseRule rule,
      @ForAll("periods") int periodDays,
      @ForAll @LongRange(min = 1, max = 200_00) long cents,
      @ForAll @IntRange(min = 1, max = 24) int periods,
      @ForAll("days") LocalDate day) {
    LineFacts after =
        InDays.afterPayment(
            line, rule, periodDays, Money.usd(30_00), Money.usd(cents), periods, day);
    assertThat(after.validUntil()).isAfterOrEqualTo(line.validUntil());
  }

  @Property
  void aKeepAlivePaymentNeverMovesValidityBackwards(
      @ForAll("lines") LineFacts line,
      @ForAll("rules") LapseRule rule,
      @ForAll("days") LocalDate day) {
    assertThat(Validity.afterKeepAlive(line, rule, day).validUntil())
        .isAfterOrEqualTo(line.validUntil());
  }

  @Property
  void aWholePeriodPaidServesBeyondTheDayOfPayment(
      @ForAll("lines") LineFacts line,
      @ForAll("periods") int periodDays,
      @ForAll("days") LocalDate day) {
    Assume.that(line.lastPaymentOn() == null || !line.lastPaymentOn().isAfter(day));
    for (Basis basis : Basis.values()) {
      if (basis.isRenewable()) {
        LapseRule rule = aRule(basis).rule();
        Money need = Money.usd(30_00);
        LineFacts after = InDays.afterPayment(line, rule, periodDays, need, need, 1, day);
        assertThat(InDays.coveredUntil(after, rule, periodDays, need)).isAfter(day);
      }
    }
  }

  @Property
  void rollingForwardTwiceIsRollingForwardOnce(
      @ForAll("lines") LineFacts line,
      @ForAll("rules") LapseRule rule,
      @ForAll("periods") int periodDays,
      @ForAll @LongRange(min = 1, max = 60_00) long need,
      @ForAll("days") LocalDate today) {
    LineFacts once = InDays.rolledForward(line, rule, periodDays, Money.usd(need), today);
    assertThat(InDays.rolledForward(once, rule, periodDays, Money.usd(need), today))
        .isEqualTo(once);
  }

  @Property
  void rollingForwardDayByDayIsRollingForwardAtOnce(
      @ForAll("lines") LineFacts line,
      @ForAll("rules") LapseRule rule,
      @ForAll("periods") int periodDays,
      @ForAll @LongRange(min = 1, max = 60_00) long need,
      @ForAll("days") LocalDate today,
      @ForAll @IntRange(min = 0, max = 100) int later) {
    Money price = Money.usd(need);
    LineFacts stepped = InDays.rolledForward(line, rule, periodDays, price, today);
    LocalDate then = today.plusDays(later);
    assertThat(InDays.rolledForward(stepped, rule, periodDays, price, then))
        .isEqualTo(InDays.rolledForward(line, rule, periodDays, price, then));
  }

  @Property
  void oneCentShortNeverRenews(
      @ForAll @LongRange(min = 2, max = 1_000_00) long need,
      @ForAll("days") LocalDate validUntil,
      @ForAll("days") LocalDate today) {
    LapseRule rule = aRule(Basis.PLAN_CYCLE).rule();
    LineFacts short1 = new LineFacts(validUntil, Money.usd(need - 1), null, 0, null, null);
    assertThat(InDays.rolledForward(short1, rule, 30, Money.usd(need), today)).isEqualTo(short1);
    assertThat(InDays.coveredUntil(short1, rule, 30, Money.usd(need))).isEqualTo(validUntil);
  }

  @Property
  void aCycleTakesExactlyItsNeedForEachPeriodItMoves(
      @ForAll @LongRange(min = 1, max = 60_00) long need,
      @ForAll @LongRange(min = 0, max = 500_00) long balance,
      @ForAll("days") LocalDate validUntil,
      @ForAll("days") LocalDate today) {
    LapseRule rule = aRule(Basis.PLAN_CYCLE).rule();
    LineFacts line = new LineFacts(validUntil, Money.usd(balance), null, 0, null, null);
    LineFacts after = InDays.rolledForward(line, rule, 30, Money.usd(need), today);
    long cycles =
        (Objects.requireNonNull(after.validUntil()).toEpochDay() - validUntil.toEpochDay()) / 30;
    assertThat(Objects.requireNonNull(after.balance()).minor())
        .isEqualTo(balance - cycles * need)
        .isNotNegative();
  }

  @Property
  void payingSeveralPeriodsIsPayingOneSeveralTimesEarly(
      @ForAll("lines") LineFacts line,
      @ForAll("periods") int periodDays,
      @ForAll @IntRange(min = 1, max = 24) int periods,
      @ForAll @IntRange(min = 0, max = 60) int daysEarly) {
    LapseRule rule = aRule(Basis.FROM_EXPIRY).rule();
    Money need = Money.usd(30_00);
    LocalDate day = Objects.requireNonNull(line.validUntil()).minusDays(daysEarly);
    LineFacts atOnce =
        InDays.afterPayment(line, rule, periodDays, need, need.times(periods), periods, day);
    LineFacts oneByOne = line;
    for (int i = 0; i < periods; i++) {
      oneByOne = InDays.afterPayment(oneByOne, rule, periodDays, need, need, 1, day);
    }
    assertThat(atOnce).isEqualTo(oneByOne);
  }

  @Property
  void payingLateFromExpiryWastesNoPaidDayAndGivesNoneFree(
      @ForAll("days") LocalDate validUntil, @ForAll @IntRange(min = 1, max = 90) int daysLate) {
    LapseRule rule = aRule(Basis.FROM_EXPIRY).rule();
    Money need = Money.usd(30_00);
    LineFacts line = new LineFacts(validUntil, null, null, 0, null, null);
    LineFacts early = InDays.afterPayment(line, rule, 30, need, need, 1, validUntil);
    LineFacts late =
        InDays.afterPayment(line, rule, 30, need, need, 1, validUntil.plusDays(daysLate));
    assertThat(late.validUntil())
        .isEqualTo(Objects.requireNonNull(early.validUntil()).plusDays(daysLate));
  }

  @Property
  void theAnchorComesBackInEveryMonthLongEnough(
      @ForAll @IntRange(min = 1, max = 31) int anchor,
      @ForAll @IntRange(min = 1, max = 60) int months) {
    Money need = Money.usd(30_00);
    for (Basis basis : new Basis[] {Basis.BILLING_DATE, Basis.ANNIVERSARY}) {
      LapseRule rule = aRule(basis).rule();
      LineFacts line = new LineFacts(LocalDate.of(2026, 1, anchor), null, null, anchor, null, null);
      for (int i = 0; i < months; i++) {
        LocalDate on = Objects.requireNonNull(line.validUntil());
        line = InDays.afterPayment(line, rule, 30, need, need, 1, on);
      }
      LocalDate until = Objects.requireNonNull(line.validUntil());
      assertThat(until.getDayOfMonth()).isEqualTo(Math.min(anchor, until.lengthOfMonth()));
      assertThat(until.getYear() * 12 + until.getMonthValue()).isEqualTo(2026 * 12 + 1 + months);
    }
  }

  @Property
  void payingLateOnAnAnniversaryBuysAtMostAMonthAndAtLeastADay(
      @ForAll("days") LocalDate validUntil, @ForAll @IntRange(min = 1, max = 400) int daysLate) {
    LapseRule rule = aRule(Basis.ANNIVERSARY).rule();
    Money need = Money.usd(30_00);
    LocalDate day = validUntil.plusDays(daysLate);
    LineFacts after =
        InDays.afterPayment(
            new LineFacts(validUntil, null, null, 0, null, null), rule, 30, need, need, 1, day);
    assertThat(after.validUntil()).isBetween(day.plusDays(1), day.plusMonths(1).plusDays(3));
  }

  @Property
  void theNumberIsNeverLostWhileServedAndStatesFollowEachOther(
      @ForAll("lines") LineFacts line,
      @ForAll("rules") LapseRule rule,
      @ForAll("days") LocalDate today) {
    Money need = Money.usd(1_000_00);
    LineState now = InDays.state(line, rule, 30, need, today);
    LineState next = InDays.state(line, rule, 30, need, today.plusDays(1));
    assertThat(next).isGreaterThanOrEqualTo(now);
    if (rule.basis() != Basis.ACTIVITY && !today.isAfter(line.validUntil())) {
      assertThat(now).isEqualTo(LineState.ACTIVE);
    }
  }
}
