package dev.everline.renewal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.everline.catalog.Basis;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.kernel.OrderId;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.line.due.DueLine;
import dev.everline.line.due.DueLines;
import dev.everline.renewal.RenewalSettings;
import dev.everline.renewal.Renewals;
import dev.everline.renewal.ScriptedCarrier.Act;
import dev.everline.renewal.World;
import dev.everline.renewal.engine.call.CarrierCall;
import dev.everline.renewal.engine.stop.SpendingLimits;
import dev.everline.renewal.engine.stop.SpendingLimits.Limit;
import dev.everline.renewal.order.Coverage;
import dev.everline.renewal.order.Order;
import dev.everline.renewal.order.OrderState;
import dev.everline.renewal.order.Releaser;
import dev.everline.renewal.price.Quoter;
import dev.everline.storage.Transactions;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A period is paid once, whatever day it is named by. */
class PaidPeriodsTest {

  private static final LocalDate END = LocalDate.of(2026, 11, 10);
  private static final Instant RENEWED = Instant.parse("2026-11-12T00:00:00Z");

  private World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  @ParameterizedTest(name = "renewed to December 10 and entered as {0}")
  @CsvSource({"2026-11-10", "2026-11-11", "2026-11-12", "2026-11-13", "2026-11-20", "2026-12-05"})
  void aCorrectedDateDoesNotPayTheSameDaysAgain(LocalDate entered) {
    world.fill(20_000);
    LineId line = world.line(Basis.FROM_EXPIRY, END);
    world.liveUntil(RENEWED);
    assertThat(world.text(line, "valid_until")).isEqualTo("2026-12-10");

    enter(line, entered);
    world.liveUntil(Instant.parse("2026-12-06T00:00:00Z"));

    assertThat(world.carrier.books()).hasSize(1);
    assertThat(world.notices()).contains("NO_CHANGE_AT_CARRIER");
    assertThat(refusal(line, Renewals.Wish.wholePeriods(1))).isEqualTo(ProblemType.PAID_ALREADY);
    assertThat(quoteRefusal(line, Renewals.Wish.wholePeriods(1)))
        .isEqualTo(ProblemType.PAID_ALREADY);
    assertThat(world.balance()).isEqualTo(Money.usd(17_500));
  }

  @Test
  void whoeverLacksTheMoneyIsToldSoEachTimeThatTheyAsk() {
    LineId line = world.line(Basis.FROM_EXPIRY, END);

    Order first = renew(line, Renewals.Wish.wholePeriods(1));
    Order second = renew(line, Renewals.Wish.wholePeriods(1));

    assertThat(second.id()).isNotEqualTo(first.id());
    assertThat(world.states()).containsExactly("DECLINED", "DECLINED");
  }

  @Test
  void onceThePaidDaysAreOverTheLineIsRenewedAgain() {
    world.fill(20_000);
    LineId line = world.line(Basis.FROM_EXPIRY, END);
    world.liveUntil(RENEWED);

    enter(line, LocalDate.of(2026, 12, 6));
    world.liveUntil(Instant.parse("2026-12-11T00:00:00Z"));

    assertThat(world.carrier.books()).hasSize(2);
    assertThat(world.notices()).contains("NO_CHANGE_AT_CARRIER");
  }

