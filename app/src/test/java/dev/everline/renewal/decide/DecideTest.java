package dev.everline.renewal.decide;

import static dev.everline.fixture.LineBuilder.aLine;
import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.catalog.Basis;
import dev.everline.catalog.Catalog;
import dev.everline.fixture.LineBuilder;
import dev.everline.kernel.Money;
import dev.everline.line.IfNotRenewed;
import dev.everline.line.LineFacts;
import dev.everline.line.due.DueLine;
import dev.everline.notice.NoticeKind;
import dev.everline.renewal.RenewalSettings;
import dev.everline.renewal.World;
import dev.everline.renewal.price.Quote;
import dev.everline.renewal.price.Quoter;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is decided for a line, and why: a sentence for each reason. */
class DecideTest {

  /** The last day of service; its carrier is in New York. */
  private static final LocalDate END = LocalDate.of(2026, 11, 10);

  private static final Instant EXPIRY = Instant.parse("2026-11-11T05:00:00Z");

  /** The number may be lost sixty days after the end. */
  private static final LocalDate SAFE = END.plusDays(59);

  private static final Instant LOSS = Instant.parse("2027-01-09T05:00:00Z");

  /** Where a day more of room wastes nothing. */
  private static final Instant SAFE_MOMENT = EXPIRY.minus(Duration.ofHours(60));

  private static final Instant EARLY = EXPIRY.minus(Duration.ofDays(20));
  private static final Duration A_WEEK = Duration.ofDays(7);
  private static final Duration RECHECK = RenewalSettings.defaults().recheck();
  private static final Catalog CATALOG = RuleCatalog.get();

  private final Decide decide =
      new Decide(CATALOG, new Quoter(CATALOG, Money.usd(0)), RenewalSettings.defaults());

  private static LineBuilder line() {
    return aLine().on(Basis.FROM_EXPIRY.key()).expiring(END);
  }

  private static LineBuilder metered(String plan, LineFacts facts) {
    return aLine().on(plan).knowing(facts);
  }

  private static LineFacts balance(int cents, @Nullable LocalDate expiresOn) {
    return new LineFacts(END, Money.usd(cents), expiresOn, 0, null, null);
  }

  private Decision decide(LineBuilder line, Instant now) {
    return decide.decide(line.dueLine(), Duration.ZERO, true, now);
  }

  private boolean holds(NoticeKind kind, LineBuilder line, Instant now) {
    return decide.holds(kind, END, line.dueLine(), true, now);
  }

  // What is paid.

  @Test
  void aLineIsLookedAtAgainAtItsSafeMoment() {
    assertThat(decide(line(), EARLY)).isEqualTo(new Decision.Wait(SAFE_MOMENT));
  }

  @Test
  void fromItsSafeMomentOnALineIsRenewedForThePeriodAfterItsEnd() {
    Decision.Renew renew = (Decision.Renew) decide(line(), SAFE_MOMENT);
    assertThat(renew.quote().kind()).isEqualTo(Quote.Kind.WHOLE_PERIOD);
    assertThat(renew.quote().total()).isEqualTo(Money.usd(25_00));
    assertThat(renew.periodFrom()).isEqualTo(END);
    assertThat(renew.deadline()).isEqualTo(EXPIRY);
    assertThat(renew.orElse()).isNull();
  }

  @Test
  void aRouteThatTakesLongMovesTheSafeMomentForward() {
    Decision decision = decide.decide(line().dueLine(), Duration.ofDays(1), true, EARLY);
    assertThat(decision).isEqualTo(new Decision.Wait(EXPIRY.minus(Duration.ofDays(4))));
  }

  @Test
  void aLapsedLineIsStillRenewedWithADaysTriesAtATime() {
    Instant late = EXPIRY.plus(Duration.ofDays(3));
    Decision.Renew renew = (Decision.Renew) decide(line(), late);
    assertThat(renew.deadline()).isEqualTo(late.plus(Duration.ofDays(1)));
  }

  @Test
  void aNumberIsKeptJustBeforeItsLossWhereThePeriodIsTooDear() {
    LineBuilder line =
        line().ceiling(Money.usd(20_00)).fallback(IfNotRenewed.KEEP_NUMBER).notifiedFor(END);
    Instant due = LOSS.minus(Duration.ofHours(60));
    assertThat(decide(line, due.minusSeconds(1))).isNotInstanceOf(Decision.Renew.class);
    Decision.Renew keep = (Decision.Renew) decide(line, due);
    assertThat(keep.quote().kind()).isEqualTo(Quote.Kind.KEEP_ALIVE);
    assertThat(keep.quote().total()).isEqualTo(Money.usd(5_00));
    assertThat(keep.periodFrom()).isEqualTo(SAFE);
    assertThat(keep.deadline()).isEqualTo(LOSS);
  }

