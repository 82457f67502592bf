package dev.everline.renewal.order;

import static dev.everline.renewal.order.OrderBuilder.DEADLINE;
import static dev.everline.renewal.order.OrderBuilder.MADE;
import static dev.everline.renewal.order.OrderBuilder.anOrder;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is done next about an order that is under way. */
class NextStepTest {

  private static final int MAX_CALLS = 3;
  private static final Instant IN_TIME = DEADLINE.minusSeconds(1);

  private static NextStep of(Order order, Instant now) {
    return NextStep.of(order, MAX_CALLS, now);
  }

  @Test
  void aCarrierThatWasNeverAskedIsAsked() {
    assertThat(of(anOrder().usually("PAID"), MADE)).isEqualTo(new NextStep.Ask());
  }

  @Test
  void aCarrierThatWasAskedIsLookedUpBeforeItIsAskedAgain() {
    assertThat(of(anOrder().asked(1, MADE).in("PAID"), IN_TIME)).isEqualTo(new NextStep.LookUp());
  }

  @Test
  void aCarrierThatSurelyHoldsNothingIsAskedAgain() {
    assertThat(of(anOrder().asked(1, MADE).notFound(1).in("PAID"), IN_TIME))
        .isEqualTo(new NextStep.Ask());
  }

  @Test
  void atItsDeadlineAnOrderThatTookNothingIsGivenUp() {
    assertThat(of(anOrder().usually("PAID"), DEADLINE)).isEqualTo(new NextStep.GiveUp());
    assertThat(of(anOrder().asked(1, MADE).notFound(1).in("PAID"), DEADLINE))
        .isEqualTo(new NextStep.GiveUp());
  }

  @Test
  void pastItsDeadlineAnOrderIsStillLookedUpBeforeItsMoneyGoesBack() {
    assertThat(of(anOrder().asked(1, MADE).in("PAID"), DEADLINE.plusSeconds(1)))
        .isEqualTo(new NextStep.LookUp());
  }

  @Test
  void anOrderThatWasAskedForOftenEnoughIsGivenUp() {
    assertThat(of(anOrder().asked(MAX_CALLS - 1, MADE).notFound(1).in("PAID"), MADE))
        .isEqualTo(new NextStep.Ask());
    assertThat(of(anOrder().asked(MAX_CALLS, MADE).notFound(1).in("PAID"), MADE))
        .isEqualTo(new NextStep.GiveUp());
  }

  @Test
  void aCallWithoutAKnownOutcomeIsOnlyEverLookedUpHoweverLateItIs() {
    for (String state : List.of("FULFILLING", "IN_DOUBT")) {
      for (int calls : List.of(1, MAX_CALLS, MAX_CALLS + 5)) {
        assertThat(
                of(
                    anOrder().asked(calls, MADE).notFound(1).in(state),
                    DEADLINE.plus(Duration.ofDays(90))))
            .isEqualTo(new NextStep.LookUp());
      }
    }
  }

  @Test
  void anOrderHeldForApprovalWaitsUntilItsDeadlineAndThenExpires() {
    Order held = anOrder().usually("HELD_FOR_APPROVAL");
    assertThat(of(held, IN_TIME)).isEqualTo(new NextStep.Wait(DEADLINE));
    assertThat(of(held, DEADLINE)).isEqualTo(new NextStep.Expire());
  }

  @Test
  void anOrderThatIsOverNeedsNothing() {
    for (String state : List.of("RENEWED", "DECLINED", "REVERSED", "CANCELLED", "EXPIRED")) {
      assertThat(of(anOrder().usually(state), MADE)).isEqualTo(new NextStep.Wait(MADE));
    }
  }

  @Test
  void triesAreAMinuteApartAtFirstAndTwoHoursAtMost() {
    assertThat(List.of(0, 1, 2, 3, 7, 8, 1_000).stream().map(NextStep::backoff))
        .containsExactly(
            Duration.ofMinutes(1),
            Duration.ofMinutes(1),
            Duration.ofMinutes(2),
            Duration.ofMinutes(4),
            Duration.ofMinutes(64),
            Duration.ofMinutes(120),
            Duration.ofMinutes(120));
  }
}
