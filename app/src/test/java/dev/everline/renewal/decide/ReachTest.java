package dev.everline.renewal.decide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.everline.catalog.Basis;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.notice.Notice;
import dev.everline.notice.NoticeKind;
import dev.everline.renewal.RenewalSettings;
import dev.everline.renewal.Renewals;
import dev.everline.renewal.ScriptedCarrier;
import dev.everline.renewal.World;
import dev.everline.renewal.engine.RenewalEngine;
import dev.everline.renewal.operate.WhatIf;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Everline can't pay from here is never promised, and told at once. */
class ReachTest {

  private static final LocalDate IN_A_MONTH = LocalDate.of(2026, 12, 1);
  private static final Instant AFTER_IT = Instant.parse("2026-12-03T00:00:00Z");

  private World world;
  private RenewalEngine cutOff;

  @BeforeEach
  void open() {
    world = new World();
    world.fill(100_00);
    cutOff =
        RenewalEngine.on(
            world.database.dataSource(),
            world.database.seal(),
            world.catalog,
            carrier -> Optional.empty(),
            RenewalSettings.defaults(),
            Runnable::run,
            world.clock,
            new SplittableRandom(3));
  }

  @AfterEach
  void close() {
    world.close();
  }

  private List<String> open(RenewalEngine engine) {
    return engine.notices().list(world.account.id(), true, 100).stream()
        .map(notice -> notice.kind().name())
        .toList();
  }

  private void liveUntil(RenewalEngine engine, Instant end) {
    engine.heartbeat().beat();
    Optional<Instant> next = engine.heartbeat().nextWake();
    while (next.isPresent() && next.get().isBefore(end)) {
      world.clock.moveTo(
          next.get().isAfter(world.clock.instant())
              ? next.get()
              : world.clock.instant().plusSeconds(1));
      engine.heartbeat().beat();
      next = engine.heartbeat().nextWake();
    }
    world.clock.moveTo(end);
  }

  @Test
  void aLineWhoseCarrierNobodyPaysIsToldOfAtOnceAndRemindedOfToItsEnd() {
    world.line(Basis.FROM_EXPIRY, IN_A_MONTH);

    cutOff.heartbeat().beat();

    assertThat(world.notices()).containsExactly("NO_ROUTE");
    assertThat(cutOff.notices().list(world.account.id(), true, 1).getFirst().actBy()).isNull();

    liveUntil(cutOff, AFTER_IT);

    assertThat(world.notices()).hasSize(4).containsOnlyOnce("NO_ROUTE").contains("EXPIRES_SOON");
    assertThat(world.balance()).isEqualTo(Money.usd(100_00));
    assertThat(world.states()).isEmpty();
  }

  @Test
  void aLineAddedOnItsLastDayIsToldOfThatTooAndUntilTheEndOfTheCarriersDay() {
    world.line(Basis.FROM_EXPIRY, LocalDate.of(2026, 11, 1));

    cutOff.heartbeat().beat();

    assertThat(open(cutOff)).containsExactlyInAnyOrder("NO_ROUTE", "EXPIRES_SOON");
    assertThat(cutOff.notices().list(world.account.id(), true, 9))
        .filteredOn(notice -> notice.kind() == NoticeKind.EXPIRES_SOON)
        .singleElement()
        .satisfies(
            notice -> assertThat(notice.actBy()).isEqualTo(Instant.parse("2026-11-02T05:00:00Z")));
  }

  @Test
  void onceItsCarrierIsConnectedALineIsLookedAtRenewedAndNoLongerToldOf() {
    LineId line = world.line(Basis.FROM_EXPIRY, IN_A_MONTH);
    cutOff.reachChanges().lookAround();
    liveUntil(cutOff, world.clock.instant().plus(Duration.ofHours(1)));
    assertThat(open(cutOff)).containsExactly("NO_ROUTE");
    assertThat(cutOff.reachChanges().lookAround()).isZero();

    assertThat(world.engine.reachChanges().lookAround()).isEqualTo(1);
    world.engine.heartbeat().beat();
    assertThat(open(world.engine)).isEmpty();

    world.liveUntil(AFTER_IT);
    assertThat(world.states()).containsExactly("RENEWED");
    assertThat(world.text(line, "valid_until")).isEqualTo("2026-12-31");
  }

  @Test
  void aRouteThatIsTakenAwayIsToldOfAtOnce() {
    world.line(Basis.FROM_EXPIRY, IN_A_MONTH);
    world.engine.reachChanges().lookAround();
    world.engine.heartbeat().beat();
    assertThat(world.notices()).isEmpty();

    assertThat(cutOff.reachChanges().lookAround()).isEqualTo(1);
    cutOff.heartbeat().beat();

    assertThat(open(cutOff)).containsExactly("NO_ROUTE");
  }

  @Test
  void aForecastSpendsNothingForALineThatCanNotBePaidAndSaysThatItEnds() {
    LineId line = world.line(Basis.FROM_EXPIRY, IN_A_MONTH);

    WhatIf.Forecast forecast =
        new WhatIf(
                world.database.dataSource(),
                world.database.seal(),
                world.catalog,
                carrier -> Optional.empty(),
                RenewalSettings.defaults(),
                world.clock)
            .forecast(world.account.id(), 60, day -> {});

    assertThat(forecast.renewals()).isEmpty();
    assertThat(forecast.cost()).isEqualTo(Money.usd(0));
    assertThat(forecast.wallet()).isEqualTo(Money.usd(100_00));
    assertThat(forecast.lapses())
        .containsExactly(new WhatIf.Lapse(IN_A_MONTH, line, Reach.Cause.NO_ROUTE));
  }

