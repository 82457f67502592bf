package dev.everline.renewal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.catalog.Basis;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.renewal.RenewalSettings;
import dev.everline.renewal.Renewals;
import dev.everline.renewal.ScriptedCarrier;
import dev.everline.renewal.ScriptedCarrier.Act;
import dev.everline.renewal.World;
import dev.everline.renewal.engine.call.CarrierCall;
import dev.everline.renewal.engine.stop.SpendingLimits;
import dev.everline.renewal.engine.stop.SpendingLimits.Limit;
import dev.everline.renewal.order.Order;
import dev.everline.renewal.order.OrderState;
import dev.everline.renewal.order.Orders;
import dev.everline.renewal.order.Outcome;
import dev.everline.renewal.order.Releaser;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RenewalFlowTest {

  private static final LocalDate SOON = LocalDate.of(2026, 11, 10);

  private World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void aDueLineIsRenewedOnceBeforeItExpiresAndPaidFromTheWallet() {
    world.fill(10_000);
    LineId line = world.line(Basis.FROM_EXPIRY, SOON);

    world.liveUntil(Instant.parse("2026-11-12T00:00:00Z"));

    assertThat(world.carrier.books()).hasSize(1);
    assertThat(world.text(line, "valid_until")).isEqualTo("2026-12-10");
    assertThat(world.text(line, "open_order_id")).isNull();
    assertThat(world.states()).containsExactly("RENEWED");
    assertThat(world.balance()).isEqualTo(Money.usd(7_500));
    assertThat(world.proof().isSound()).isTrue();
    assertThat(world.notices()).isEmpty();
  }

  @Test
  void aLineThatExtendsFromPaymentIsRenewedAtTheLatestSafeMoment() {
    world.fill(10_000);
    LineId line = world.line(Basis.FROM_PAYMENT, SOON);

    world.liveUntil(Instant.parse("2026-11-12T12:00:00Z"));

    // A day and a half before the end of the 10th in New York is the 9th at noon.
    assertThat(world.text(line, "last_payment_on")).isEqualTo("2026-11-09");
    assertThat(world.text(line, "valid_until")).isEqualTo("2026-12-09");
    // 2 % of 911 fee on top in Texas.
    assertThat(world.balance()).isEqualTo(Money.usd(10_000 - 2_550));
  }

  @Test
  void aRenewalOfAPayAsYouGoLineGoesIntoItsBalanceAndBringsItBack() {
    world.fill(10_000);
    LineId line = world.line(Basis.FROM_PAYMENT, SOON);
    world.set(line, "plan = '" + World.METERED + "', balance = 0");

    world.liveUntil(Instant.parse("2026-11-12T12:00:00Z"));

    assertThat(world.states()).containsExactly("RENEWED");
    assertThat(world.text(line, "balance")).isEqualTo("2500");
  }

  @Test
  void theOwnerOfAMeteredLineIsToldOnceThatItsBalanceIsUsedUpLongBeforeItsDate() {
    world.fill(10_000);
    LineId line = world.line(Basis.FROM_PAYMENT, LocalDate.of(2026, 11, 28));
    world.set(line, "plan = '" + World.METERED + "', balance = 0");

    world.liveUntil(World.START.plus(Duration.ofDays(3)));

    assertThat(world.notices()).containsExactly("BALANCE_USED_UP");
    assertThat(world.states()).isEmpty();
  }

  @Test
  void aMeteredLineWithCreditOrWithoutAKnownBalanceIsNoneOfItsOwnersWorries() {
    world.fill(10_000);
    LineId full = world.line(Basis.FROM_PAYMENT, LocalDate.of(2026, 11, 28));
    LineId unknown = world.line(Basis.FROM_PAYMENT, LocalDate.of(2026, 11, 28));
    world.set(full, "plan = '" + World.METERED + "', balance = 1");
    world.set(unknown, "plan = '" + World.METERED + "', balance = NULL");

    world.liveUntil(World.START.plus(Duration.ofDays(3)));

    assertThat(world.notices()).isEmpty();
  }

  @Test
  void theBalanceOfALineWithAnAllowanceIsNoneOfItsRenewals() {
    world.fill(10_000);
    LineId line = world.line(Basis.FROM_PAYMENT, SOON);
    world.set(line, "balance = 0");

    world.liveUntil(Instant.parse("2026-11-12T12:00:00Z"));

    assertThat(world.states()).containsExactly("RENEWED");
    assertThat(world.text(line, "balance")).isEqualTo("0");
  }

  @Test
  void anAnswerLostAfterTheCarrierToppedUpIsFoundAndNotPaidAgain() {
    world.fill(10_000);
    world.line(Basis.FROM_EXPIRY, SOON);
    world.carrier.then(Act.TOP_UP_AND_LOSE_ANSWER);

    world.liveUntil(Instant.parse("2026-11-12T00:00:00Z"));

    assertThat(world.carrier.books()).hasSize(1);
    assertThat(world.states()).containsExactly("RENEWED");
    assertThat(world.balance()).isEqualTo(Money.usd(7_500));
  }

  @Test
  void aRequestLostOnItsWayIsAskedAgainOnlyAfterALookUpPastTheSettlingTime() {
    world.fill(10_000);
    world.line(Basis.FROM_EXPIRY, SOON);
    world.carrier.then(Act.LOSE_REQUEST, Act.LOSE_REQUEST, Act.TOP_UP);

    world.liveUntil(Instant.parse("2026-11-12T00:00:00Z"));

    assertThat(world.carrier.books()).hasSize(1);
    assertThat(world.states()).containsExactly("RENEWED");
  }

  @Test
  void whileNobodyKnowsNothingIsAskedAgainAndTheOwnerIsTold() {
    world.fill(10_000);
    world.line(Basis.FROM_EXPIRY, SOON);
    world.carrier.then(Act.TOP_UP_AND_LOSE_ANSWER);
    world.carrier.lookUpsFail(true);

    world.liveUntil(Instant.parse("2026-11-12T00:00:00Z"));
    assertThat(world.carrier.books()).hasSize(1);
    assertThat(world.states()).containsExactly("IN_DOUBT");
    assertThat(world.notices()).containsExactly("STILL_IN_DOUBT");
    assertThat(world.balance()).isEqualTo(Money.usd(7_500));

    world.carrier.lookUpsFail(false);
    world.liveUntil(Instant.parse("2026-11-13T00:00:00Z"));
    assertThat(world.states()).containsExactly("RENEWED");
    assertThat(world.carrier.books()).hasSize(1);
  }

  @Test
  void aRefusalReturnsTheMoneyInFullAndTellsTheOwnerWhileThereIsTime() {
    world.fill(10_000);
    world.line(Basis.FROM_EXPIRY, SOON);
    world.carrier.then(Act.REFUSE, Act.REFUSE, Act.REFUSE, Act.REFUSE, Act.REFUSE, Act.REFUSE);

    world.liveUntil(Instant.parse("2026-11-20T00:00:00Z"));

    assertThat(world.carrier.books()).isEmpty();
    assertThat(world.states()).isNotEmpty().containsOnly("REVERSED");
    assertThat(world.notices()).contains("CARRIER_REFUSED");
    assertThat(world.balance()).isEqualTo(Money.usd(10_000));
    assertThat(world.proof().isSound()).isTrue();
  }

  @Test
  void anEmptyWalletIsNoOrderButAWordToTheOwnerAndMoneyHealsIt() {
    LineId line = world.line(Basis.FROM_EXPIRY, SOON);

    world.liveUntil(Instant.parse("2026-11-10T12:00:00Z"));
    assertThat(world.notices()).containsExactly("WALLET_SHORT");
    assertThat(world.states()).isEmpty();

    world.fill(2_500);
    assertThat(world.engine.renewals().wakeWaiting(world.account.id())).isEqualTo(1);
    world.engine.heartbeat().beat();
    assertThat(world.text(line, "valid_until")).isEqualTo("2026-12-10");
    assertThat(world.balance()).isEqualTo(Money.usd(0));
    assertThat(world.engine.notices().list(world.account.id(), true, 10)).isEmpty();
  }

  @Test
  void whatThePlanCycleTakesIsPaidIntoTheBalanceAheadOfItsDay() {
    world.fill(10_000);
    LineId line = world.line(Basis.PLAN_CYCLE, SOON);
    world.set(line, "balance = 1000");

    world.liveUntil(Instant.parse("2026-11-12T12:00:00Z"));

    // Ten dollars were there, so fifteen were paid.
    assertThat(world.carrier.books())
        .singleElement()
        .satisfies(paid -> assertThat(paid.amount()).isEqualTo(Money.usd(1_500)));
    assertThat(world.balance()).isEqualTo(Money.usd(8_500));
  }

  @Test
  void whatALimitStopsIsHeldUntilAPersonReleasesIt() {
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
                    new Limit(3, 500_00), new Limit(2, 1_000_00), new Limit(100, 1_000_000))));
    world.fill(20_000);
    for (int i = 0; i < 3; i++) {
      world.line(Basis.FROM_EXPIRY, LocalDate.of(2026, 11, 2));
    }

    world.engine.heartbeat().beat();
    assertThat(world.carrier.books()).hasSize(2);
    assertThat(world.states()).containsExactlyInAnyOrder("RENEWED", "RENEWED", "HELD_FOR_APPROVAL");
    assertThat(world.notices()).containsExactly("HELD_FOR_APPROVAL");
    assertThat(world.balance()).isEqualTo(Money.usd(15_000));

    Order held =
        world.engine.orderDesk().orders(world.account.id(), null, 10).stream()
            .filter(order -> order.state() instanceof OrderState.HeldForApproval)
            .findFirst()
            .orElseThrow();
    assertThat(held.reason()).isEqualTo("BREAKER_ACCOUNT");
    Order released =
        world.engine.orderDesk().release(world.account.id(), held.id(), Releaser.MEMBER);
    assertThat(released.state()).isInstanceOf(OrderState.Renewed.class);
    assertThat(world.engine.notices().list(world.account.id(), true, 10)).isEmpty();
    assertThat(world.carrier.books()).hasSize(3);
    assertThat(world.proof().isSound()).isTrue();
  }

  @Test
  void aCarrierThatShowsNoChangeIsNotPaidAgainForThePeriod() {
    world.fill(10_000);
    LineId line = world.line(Basis.FROM_EXPIRY, SOON);
    world.liveUntil(Instant.parse("2026-11-09T00:00:00Z"));
    assertThat(world.carrier.books()).hasSize(1);

    // Somebody writes the old date back.
    world.set(line, "valid_until = '2026-11-10', next_wake_at = '2026-11-09T00:00:00Z'");
    world.liveUntil(Instant.parse("2026-11-11T12:00:00Z"));
    assertThat(world.carrier.books()).hasSize(1);
    assertThat(world.notices()).contains("NO_CHANGE_AT_CARRIER");
  }

  @Test
  void aLineThatItsOwnerRenewsIsOnlyRemindedByDayAndStepByStep() {
    LineId line = world.line(Basis.FROM_EXPIRY, LocalDate.of(2026, 11, 20));
    world.set(line, "renewed_by = 'OWNER'");

    world.liveUntil(Instant.parse("2027-02-01T00:00:00Z"));

    assertThat(world.carrier.books()).isEmpty();
    assertThat(world.engine.notices().list(world.account.id(), false, 100).reversed())
        .extracting(
            notice -> notice.kind() + " " + notice.at().atZone(World.NEW_YORK).toLocalDate())
        .containsExactly(
            "EXPIRES_SOON 2026-11-13",
            "EXPIRES_SOON 2026-11-17",
            "EXPIRES_SOON 2026-11-19",
            "NUMBER_AT_RISK 2027-01-05",
            "NUMBER_AT_RISK 2027-01-16");
  }

  @Test
  void aProcessThatDiesAfterItsIntentLeavesAnOrderThatAnotherTakesUp() {
    world.fill(10_000);
    world.line(Basis.FROM_EXPIRY, LocalDate.of(2026, 11, 2));
    ScriptedCarrier carrier = world.carrier;
    RenewalEngine dying =
        RenewalEngine.on(
            world.database.dataSource(),
            world.database.seal(),
            world.catalog,
            carrier,
            new RenewalSettings(
                10,
                1,
                Duration.ofMinutes(2),
                Duration.ofHours(6),
                Duration.ofDays(7),
                8,
                6,
                Money.usd(0),
                SpendingLimits.defaults()),
            call -> {
              throw new AssertionError("died before the call");
            },
            world.clock,
            new java.util.SplittableRandom(1));
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> dying.heartbeat().beat())
        .isInstanceOf(AssertionError.class);
    assertThat(world.states()).containsExactly("FULFILLING");

    world.liveUntil(Instant.parse("2026-11-03T12:00:00Z"));
    assertThat(world.states()).containsExactly("RENEWED");
    assertThat(carrier.books()).hasSize(1);
    assertThat(world.balance()).isEqualTo(Money.usd(7_500));
  }

  @Test
  void aCallThatWaitedTooLongForItsTurnIsNotMade() {
    world.fill(10_000);
    world.line(Basis.FROM_EXPIRY, LocalDate.of(2026, 11, 2));
    RenewalEngine slow =
        engineThatCalls(
            call -> {
              // Its turn comes when another node has looked the order up, and not found it.
              world.clock.move(Duration.ofMinutes(3));
              world.engine.heartbeat().beat();
              call.run();
            });

    slow.heartbeat().beat();
    world.liveUntil(Instant.parse("2026-11-03T12:00:00Z"));

    assertThat(world.carrier.books()).hasSize(1);
    assertThat(world.states()).containsExactly("RENEWED");
  }

  @Test
  void anOrderByHandWhoseProcessDiesIsTakenUpAsSoonAsItsClaimEnds() {
    world.fill(10_000);
    LineId line = world.line(Basis.FROM_EXPIRY, LocalDate.of(2026, 12, 20));
    world.engine.heartbeat().beat();
    RenewalEngine dying =
        engineThatCalls(
            call -> {
              throw new AssertionError("died before the call");
            });
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () ->
                dying
                    .renewals()
                    .renew(world.account.id(), line, Renewals.Wish.wholePeriods(1), null, "api"))
        .isInstanceOf(AssertionError.class);

    world.liveUntil(World.START.plus(Duration.ofMinutes(30)));

    assertThat(world.states()).containsExactly("RENEWED");
    assertThat(world.carrier.books()).hasSize(1);
  }

  @Test
  void aRenewedPeriodIsNotPaidAgainByHand() {
    world.fill(20_000);
    LineId line = world.line(Basis.FROM_EXPIRY, SOON);
    renewByHand(line, Renewals.Wish.wholePeriods(1));
    world.set(line, "valid_until = '" + SOON + "'");

    assertThatProblem(() -> renewByHand(line, Renewals.Wish.wholePeriods(1)))
        .isEqualTo(ProblemType.PAID_ALREADY);

    assertThat(world.carrier.books()).hasSize(1);
    assertThat(world.balance()).isEqualTo(Money.usd(17_500));
  }

  @Test
  void aRenewedPeriodIsNotHeldToBePaidAgainOnRelease() {
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
                    new Limit(1, 500_00), new Limit(10, 1_000_00), new Limit(100, 1_000_000))));
    world.fill(20_000);
    LineId line = world.line(Basis.FROM_EXPIRY, LocalDate.of(2026, 11, 2));
    world.engine.heartbeat().beat();
    world.set(line, "valid_until = '2026-11-02', next_wake_at = '" + World.START + "'");

    world.engine.heartbeat().beat();

    assertThat(world.states()).containsExactly("RENEWED");
    assertThat(world.notices()).containsExactly("NO_CHANGE_AT_CARRIER");
  }

  @Test
  void theOwnerOfALineWhoseOrderIsStillOpenIsToldWhileThereIsTimeToAct() {
    world.fill(10_000);
    world.line(Basis.FROM_EXPIRY, SOON);
    world.carrier.then(Act.TOP_UP_AND_LOSE_ANSWER);
    world.carrier.lookUpsFail(true);

    // Service ends with the 10th in New York, at five o'clock in the morning of the 11th.
    world.liveUntil(Instant.parse("2026-11-10T20:00:00Z"));

    assertThat(world.notices()).containsExactly("STILL_IN_DOUBT");
  }

  @Test
  void topUpsByHandAreNoOrdersInVain() {
    world.close();
    world = new World();
    world.fill(20_000);
    LineId line = world.line(Basis.ANNIVERSARY, LocalDate.of(2026, 11, 25));
    for (int day = 0; day < 7; day++) {
      renewByHand(line, Renewals.Wish.keepAlive());
      world.set(line, "valid_until = '2026-11-25', next_wake_at = '" + world.clock.instant() + "'");
      world.clock.move(Duration.ofDays(1));
    }

    world.liveUntil(Instant.parse("2026-11-27T12:00:00Z"));

    assertThat(world.notices()).isEmpty();
    assertThat(world.text(line, "valid_until")).isEqualTo("2026-12-25");
  }

  private Order renewByHand(LineId line, Renewals.Wish wish) {
    return world.engine.renewals().renew(world.account.id(), line, wish, null, "api");
  }

  private static org.assertj.core.api.ObjectAssert<ProblemType> assertThatProblem(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable act) {
    return org.assertj.core.api.Assertions.assertThatObject(
        org.assertj.core.api.Assertions.catchThrowableOfType(ProblemException.class, act).type());
  }

  private RenewalEngine engineThatCalls(java.util.concurrent.Executor calls) {
    return RenewalEngine.on(
        world.database.dataSource(),
        world.database.seal(),
        world.catalog,
        world.carrier,
        new RenewalSettings(
            10,
            1,
            Duration.ofMinutes(2),
            Duration.ofHours(6),
            Duration.ofDays(7),
            8,
            6,
            Money.usd(0),
            SpendingLimits.defaults()),
        calls,
        world.clock,
        new java.util.SplittableRandom(1));
  }

  @Test
  void aLateAnswerToAnOrderThatAnotherNodeHasMovedOnChangesNothing() {
    world.fill(10_000);
    world.line(Basis.FROM_EXPIRY, LocalDate.of(2026, 11, 2));
    java.util.List<CarrierCall> late = new java.util.ArrayList<>();
    OneNode slow = world.node();
    int bucket = world.account.id().bucket();
    late.addAll(slow.begin(bucket, 10));
    assertThat(late).hasSize(1);

    // The claim runs out, and another node finds that the carrier holds nothing and renews.
    world.liveUntil(Instant.parse("2026-11-02T15:00:00Z"));
    assertThat(world.states()).containsExactly("RENEWED");
    Money afterwards = world.balance();

    Order late0 = late.getFirst().order();
    assertThat(
            slow.settle(
                bucket,
                java.util.List.of(
                    new CarrierCall.Answered(late.getFirst(), new Outcome.WillNot("BARRED")))))
        .isEmpty();
    assertThat(world.engine.orderDesk().order(world.account.id(), late0.id()).state())
        .isInstanceOf(OrderState.Renewed.class);
    assertThat(world.balance()).isEqualTo(afterwards);
    assertThat(world.proof().isSound()).isTrue();
  }

  @Test
  void whatTheOwnerSetsWhileTheCarrierIsAskedIsKept() {
    world.fill(10_000);
    LineId line = world.line(Basis.FROM_PAYMENT, LocalDate.of(2026, 11, 1));
    world.set(line, "plan = '" + World.METERED + "'");
    OneNode flow = world.node();
    int bucket = world.account.id().bucket();
    CarrierCall task = flow.begin(bucket, 10).getFirst();

    world.set(line, "balance = 700");
    flow.settle(bucket, flow.call(java.util.List.of(task)));

    assertThat(world.states()).containsExactly("RENEWED");
    assertThat(world.text(line, "balance")).isEqualTo("3200");
  }

  @Test
  void anOrderThatWasMovedOnMeanwhileIsNotMovedFromWhereItWas() throws Exception {
    world.fill(10_000);
    world.line(Basis.FROM_EXPIRY, LocalDate.of(2026, 11, 2));
    int bucket = world.account.id().bucket();
    Order asked = world.node().begin(bucket, 10).getFirst().order();
    Order doubted = asked.doubted("TIMEOUT", World.START);
    Order refused = asked.refused("BARRED", World.START);
    dev.everline.storage.Transactions transactions =
        new dev.everline.storage.Transactions(world.database.dataSource());
    Orders orders = new Orders();

    java.util.Set<dev.everline.kernel.OrderId> first =
        transactions.run(connection -> moved(orders, connection, asked, doubted));
    java.util.Set<dev.everline.kernel.OrderId> second =
        transactions.run(connection -> moved(orders, connection, asked, refused));

    assertThat(first).containsExactly(asked.id());
    assertThat(second).isEmpty();
  }

  @Test
  void anOrderInDoubtIsLookedUpOverItsOwnRouteEvenWhenItsCarrierHasAnother() {
    world.fill(10_000);
    world.line(Basis.FROM_EXPIRY, SOON);
    world.carrier.then(Act.TOP_UP_AND_LOSE_ANSWER);
    world.liveUntil(Instant.parse("2026-11-08T14:00:00Z"));
    while (world.carrier.books().isEmpty()) {
      world.clock.move(java.time.Duration.ofHours(1));
      world.engine.heartbeat().beat();
    }
    world.carrier.reachedOver("another");

    world.liveUntil(Instant.parse("2026-11-12T00:00:00Z"));
    assertThat(world.carrier.books()).hasSize(1);
    assertThat(world.states()).containsExactly("IN_DOUBT");

    world.carrier.reachedOver("scripted");
    world.liveUntil(Instant.parse("2026-11-13T00:00:00Z"));
    assertThat(world.carrier.books()).hasSize(1);
    assertThat(world.states()).containsExactly("RENEWED");
  }

  @Test
  void aLineThatNoListLeadsToIsFoundWithinADay() {
    world.fill(10_000);
    world.line(Basis.FROM_EXPIRY, LocalDate.parse("2026-11-02"));
    world.database.execute("DELETE FROM wake_up");
    assertThat(world.engine.heartbeat().beat().looked()).isZero();

    Instant dayLater = world.clock.instant().plus(java.time.Duration.ofDays(1));
    int found = 0;
    while (world.clock.instant().isBefore(dayLater)) {
      found += world.engine.heartbeat().repair();
      world.clock.move(java.time.Duration.ofSeconds(30));
    }

    assertThat(found).isEqualTo(1);
    assertThat(world.engine.heartbeat().beat().looked()).isPositive();
  }

  private static java.util.Set<dev.everline.kernel.OrderId> moved(
      Orders orders, java.sql.Connection connection, Order from, Order to)
      throws java.sql.SQLException {
    dev.everline.storage.Pipeline pipeline = new dev.everline.storage.Pipeline(connection);
    dev.everline.storage.Pipeline.Answer<java.util.Set<dev.everline.kernel.OrderId>> moved =
        orders.moveWhereUnmoved(
            pipeline, from.id().bucket(), java.util.List.of(from), java.util.List.of(to));
    pipeline.send();
    return moved.get();
  }
}