  @Test
  void aRenewalNearTheLossLeavesHalfTheTimeForKeepingTheNumber() {
    Instant now = LOSS.minus(Duration.ofHours(10));
    Decision.Renew renew = (Decision.Renew) decide(line().fallback(IfNotRenewed.KEEP_NUMBER), now);
    assertThat(renew.quote().kind()).isEqualTo(Quote.Kind.WHOLE_PERIOD);
    assertThat(renew.deadline()).isEqualTo(now.plus(Duration.ofHours(5)));
    assertThat(renew.orElse()).isNotNull();
  }

  // What is waited for.

  @Test
  void aPausedLineIsLeftAloneUntilItIsChanged() {
    assertThat(decide(line().paused(), SAFE_MOMENT)).isEqualTo(new Decision.Wait(null));
  }

  @Test
  void aLineWithoutAKnownEndIsLookedAtDailyWhereItIsToBeRenewed() {
    LineBuilder endless = aLine().on(Basis.FROM_EXPIRY.key());
    assertThat(decide(endless, EARLY)).isEqualTo(new Decision.Wait(EARLY.plus(Duration.ofDays(1))));
    assertThat(decide(endless.renewedByHand(), EARLY)).isEqualTo(new Decision.Wait(null));
  }

  @Test
  void aCeilingIsComparedAWeekAheadSoThatTheOwnerHasTimeToAct() {
    LineBuilder line = line().ceiling(Money.usd(20_00));
    Instant warned = EXPIRY.minus(A_WEEK);
    assertThat(decide(line, EARLY)).isEqualTo(new Decision.Wait(warned));
    assertThat(decide(line, warned))
        .isEqualTo(
            new Decision.NeedsOwner(
                NoticeKind.PRICE_ABOVE_CEILING,
                END,
                Money.usd(25_00),
                EXPIRY,
                warned.plus(RECHECK)));
    assertThat(decide(line().ceiling(Money.usd(25_00)), warned))
        .isEqualTo(new Decision.Wait(SAFE_MOMENT));
  }

  // What is told.

  @Test
  void anUnconfirmedBrandIsToldOfAWeekBeforeTheEnd() {
    LineBuilder line = line().brandConfirmed(false);
    Instant near = EXPIRY.minus(A_WEEK);
    assertThat(decide(line, EARLY)).isEqualTo(new Decision.Wait(near));
    assertThat(decide(line, near))
        .isEqualTo(
            new Decision.NeedsOwner(
                NoticeKind.BRAND_NOT_CONFIRMED, END, null, EXPIRY, near.plus(RECHECK)));
  }

  @Test
  void aPriceThatIsNotKnownIsToldOfAWeekBeforeTheEnd() {
    Instant near = EXPIRY.minus(A_WEEK);
    LineBuilder line = metered(RuleCatalog.UNPRICED, balance(5_00, null));
    assertThat(decide(line, near))
        .isEqualTo(
            new Decision.NeedsOwner(
                NoticeKind.PRICE_NOT_KNOWN, END, null, EXPIRY, near.plus(RECHECK)));
  }

  @Test
  void aBalanceThatIsUsedUpIsToldOfOnceAndTheDateIsThenKeptAsEver() {
    LineBuilder line = metered(World.METERED, balance(0, null));
    assertThat(decide(line, EARLY))
        .isEqualTo(
            new Decision.NeedsOwner(
                NoticeKind.BALANCE_USED_UP, END, Money.usd(25_00), EXPIRY, EARLY.plus(RECHECK)));
    Instant moment = EXPIRY.minus(Duration.ofHours(36));
    assertThat(decide(line.notifiedFor(END), EARLY)).isEqualTo(new Decision.Wait(moment));
  }

  @Test
  void aBalanceThatHasExpiredIsUsedUpEvenWhereThePriceIsNotKnown() {
    LineFacts expired = balance(5_00, END.minusDays(25));
    assertThat(((Decision.NeedsOwner) decide(metered(RuleCatalog.UNPRICED, expired), EARLY)).kind())
        .isEqualTo(NoticeKind.BALANCE_USED_UP);
  }

  @Test
  void aNumberThatMayBeLostIsToldOfAndNothingMoreIsDone() {
    assertThat(decide(line(), LOSS))
        .isEqualTo(new Decision.NeedsOwner(NoticeKind.NUMBER_MAY_BE_LOST, END, null, null, null));
  }

