package dev.everline.renewal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.everline.catalog.Basis;
import dev.everline.catalog.Length;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.renewal.Renewals.Wish;
import dev.everline.renewal.ScriptedCarrier.Act;
import dev.everline.renewal.World;
import dev.everline.renewal.order.Order;
import dev.everline.renewal.order.OrderState;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A term pays all its days: none of them is paid again as a period. */
class PaidTermsTest {

  private static final LocalDate END = LocalDate.of(2026, 11, 10);

  /** Of every plan of that world: 90 days for $60, while a period is 30 days for $25. */
  private static final Length TERM = Length.ofDays(90);

  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void anOrderKeepsItsTermAndMovesTheLineByIt() {
    world.fill(20_000);
    LineId line = world.line(Basis.FROM_EXPIRY, END);

    Order order = renew(line, Wish.term(TERM));

    Order read = world.engine.orderDesk().order(world.account.id(), order.id());
    assertThat(read.term()).isEqualTo(TERM);
    assertThat(read.periods()).isEqualTo(1);
    assertThat(read.total()).isEqualTo(Money.usd(60_00));
    assertThat(read.validUntil()).isEqualTo("2027-02-08");
    assertThat(world.text(line, "valid_until")).isEqualTo("2027-02-08");
  }

  @Test
  void theHeartbeatPaysNoPeriodWithinATermAndTheFirstAfterIt() {
    world.fill(20_000);
    LineId line = world.line(Basis.FROM_EXPIRY, END);
    renew(line, Wish.term(TERM));

    world.liveUntil(Instant.parse("2027-02-01T00:00:00Z"));
    assertThat(world.carrier.books()).hasSize(1);

    world.liveUntil(Instant.parse("2027-02-10T00:00:00Z"));
    assertThat(world.carrier.books()).hasSize(2);
    assertThat(world.text(line, "valid_until")).isEqualTo("2027-03-10");
  }

  @ParameterizedTest(name = "paid until February 8 and entered as {0}")
  @CsvSource({"2026-11-11", "2026-11-13", "2026-12-10", "2027-01-05"})
  void aDateCorrectedWithinATermDoesNotPayItsMonthsAgain(LocalDate entered) {
    world.fill(20_000);
    LineId line = world.line(Basis.FROM_EXPIRY, END);
    renew(line, Wish.term(TERM));

    enter(line, entered);
    world.liveUntil(Instant.parse("2027-01-06T00:00:00Z"));

    assertThat(world.carrier.books()).hasSize(1);
    assertThat(refusal(line, Wish.wholePeriods(1))).isEqualTo(ProblemType.PAID_ALREADY);
    assertThat(refusal(line, Wish.wholePeriods(2))).isEqualTo(ProblemType.PAID_ALREADY);
    assertThat(refusal(line, Wish.term(TERM))).isEqualTo(ProblemType.PAID_ALREADY);
    assertThat(world.balance()).isEqualTo(Money.usd(140_00));
  }

  @Test
  void aDateCorrectedByTwoDaysAtItsEndNeedsNobody() {
    world.fill(20_000);
    LineId line = world.line(Basis.FROM_EXPIRY, END);
    renew(line, Wish.term(TERM));

    enter(line, LocalDate.of(2027, 2, 6));
    world.liveUntil(Instant.parse("2027-02-07T00:00:00Z"));

    assertThat(world.carrier.books()).hasSize(2);
    assertThat(world.notices()).isEmpty();
  }

  @Test
  void aPeriodThatIsPaidIsNoPartOfATermBoughtNext() {
    world.fill(20_000);
    LineId line = world.line(Basis.FROM_EXPIRY, END);
    renew(line, Wish.wholePeriods(1));

    assertThat(renew(line, Wish.term(TERM)).state()).isInstanceOf(OrderState.Renewed.class);
    assertThat(world.text(line, "valid_until")).isEqualTo("2027-03-10");
  }

  @Test
  void noPeriodIsPaidWhileATermIsOpen() {
    world.fill(20_000);
    LineId line = world.line(Basis.FROM_EXPIRY, END);
    world.carrier.then(Act.TOP_UP_AND_LOSE_ANSWER);
    world.carrier.lookUpsFail(true);
    renew(line, Wish.term(TERM));
    assertThat(world.states()).containsExactly("IN_DOUBT");

    assertThat(refusal(line, Wish.wholePeriods(1))).isEqualTo(ProblemType.CONFLICT);
    world.liveUntil(Instant.parse("2026-11-12T00:00:00Z"));
    assertThat(world.carrier.books()).hasSize(1);

    world.carrier.lookUpsFail(false);
    world.liveUntil(Instant.parse("2026-11-14T00:00:00Z"));
    assertThat(world.states()).containsExactly("RENEWED");
    assertThat(world.text(line, "valid_until")).isEqualTo("2027-02-08");
    assertThat(world.balance()).isEqualTo(Money.usd(140_00));
  }

  @ParameterizedTest(name = "a term of {0} whose end isn't known, entered as {1}")
  @CsvSource({"P90D, 2027-02-01", "P3M, 2027-02-01"})
  void aTermWhoseEndIsNotKnownCountsForItsLength(String term, LocalDate entered) {
    world.fill(20_000);
    LineId line = world.line(Basis.FROM_EXPIRY, END);
    renew(line, Wish.term(TERM));
    world.database.execute("UPDATE renewal_order SET valid_until = NULL, term = '" + term + "'");

    enter(line, entered);

    assertThat(refusal(line, Wish.wholePeriods(1))).isEqualTo(ProblemType.PAID_ALREADY);
  }

  @Test
  void aTermOfAPlanPaidOutOfItsBalanceIsRefusedAndItIsSaidWhy() {
    world.fill(20_000);
    LineId line = world.line(Basis.PLAN_CYCLE, END);

    ProblemException refused =
        catchThrowableOfType(ProblemException.class, () -> renew(line, Wish.term(TERM)));

    assertThat(refused.type()).isEqualTo(ProblemType.NOT_RENEWABLE);
    assertThat(refused).hasMessageContaining("would wait in its balance");
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

  private Order renew(LineId line, Wish wish) {
    return world.engine.renewals().renew(world.account.id(), line, wish, null, "api");
  }

  private ProblemType refusal(LineId line, Wish wish) {
    return catchThrowableOfType(ProblemException.class, () -> renew(line, wish)).type();
  }
}
