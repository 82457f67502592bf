package dev.everline.renewal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.catalog.Basis;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.notice.Notice;
import dev.everline.notice.NoticeKind;
import dev.everline.renewal.RenewalSettings;
import dev.everline.renewal.ScriptedCarrier.Act;
import dev.everline.renewal.World;
import dev.everline.renewal.operate.WhatIf;
import dev.everline.renewal.order.Order;
import dev.everline.renewal.order.OrderState;
import dev.everline.renewal.price.Quote;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Numbers that may be lost sixty days after the tenth of November: on the ninth of January. */
class KeepNumberFlowTest {

  private static final LocalDate SOON = LocalDate.of(2026, 11, 10);
  private static final Instant BEFORE_LOSS = Instant.parse("2027-01-06T00:00:00Z");
  private static final Instant LOSS = Instant.parse("2027-01-09T05:00:00Z");

  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  private LineId lineToKeep(Basis basis) {
    LineId line = world.line(basis, SOON);
    world.set(line, "if_not_renewed = 'KEEP_NUMBER'");
    return line;
  }

  private List<Order> orders() {
    return world.engine.orderDesk().orders(world.account.id(), null, 100);
  }

  private List<String> open() {
    return world.engine.notices().list(world.account.id(), true, 100).stream()
        .map(notice -> notice.kind().name())
        .toList();
  }

  @Test
  void aNumberAboveTheCeilingIsKeptOnceByTheLeastPaymentShortlyBeforeItCanBeLost() {
    world.fill(10_000);
    LineId line = lineToKeep(Basis.FROM_EXPIRY);
    world.set(line, "price_ceiling = 1000");

    world.liveUntil(Instant.parse("2026-11-04T12:00:00Z"));
    assertThat(world.notices()).containsExactly("PRICE_ABOVE_CEILING");
    world.liveUntil(BEFORE_LOSS);
    assertThat(orders()).isEmpty();

    world.liveUntil(Instant.parse("2027-01-20T00:00:00Z"));
    assertThat(orders())
        .singleElement()
        .satisfies(
            order -> {
              assertThat(order.kind()).isEqualTo(Quote.Kind.KEEP_ALIVE);
              assertThat(order.state()).isInstanceOf(OrderState.Renewed.class);
              assertThat(order.total()).isEqualTo(Money.usd(500));
              assertThat(order.periodFrom()).isEqualTo("2027-01-08");
              assertThat(order.createdAt()).isBefore(LOSS.minus(Duration.ofHours(36)));
            });
    assertThat(world.carrier.books()).hasSize(1);
    assertThat(world.text(line, "valid_until")).isEqualTo("2027-02-05");
    assertThat(world.notices()).containsExactly("NUMBER_KEPT", "PRICE_ABOVE_CEILING");
    assertThat(world.balance()).isEqualTo(Money.usd(9_500));
    assertThat(world.proof().isSound()).isTrue();
  }

  @Test
  void whoWantsToBeToldOnlyPaysNothing() {
    world.fill(10_000);
    LineId line = world.line(Basis.FROM_EXPIRY, SOON);
    world.set(line, "price_ceiling = 1000");

    world.liveUntil(LOSS.plus(Duration.ofDays(1)));

    assertThat(orders()).isEmpty();
    assertThat(world.notices()).containsExactly("NUMBER_MAY_BE_LOST", "PRICE_ABOVE_CEILING");
  }

  @Test
  void aWalletTooSmallForTheRenewalKeepsTheNumber() {
    world.fill(700);
    LineId line = lineToKeep(Basis.FROM_EXPIRY);

    world.liveUntil(Instant.parse("2026-11-10T12:00:00Z"));
    assertThat(world.notices()).containsExactly("WALLET_SHORT");
    world.liveUntil(LOSS.plus(Duration.ofDays(1)));

    assertThat(orders()).extracting(Order::kind).containsExactly(Quote.Kind.KEEP_ALIVE);
    assertThat(world.states()).containsExactly("RENEWED");
    assertThat(world.text(line, "valid_until")).isEqualTo("2027-02-05");
    assertThat(world.balance()).isEqualTo(Money.usd(200));
    assertThat(open()).containsExactly("NUMBER_KEPT");
  }

  @Test
  void aRenewalThatTheWalletCanPayGoesBeforeKeepingTheNumber() {
    LineId line = lineToKeep(Basis.FROM_EXPIRY);
    world.liveUntil(BEFORE_LOSS);
    world.fill(2_500);

    world.liveUntil(LOSS);

    assertThat(orders()).extracting(Order::kind).containsExactly(Quote.Kind.WHOLE_PERIOD);
    assertThat(world.text(line, "valid_until")).isEqualTo("2027-02-05");
  }

  @Test
  void nothingIsPaidAboveTheCeilingAndTheOwnerIsToldInTimeThatTheNumberIsNotKept() {
    world.fill(10_000);
    LineId line = lineToKeep(Basis.FROM_EXPIRY);
    world.set(line, "price_ceiling = 499");

    world.liveUntil(LOSS.minus(Duration.ofDays(6)));

    assertThat(orders()).isEmpty();
    Notice notice = world.engine.notices().list(world.account.id(), true, 10).getFirst();
    assertThat(notice.kind()).isEqualTo(NoticeKind.NUMBER_NOT_KEPT);
    assertThat(notice.needed()).isEqualTo(Money.usd(500));
    assertThat(notice.actBy()).isEqualTo(LOSS);
    assertThat(world.notices()).containsExactly("NUMBER_NOT_KEPT", "PRICE_ABOVE_CEILING");
  }

