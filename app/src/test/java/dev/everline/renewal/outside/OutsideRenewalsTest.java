package dev.everline.renewal.outside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.everline.catalog.Basis;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.ledger.LedgerAccountKind;
import dev.everline.line.Line;
import dev.everline.line.LineField;
import dev.everline.line.LineService;
import dev.everline.renewal.RenewalSettings;
import dev.everline.renewal.Renewals.Wish;
import dev.everline.renewal.ScriptedCarrier.Act;
import dev.everline.renewal.World;
import dev.everline.renewal.engine.stop.SpendingLimits;
import dev.everline.renewal.outside.OutsideRenewals.Undone;
import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What owners paid at their carriers themselves, on a real database. */
class OutsideRenewalsTest {

  private static final LocalDate TODAY = LocalDate.of(2026, 11, 1);
  private static final LocalDate SOON = LocalDate.of(2026, 11, 3);
  private static final LocalDate NEXT = LocalDate.of(2026, 12, 3);

  private final World world = new World();
  private final OutsideRenewals outside = OutsideWorld.outside(world);
  private final LineService lines = OutsideWorld.lines(world);

  @AfterEach
  void theLedgerIsSound() {
    assertThat(world.proof().isSound()).as("%s", world.proof()).isTrue();
    world.close();
  }

  private static Told paid(@Nullable Money amount) {
    return new Told(amount, null, PaidAt.STORE, null, null);
  }

  private OutsideRenewal record(LineId line, Told told, String key) {
    return outside.record(world.account.id(), line, told, key, null);
  }

  private Line line(LineId id) {
    return lines.get(world.account.id(), id);
  }

  private long total(LedgerAccountKind kind) {
    return world.proof().balances().stream()
        .filter(total -> total.kind() == kind)
        .mapToLong(total -> total.minor())
        .sum();
  }

  @Test
  void movesTheEndBooksTheSumAndLeavesTheWalletAlone() {
    world.fill(100_00);
    LineId id = world.line(Basis.FROM_EXPIRY, SOON);

    OutsideRenewal renewal = record(id, paid(Money.usd(25_00)), "a");

    assertThat(renewal.periodFrom()).isEqualTo(SOON);
    assertThat(renewal.validUntil()).isEqualTo(NEXT);
    assertThat(line(id).facts().validUntil()).isEqualTo(NEXT);
    assertThat(line(id).facts().lastPaymentOn()).isEqualTo(TODAY);
    assertThat(Objects.requireNonNull(line(id).validityFrom()).source()).isEqualTo("owner");
    assertThat(world.balance()).isEqualTo(Money.usd(100_00));
    assertThat(total(LedgerAccountKind.OUTSIDE)).isEqualTo(-25_00);
    assertThat(total(LedgerAccountKind.PAID_OUTSIDE)).isEqualTo(25_00);
    assertThat(
            world
                .engine
                .orderDesk()
                .spentByMonth(world.account.id(), World.NEW_YORK, Money.USD)
                .outside())
        .isEqualTo(Map.of(YearMonth.of(2026, 11), Money.usd(25_00)));
  }