  @Test
  void aCorrectionOfTwoDaysNeedsNobody() {
    world.fill(20_000);
    LineId line = world.line(Basis.FROM_EXPIRY, END);
    world.liveUntil(RENEWED);

    enter(line, LocalDate.of(2026, 12, 8));
    world.liveUntil(Instant.parse("2026-12-09T00:00:00Z"));

    assertThat(world.carrier.books()).hasSize(2);
    assertThat(world.notices()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = Basis.class,
      names = {"FROM_EXPIRY", "FROM_PAYMENT", "PLAN_CYCLE", "BILLING_DATE", "ANNIVERSARY"})
  void periodFollowsUponPeriodForAYear(Basis basis) {
    world.fill(50_000);
    world.line(basis, LocalDate.of(2026, 11, 30));

    world.liveUntil(Instant.parse("2027-12-01T00:00:00Z"));

    assertThat(world.notices()).isEmpty();
    assertThat(world.states()).hasSizeBetween(12, 14).containsOnly("RENEWED");
  }

  @Test
  void anOwnerMayPayAheadOnPurposeFromTheEndOfWhatIsPaid() {
    world.fill(20_000);
    LineId line = world.line(Basis.FROM_EXPIRY, END);

    renew(line, Renewals.Wish.wholePeriods(1));
    renew(line, Renewals.Wish.wholePeriods(1));
    renew(line, Renewals.Wish.wholePeriods(2));

    assertThat(world.states()).containsExactly("RENEWED", "RENEWED", "RENEWED");
    assertThat(world.text(line, "valid_until")).isEqualTo("2027-03-10");
  }

  @Test
  void whatCountsFromThePaymentMayBePaidEarlyButNotWhereThatAddsNoDay() {
    world.fill(20_000);
    LineId line = world.line(Basis.FROM_PAYMENT, END);

    renew(line, Renewals.Wish.wholePeriods(1));
    assertThat(world.text(line, "valid_until")).isEqualTo("2026-12-01");

    assertThat(refusal(line, Renewals.Wish.wholePeriods(1))).isEqualTo(ProblemType.PAID_ALREADY);
    assertThat(renew(line, Renewals.Wish.wholePeriods(2)).state())
        .isInstanceOf(OrderState.Renewed.class);
    assertThat(world.text(line, "valid_until")).isEqualTo("2026-12-31");
  }

  @Test
  void anOrderWhoseEndIsNotKnownCountsForThirtyDays() {
    world.fill(20_000);
    LineId line = world.line(Basis.FROM_EXPIRY, END);
    world.liveUntil(RENEWED);
    world.database.execute("UPDATE renewal_order SET valid_until = NULL");

    enter(line, LocalDate.of(2026, 12, 5));

    assertThat(refusal(line, Renewals.Wish.wholePeriods(1))).isEqualTo(ProblemType.PAID_ALREADY);
  }

  @Test
  void whatWasGivenBackIsNotPaid() {
    world.fill(20_000);
    LineId line = world.line(Basis.FROM_EXPIRY, END);
    OrderId order = renew(line, Renewals.Wish.wholePeriods(1)).id();
    world.engine.orderDesk().refund(world.account.id(), order, "the carrier took it back");

    enter(line, END.plusDays(1));
    renew(line, Renewals.Wish.wholePeriods(1));

    assertThat(world.states()).containsExactly("RENEWED", "REVERSED");
    assertThat(world.balance()).isEqualTo(Money.usd(17_500));
  }

  @Test
  void aPaymentThatKeepsTheNumberIsNoPeriodThatWasPaid() {
    world.fill(20_000);
    LineId line = world.line(Basis.FROM_EXPIRY, END);
    renew(line, Renewals.Wish.keepAlive());

    enter(line, END.plusDays(1));
    world.liveUntil(Instant.parse("2026-11-13T00:00:00Z"));

    assertThat(world.notices()).isEmpty();
    assertThat(world.states()).containsExactly("RENEWED", "RENEWED");
  }

  @Test
  void aNumberKeptIsNotKeptAgainWhenItsDateIsCorrected() {
    world.fill(20_000);
    LineId line = world.line(Basis.FROM_EXPIRY, END);
    world.set(line, "if_not_renewed = 'KEEP_NUMBER', price_ceiling = 1000");
    Instant kept = Instant.parse("2027-01-07T20:00:00Z");
    world.liveUntil(kept);
    assertThat(world.carrier.books()).hasSize(1);

    enter(line, END.plusDays(1));
    world.liveUntil(Instant.parse("2027-01-11T00:00:00Z"));

    assertThat(world.carrier.books()).hasSize(1);
    assertThat(world.notices()).contains("NO_CHANGE_AT_CARRIER");
  }

  // --- an end that was entered while an order is under way

  @Test
  void anEndEnteredBeforeTheOrderIsExtended() {
    world.fill(20_000);
    LineId line = world.line(Basis.FROM_EXPIRY, END);
    enter(line, END.plusDays(5));

    world.liveUntil(Instant.parse("2026-11-17T00:00:00Z"));

    assertThat(world.text(line, "valid_until")).isEqualTo("2026-12-15");
  }

  @ParameterizedTest(name = "{0}, entered as {1}: served until {2}")
  @CsvSource({
    "FROM_EXPIRY,  2026-12-10, 2026-12-10",
    "FROM_EXPIRY,  2026-12-12, 2026-12-12",
    "FROM_EXPIRY,  2026-11-30, 2026-12-10",
    "FROM_EXPIRY,  2026-11-05, 2026-12-10",
    "FROM_PAYMENT, 2026-12-20, 2026-12-20",
    "BILLING_DATE, 2026-12-10, 2026-12-10",
    "ANNIVERSARY,  2026-12-10, 2026-12-10",
    "PLAN_CYCLE,   2026-12-10, 2026-12-10"
  })
  void nothingIsAddedToAnEndEnteredBetweenTheAskAndTheAnswer(
      Basis basis, LocalDate entered, LocalDate until) {
    world.fill(20_000);
    LineId line = world.line(basis, END);
    world.clock.moveTo(Instant.parse("2026-11-10T15:00:00Z"));
    OneNode flow = world.node();
    int bucket = world.account.id().bucket();
    CarrierCall task = flow.begin(bucket, 10).getFirst();

    enter(line, entered);
    flow.settle(bucket, flow.call(List.of(task)));

    assertThat(world.states()).containsExactly("RENEWED");
    assertThat(covered(line)).isEqualTo(until);
  }

  @Test
  void moneyEnteredBetweenTheAskAndTheAnswerCoversNoCycleMoreThanItPays() {
    world.fill(20_000);
    LineId line = world.line(Basis.PLAN_CYCLE, END);
    world.set(line, "balance = 0");
    world.clock.moveTo(Instant.parse("2026-11-09T15:00:00Z"));
    OneNode flow = world.node();
    int bucket = world.account.id().bucket();
    CarrierCall task = flow.begin(bucket, 10).getFirst();

    // The carrier shows what Everline has just paid.
    world.set(line, "balance = 2500");
    flow.settle(bucket, flow.call(List.of(task)));

    assertThat(covered(line)).isEqualTo(LocalDate.of(2026, 12, 10));
  }

  @Test
  void anEndEnteredAfterTheAnswerStands() {
    world.fill(20_000);
    LineId line = world.line(Basis.FROM_EXPIRY, END);
    world.liveUntil(RENEWED);
    enter(line, LocalDate.of(2026, 12, 12));

    world.liveUntil(Instant.parse("2026-12-01T00:00:00Z"));

    assertThat(world.text(line, "valid_until")).isEqualTo("2026-12-12");
  }

  @Test
  void nothingIsAddedToAnEndEnteredWhileTheOrderIsInDoubtForDays() {
    world.fill(20_000);
    LineId line = world.line(Basis.FROM_EXPIRY, END);
    world.carrier.then(Act.TOP_UP_AND_LOSE_ANSWER);
    world.carrier.lookUpsFail(true);
    world.liveUntil(Instant.parse("2026-11-12T12:00:00Z"));
    assertThat(world.states()).containsExactly("IN_DOUBT");

    enter(line, LocalDate.of(2026, 12, 10));
    world.carrier.lookUpsFail(false);
    world.liveUntil(Instant.parse("2026-11-14T00:00:00Z"));

    assertThat(world.states()).containsExactly("RENEWED");
    assertThat(world.text(line, "valid_until")).isEqualTo("2026-12-10");
    assertThat(world.carrier.books()).hasSize(1);
  }

  @Test
  void anAnswerThatComesDaysLateExtendsTheLineFromTheDayOfTheAsk() {
    world.fill(20_000);
    LineId line = world.line(Basis.FROM_PAYMENT, END);
    world.carrier.then(Act.TOP_UP_AND_LOSE_ANSWER);
    world.carrier.lookUpsFail(true);
    world.liveUntil(Instant.parse("2026-11-14T12:00:00Z"));
    world.carrier.lookUpsFail(false);

    world.liveUntil(Instant.parse("2026-11-15T00:00:00Z"));

    assertThat(world.states()).containsExactly("RENEWED");
    assertThat(world.text(line, "valid_until")).isEqualTo("2026-12-09");
  }

  @Test
  void afterACrashBetweenAskAndAnswerNothingIsAddedToAnEndEnteredMeanwhile() {
    world.fill(20_000);
    LineId line = world.line(Basis.FROM_EXPIRY, END);
    world.clock.moveTo(Instant.parse("2026-11-09T15:00:00Z"));
    OneNode dies = world.node();
    dies.call(dies.begin(world.account.id().bucket(), 10));

    enter(line, LocalDate.of(2026, 12, 10));
    world.liveUntil(Instant.parse("2026-11-11T00:00:00Z"));

    assertThat(world.states()).containsExactly("RENEWED");
    assertThat(world.carrier.books()).hasSize(1);
    assertThat(world.text(line, "valid_until")).isEqualTo("2026-12-10");
  }

  @Test
  void whatWasPaidElsewhereWhileAnOrderWaitsToBeTriedAgainIsNotPaidAgain() {
    world.fill(20_000);
    LineId line = world.line(Basis.FROM_EXPIRY, END);
    world.carrier.then(Act.THROTTLE, Act.THROTTLE);
    world.liveUntil(Instant.parse("2026-11-08T17:01:00Z"));
    assertThat(world.states()).containsExactly("PAID");

    enter(line, LocalDate.of(2026, 12, 10));
    world.liveUntil(Instant.parse("2026-11-11T00:00:00Z"));

    assertThat(world.carrier.books()).isEmpty();
    assertThat(world.states()).containsExactly("REVERSED");
    assertThat(world.balance()).isEqualTo(Money.usd(20_000));
    assertThat(world.text(line, "valid_until")).isEqualTo("2026-12-10");
  }

  @Test
  void aHeldOrderIsNotReleasedOnceItsDaysArePaidElsewhere() {
    world.close();
    RenewalSettings defaults = RenewalSettings.defaults();
    world =
        new World(
            new RenewalSettings(
                500,
                1,
                defaults.claim(),
                defaults.recheck(),
                defaults.tellAhead(),
                8,
                6,
                defaults.serviceFee(),
                new SpendingLimits(
                    new Limit(1, 10_00), new Limit(10, 1_000_00), new Limit(100, 1_000_000))));
    world.fill(20_000);
    LineId line = world.line(Basis.FROM_EXPIRY, END);
    OrderId held = renew(line, Renewals.Wish.wholePeriods(1)).id();
    assertThat(world.states()).containsExactly("HELD_FOR_APPROVAL");

    enter(line, LocalDate.of(2026, 12, 10));

    assertThat(
            catchThrowableOfType(
                    ProblemException.class,
                    () ->
                        world.engine.orderDesk().release(world.account.id(), held, Releaser.MEMBER))
                .type())
        .isEqualTo(ProblemType.PAID_ALREADY);
    assertThat(world.carrier.books()).isEmpty();
  }

  /** As an owner enters it, who looks at the carrier's page. */
  private void enter(LineId line, LocalDate until) {
    Instant now = world.clock.instant();
    world.set(
        line,
        "valid_until = '%s', validity_source = 'owner', validity_as_of = '%s', next_wake_at = '%s'"
            .formatted(until, now, now));
  }

  private @Nullable LocalDate covered(LineId line) {
    DueLine now =
        new Transactions(world.database.dataSource())
            .run(connection -> new DueLines(world.database.seal()).find(connection, line))
            .orElseThrow();
    Quoter quoter = new Quoter(world.catalog, Money.usd(0));
    return new Coverage(world.catalog, quoter).today(now, world.clock.instant()).coveredUntil();
  }

  private Order renew(LineId line, Renewals.Wish wish) {
    return world.engine.renewals().renew(world.account.id(), line, wish, null, "api");
  }

  private ProblemType refusal(LineId line, Renewals.Wish wish) {
    return catchThrowableOfType(ProblemException.class, () -> renew(line, wish)).type();
  }

  private ProblemType quoteRefusal(LineId line, Renewals.Wish wish) {
    return catchThrowableOfType(
            ProblemException.class,
            () -> world.engine.quotes().quote(world.account.id(), line, wish))
        .type();
  }
}
