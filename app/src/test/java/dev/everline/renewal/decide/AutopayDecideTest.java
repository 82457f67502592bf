package dev.everline.renewal.decide;

import static dev.everline.fixture.CatalogBuilder.aCatalogLike;
import static dev.everline.fixture.LineBuilder.aLine;
import static dev.everline.fixture.PlanBuilder.aPlan;
import static dev.everline.fixture.RuleBuilder.aRule;
import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.catalog.Autopay;
import dev.everline.catalog.Autopay.ChargeTime;
import dev.everline.catalog.Basis;
import dev.everline.catalog.Catalog;
import dev.everline.fixture.CatalogBuilder;
import dev.everline.fixture.LineBuilder;
import dev.everline.kernel.Money;
import dev.everline.line.LineFacts;
import dev.everline.line.renewer.RenewedBy;
import dev.everline.line.renewer.Renewer;
import dev.everline.line.validity.LineState;
import dev.everline.notice.NoticeKind;
import dev.everline.renewal.RenewalSettings;
import dev.everline.renewal.World;
import dev.everline.renewal.price.Quoter;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is decided for a line that its carrier's own autopay renews, and why: a sentence for each
 * reason. Carrier and owner are in New York, five hours behind UTC.
 */
class AutopayDecideTest {

  /** The last day of service. */
  private static final LocalDate END = LocalDate.of(2026, 11, 10);

  /** Where it begins, and where it is over. */
  private static final Instant LAST_DAY = Instant.parse("2026-11-10T05:00:00Z");

  private static final Instant OVER = Instant.parse("2026-11-11T05:00:00Z");

  /** Nine in the morning on the last day, when owners may be told. */
  private static final Instant LAST_MORNING = Instant.parse("2026-11-10T14:00:00Z");

  private static final Instant LOSS = Instant.parse("2027-01-09T05:00:00Z");

  /** Charges on the last day between five and eleven in the morning, like Tello. */
  private static final String ON_THE_LAST_DAY = "on-the-last-day";

  /** A decline switches it off; charges two days before, like US Mobile. */
  private static final String OFF_AFTER_DECLINE = "off-after-decline";

  private static final Catalog CATALOG = catalog();

  private final Quoter quoter = new Quoter(CATALOG, Money.usd(0));
  private final Decide decide = new Decide(CATALOG, quoter, RenewalSettings.defaults());

  private static Catalog catalog() {
    ChargeTime two = new ChargeTime.OnDay(2, null);
    return aCatalogLike(RuleCatalog.get())
        .with(
            aRule()
                .named(ON_THE_LAST_DAY)
                .lostAfter(60)
                .autopay(
                    autopay(
                        new ChargeTime.OnDay(0, java.time.LocalTime.of(5, 0)),
                        new ChargeTime.OnDay(0, java.time.LocalTime.of(11, 0)),
                        null)))
        .with(aPlan(ON_THE_LAST_DAY).unlimited().under(ON_THE_LAST_DAY))
        .with(aRule().named(OFF_AFTER_DECLINE).lostAfter(60).autopay(autopay(two, two, true)))
        .with(aPlan(OFF_AFTER_DECLINE).unlimited().under(OFF_AFTER_DECLINE))
        .catalog();
  }

  private static Autopay autopay(ChargeTime from, ChargeTime to, @Nullable Boolean off) {
    return new Autopay(
        from, to, ZoneId.of("America/New_York"), null, off, null, CatalogBuilder.FICTION);
  }

  /** Charged two days before its last day. */
  private static LineBuilder line() {
    return on(World.AUTOPAY);
  }

  private static LineBuilder on(String plan) {
    return aLine().on(plan).expiring(END).renewedBy(RenewedBy.CARRIER);
  }

  private Decision decide(LineBuilder line, Instant now) {
    return decide.decide(line.dueLine(), Duration.ZERO, true, now);
  }

  private LineToday today(LineBuilder line, Instant now) {
    return LineToday.of(line.dueLine(), CATALOG, quoter, now);
  }

  private static Instant before(Instant moment, int days) {
    return moment.minus(Duration.ofDays(days));
  }

  // Before and around the charge

  @ParameterizedTest
  @ValueSource(ints = {20, 7, 3, 1})
  void nothingIsPaidAndNobodyAlarmedAsItsEndComesNear(int daysBefore) {
    assertThat(decide(line(), before(LAST_MORNING, daysBefore)))
        .isEqualTo(new Decision.Wait(LAST_DAY));
  }