  @Test
  void theWishToKeepANumberTakesNoReminderAway() {
    LineId without = world.line(Basis.FROM_EXPIRY, IN_A_MONTH);
    LineId with = world.line(Basis.FROM_EXPIRY, IN_A_MONTH);
    world.set(with, "if_not_renewed = 'KEEP_NUMBER'");

    List<WhatIf.ForecastNotice> expected =
        new WhatIf(
                world.database.dataSource(),
                world.database.seal(),
                world.catalog,
                carrier -> Optional.empty(),
                RenewalSettings.defaults(),
                world.clock)
            .forecast(world.account.id(), 300, day -> {})
            .notices();

    List<String> reminders = texts(expected, without);
    assertThat(reminders).contains("2026-11-30 EXPIRES_SOON").anyMatch(one -> one.endsWith("RISK"));
    List<String> more = new ArrayList<>(texts(expected, with));
    assertThat(more).containsAll(reminders);
    more.removeAll(reminders);
    assertThat(more).containsExactly("2026-11-01 NUMBER_NOT_KEPT");
  }

  private static List<String> texts(List<WhatIf.ForecastNotice> expected, LineId line) {
    return expected.stream()
        .filter(notice -> notice.line().equals(line))
        .map(notice -> notice.on() + " " + notice.kind())
        .toList();
  }

  @Test
  void thatANumberCanNotBeKeptIsNoLongerToldOnceItCanOrNobodyWishesIt() {
    LineId line = world.line(Basis.FROM_EXPIRY, IN_A_MONTH);
    world.set(line, "if_not_renewed = 'KEEP_NUMBER'");
    cutOff.reachChanges().lookAround();
    cutOff.heartbeat().beat();
    assertThat(open(cutOff)).containsExactlyInAnyOrder("NO_ROUTE", "NUMBER_NOT_KEPT");

    world.engine.reachChanges().lookAround();
    world.engine.heartbeat().beat();
    assertThat(open(world.engine)).isEmpty();

    cutOff.reachChanges().lookAround();
    cutOff.heartbeat().beat();
    assertThat(open(cutOff)).containsExactlyInAnyOrder("NO_ROUTE", "NUMBER_NOT_KEPT");
  }

  @Test
  void aRenewalByHandIsRefusedForTheOneReasonBeforeAnyOther() {
    LineId line = world.line(Basis.FROM_EXPIRY, IN_A_MONTH);
    world.set(line, "brand_confirmed_at = NULL, plan = NULL");

    assertThatThrownBy(
            () ->
                cutOff
                    .renewals()
                    .renew(world.account.id(), line, Renewals.Wish.wholePeriods(1), null, "a test"))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refused -> assertThat(refused.type()).isEqualTo(ProblemType.NO_ROUTE))
        .hasMessageContaining("can't pay Acme from here");
    assertThat(world.states()).isEmpty();
  }

  @Test
  void aKnownEndIsEnoughToBeRemindedOfWhateverElseIsNotKnown() {
    LineId planless = world.line(Basis.FROM_EXPIRY, LocalDate.of(2026, 11, 1));
    world.set(planless, "plan = NULL, renewed_by = 'OWNER'");
    LineId billed = world.line(Basis.BILL, LocalDate.of(2026, 11, 1));
    LineId used = world.line(Basis.ACTIVITY, LocalDate.of(2026, 11, 1));
    world.set(used, "renewed_by = 'OWNER'");

    world.engine.heartbeat().beat();

    assertThat(world.engine.notices().list(world.account.id(), true, 9))
        .filteredOn(notice -> notice.kind() == NoticeKind.EXPIRES_SOON)
        .extracting(Notice::line)
        .containsExactlyInAnyOrder(planless, billed, used);
  }

  /** An order by hand is tried for a day, which may be longer than the line is served. */
  @Test
  void nobodyIsToldToActByAMomentAfterTheEndOfService() {
    LineId line = world.line(Basis.FROM_EXPIRY, LocalDate.of(2026, 11, 1));
    world.set(line, "renewed_by = 'OWNER'");
    world.carrier.then(ScriptedCarrier.Act.LOSE_REQUEST);
    world.carrier.lookUpsFail(true);
    world.clock.moveTo(Instant.parse("2026-11-02T03:00:00Z"));

    world
        .engine
        .renewals()
        .renew(world.account.id(), line, Renewals.Wish.wholePeriods(1), null, "a test");
    world.clock.moveTo(Instant.parse("2026-11-02T04:30:00Z"));
    world.engine.heartbeat().beat();

    assertThat(world.engine.notices().list(world.account.id(), true, 9))
        .isNotEmpty()
        .allSatisfy(
            notice ->
                assertThat(notice.actBy())
                    .isBeforeOrEqualTo(Instant.parse("2026-11-02T05:00:00Z")));
  }
}
