package dev.everline.renewal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.everline.catalog.Basis;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.renewal.RenewalSettings;
import dev.everline.renewal.Renewals;
import dev.everline.renewal.ScriptedCarrier;
import dev.everline.renewal.World;
import dev.everline.renewal.order.Order;
import dev.everline.storage.RestoreMark;
import dev.everline.storage.Transactions;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A line that was renewed after the backup looks due in what was restored from it. Nothing is paid
 * for it before a person has looked, and nothing lapses in silence meanwhile.
 */
class RestoreHoldTest {

  /** The line's service ends at the end of this day, where the carrier is. */
  private static final LocalDate LAST = LocalDate.of(2026, 11, 4);

  private static final Instant END = Instant.parse("2026-11-05T05:00:00Z");

  private final World world = new World();
  private LineId line;

  @BeforeEach
  void aRestoredDatabase() {
    world.fill(100_00);
    line = world.line(Basis.FROM_EXPIRY, LAST);
    inTransaction(
        connection -> {
          RestoreMark.set(connection, world.clock.instant(), world.clock.instant());
          return true;
        });
  }

  @AfterEach
  void close() {
    world.close();
  }

  private void inTransaction(Transactions.Work<Boolean> work) {
    new Transactions(world.database.dataSource()).run(work);
  }

  private void confirm() {
    inTransaction(
        connection -> {
          RestoreMark.confirm(connection, world.clock.instant());
          return true;
        });
  }

  @Test
  void nothingIsRenewedByItselfUntilItIsConfirmedAndThenOnce() {
    world.liveUntil(END.minus(Duration.ofHours(25)));
    assertThat(world.states()).isEmpty();
    assertThat(world.carrier.books()).isEmpty();
    assertThat(world.notices()).isEmpty();
    assertThat(world.balance()).isEqualTo(Money.usd(100_00));

    confirm();
    world.liveUntil(END);

    assertThat(world.states()).containsExactly("RENEWED");
    assertThat(world.carrier.books()).hasSize(1);
  }

  @Test
  void itsOwnerIsToldWhileThereIsTimeWhenNobodyConfirms() {
    world.liveUntil(END.minus(Duration.ofHours(20)));

    assertThat(world.notices()).containsExactly("HELD_SINCE_RESTORE");
    assertThat(world.carrier.books()).isEmpty();
  }

  @Test
  void aLineWhoseEndWasCorrectedMeanwhileIsNotPaidForThatPeriod() {
    world.clock.moveTo(END.minus(Duration.ofHours(30)));
    world.engine.heartbeat().beat();
    world.set(line, "valid_until = '2026-12-04', next_wake_at = now()");

    confirm();
    world.liveUntil(END);

    assertThat(world.carrier.books()).isEmpty();
  }

  @Test
  void nobodyRenewsByHandMeanwhile() {
    assertThatThrownBy(
            () ->
                world
                    .engine
                    .renewals()
                    .renew(
                        world.account.id(), line, Renewals.Wish.wholePeriods(1), "a-key", "portal"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("restore confirm")
        .extracting(refused -> ((ProblemException) refused).type())
        .isEqualTo(ProblemType.HELD);
    assertThat(world.states()).isEmpty();
    assertThat(world.balance()).isEqualTo(Money.usd(100_00));
  }

  /**
   * The order was given up after the backup, and another in its place was renewed: of that, nothing
   * is known here.
   */
  @Test
  void anOrderThatWasUnderWayIsLookedUpButNotAskedForAgain() {
    confirm();
    world.carrier.then(ScriptedCarrier.Act.LOSE_REQUEST);
    Order order =
        world
            .engine
            .renewals()
            .renew(world.account.id(), line, Renewals.Wish.wholePeriods(1), null, "portal");
    assertThat(order.state().code()).isEqualTo("IN_DOUBT");
    inTransaction(
        connection -> {
          RestoreMark.set(connection, world.clock.instant(), world.clock.instant());
          return true;
        });
    RenewalEngine restored = world.engine(RenewalSettings.defaults());
    for (int hours = 0; hours < 12; hours++) {
      world.clock.move(Duration.ofHours(1));
      restored.heartbeat().beat();
    }
    assertThat(world.carrier.books()).isEmpty();
    assertThat(world.states()).containsExactly("PAID");

    confirm();
    world.clock.move(Duration.ofHours(3));
    restored.heartbeat().beat();
    assertThat(world.carrier.books()).hasSize(1);
    assertThat(world.states()).containsExactly("RENEWED");
    assertThat(world.proof().isSound()).isTrue();
  }
}