  @Test
  void aNumberThatNoAllowedPaymentKeepsIsToldOfAWeekBeforeItsLoss() {
    LineBuilder line =
        line().ceiling(Money.usd(4_00)).fallback(IfNotRenewed.KEEP_NUMBER).notifiedFor(END);
    Instant near = LOSS.minus(A_WEEK);
    assertThat(decide(line, near))
        .isEqualTo(
            new Decision.NeedsOwner(
                NoticeKind.NUMBER_NOT_KEPT, SAFE, Money.usd(5_00), LOSS, near.plus(RECHECK)));
  }

  @Test
  void theOwnerIsRemindedOfALineThatTheyRenewThemselves() {
    Instant morning = Instant.parse("2026-11-07T14:00:00Z");
    for (LineBuilder line :
        new LineBuilder[] {
          line().renewedByHand(),
          line().on(Basis.BILL.key()),
          line().on("no-such-plan"),
          line().with("no-such-carrier")
        }) {
      assertThat(((Decision.Remind) decide(line, morning)).kind())
          .isEqualTo(NoticeKind.EXPIRES_SOON);
    }
    Decision unreached = decide.decide(line().dueLine(), Duration.ZERO, false, morning);
    assertThat(((Decision.Remind) unreached).kind()).isEqualTo(NoticeKind.EXPIRES_SOON);
  }

  // What is told at once.

  private @Nullable NoticeKind atOnce(LineBuilder line) {
    return decide.standing(line.dueLine(), true, EARLY);
  }

  @Test
  void thatALineCannotBeRenewedFromHereIsToldAtOnce() {
    assertThat(decide.standing(line().dueLine(), false, EARLY)).isEqualTo(NoticeKind.NO_ROUTE);
    assertThat(atOnce(line().on(Basis.BILL.key()))).isEqualTo(NoticeKind.KEPT_OTHERWISE);
    assertThat(atOnce(line().with("billed").on(RuleCatalog.POSTPAID)))
        .isEqualTo(NoticeKind.KEPT_OTHERWISE);
    assertThat(atOnce(line().onNoPlan())).isEqualTo(NoticeKind.PLAN_NOT_KNOWN);
    assertThat(atOnce(aLine().on(Basis.FROM_EXPIRY.key())))
        .isEqualTo(NoticeKind.VALIDITY_NOT_KNOWN);
  }

  @Test
  void neitherPriceNorBrandIsToldOfAtOnceNorAnythingThatIsNotWished() {
    assertThat(atOnce(line())).isNull();
    assertThat(atOnce(line().brandConfirmed(false))).isNull();
    assertThat(atOnce(line().on(RuleCatalog.UNPRICED))).isNull();
    assertThat(atOnce(line().onNoPlan().renewedByHand())).isNull();
    assertThat(atOnce(line().onNoPlan().paused())).isNull();
  }

  @Test
  void thatANumberCannotBeKeptFromHereIsToldAtOnce() {
    DueLine wished = line().fallback(IfNotRenewed.KEEP_NUMBER).dueLine();
    assertThat(decide.numberNotKept(wished, false, EARLY))
        .isEqualTo(new Decision.NeedsOwner(NoticeKind.NUMBER_NOT_KEPT, SAFE, null, LOSS, null));
    assertThat(decide.numberNotKept(wished, true, EARLY)).isNull();
    assertThat(decide.numberNotKept(wished, false, LOSS)).isNull();
    assertThat(decide.numberNotKept(line().dueLine(), false, EARLY)).isNull();
  }

  // Until when what was told is true.

  @Test
  void whatWasToldOfALineIsSettledOnceTheLineIsPaused() {
    for (NoticeKind kind : NoticeKind.values()) {
      assertThat(holds(kind, line().paused().ordered(), EARLY)).as(kind.name()).isFalse();
    }
  }

  @Test
  void anEndIsNearUntilItMovesOrTheLineRenewsItself() {
    assertThat(holds(NoticeKind.EXPIRES_SOON, line().renewedByHand(), EARLY)).isTrue();
    assertThat(holds(NoticeKind.EXPIRES_SOON, line(), EARLY)).isFalse();
    assertThat(
            holds(
                NoticeKind.EXPIRES_SOON, line().renewedByHand().expiring(END.plusDays(30)), EARLY))
        .isFalse();
    assertThat(holds(NoticeKind.NUMBER_AT_RISK, line().renewedByHand(), EARLY)).isTrue();
  }

