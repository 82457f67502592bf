package dev.everline.line.validity;

import static dev.everline.fixture.LineBuilder.aLine;
import static dev.everline.fixture.RuleBuilder.aRule;
import static dev.everline.fixture.RuleBuilder.attMonthly;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.everline.catalog.Basis;
import dev.everline.catalog.CatalogLoader;
import dev.everline.catalog.LapseRule;
import dev.everline.catalog.Length;
import dev.everline.catalog.RefillAmounts;
import dev.everline.fixture.LineBuilder;
import dev.everline.kernel.Money;
import dev.everline.line.validity.Timeline.Kind;
import dev.everline.line.validity.Timeline.LeastCost;
import dev.everline.line.validity.Timeline.Milestone;
import dev.everline.line.validity.Timeline.Way;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What will happen to a line if nobody acts. */
class TimelineTest {

  private static final LocalDate TODAY = LocalDate.of(2026, 3, 1);

  private static Timeline timeline(LineBuilder line, LapseRule rule, @Nullable String need) {
    Money price = need == null ? null : Money.parse(need, Money.USD);
    return Timeline.of(
        line.facts(), rule, Length.ofDays(30), false, price, null, List.of(3, 1), TODAY);
  }

  private static LeastCost leastCost(LineBuilder line, LapseRule rule, String need) {
    return Objects.requireNonNull(timeline(line, rule, need).leastCost());
  }

  private static LocalDate day(String text) {
    return LocalDate.parse(text);
  }

  @Test
  void itTellsRemindersExpirySuspensionAndTheEarliestLossOfTheNumber() {
    LapseRule rule =
        aRule(Basis.FROM_EXPIRY).lostAfter(30).alternatively(60, "a newer guide").rule();
    assertThat(timeline(aLine().validUntil("2026-03-10"), rule, "30").milestones())
        .extracting(Milestone::date, Milestone::kind, Milestone::days)
        .containsExactly(
            tuple(day("2026-03-07"), Kind.REMINDER, -3L),
            tuple(day("2026-03-09"), Kind.REMINDER, -1L),
            tuple(day("2026-03-10"), Kind.EXPIRY, 0L),
            tuple(day("2026-03-11"), Kind.SUSPENSION, 1L),
            tuple(day("2026-04-09"), Kind.NUMBER_MAY_BE_LOST, 30L),
            tuple(day("2026-05-09"), Kind.NUMBER_MAY_BE_LOST_ALTERNATIVE, 60L));
  }

  @Test
  void everyDateNamesItsSourceAndAnAlternativeItsOwn() {
    LapseRule rule =
        aRule(Basis.FROM_EXPIRY).lostAfter(30).alternatively(60, "a newer guide").rule();
    List<Milestone> milestones =
        timeline(aLine().validUntil("2026-03-10"), rule, "30").milestones();
    assertThat(milestones.getFirst().source()).isEqualTo("the carrier's help pages");
    assertThat(milestones.getFirst().asOf()).isEqualTo("2026-06");
    assertThat(milestones.getFirst().fact()).isTrue();
    assertThat(milestones.getLast().source()).isEqualTo("a newer guide");
    assertThat(milestones.getLast().fact()).isFalse();
  }

  @Test
  void whatWasOnlyRecalledIsAHint() {
    LapseRule rule = aRule(Basis.FROM_EXPIRY).lostAfter(30).recalled().rule();
    assertThat(timeline(aLine().validUntil("2026-03-10"), rule, "30").milestones())
        .noneMatch(Milestone::fact);
  }

  @Test
  void cyclesThatTheBalanceWillPayComeBeforeTheExpiry() {
    Timeline timeline =
        timeline(
            aLine().validUntil("2026-03-10").balance("65").balanceExpiresOn("2026-12-31"),
            attMonthly().rule(),
            "30");
    assertThat(timeline.milestones())
        .extracting(Milestone::date, Milestone::kind)
        .contains(
            tuple(day("2026-03-10"), Kind.CYCLE),
            tuple(day("2026-04-09"), Kind.CYCLE),
            tuple(day("2026-05-09"), Kind.EXPIRY),
            tuple(day("2027-01-01"), Kind.BALANCE_LOSS),
            tuple(day("2027-03-01"), Kind.NUMBER_MAY_BE_LOST));
    assertThat(timeline.milestones())
        .filteredOn(milestone -> milestone.kind() == Kind.BALANCE_LOSS)
        .extracting(Milestone::amount)
        .containsExactly(Money.usd(5_00));
  }

  @Test
  void theCheapestWayToKeepTheNumberIsTheSmallestPaymentKnown() {
    LeastCost cost = leastCost(aLine().validUntil("2026-03-10"), attMonthly().rule(), "30");
    assertThat(cost.way()).isEqualTo(Way.KEEP_ALIVE);
    assertThat(cost.amount()).isEqualTo(Money.usd(10_00));
    assertThat(cost.lastDay()).isEqualTo("2026-05-08");
    assertThat(cost.keepsUntil()).isEqualTo("2026-08-05");
  }

  @Test
  void whatTheBalanceHoldsAlreadyNeedNotBePaid() {
    LeastCost cost =
        leastCost(aLine().validUntil("2026-03-10").balance("25"), attMonthly().rule(), "30");
    assertThat(cost.way()).isEqualTo(Way.WHOLE_PERIOD);
    assertThat(cost.amount()).isEqualTo(Money.usd(5_00));
  }

