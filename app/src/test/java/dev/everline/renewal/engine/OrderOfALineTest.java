package dev.everline.renewal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.everline.catalog.Basis;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.line.LineField;
import dev.everline.line.LineService;
import dev.everline.renewal.RenewalSettings;
import dev.everline.renewal.Renewals.Wish;
import dev.everline.renewal.ScriptedCarrier.Act;
import dev.everline.renewal.World;
import dev.everline.renewal.engine.call.CarrierCall;
import dev.everline.renewal.engine.stop.SpendingLimits;
import dev.everline.renewal.engine.stop.SpendingLimits.Limit;
import dev.everline.renewal.order.Order;
import dev.everline.renewal.order.OrderState;
import dev.everline.renewal.order.Releaser;
import dev.everline.storage.IdAllocator;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An order is for the line that it was made for, whatever becomes of the line meanwhile. */
class OrderOfALineTest {

  private static final LocalDate SOON = LocalDate.of(2026, 11, 2);

  private World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  // --- while an order is under way

  @Test
  void whatAnOrderUnderWayWasMadeForStays() {
    world.fill(10_000);
    LineId line = world.line(Basis.FROM_EXPIRY, SOON);
    world.carrier.then(Act.LOSE_REQUEST);
    world.engine.heartbeat().beat();

    Map.of(
            LineField.NUMBER, "16465550161",
            LineField.CARRIER, "pacific",
            LineField.PLAN, "from-payment",
            LineField.CURRENCY, "EUR")
        .forEach(
            (field, value) ->
                assertThat(refusal(() -> lines().change(line, Map.of(field, value))))
                    .as("%s", field)
                    .isEqualTo(ProblemType.ORDER_UNDER_WAY));
    assertThat(refusal(() -> lines().change(line, Map.of(LineField.PLAN, ""))))
        .isEqualTo(ProblemType.ORDER_UNDER_WAY);
    assertThat(world.text(line, "carrier || ' ' || plan || ' ' || currency"))
        .isEqualTo("acme from-expiry USD");
  }

  @Test
  void norDoesItChangeWhileTheOrderIsHeld() {
    holdOrdersOver(20_00);
    LineId line = world.line(Basis.FROM_EXPIRY, SOON);
    Order held = world.engine.renewals().renew(world.account.id(), line, whole(), null, "portal");

    assertThat(refusal(() -> lines().change(line, Map.of(LineField.NUMBER, "16465550161"))))
        .isEqualTo(ProblemType.ORDER_UNDER_WAY);
    world.engine.orderDesk().cancel(world.account.id(), held.id());
    assertThat(lines().change(line, Map.of(LineField.NUMBER, "16465550161")).msisdn())
        .isEqualTo("16465550161");
  }

  @Test
  void whatTheOrderWasNotMadeForMayChangeMeanwhile() {
    world.fill(10_000);
    LineId line = world.line(Basis.FROM_EXPIRY, SOON);
    world.carrier.then(Act.PEND);
    world.engine.heartbeat().beat();

    lines()
        .change(
            line,
            Map.of(
                LineField.LABEL, "Grandma",
                LineField.PLAN, "from-expiry",
                LineField.AUTO_RENEW, "no",
                LineField.STATE, "TX"));

    assertThat(world.text(line, "state_code")).isEqualTo("TX");
  }

