package dev.everline.renewal.order;

import static dev.everline.renewal.order.OrderBuilder.MADE;
import static dev.everline.renewal.order.OrderBuilder.anOrder;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.everline.carrier.CarrierConnector.Done;
import dev.everline.fixture.LineBuilder;
import dev.everline.line.due.DueLine;
import dev.everline.notice.NoticeKind;
import dev.everline.renewal.TestLines;
import dev.everline.renewal.World;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a carrier's answer does to an order and its money. */
class SettlementTest {

  private static final Duration SETTLING = Duration.ofMinutes(10);
  private static final DueLine LINE =
      TestLines.line(
          "acme", World.METERED, null, LineBuilder.aLine().validUntil("2026-11-02").facts());

  private static Settlement of(Order order, Outcome outcome, Instant now) {
    return Settlement.of(LINE, order, outcome, SETTLING, now);
  }

  private static Instant after(int minutes) {
    return MADE.plus(Duration.ofMinutes(minutes));
  }

  private static Order asked(String state) {
    return anOrder().asked(1, MADE).in(state);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PAID", "FULFILLING", "IN_DOUBT"})
  void whatTheCarrierHasRenewedIsPaidOut(String state) {
    Order order = asked(state);
    Settlement settled = of(order, new Outcome.Renewed(new Done("theirs", null, 1)), after(1));
    assertThat(settled).isInstanceOf(Settlement.Fulfilled.class);
    assertThat(settled.before()).isEqualTo(order);
    assertThat(settled.after().state()).isInstanceOf(OrderState.Renewed.class);
    assertThat(settled.after().carrierReference()).isEqualTo("theirs");
    assertThat(settled.after().reason()).isNull();
  }

  @Test
  void aRenewalThatTheCarrierShowsTwiceIsRemarked() {
    Settlement settled =
        of(asked("IN_DOUBT"), new Outcome.Renewed(new Done("theirs", null, 2)), after(1));
    assertThat(settled.after().reason()).isEqualTo("CARRIER_SHOWS_2_COPIES");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PAID", "FULFILLING", "IN_DOUBT"})
  void whatTheCarrierWillNotRenewIsPaidBack(String state) {
    Settlement settled = of(asked(state), new Outcome.WillNot("BARRED"), after(1));
    assertThat(settled).isInstanceOf(Settlement.Returned.class);
    assertThat(settled.after().state()).isInstanceOf(OrderState.Reversed.class);
    assertThat(settled.after().reason()).isEqualTo("BARRED");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PAID", "FULFILLING", "IN_DOUBT"})
  void whatTheCarrierWorksOnIsUnderWay(String state) {
    Settlement.Open open = open(of(asked(state), new Outcome.Working("theirs"), after(5)));
    assertThat(open.after().state()).isInstanceOf(OrderState.Fulfilling.class);
    assertThat(open.after().carrierReference()).isEqualTo("theirs");
    assertThat(open.nextLook()).as("as long again as it has been open").isEqualTo(after(10));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PAID", "FULFILLING", "IN_DOUBT"})
  void whatTheCarrierDidNotTakeThisTimeKeepsItsMoneyAndIsTriedAgain(String state) {
    Settlement.Open open = open(of(asked(state), new Outcome.NotNow("BUSY"), after(1)));
    assertThat(open.after().state()).isInstanceOf(OrderState.Paid.class);
    assertThat(open.after().reason()).isEqualTo("BUSY");
    assertThat(open.nextLook()).isEqualTo(after(2));
    assertThat(open.notice()).isEqualTo(NoticeKind.NOT_RENEWED_YET);
  }

  @ParameterizedTest
  @ValueSource(strings = {"FULFILLING", "IN_DOUBT"})
  void aCallWithoutAClearOutcomeIsInDoubtAndKeepsItsMoney(String state) {
    Settlement.Open open = open(of(asked(state), new Outcome.Unclear("TIMEOUT"), after(5)));
    assertThat(open.after().state()).isInstanceOf(OrderState.InDoubt.class);
    assertThat(open.nextLook()).isEqualTo(after(10));
    assertThat(open.notice()).isEqualTo(NoticeKind.STILL_IN_DOUBT);
  }

  @Test
  void anOrderComesToBeInDoubtOnce() {
    Outcome unclear = new Outcome.Unclear("TIMEOUT");
    assertThat(of(asked("FULFILLING"), unclear, after(1)).isNewlyInDoubt()).isTrue();
    assertThat(of(asked("IN_DOUBT"), unclear, after(1)).isNewlyInDoubt()).isFalse();
    assertThat(of(asked("PAID"), unclear, after(1)).isNewlyInDoubt()).isFalse();
  }

  @Test
  void aLookUpThatToldNothingMakesNoDoubtWhereNothingWasTaken() {
    Settlement.Open open = open(of(asked("PAID"), new Outcome.Unclear("TIMEOUT"), after(5)));
    assertThat(open.after().state()).isInstanceOf(OrderState.Paid.class);
    assertThat(open.after().lookUps()).as("it must be looked up again").isZero();
  }

  @Test
  void aReferenceThatIsInUseIsLookedUpAtOnce() {
    Settlement.Open open =
        open(of(asked("FULFILLING"), new Outcome.Unclear("REFERENCE_USED"), after(5)));
    assertThat(open.after().state()).isInstanceOf(OrderState.InDoubt.class);
    assertThat(open.nextLook()).isEqualTo(after(5));
  }

  @Test
  void notFoundIsNotBelievedWhileTheCarrierMayStillTurnOutToHaveIt() {
    Settlement.Open open = open(of(asked("FULFILLING"), new Outcome.Absent(), after(9)));
    assertThat(open.after().state()).isInstanceOf(OrderState.InDoubt.class);
    assertThat(open.after().reason()).isEqualTo("NOT_FOUND_YET");
    assertThat(open.after().lookUps()).isZero();
    assertThat(open.nextLook()).isEqualTo(after(10));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PAID", "FULFILLING", "IN_DOUBT"})
  void notFoundIsBelievedOnceTheCallHasSettled(String state) {
    Settlement.Open open = open(of(asked(state), new Outcome.Absent(), after(10)));
    assertThat(open.after().state()).isInstanceOf(OrderState.Paid.class);
    assertThat(open.after().lookUps()).isEqualTo(1);
    assertThat(NextStep.of(open.after(), 3, after(10))).isEqualTo(new NextStep.Ask());
    assertThat(open.nextLook()).as("never before now").isEqualTo(after(10));
  }

  @Test
  void whatWasAskedForOftenIsTriedAgainLater() {
    Order fourth = anOrder().asked(6, MADE).in("FULFILLING");
    assertThat(open(of(fourth, new Outcome.Absent(), after(10))).nextLook()).isEqualTo(after(32));
  }

  @Test
  void betweenTwoLooksAreAMinuteAtLeastAndTwoHoursAtMost() {
    Outcome unclear = new Outcome.Unclear("TIMEOUT");
    assertThat(open(of(asked("IN_DOUBT"), unclear, MADE.plusSeconds(3))).nextLook())
        .isEqualTo(MADE.plusSeconds(63));
    assertThat(open(of(asked("IN_DOUBT"), unclear, after(1_000))).nextLook())
        .isEqualTo(after(1_120));
  }

  @Test
  void noAnswerMovesAnOrderForWhichNoCallIsMade() {
    for (String state :
        List.of("HELD_FOR_APPROVAL", "RENEWED", "DECLINED", "REVERSED", "CANCELLED", "EXPIRED")) {
      Order order = anOrder().usually(state);
      for (Outcome outcome :
          List.of(
              new Outcome.Renewed(new Done("theirs", null, 1)),
              new Outcome.Working("theirs"),
              new Outcome.WillNot("BARRED"),
              new Outcome.NotNow("BUSY"),
              new Outcome.Absent(),
              new Outcome.Unclear("TIMEOUT"))) {
        assertThatIllegalStateException().isThrownBy(() -> of(order, outcome, after(60)));
      }
    }
  }

  private static Settlement.Open open(Settlement settlement) {
    assertThat(settlement).isInstanceOf(Settlement.Open.class);
    return (Settlement.Open) settlement;
  }
}