  @Test
  void aCeilingIsTooLowUntilItIsRaised() {
    assertThat(holds(NoticeKind.PRICE_ABOVE_CEILING, line().ceiling(Money.usd(20_00)), EARLY))
        .isTrue();
    assertThat(holds(NoticeKind.PRICE_ABOVE_CEILING, line().ceiling(Money.usd(25_00)), EARLY))
        .isFalse();
    assertThat(holds(NoticeKind.PRICE_ABOVE_CEILING, line(), EARLY)).isFalse();
  }

  @Test
  void aBrandIsUnconfirmedUntilItIsConfirmed() {
    assertThat(holds(NoticeKind.BRAND_NOT_CONFIRMED, line().brandConfirmed(false), EARLY)).isTrue();
    assertThat(holds(NoticeKind.BRAND_NOT_CONFIRMED, line(), EARLY)).isFalse();
  }

  @Test
  void aPriceIsUnknownUntilTheCatalogHasIt() {
    assertThat(holds(NoticeKind.PRICE_NOT_KNOWN, line().on(RuleCatalog.UNPRICED), EARLY)).isTrue();
    assertThat(holds(NoticeKind.PRICE_NOT_KNOWN, line(), EARLY)).isFalse();
  }

  @Test
  void aBalanceIsUsedUpUntilThereIsMoneyInIt() {
    assertThat(holds(NoticeKind.BALANCE_USED_UP, metered(World.METERED, balance(0, null)), EARLY))
        .isTrue();
    assertThat(holds(NoticeKind.BALANCE_USED_UP, metered(World.METERED, balance(100, null)), EARLY))
        .isFalse();
  }

  @Test
  void aNumberMayBeLostOnceItsDayHasCome() {
    assertThat(holds(NoticeKind.NUMBER_MAY_BE_LOST, line(), LOSS)).isTrue();
    assertThat(holds(NoticeKind.NUMBER_MAY_BE_LOST, line(), LOSS.minusSeconds(1))).isFalse();
  }

  @Test
  void aKeptNumberStaysToldOfUntilTheLineIsServedAgain() {
    assertThat(holds(NoticeKind.NUMBER_KEPT, line(), EXPIRY.plusSeconds(1))).isTrue();
    assertThat(holds(NoticeKind.NUMBER_KEPT, line(), EARLY)).isFalse();
  }

  @Test
  void whatWasToldOfAnOrderHoldsWhileItIsUnderWay() {
    for (NoticeKind kind :
        new NoticeKind[] {
          NoticeKind.HELD_FOR_APPROVAL, NoticeKind.NOT_RENEWED_YET, NoticeKind.STILL_IN_DOUBT
        }) {
      assertThat(holds(kind, line().ordered(), EARLY)).as(kind.name()).isTrue();
      assertThat(holds(kind, line(), EARLY)).as(kind.name()).isFalse();
    }
  }

  @Test
  void whatHinderedARenewalHoldsUntilTheEndMoves() {
    for (NoticeKind kind :
        new NoticeKind[] {
          NoticeKind.WALLET_SHORT,
          NoticeKind.HELD_SINCE_RESTORE,
          NoticeKind.CARRIER_REFUSED,
          NoticeKind.NO_CHANGE_AT_CARRIER,
          NoticeKind.GAVE_UP
        }) {
      assertThat(holds(kind, line(), EARLY)).as(kind.name()).isTrue();
      assertThat(holds(kind, line().expiring(END.plusDays(30)), EARLY)).as(kind.name()).isFalse();
    }
    assertThat(holds(NoticeKind.WALLET_SHORT, line().renewedByHand(), EARLY)).isFalse();
  }

  @Test
  void whatIsToldAtOnceHoldsWhileItWouldBeToldAgain() {
    assertThat(holds(NoticeKind.PLAN_NOT_KNOWN, line().onNoPlan(), EARLY)).isTrue();
    assertThat(holds(NoticeKind.PLAN_NOT_KNOWN, line(), EARLY)).isFalse();
    assertThat(holds(NoticeKind.NO_ROUTE, line().onNoPlan(), EARLY)).isFalse();
  }

  @Test
  void aLossIsTheFirstInstantAfterTheLastSafeDay() {
    assertThat(decide.lossOf(line().dueLine(), EARLY)).isEqualTo(LOSS);
    assertThat(decide.lossOf(line().onNoPlan().dueLine(), EARLY)).isNull();
    assertThat(decide.endOf(END, line().dueLine())).isEqualTo(EXPIRY);
  }
}