  @Test
  void onlyAnAmountThatTheCarrierTakesIsNamed() {
    RefillAmounts tens =
        new RefillAmounts(
            "acme",
            RefillAmounts.Kind.FIXED,
            List.of(Money.usd(10_00), Money.usd(20_00)),
            null,
            null,
            null,
            aRule(Basis.OTHER).rule().provenance());
    Timeline timeline =
        Timeline.of(
            aLine().validUntil("2026-03-10").balance("25").facts(),
            aRule(Basis.PLAN_CYCLE).lostAfter(60).rule(),
            Length.ofDays(30),
            false,
            Money.usd(30_00),
            tens,
            List.of(),
            TODAY);
    assertThat(Objects.requireNonNull(timeline.leastCost()).amount()).isEqualTo(Money.usd(10_00));
  }

  /** Cricket takes $5 for coming back, $15 from the 30th day on; the quote has it too. */
  @Test
  void lateTheCheapestWayHasTheFeeForComingBack() {
    LapseRule cricket = CatalogLoader.builtIn().load().lapseRule("cricket-monthly");
    assertThat(leastCost(aLine().validUntil("2026-02-20"), cricket, "40").amount())
        .isEqualTo(Money.usd(45_00));
    assertThat(leastCost(aLine().validUntil("2026-01-20"), cricket, "40").amount())
        .isEqualTo(Money.usd(55_00));
    assertThat(leastCost(aLine().validUntil("2026-03-20"), cricket, "40").amount())
        .isEqualTo(Money.usd(40_00));
  }

  @Test
  void feesThatAreOnlyAssumedAreNotInWhatIsSaidButOnTopOfIt() {
    Timeline sure =
        timeline(aLine().validUntil("2026-03-20"), aRule(Basis.FROM_EXPIRY).rule(), "30");
    assertThat(sure.taxOnTop()).isFalse();
    Timeline assumed = sure.withTaxOnTop(Money.usd(30_00), Money.usd(28_50), null);
    assertThat(assumed.taxOnTop()).isTrue();
    Timeline.LeastCost least = Objects.requireNonNull(assumed.leastCost());
    assertThat(least.taxOnTop()).isTrue();
    assertThat(least.amount()).isEqualTo(Money.usd(28_50));
  }

  @Test
  void cyclesOfMonthsKeepTheirDay() {
    LapseRule verizon = CatalogLoader.builtIn().load().lapseRule("verizon-prepaid-2018");
    Timeline ahead =
        Timeline.of(
            aLine().validUntil("2026-03-31").balance("100").facts().withAnchorDay(31),
            verizon,
            Length.ofMonths(1),
            false,
            Money.usd(45_00),
            null,
            List.of(),
            TODAY);
    assertThat(ahead.milestones())
        .filteredOn(event -> event.kind() == Kind.CYCLE || event.kind() == Kind.EXPIRY)
        .extracting(Milestone::date)
        .containsExactly(day("2026-03-31"), day("2026-04-30"), day("2026-05-31"));
  }

  @Test
  void aLineKeptByUseCostsNothing() {
    LeastCost cost =
        leastCost(
            aLine().lastActivityOn("2026-02-27"), aRule(Basis.ACTIVITY).lostAfter(7).rule(), "0");
    assertThat(cost.way()).isEqualTo(Way.USE);
    assertThat(Objects.requireNonNull(cost.amount()).isZero()).isTrue();
    assertThat(cost.lastDay()).isEqualTo("2026-03-05");
    assertThat(cost.keepsUntil()).isEqualTo("2026-03-11");
  }

  @Test
  void withoutAPriceNothingIsMadeUp() {
    Timeline timeline =
        timeline(aLine().validUntil("2026-03-10"), aRule(Basis.FROM_EXPIRY).rule(), null);
    assertThat(timeline.leastCost()).isNull();
    assertThat(timeline.milestones())
        .extracting(Milestone::kind)
        .doesNotContain(Kind.NUMBER_MAY_BE_LOST);
  }

  @Test
  void aMeteredLineWithoutMoneyIsSuspendedAtOnceAndKeepsTheDateOfItsNumbersLoss() {
    LapseRule rule = aRule(Basis.FROM_PAYMENT).lostAfter(30).rule();
    Timeline timeline =
        Timeline.of(
            aLine().validUntil("2026-03-10").balance("0").facts(),
            rule,
            Length.ofDays(90),
            true,
            Money.usd(10_00),
            null,
            List.of(3),
            TODAY);
    assertThat(timeline.state()).isEqualTo(LineState.SUSPENDED);
    assertThat(timeline.suspendedBy()).isEqualTo(LineStatus.Cause.BALANCE);
    assertThat(timeline.milestones())
        .extracting(Milestone::date, Milestone::kind)
        .containsExactly(
            tuple(day("2026-03-07"), Kind.REMINDER),
            tuple(day("2026-03-10"), Kind.EXPIRY),
            tuple(day("2026-04-09"), Kind.NUMBER_MAY_BE_LOST));
  }

  @Test
  void moneyThatDiesBeforeTheDateEndsAMeteredLine() {
    Timeline timeline =
        Timeline.of(
            aLine().validUntil("2026-03-10").balance("7").balanceExpiresOn("2026-02-28").facts(),
            aRule(Basis.PLAN_CYCLE).rule(),
            Length.ofDays(90),
            true,
            Money.usd(10_00),
            null,
            List.of(),
            TODAY);
    assertThat(timeline.suspendedBy()).isEqualTo(LineStatus.Cause.BALANCE);
  }

  @Test
  void withoutAValidityThereIsNothingToTell() {
    Timeline timeline = timeline(aLine(), aRule(Basis.FROM_EXPIRY).lostAfter(30).rule(), "30");
    assertThat(timeline.milestones()).isEmpty();
    assertThat(timeline.state()).isEqualTo(LineState.UNKNOWN);
  }
}