  @Test
  void theHeartbeatPaysNothingForThatPeriodEvenWhenTheDateIsSetBackAfterwards() {
    world.fill(100_00);
    LineId id = world.line(Basis.FROM_EXPIRY, SOON);
    record(id, paid(Money.usd(25_00)), "a");
    lines.change(id, Map.of(LineField.LAST_DAY, SOON.toString()));

    world.liveUntil(world.clock.instant().plus(Duration.ofDays(5)));

    assertThat(world.states()).doesNotContain("RENEWED");
    assertThat(world.balance()).isEqualTo(Money.usd(100_00));
    assertThatThrownBy(
            () ->
                world
                    .engine
                    .renewals()
                    .renew(world.account.id(), id, Wish.wholePeriods(1), null, "cli"))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refused -> assertThat(refused.type()).isEqualTo(ProblemType.PAID_ALREADY));
  }

  @Test
  void theSameRequestIsOneRenewalAndAnotherWithItsKeyIsRefused() {
    LineId id = world.line(Basis.FROM_EXPIRY, SOON);
    OutsideRenewal first = record(id, paid(Money.usd(25_00)), "a");

    assertThat(record(id, paid(Money.usd(25_00)), "a")).isEqualTo(first);
    assertThatThrownBy(() -> record(id, paid(Money.usd(30_00)), "a"))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refused -> assertThat(refused.type()).isEqualTo(ProblemType.IDEMPOTENCY_KEY_REUSED));
    assertThat(total(LedgerAccountKind.PAID_OUTSIDE)).isEqualTo(25_00);
  }

  @Test
  void manyAtOnceWhileTheHeartbeatRunsAreOneRenewal() throws Exception {
    world.fill(100_00);
    LineId id = world.line(Basis.FROM_EXPIRY, TODAY);
    Told told = new Told(Money.usd(25_00), null, PaidAt.WEB, null, new Told.Seen(TODAY));
    try (ExecutorService threads = Executors.newFixedThreadPool(5)) {
      Future<?> beat = threads.submit(() -> world.engine.heartbeat().beat());
      List<Future<Boolean>> asked =
          IntStream.range(0, 4)
              .mapToObj(each -> threads.submit(() -> isRecorded(id, told, "key-" + each)))
              .toList();
      beat.get();
      long recorded = 0;
      for (Future<Boolean> one : asked) {
        recorded += one.get() ? 1 : 0;
      }
      long ordered = world.states().stream().filter("RENEWED"::equals).count();
      assertThat(recorded + ordered).isEqualTo(1);
    }
    assertThat(line(id).facts().validUntil()).isEqualTo(TODAY.plusDays(30));
  }

  private boolean isRecorded(LineId id, Told told, String key) {
    try {
      record(id, told, key);
      return true;
    } catch (ProblemException refused) {
      return false;
    }
  }

  @Test
  void theSamePeriodUnderAnotherDateIsRefusedAndUndoingAllowsItAgain() {
    LineId id = world.line(Basis.FROM_EXPIRY, SOON);
    OutsideRenewal first = record(id, paid(Money.usd(25_00)), "a");
    world.clock.move(Duration.ofMinutes(1));
    lines.change(id, Map.of(LineField.LAST_DAY, SOON.minusDays(1).toString()));

    assertThatThrownBy(() -> record(id, paid(Money.usd(25_00)), "b"))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refused -> assertThat(refused.type()).isEqualTo(ProblemType.PAID_ALREADY));
    assertThatThrownBy(
            () ->
                record(
                    id, new Told(Money.usd(25_00), null, PaidAt.WEB, NEXT.plusDays(1), null), "c"))
        .isInstanceOf(ProblemException.class);

    outside.undo(world.account.id(), first.id(), null);
    assertThat(record(id, paid(Money.usd(25_00)), "d").validUntil()).isEqualTo(NEXT.minusDays(1));
  }

  @Test
  void undoingRestoresWhatWasKnownAndBooksTheSumBack() {
    LineId id = world.line(Basis.BILLING_DATE, SOON);
    world.engine.heartbeat().beat();
    Line before = line(id);
    OutsideRenewal renewal = record(id, paid(Money.usd(25_00)), "a");

    Undone undone = outside.undo(world.account.id(), renewal.id(), null);

    assertThat(undone.endRestored()).isTrue();
    assertThat(line(id).known()).isEqualTo(before.known());
    assertThat(total(LedgerAccountKind.OUTSIDE)).isZero();
    assertThat(outside.undo(world.account.id(), renewal.id(), null).renewal())
        .isEqualTo(undone.renewal());
    assertThat(total(LedgerAccountKind.OUTSIDE)).isZero();
  }

  @Test
  void undoingLeavesAnEndThatSomebodyHasChangedSince() {
    LineId id = world.line(Basis.FROM_EXPIRY, SOON);
    OutsideRenewal renewal = record(id, paid(Money.usd(25_00)), "a");
    world.clock.move(Duration.ofHours(1));
    lines.change(id, Map.of(LineField.LAST_DAY, "2026-12-05"));

    assertThat(outside.undo(world.account.id(), renewal.id(), null).endRestored()).isFalse();
    assertThat(line(id).facts().validUntil()).isEqualTo(LocalDate.of(2026, 12, 5));
    assertThat(total(LedgerAccountKind.PAID_OUTSIDE)).isZero();
  }

  @Test
  void aLaterOneIsUndoneFirst() {
    LineId id = world.line(Basis.FROM_EXPIRY, SOON);
    OutsideRenewal first = record(id, paid(Money.usd(25_00)), "a");
    OutsideRenewal second = record(id, paid(Money.usd(25_00)), "b");
    assertThat(second.validUntil()).isEqualTo(NEXT.plusDays(30));

    assertThatThrownBy(() -> outside.undo(world.account.id(), first.id(), null))
        .hasMessageContaining(second.id().toString());
    outside.undo(world.account.id(), second.id(), null);
    outside.undo(world.account.id(), first.id(), null);
    assertThat(line(id).facts().validUntil()).isEqualTo(SOON);
  }

  @Test
  void noticesOfTheOldEndAreSettledAndAskedAgainOnceItIsUndone() {
    LineId id = world.line(Basis.FROM_EXPIRY, SOON);
    world.set(id, "renewed_by = 'OWNER'");
    world.liveUntil(world.clock.instant().plus(Duration.ofDays(1)));
    assertThat(world.engine.notices().linesWithOpen(world.account.id())).contains(id);

    OutsideRenewal renewal = record(id, paid(null), "a");
    assertThat(world.engine.notices().linesWithOpen(world.account.id())).isEmpty();
    assertThat(total(LedgerAccountKind.OUTSIDE)).as("a sum that isn't known").isZero();

    outside.undo(world.account.id(), renewal.id(), null);
    world.engine.heartbeat().beat();
    assertThat(world.engine.notices().linesWithOpen(world.account.id())).contains(id);
  }

  @Test
  void anOrderHeldForApprovalOfTheSamePeriodIsCancelled() {
    RenewalSettings usual = RenewalSettings.defaults();
    SpendingLimits.Limit none = new SpendingLimits.Limit(1, 1);
    try (World held =
        new World(
            new RenewalSettings(
                usual.batch(),
                1,
                usual.claim(),
                usual.recheck(),
                usual.tellAhead(),
                usual.maxCalls(),
                usual.maxOrders(),
                usual.serviceFee(),
                new SpendingLimits(none, usual.limits().account(), usual.limits().day())))) {
      held.fill(100_00);
      LineId id = held.line(Basis.FROM_EXPIRY, SOON);
      held.engine.renewals().renew(held.account.id(), id, Wish.wholePeriods(1), null, "cli");
      assertThat(held.states()).containsExactly("HELD_FOR_APPROVAL");

      OutsideWorld.outside(held).record(held.account.id(), id, paid(Money.usd(25_00)), "a", null);

      assertThat(held.states()).containsExactly("CANCELLED");
      Line line = OutsideWorld.lines(held).get(held.account.id(), id);
      assertThat(line.openOrder()).isNull();
      assertThat(line.facts().validUntil()).isEqualTo(NEXT);
      assertThat(held.engine.notices().linesWithOpen(held.account.id())).isEmpty();
      assertThat(held.proof().isSound()).isTrue();
    }
  }

  @Test
  void whileTheCarrierIsAskedNothingIsRecorded() {
    world.fill(100_00);
    LineId id = world.line(Basis.FROM_EXPIRY, SOON);
    world.carrier.then(Act.LOSE_REQUEST);
    world.engine.renewals().renew(world.account.id(), id, Wish.wholePeriods(1), null, "cli");

    assertThatThrownBy(() -> record(id, paid(Money.usd(25_00)), "a"))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refused -> assertThat(refused.type()).isEqualTo(ProblemType.ORDER_UNDER_WAY));
    assertThat(outside.ofLine(world.account.id(), id, null, 10)).isEmpty();
  }

  @Test
  void anEndThatWasChangedMeanwhileIsNotOverwritten() {
    LineId id = world.line(Basis.FROM_EXPIRY, SOON);
    Told told = new Told(null, null, PaidAt.APP, null, new Told.Seen(SOON.minusDays(1)));
    assertThatThrownBy(() -> record(id, told, "a"))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refused -> assertThat(refused.type()).isEqualTo(ProblemType.CONFLICT));
  }

  @Test
  void whatCantBeRightIsRefusedByItsField() {
    LineId id = world.line(Basis.FROM_EXPIRY, SOON);
    assertRefused(id, new Told(null, TODAY.plusDays(1), PaidAt.WEB, null, null), "paid_on");
    assertRefused(id, new Told(null, TODAY.minusYears(2), PaidAt.WEB, null, null), "paid_on");
    assertRefused(id, new Told(null, null, PaidAt.WEB, TODAY.minusDays(1), null), "valid_until");
    assertRefused(id, paid(Money.usd(9_000_00)), "paid");
    lines.change(id, Map.of(LineField.PLAN, ""));
    assertRefused(id, paid(Money.usd(25_00)), "valid_until");
  }

  private void assertRefused(LineId id, Told told, String field) {
    assertThatThrownBy(() -> record(id, told, "refused"))
        .isInstanceOfSatisfying(
            InvalidValue.class, wrong -> assertThat(wrong.name()).isEqualTo(field));
  }
}
