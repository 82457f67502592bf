package dev.everline.renewal.decide;

import static dev.everline.fixture.LineBuilder.aLine;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.everline.catalog.Catalog;
import dev.everline.catalog.CatalogLoader;
import dev.everline.catalog.LapseRule;
import dev.everline.catalog.Plan;
import dev.everline.kernel.Money;
import dev.everline.kernel.ProblemException;
import dev.everline.line.Line;
import dev.everline.line.LineFacts;
import dev.everline.line.validity.LineState;
import dev.everline.line.validity.LineStatus;
import dev.everline.line.validity.Timeline;
import dev.everline.renewal.decide.Outlook.Standing;
import dev.everline.renewal.price.Quoter;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How a line stands, with its plan and rule looked up in the built-in catalog. */
class OutlookTest {

  // In New York it is still the day before.
  private static final Instant NOW = Instant.parse("2026-11-25T03:00:00Z");
  private static final Catalog CATALOG = CatalogLoader.builtIn().load();

  private final Outlook outlook =
      new Outlook(
          CATALOG,
          new Quoter(CATALOG, Money.usd(0)),
          any -> java.util.Optional.empty(),
          Clock.fixed(NOW, ZoneOffset.UTC));

  private static Line line(String carrier, @Nullable String plan, LineFacts facts) {
    return aLine().with(carrier).on(plan).unconfirmed().knowing(facts).added(NOW).line();
  }

  private static LineFacts facts(String validUntil, @Nullable Money balance) {
    return new LineFacts(LocalDate.parse(validUntil), balance, null, 0, null, null);
  }

  @Test
  void daysAreCountedInTheCarriersZone() {
    Standing standing = outlook.of(line("mint", "mint-6gb", facts("2026-11-24", null)), null);
    assertThat(standing.today()).isEqualTo("2026-11-24");
    assertThat(standing.state()).isEqualTo(LineState.ACTIVE);
    assertThat(standing.daysLeft()).isZero();
  }