  @Test
  void anEmptyWalletKeepsNothingAndItsOwnerIsToldInTime() {
    lineToKeep(Basis.FROM_EXPIRY);

    world.liveUntil(LOSS.minus(Duration.ofDays(2)));

    assertThat(orders()).isEmpty();
    assertThat(world.notices()).containsExactly("NUMBER_NOT_KEPT", "WALLET_SHORT");
  }

  @Test
  void aRefusedRenewalIsNotTriedAgainWhenTheNumberCanStillBeKept() {
    world.fill(10_000);
    LineId line = lineToKeep(Basis.FROM_EXPIRY);
    world.carrier.then(Act.REFUSE, Act.REFUSE, Act.REFUSE, Act.REFUSE, Act.REFUSE, Act.REFUSE);

    world.liveUntil(LOSS.plus(Duration.ofDays(1)));

    assertThat(world.carrier.books())
        .singleElement()
        .satisfies(paid -> assertThat(paid.amount()).isEqualTo(Money.usd(500)));
    assertThat(world.text(line, "valid_until")).isEqualTo("2027-02-05");
    assertThat(world.balance()).isEqualTo(Money.usd(9_500));
  }

  @Test
  void anAnswerThatGotLostIsLookedUpAndTheNumberNotPaidForAgain() {
    world.fill(10_000);
    LineId line = lineToKeep(Basis.FROM_EXPIRY);
    world.set(line, "price_ceiling = 1000");
    world.carrier.then(Act.TOP_UP_AND_LOSE_ANSWER);

    world.liveUntil(LOSS.plus(Duration.ofDays(1)));

    assertThat(world.carrier.books()).hasSize(1);
    assertThat(world.states()).containsExactly("RENEWED");
    assertThat(world.balance()).isEqualTo(Money.usd(9_500));
  }

  @Test
  void aNumberIsNotPaidForTwiceForTheSameDayWhateverItsFactsSay() {
    world.fill(10_000);
    LineId line = lineToKeep(Basis.FROM_EXPIRY);
    world.set(line, "price_ceiling = 1000");
    world.liveUntil(LOSS.minus(Duration.ofDays(2)));
    assertThat(world.carrier.books()).hasSize(1);

    world.set(line, "valid_until = '" + SOON + "', next_wake_at = '" + LOSS + "'");
    world.set(line, "next_wake_at = '" + world.clock.instant() + "'");
    world.liveUntil(LOSS.minus(Duration.ofHours(1)));

    assertThat(world.carrier.books()).hasSize(1);
    assertThat(open()).contains("NO_CHANGE_AT_CARRIER");
  }

  @Test
  void aNumberThatIsKeptWithoutServiceStillNeedsItsOwnerAndIsRenewedOnceThereIsMoney() {
    world.fill(1_500);
    LineId line = world.line(Basis.FROM_EXPIRY, SOON);
    world.set(
        line,
        "plan = '"
            + World.BALANCE
            + "', balance = 0, balance_expires_on = '"
            + SOON
            + "', if_not_renewed = 'KEEP_NUMBER'");

    world.liveUntil(LOSS.plus(Duration.ofDays(1)));

    assertThat(world.text(line, "valid_until")).isEqualTo("2026-11-10");
    assertThat(world.text(line, "balance")).isEqualTo("1000");
    assertThat(world.text(line, "balance_expires_on")).isEqualTo("2027-02-05");
    assertThat(open()).containsExactly("NUMBER_KEPT", "WALLET_SHORT");
    // Sixty days after the life of the money that keeps it.
    assertThat(world.engine.notices().list(world.account.id(), true, 1).getFirst().actBy())
        .isEqualTo(Instant.parse("2027-04-06T04:00:00Z"));

    world.fill(1_000);
    world.engine.renewals().wakeWaiting(world.account.id());
    world.engine.heartbeat().beat();
    assertThat(orders())
        .extracting(Order::kind)
        .containsExactly(Quote.Kind.WHOLE_PERIOD, Quote.Kind.KEEP_ALIVE);
    // Ten dollars of the price were in the balance.
    assertThat(world.balance()).isEqualTo(Money.usd(0));
    assertThat(open()).isEmpty();
  }

  @Test
  void theMoneyThatKeepsANumberMakesNoPeriodAffordableThatIsTooDear() {
    world.fill(10_000);
    LineId line = world.line(Basis.FROM_EXPIRY, SOON);
    world.set(
        line,
        "plan = '"
            + World.BALANCE
            + "', balance = 0, price_ceiling = 1600, if_not_renewed = 'KEEP_NUMBER'");

    world.liveUntil(LOSS.plus(Duration.ofDays(20)));

    // Fifteen dollars would be left to pay.
    assertThat(world.text(line, "balance")).isEqualTo("1000");
    assertThat(orders()).extracting(Order::kind).containsExactly(Quote.Kind.KEEP_ALIVE);
  }

  @Test
  void whatIfTellsWhichNumbersWillBeKeptAndWhatThatCosts() {
    world.fill(10_000);
    LineId line = lineToKeep(Basis.FROM_EXPIRY);
    world.set(line, "price_ceiling = 1000");

    WhatIf.Forecast forecast =
        new WhatIf(
                world.database.dataSource(),
                world.database.seal(),
                world.catalog,
                world.carrier,
                RenewalSettings.defaults(),
                world.clock)
            .forecast(world.account.id(), 70, day -> {});

    assertThat(forecast.renewals())
        .singleElement()
        .satisfies(
            kept -> {
              assertThat(kept.kind()).isEqualTo(Quote.Kind.KEEP_ALIVE);
              assertThat(kept.on()).isEqualTo("2027-01-06");
            });
    assertThat(forecast.notices())
        .extracting(WhatIf.ForecastNotice::kind)
        .containsExactly(NoticeKind.PRICE_ABOVE_CEILING, NoticeKind.NUMBER_KEPT);
    assertThat(forecast.cost()).isEqualTo(Money.usd(500));
  }
}