  @Test
  void moneyIsNeverSentToAnotherLineThanTheOrders() {
    world.fill(10_000);
    // By another program, or before Everline refused it.
    List<String> changes =
        List.of(
            "carrier = 'pacific'",
            "brand_confirmed_at = NULL",
            "brand_confirmed_at = timestamptz '2026-11-01T15:00:30Z'");
    world.carrier.then(Act.LOSE_REQUEST, Act.LOSE_REQUEST, Act.LOSE_REQUEST);
    List<LineId> lines = changes.stream().map(each -> world.line(Basis.FROM_EXPIRY, SOON)).toList();
    world.engine.heartbeat().beat();
    for (int i = 0; i < changes.size(); i++) {
      world.set(lines.get(i), changes.get(i) + ", renewed_by = 'OWNER'");
    }
    world.liveUntil(Instant.parse("2026-11-02T12:00:00Z"));

    assertThat(world.carrier.books()).isEmpty();
    assertThat(world.engine.orderDesk().orders(world.account.id(), null, 9))
        .hasSize(3)
        .allSatisfy(order -> assertThat(order.state()).isInstanceOf(OrderState.Reversed.class))
        .allSatisfy(order -> assertThat(order.reason()).isEqualTo("LINE_CHANGED"));
    assertThat(world.balance()).isEqualTo(Money.usd(10_000));
    assertThat(world.proof().isSound()).isTrue();
  }

  @Test
  void theEndOfOneCarriersLineIsNeverWrittenOntoAnothers() {
    world.fill(10_000);
    LineId line = world.line(Basis.FROM_EXPIRY, SOON);
    OneNode node = world.node();
    int bucket = line.bucket();
    List<CarrierCall> calls = node.begin(bucket, 10);

    world.set(line, "carrier = 'pacific'");
    node.settle(bucket, node.call(calls));

    assertThat(world.states()).containsExactly("RENEWED");
    assertThat(world.text(line, "valid_until")).isEqualTo("2026-11-02");
    assertThat(world.text(line, "open_order_id")).isNull();
  }

  // --- what a person releases

  @Test
  void anOrderIsNotReleasedAgainstWhatHasChangedSinceItWasHeld() {
    holdOrdersOver(20_00);
    world.fill(10_000);
    Map.of(
            "paused_at = clock_timestamp()", ProblemType.LINE_PAUSED,
            "plan = 'from-payment'", ProblemType.LINE_CHANGED,
            "plan = NULL", ProblemType.LINE_CHANGED,
            "carrier = 'pacific'", ProblemType.LINE_CHANGED,
            "brand_confirmed_at = now() + interval '9 years'", ProblemType.LINE_CHANGED,
            "brand_confirmed_at = NULL", ProblemType.BRAND_NOT_CONFIRMED,
            "price_ceiling = 2000", ProblemType.ABOVE_CEILING)
        .forEach(
            (change, why) -> {
              LineId line = world.line(Basis.FROM_EXPIRY, SOON);
              Order held = held(line);
              world.set(line, change);
              assertThat(refusal(() -> release(held, Releaser.OPERATOR))).as(change).isEqualTo(why);
            });

    assertThat(world.carrier.books()).isEmpty();
    assertThat(world.states()).hasSize(7).containsOnly("HELD_FOR_APPROVAL");
    assertThat(world.balance()).isEqualTo(Money.usd(10_000));
  }

  @Test
  void aCeilingThatWasThereBeforeBindsNoneWhoOrderedInSpiteOfIt() {
    holdOrdersOver(20_00);
    world.fill(10_000);
    LineId line = world.line(Basis.FROM_EXPIRY, SOON);
    world.database.execute("UPDATE line SET price_ceiling = 2000 WHERE id = " + line.value());
    Order held = world.engine.renewals().renew(world.account.id(), line, whole(), null, "portal");

    assertThat(release(held, Releaser.MEMBER).state()).isInstanceOf(OrderState.Renewed.class);
  }

  @Test
  void nothingIsOrderedForAPausedLine() {
    world.fill(10_000);
    LineId line = world.line(Basis.FROM_EXPIRY, SOON);
    lines().pause(line);

    for (Wish wish : List.of(whole(), Wish.flexible(Money.usd(10_00)), Wish.keepAlive())) {
      assertThat(
              refusal(
                  () ->
                      world
                          .engine
                          .renewals()
                          .renew(world.account.id(), line, wish, null, "portal")))
          .isEqualTo(ProblemType.LINE_PAUSED);
    }
    assertThat(world.states()).isEmpty();
  }

