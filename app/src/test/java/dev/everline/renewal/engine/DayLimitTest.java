package dev.everline.renewal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.AtOnce;
import dev.everline.catalog.Basis;
import dev.everline.kernel.LineId;
import dev.everline.renewal.RenewalSettings;
import dev.everline.renewal.Renewals;
import dev.everline.renewal.World;
import dev.everline.renewal.engine.stop.SpendingLimits;
import dev.everline.renewal.engine.stop.SpendingLimits.Limit;
import dev.everline.renewal.order.Order;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The limit of a day over all accounts is exact, whoever charges and over however many nodes. */
@Timeout(120)
class DayLimitTest {

  private static final LocalDate DUE = LocalDate.of(2026, 11, 2);
  private static final LocalDate LATER = LocalDate.of(2026, 11, 20);

  private final World world = new World();

  @BeforeEach
  void money() {
    world.fill(1_999_99);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void aPersonIsHeldToWhatTheHeartbeatHasLeftOfTheDay() {
    RenewalEngine node = nodeWithLimit(2);
    assertThat(state(renew(node, world.line(Basis.FROM_EXPIRY, LATER)))).isEqualTo("RENEWED");
    world.line(Basis.FROM_EXPIRY, DUE);
    node.heartbeat().beat();

    Order third = renew(node, world.line(Basis.FROM_EXPIRY, LATER));

    assertThat(state(third)).isEqualTo("HELD_FOR_APPROVAL");
    assertThat(third.reason()).isEqualTo("BREAKER_DAY");
  }

  @Test
  void oneNodeSeesAtOnceWhatAnotherHasCharged() {
    RenewalEngine one = nodeWithLimit(2);
    RenewalEngine other = nodeWithLimit(2);
    renew(one, world.line(Basis.FROM_EXPIRY, LATER));
    renew(other, world.line(Basis.FROM_EXPIRY, LATER));

    Order third = renew(one, world.line(Basis.FROM_EXPIRY, LATER));

    assertThat(third.reason()).isEqualTo("BREAKER_DAY");
  }

  @Test
  void heartbeatsAndPeopleAtOnceCrossItByNothing() throws Exception {
    int limit = 7;
    List<RenewalEngine> nodes = List.of(nodeWithLimit(limit), nodeWithLimit(limit));
    List<Callable<Boolean>> acts = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      RenewalEngine node = nodes.get(i % 2);
      LineId line = world.line(Basis.FROM_EXPIRY, LATER);
      acts.add(() -> renew(node, line) != null);
      world.line(Basis.FROM_EXPIRY, DUE);
    }
    nodes.forEach(node -> acts.add(() -> node.heartbeat().beat() != null));

    AtOnce.all(acts);
    nodes.getFirst().heartbeat().beat();

    List<String> states = world.states();
    assertThat(states.stream().filter("RENEWED"::equals)).hasSize(limit);
    assertThat(states.stream().filter("HELD_FOR_APPROVAL"::equals)).hasSize(24 - limit);
    assertThat(world.proof().isSound()).isTrue();
  }

  private Order renew(RenewalEngine node, LineId line) {
    return node.renewals()
        .renew(world.account.id(), line, Renewals.Wish.wholePeriods(1), null, "api");
  }

  private static String state(Order order) {
    return order.state().code();
  }

  private RenewalEngine nodeWithLimit(int charges) {
    RenewalSettings usual = RenewalSettings.defaults();
    return world.engine(
        new RenewalSettings(
            usual.batch(),
            usual.lanes(),
            usual.claim(),
            usual.recheck(),
            usual.tellAhead(),
            usual.maxCalls(),
            usual.maxOrders(),
            usual.serviceFee(),
            new SpendingLimits(
                usual.limits().line(),
                usual.limits().account(),
                new Limit(charges, 1_000_000_00L))));
  }
}