  @Test
  void aDayAfterTheChargeItsOwnerIsAskedOnceWhileThereIsStillTimeToAct() {
    assertThat(decide(line(), LAST_DAY)).isEqualTo(new Decision.Wait(LAST_MORNING));
    assertThat(decide(line(), LAST_MORNING))
        .isEqualTo(
            new Decision.Remind(
                NoticeKind.AUTOPAY_UNCONFIRMED,
                END,
                AutopayWatch.FIRST_STEP + 1,
                OVER,
                LAST_MORNING.plus(Duration.ofHours(1))));
  }

  @Test
  void askedOnceItIsAskedAgainOnlyBeforeTheNumberMayBeLost() {
    LineBuilder asked = line().reminded(END, AutopayWatch.FIRST_STEP + 1);
    Instant twoWeeksBefore = Instant.parse("2026-12-26T14:00:00Z");

    assertThat(decide(asked, OVER)).isEqualTo(new Decision.Wait(twoWeeksBefore));
    Decision.Remind again = (Decision.Remind) decide(asked, twoWeeksBefore);
    assertThat(again.kind()).isEqualTo(NoticeKind.AUTOPAY_UNCONFIRMED);
    assertThat(again.actBy()).isEqualTo(LOSS);
  }

  @Test
  void whereTheChargeComesOnlyOnTheLastDayItIsAskedAboutADayLater() {
    Instant dayAfter = Instant.parse("2026-11-11T16:00:00Z");

    assertThat(decide(on(ON_THE_LAST_DAY), OVER)).isEqualTo(new Decision.Wait(dayAfter));
    Decision.Remind check = (Decision.Remind) decide(on(ON_THE_LAST_DAY), dayAfter);
    assertThat(check.kind()).isEqualTo(NoticeKind.AUTOPAY_UNCONFIRMED);
    assertThat(check.actBy()).as("counted to the loss of the number").isEqualTo(LOSS);
  }

  @Test
  void whereNobodyKnowsTheDayOfTheChargeItIsAskedAboutADayAfterTheEnd() {
    Instant dayAfter = OVER.plus(Duration.ofDays(1));

    assertThat(decide(on(Basis.FROM_EXPIRY.key()), LAST_MORNING))
        .isEqualTo(new Decision.Wait(dayAfter));
  }

  @Test
  void withoutAKnownPlanItIsAskedAboutADayAfterTheEndToo() {
    LineBuilder planless = aLine().onNoPlan().expiring(END).renewedBy(RenewedBy.CARRIER);

    assertThat(decide(planless, LAST_MORNING))
        .isEqualTo(new Decision.Wait(OVER.plus(Duration.ofDays(1))));
  }

  @Test
  void withoutAKnownEndThereIsNothingToWatch() {
    LineBuilder endless = aLine().on(World.AUTOPAY).renewedBy(RenewedBy.CARRIER);

    assertThat(decide(endless, LAST_MORNING)).isEqualTo(new Decision.Wait(null));
  }

  @Test
  void aLaterEndBeginsANewRound() {
    LineBuilder confirmed =
        on(World.AUTOPAY).expiring(END.plusDays(30)).reminded(END, AutopayWatch.FIRST_STEP + 1);

    assertThat(decide(confirmed, LAST_MORNING))
        .isEqualTo(new Decision.Wait(Instant.parse("2026-12-10T05:00:00Z")));
  }

  // What endangers it

  @Test
  void aBalanceThatIsShortIsToldBeforeTheChargeWhereThePlanIsPaidOutOfIt() {
    LineFacts short5 = new LineFacts(END, Money.usd(5_00), null, 0, null, null);
    LineBuilder line = on(Basis.PLAN_CYCLE.key()).knowing(short5).renewedBy(RenewedBy.CARRIER);
    Instant weekBefore = Instant.parse("2026-11-04T14:00:00Z");

    Decision.Remind told = (Decision.Remind) decide(line, weekBefore);

    assertThat(told.kind()).isEqualTo(NoticeKind.AUTOPAY_BALANCE_SHORT);
    assertThat(told.actBy()).isEqualTo(OVER);
  }