  // --- who releases it

  @Test
  void aProgramReleasesNothingThatALimitHasStopped() {
    holdOrdersOver(20_00);
    world.fill(10_000);
    LineId line = world.line(Basis.FROM_EXPIRY, SOON);
    Order held = world.engine.renewals().renew(world.account.id(), line, whole(), null, "api");

    assertThat(refusal(() -> release(held, Releaser.PROGRAM))).isEqualTo(ProblemType.FORBIDDEN);
    assertThat(world.notices()).containsExactly("HELD_FOR_APPROVAL");
    assertThat(release(held, Releaser.MEMBER).state()).isInstanceOf(OrderState.Renewed.class);
    assertThat(world.engine.notices().list(world.account.id(), true, 10)).isEmpty();
  }

  @Test
  void pastTheLimitOfAllAccountsOnlyAnOperatorReleases() {
    limits(new SpendingLimits(new Limit(9, 500_00), new Limit(9, 1_000_00), new Limit(9, 20_00)));
    world.fill(10_000);
    LineId line = world.line(Basis.FROM_EXPIRY, SOON);
    Order held = world.engine.renewals().renew(world.account.id(), line, whole(), null, "portal");
    assertThat(held.reason()).isEqualTo("BREAKER_DAY");

    assertThat(refusal(() -> release(held, Releaser.PROGRAM))).isEqualTo(ProblemType.FORBIDDEN);
    assertThat(refusal(() -> release(held, Releaser.MEMBER))).isEqualTo(ProblemType.NEEDS_OPERATOR);
    assertThat(release(held, Releaser.OPERATOR).state()).isInstanceOf(OrderState.Renewed.class);
  }

  @Test
  void whoMayLiftOneLimitDoesNotLiftAnotherThatIsCrossedByNow() {
    limits(new SpendingLimits(new Limit(9, 20_00), new Limit(9, 1_000_00), new Limit(9, 40_00)));
    world.fill(10_000);
    Order first = held(world.line(Basis.FROM_EXPIRY, SOON));
    Order second = held(world.line(Basis.FROM_EXPIRY, SOON));
    assertThat(second.reason()).isEqualTo("BREAKER_LINE");
    release(first, Releaser.MEMBER);

    assertThat(refusal(() -> release(second, Releaser.MEMBER)))
        .isEqualTo(ProblemType.NEEDS_OPERATOR);
    assertThat(world.engine.orderDesk().order(world.account.id(), second.id()).state())
        .isInstanceOf(OrderState.HeldForApproval.class);
    assertThat(world.carrier.books()).hasSize(1);
    release(second, Releaser.OPERATOR);
    assertThat(world.carrier.books()).hasSize(2);
    assertThat(world.proof().isSound()).isTrue();
  }

  private Order held(LineId line) {
    return world.engine.renewals().renew(world.account.id(), line, whole(), null, "portal");
  }

  private Order release(Order held, Releaser by) {
    world.clock.move(Duration.ofMinutes(1));
    return world.engine.orderDesk().release(world.account.id(), held.id(), by);
  }

  private static Wish whole() {
    return Wish.wholePeriods(1);
  }

  private LineService lines() {
    return new LineService(
        world.database.dataSource(),
        world.database.seal(),
        new IdAllocator(world.database.dataSource()),
        world.catalog,
        world.clock);
  }

  private void holdOrdersOver(long minor) {
    limits(new SpendingLimits(new Limit(9, minor), new Limit(9, 1_000_00), new Limit(9, 1_000_00)));
  }

  private void limits(SpendingLimits limits) {
    world.close();
    RenewalSettings usual = RenewalSettings.defaults();
    world =
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
                limits));
  }

  private static ProblemType refusal(Runnable act) {
    return catchThrowableOfType(ProblemException.class, act::run).type();
  }
}
