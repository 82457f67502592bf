package dev.everline.renewal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.everline.catalog.Basis;
import dev.everline.kernel.LineId;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.line.Line;
import dev.everline.line.LineBulk;
import dev.everline.line.LineField;
import dev.everline.line.LineService;
import dev.everline.line.renewer.RenewedBy;
import dev.everline.renewal.RenewalSettings;
import dev.everline.renewal.Renewals.Wish;
import dev.everline.renewal.World;
import dev.everline.renewal.engine.stop.SpendingLimits;
import dev.everline.renewal.order.Order;
import dev.everline.renewal.order.Releaser;
import dev.everline.storage.IdAllocator;
import dev.everline.storage.Transactions;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A line that its carrier's own autopay renews, from the heartbeat to its owner's answer. */
class AutopayFlowTest {

  /** Twelve days after the start; the carrier charges two days before. */
  private static final LocalDate END = LocalDate.of(2026, 11, 13);

  private World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  private LineService lines() {
    return new LineService(
        world.database.dataSource(),
        world.database.seal(),
        new IdAllocator(world.database.dataSource()),
        world.catalog,
        world.engine.lineWatch(),
        world.clock);
  }

  private LineId line() {
    LineId line = world.line(Basis.FROM_EXPIRY, END);
    world.set(line, "plan = '" + World.AUTOPAY + "', renewed_by = 'CARRIER'");
    world.fill(100_00);
    return line;
  }

  private List<String> openKinds() {
    return world.engine.notices().list(world.account.id(), true, 100).stream()
        .map(notice -> notice.kind().name())
        .toList();
  }

  private void liveUntil(LocalDate day) {
    world.liveUntil(day.atStartOfDay(World.NEW_YORK).toInstant());
  }

  @Test
  void inASeasonItIsNeverPaidForNorAlarmedAndItsOwnerIsAskedOnceForAnEnd() {
    LineId line = line();
    LocalDate end = END;
    for (int period = 1; period <= 3; period++) {
      liveUntil(end);
      assertThat(world.notices()).hasSize(period - 1);
      liveUntil(end.plusDays(5));
      assertThat(openKinds()).containsExactly("AUTOPAY_UNCONFIRMED");
      end = end.plusDays(30);
      lines().change(line, Map.of(LineField.VALID_UNTIL, end.toString()));
      assertThat(openKinds()).isEmpty();
    }

    assertThat(world.states()).isEmpty();
    assertThat(world.notices()).containsOnly("AUTOPAY_UNCONFIRMED").hasSize(3);
    assertThat(world.carrier.books()).isEmpty();
  }

  @Test
  void whenItsOwnerSaysThatItFailedTheQuestionClosesAndTheNextReminderFollows() {
    LineId line = line();
    liveUntil(END.plusDays(1));
    world.clock.moveTo(END.atTime(12, 0).atZone(World.NEW_YORK).toInstant());

    Line failed = lines().autopayFailed(line, END);
    assertThat(openKinds()).isEmpty();
    world.engine.heartbeat().beat();

    assertThat(openKinds()).containsExactly("EXPIRES_SOON");
    assertThat(failed.renewedBy()).isEqualTo(RenewedBy.CARRIER);
  }

  @Test
  void anOrderByHandIsRefusedUntilItsOwnerSaysThatTheAutopayFailed() {
    LineId line = line();

    assertThatThrownBy(() -> renew(line))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refused -> assertThat(refused.type()).isEqualTo(ProblemType.RENEWED_BY_CARRIER));
    assertThat(world.states()).isEmpty();

    lines().autopayFailed(line, END);
    assertThat(renew(line).state().code()).isEqualTo("RENEWED");
  }

  private Order renew(LineId line) {
    return world
        .engine
        .renewals()
        .renew(world.account.id(), line, Wish.wholePeriods(1), null, "api");
  }

  @Test
  void aHeldOrderIsNotReleasedForALineThatWasGivenToTheCarrier() {
    world.close();
    SpendingLimits.Limit none = new SpendingLimits.Limit(1, 1);
    SpendingLimits.Limit any = new SpendingLimits.Limit(1_000, 1_000_000);
    RenewalSettings usual = RenewalSettings.defaults();
    world =
        new World(
            new RenewalSettings(
                usual.batch(),
                usual.lanes(),
                usual.claim(),
                usual.recheck(),
                usual.tellAhead(),
                usual.maxCalls(),
                usual.maxOrders(),
                usual.serviceFee(),
                new SpendingLimits(none, any, any)));
    LineId line = line();
    world.set(line, "renewed_by = 'OWNER'");
    Order held = renew(line);
    assertThat(held.state().code()).isEqualTo("HELD_FOR_APPROVAL");
    lines().change(line, Map.of(LineField.RENEWED_BY, "carrier"));

    assertThatThrownBy(
            () -> world.engine.orderDesk().release(world.account.id(), held.id(), Releaser.MEMBER))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refused -> assertThat(refused.type()).isEqualTo(ProblemType.RENEWED_BY_CARRIER));
  }

  @Test
  void switchedToEverlineAfterTheChargeMayHaveComeItIsPaidOnlyFromTheNextPeriodOn() {
    LineId one = line();
    LineId many = world.line(Basis.FROM_EXPIRY, END);
    world.set(many, "plan = '" + World.AUTOPAY + "', renewed_by = 'CARRIER'");
    liveUntil(END.minusDays(1));

    lines().change(one, Map.of(LineField.RENEWED_BY, "everline"));
    new Transactions(world.database.dataSource())
        .run(
            connection ->
                LineBulk.apply(
                    connection,
                    world.database.seal(),
                    world.account.id(),
                    List.of(many),
                    new LineBulk.Renewing.ByEverline(null),
                    world.engine.lineWatch(),
                    world.clock.instant()));
    liveUntil(END.plusDays(4));

    assertThat(world.states()).isEmpty();
    assertThat(openKinds()).containsExactly("AUTOPAY_UNCONFIRMED", "AUTOPAY_UNCONFIRMED");

    lines().autopayFailed(one, END);
    lines().change(many, Map.of(LineField.VALID_UNTIL, END.plusDays(30).toString()));
    liveUntil(END.plusDays(5));
    assertThat(world.states()).as("the one that failed").containsExactly("RENEWED");
    liveUntil(END.plusDays(31));
    assertThat(world.states()).as("and both from then on").contains("RENEWED").hasSize(2);
  }

  @Test
  void switchedToEverlineLongBeforeTheChargeItIsPaidInTime() {
    LineId line = line();

    lines().change(line, Map.of(LineField.RENEWED_BY, "everline"));
    liveUntil(END.plusDays(1));

    assertThat(world.states()).containsExactly("RENEWED");
    assertThat(world.notices()).isEmpty();
  }
}