  @Test
  void anAutopayThatADeclineSwitchesOffIsDoubtedForTheNextPeriodOnly() {
    Renewer failed = new Renewer(RenewedBy.CARRIER, END.minusDays(30), null);
    Renewer longAgo = new Renewer(RenewedBy.CARRIER, END.minusDays(60), null);
    Instant threeDaysBefore = Instant.parse("2026-11-05T14:00:00Z");

    Decision.Remind told =
        (Decision.Remind) decide(on(OFF_AFTER_DECLINE).renewer(failed), threeDaysBefore);

    assertThat(told.kind()).isEqualTo(NoticeKind.AUTOPAY_MAY_BE_OFF);
    assertThat(decide(on(OFF_AFTER_DECLINE).renewer(longAgo), threeDaysBefore))
        .isInstanceOf(Decision.Wait.class);
    assertThat(decide(line().renewer(failed), threeDaysBefore))
        .as("not known of this carrier")
        .isInstanceOf(Decision.Wait.class);
  }

  // What its owner says

  @Test
  void onceItFailedTheLineIsDueLikeItsOwnersAndTheNextReminderFollowsAtOnce() {
    LineBuilder failed =
        line()
            .renewer(new Renewer(RenewedBy.CARRIER, END, null))
            .reminded(END, AutopayWatch.FIRST_STEP + 1);

    Decision.Remind reminder = (Decision.Remind) decide(failed, LAST_MORNING);

    assertThat(reminder.kind()).isEqualTo(NoticeKind.EXPIRES_SOON);
    assertThat(today(failed, OVER).status().state()).isEqualTo(LineState.SUSPENDED);
  }

  @Test
  void switchedToEverlineItIsNotPaidWhileTheCarrierMayHaveChargedAndIsPaidOnceThatFailed() {
    LineBuilder switched = line().renewer(new Renewer(RenewedBy.EVERLINE, null, END));
    LineBuilder failed = line().renewer(new Renewer(RenewedBy.EVERLINE, END, END));

    assertThat(((Decision.Remind) decide(switched, LAST_MORNING)).kind())
        .isEqualTo(NoticeKind.AUTOPAY_UNCONFIRMED);
    assertThat(decide(failed, LAST_MORNING)).isInstanceOf(Decision.Renew.class);
  }

  // How it stands

  @Test
  void afterItsEndWithoutProofItIsUnconfirmedAndNotSuspendedNorLost() {
    assertThat(today(line(), LAST_MORNING).status().state()).isEqualTo(LineState.ACTIVE);
    assertThat(today(line(), OVER).status().state()).isEqualTo(LineState.UNCONFIRMED);
    assertThat(today(line(), LOSS).status().state()).isEqualTo(LineState.UNCONFIRMED);
  }

  @Test
  void aBalanceThatIsUsedUpStopsServiceWhoeverRenewsTheLine() {
    LineFacts empty = new LineFacts(END, Money.usd(0), null, 0, null, null);
    LineBuilder line = aLine().on(World.METERED).knowing(empty).renewedBy(RenewedBy.CARRIER);

    assertThat(today(line, LAST_DAY).status().state()).isEqualTo(LineState.SUSPENDED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {World.AUTOPAY, "from-expiry", "from-payment", "plan-cycle", "billing-date"})
  void theNextEndIsAPeriodAfterThePresentOne(String plan) {
    LocalDate next = today(on(plan), LAST_MORNING).nextEnd();

    assertThat(next).isEqualTo(plan.equals("billing-date") ? END.plusMonths(1) : END.plusDays(30));
  }

  @Test
  void itsCarriersReachIsNoConcernOfItsOwner() {
    assertThat(decide.standing(line().dueLine(), false, LAST_MORNING)).isNull();
  }

  // Notices that were given

  @Test
  void anOpenQuestionHoldsUntilSomebodyAnswersIt() {
    assertThat(holds(NoticeKind.AUTOPAY_UNCONFIRMED, line())).isTrue();
    assertThat(holds(NoticeKind.AUTOPAY_UNCONFIRMED, line().expiring(END.plusDays(30)))).isFalse();
    assertThat(
            holds(
                NoticeKind.AUTOPAY_UNCONFIRMED,
                line().renewer(new Renewer(RenewedBy.CARRIER, END, null))))
        .isFalse();
  }

  @Test
  void remindersOfItsEndNoLongerHoldOnceItsCarrierRenewsIt() {
    assertThat(holds(NoticeKind.EXPIRES_SOON, line())).isFalse();
    assertThat(holds(NoticeKind.EXPIRES_SOON, line().renewedBy(RenewedBy.OWNER))).isTrue();
    assertThat(holds(NoticeKind.WALLET_SHORT, line())).isFalse();
  }

  private boolean holds(NoticeKind kind, LineBuilder line) {
    return decide.holds(kind, END, line.dueLine(), true, LAST_MORNING);
  }
}