  @Test
  void withoutAPlanOnlyAValidityThatLastsIsBelieved() {
    assertThat(outlook.of(line("mint", null, facts("2026-12-24", null)), null).state())
        .isEqualTo(LineState.ACTIVE);
    Line lapsed = line("mint", null, facts("2026-11-20", null));
    assertThat(outlook.of(lapsed, null).state()).isEqualTo(LineState.UNKNOWN);
    Line endless = line("mint", null, new LineFacts(null, null, null, 0, null, null));
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> outlook.timeline(endless, null))
        .withMessageContaining("catalog plans --carrier mint");
  }

  @Test
  void anEndAloneHasRemindersAndALastDayAndNothingThatOnlyAPlanTells() {
    Timeline ahead = outlook.timeline(line("mint", null, facts("2026-12-24", null)), null);
    assertThat(ahead.state()).isEqualTo(LineState.ACTIVE);
    assertThat(ahead.leastCost()).isNull();
    assertThat(ahead.milestones())
        .extracting(step -> step.date() + " " + step.kind())
        .containsExactly(
            "2026-12-17 REMINDER",
            "2026-12-21 REMINDER",
            "2026-12-23 REMINDER",
            "2026-12-24 EXPIRY");
    assertThat(ahead.milestones())
        .extracting(Timeline.Milestone::source)
        .containsOnly(Timeline.BY_ITS_END);
  }

  @Test
  void anEndAloneThatTheCarriersAutopayMovesSaysWhenToCheck() {
    Line line =
        aLine()
            .with("mint")
            .onNoPlan()
            .renewedBy(dev.everline.line.renewer.RenewedBy.CARRIER)
            .knowing(facts("2026-12-24", null))
            .added(NOW)
            .line();
    assertThat(outlook.timeline(line, null).milestones())
        .extracting(Timeline.Milestone::kind)
        .contains(Timeline.Kind.EXPIRY, Timeline.Kind.AUTOPAY_CHECK)
        .doesNotContain(Timeline.Kind.REMINDER);
  }

  @Test
  void aPayAsYouGoLineWithoutCreditIsSuspendedThoughItsDateIsLater() {
    Line empty = line("tello", "tello-paygo", facts("2027-01-20", Money.usd(0)));
    assertThat(outlook.of(empty, null).state()).isEqualTo(LineState.SUSPENDED);
    assertThat(outlook.of(empty, null).suspendedBy()).isEqualTo(LineStatus.Cause.BALANCE);
    assertThat(outlook.timeline(empty, null).suspendedBy()).isEqualTo(LineStatus.Cause.BALANCE);
    Line unknown = line("tello", "tello-paygo", facts("2027-01-20", null));
    assertThat(outlook.of(unknown, null).state()).isEqualTo(LineState.ACTIVE);
  }

  @Test
  void aPlanWithMinutesOfItsOwnIsServedWithoutABalance() {
    Line paid = line("ultra", "ultra-paygo", facts("2026-12-20", Money.usd(0)));
    assertThat(outlook.of(paid, null).state()).isEqualTo(LineState.ACTIVE);
  }

  @Test
  void creditBesideATelloPlanCoversNoFurtherMonthAndThatIsSaid() {
    Line line = line("tello", "tello-5gb", facts("2026-11-26", Money.usd(8_00)));

    assertThat(outlook.of(line, null).coveredUntil()).isEqualTo("2026-11-26");
    assertThat(outlook.of(line, null).uncounted()).isEqualTo(LapseRule.BalanceRole.BESIDE);
    Timeline timeline = outlook.timeline(line, null);
    assertThat(timeline.uncounted()).isEqualTo(LapseRule.BalanceRole.BESIDE);
    assertThat(timeline.milestones())
        .extracting(Timeline.Milestone::kind)
        .doesNotContain(Timeline.Kind.CYCLE);
  }

  @ParameterizedTest
  @MethodSource("plansWithoutASourceForTheirBalance")
  void moneyThatNoSourceSaysPaysThePlanCountsForNothing(String id) {
    Plan plan = CATALOG.plan(id);
    Line line = line(plan.carrier(), id, facts("2026-11-26", Money.usd(500_00)));

    assertThat(outlook.of(line, "CA").coveredUntil()).isEqualTo("2026-11-26");
  }

  static Stream<String> plansWithoutASourceForTheirBalance() {
    return CATALOG.plans().values().stream()
        .filter(
            plan ->
                CATALOG.lapseRule(plan.lapseRule()).balanceRole()
                    != LapseRule.BalanceRole.PAYS_PLAN)
        .map(Plan::id)
        .sorted();
  }

  @Test
  void onlyRulesWhoseSourceSaysSoArePaidOutOfTheBalance() {
    assertThat(CATALOG.lapseRules().values().stream().filter(LapseRule::cyclesFromBalance))
        .extracting(LapseRule::id)
        .containsExactlyInAnyOrder(
            "att-prepaid-monthly",
            "tmobile-prepaid-monthly",
            "ultra-paygo",
            "verizon-prepaid-2018");
  }

  @Test
  void aNumberWithoutASimIsNeverPaidInAdvanceEvenWhenItsPlanIsNotKnown() {
    assertThat(Reach.obstacle(CATALOG.carrier("google-voice"), null, null, false, true, true))
        .isEqualTo(Reach.Cause.KEPT_OTHERWISE);
    assertThat(Reach.obstacle(CATALOG.carrier("numberbarn"), null, null, false, true, true))
        .isEqualTo(Reach.Cause.KEPT_OTHERWISE);
    assertThat(Reach.obstacle(CATALOG.carrier("mint"), null, null, false, true, true))
        .isEqualTo(Reach.Cause.PLAN_NOT_KNOWN);
  }

  @Test
  void theTimelineOfEveryPlanInTheCatalogCanBeDrawn() {
    CATALOG
        .plans()
        .values()
        .forEach(
            plan -> {
              Line line = line(plan.carrier(), plan.id(), facts("2026-12-10", Money.usd(40_00)));
              Timeline timeline = outlook.timeline(line, "CA");
              assertThat(timeline.state()).isEqualTo(outlook.of(line, "CA").state());
            });
  }

  /** US Mobile's Light plan for $8.00 comes before another month of a dearer one. */
  @Test
  void whileALineIsServedACheaperPlanIsTheCheapestWay() {
    Line line = line("us-mobile", "usmobile-starter", facts("2026-12-10", null));
    Timeline.LeastCost least = Objects.requireNonNull(outlook.timeline(line, "CA").leastCost());
    assertThat(least.way()).isEqualTo(Timeline.Way.SMALLER_PLAN);
    assertThat(least.amount()).isEqualTo(Money.usd(8_00));
    Line over = line("us-mobile", "usmobile-starter", facts("2026-11-01", null));
    assertThat(Objects.requireNonNull(outlook.timeline(over, "CA").leastCost()).way())
        .isEqualTo(Timeline.Way.WHOLE_PERIOD);
  }
}
