package dev.everline.renewal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.AtOnce;
import dev.everline.carrier.CarrierConnector;
import dev.everline.catalog.Basis;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.kernel.OrderId;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.renewal.RenewalSettings;
import dev.everline.renewal.Renewals;
import dev.everline.renewal.World;
import dev.everline.renewal.engine.call.CarrierCall;
import dev.everline.renewal.engine.stop.SpendingLimits;
import dev.everline.renewal.order.Order;
import dev.everline.renewal.order.OrderState;
import dev.everline.renewal.order.Outcome;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several nodes and many callers at once, with real threads on one real database. */
@Timeout(300)
class ConcurrencyTest {

  private static final LocalDate DUE = LocalDate.of(2026, 11, 2);
  private static final int CALLERS = 100;

  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4})
  void severalNodesRenewEachLineOnce(int nodes) throws Exception {
    int lines = 400;
    // More than a wallet takes by deposits in a day.
    world.engine.wallet().promote(world.account.id(), Money.usd(12_000_00));
    for (int i = 0; i < lines; i++) {
      world.line(Basis.FROM_EXPIRY, DUE);
    }
    CountingCarrier carrier = new CountingCarrier();
    try (ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Heartbeat.Beat>> beats = new ArrayList<>();
      for (int i = 0; i < nodes; i++) {
        Heartbeat heartbeat = node(carrier, calls, i).heartbeat();
        beats.add(heartbeat::beat);
      }
      long renewed = 0;
      for (Heartbeat.Beat beat : AtOnce.all(beats)) {
        renewed += beat.renewed();
      }
      // A node may have passed by what another held at that moment.
      renewed += world.engine(RenewalSettings.defaults()).heartbeat().beat().renewed();
      assertThat(renewed).isEqualTo(lines);
    }
    assertThat(carrier.asked()).hasSize(lines).doesNotHaveDuplicates();
    assertThat(world.states()).hasSize(lines).containsOnly("RENEWED");
    assertThat(world.balance()).isEqualTo(Money.usd(12_000_00L - lines * 25_00L));
    assertThat(world.proof().isSound()).isTrue();
  }

  @Test
  void theSameRequestPostedAHundredTimesAtOnceGivesOneOrder() throws Exception {
    world.fill(1_000_00);
    LineId line = world.line(Basis.FROM_EXPIRY, LocalDate.of(2026, 11, 20));
    List<Callable<OrderId>> posts = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      posts.add(() -> renew(line, "the-same-key").id());
    }

    Set<OrderId> orders = new HashSet<>(AtOnce.all(posts));

    assertThat(orders).hasSize(1);
    assertThat(world.carrier.books()).hasSize(1);
    assertThat(world.balance()).isEqualTo(Money.usd(975_00));
  }

  @Test
  void aHundredRequestsOfTheirOwnAtOnceNeverPayAPeriodTwice() throws Exception {
    world.fill(1_999_99);
    LineId line = world.line(Basis.FROM_PAYMENT, LocalDate.of(2026, 11, 20));
    List<Callable<Optional<OrderId>>> posts = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      String key = "key-" + i;
      posts.add(() -> unlessRefused(line, key));
    }

    List<Optional<OrderId>> answers = AtOnce.all(posts);

    assertThat(answers.stream().flatMap(Optional::stream).distinct().count()).isPositive();
    List<Order> orders = world.engine.orderDesk().orders(world.account.id(), null, 1_000);
    assertThat(orders.stream().filter(order -> order.state() instanceof OrderState.Renewed))
        .extracting(Order::periodFrom)
        .doesNotHaveDuplicates();
    assertThat(world.carrier.books()).hasSizeLessThanOrEqualTo(2);
    assertThat(world.proof().isSound()).isTrue();
  }

  @Test
  void anOrderRefundedManyTimesAtOnceIsPaidBackOnce() throws Exception {
    world.fill(1_000_00);
    LineId line = world.line(Basis.FROM_EXPIRY, LocalDate.of(2026, 11, 20));
    OrderId order = renew(line, "to-be-refunded").id();
    List<Callable<Boolean>> refunds = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      refunds.add(() -> refundedNow(order));
    }

    List<Boolean> answers = AtOnce.all(refunds);

    assertThat(answers).containsOnlyOnce(true);
    assertThat(world.states()).containsExactly("REVERSED");
    assertThat(world.balance()).isEqualTo(Money.usd(1_000_00));
    assertThat(world.proof().isSound()).isTrue();
  }

  @Test
  void aRefusalBookedManyTimesAtOnceReturnsTheMoneyOnce() throws Exception {
    world.fill(1_000_00);
    world.line(Basis.FROM_EXPIRY, LocalDate.of(2026, 11, 2));
    int bucket = world.account.id().bucket();
    CarrierCall task = world.node().begin(bucket, 10).getFirst();
    CarrierCall.Answered refused = new CarrierCall.Answered(task, new Outcome.WillNot("BARRED"));
    List<Callable<Integer>> bookings = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      OneNode node = world.node();
      bookings.add(() -> node.settle(bucket, List.of(refused)).size());
    }

    List<Integer> booked = AtOnce.all(bookings);

    assertThat(booked.stream().mapToInt(Integer::intValue).sum()).isEqualTo(1);
    assertThat(world.states()).containsExactly("REVERSED");
    assertThat(world.balance()).isEqualTo(Money.usd(1_000_00));
    assertThat(world.proof().isSound()).isTrue();
  }

  private boolean refundedNow(OrderId order) {
    try {
      world.engine.orderDesk().refund(world.account.id(), order, "paid twice by mistake");
      return true;
    } catch (ProblemException refused) {
      assertThat(refused.type()).isEqualTo(ProblemType.ILLEGAL_TRANSITION);
      return false;
    }
  }

  /**
   * What was spent is read under the lock under which it grows, else many pass the bound at once.
   * Run more than once, since without that lock a single race may end well.
   */
  @RepeatedTest(4)
  void manyRenewalsAtOnceDoNotCrossTheBoundOfTheirAccount() throws Exception {
    world.fill(1_999_99);
    RenewalSettings usual = RenewalSettings.defaults();
    SpendingLimits bounds =
        new SpendingLimits(
            usual.limits().line(),
            new SpendingLimits.Limit(5, 1_000_000_00L),
            usual.limits().day());
    Renewals renewals =
        world
            .engine(
                new RenewalSettings(
                    usual.batch(),
                    usual.lanes(),
                    usual.claim(),
                    usual.recheck(),
                    usual.tellAhead(),
                    usual.maxCalls(),
                    usual.maxOrders(),
                    usual.serviceFee(),
                    bounds))
            .renewals();
    List<Callable<Order>> posts = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      LineId line = world.line(Basis.FROM_EXPIRY, LocalDate.of(2026, 11, 20));
      posts.add(
          () ->
              renewals.renew(world.account.id(), line, Renewals.Wish.wholePeriods(1), null, "api"));
    }

    List<Order> orders = AtOnce.all(posts);

    assertThat(orders.stream().filter(order -> order.state() instanceof OrderState.Renewed))
        .hasSize(5);
    assertThat(orders.stream().filter(order -> order.state() instanceof OrderState.HeldForApproval))
        .hasSize(35);
    assertThat(world.balance()).isEqualTo(Money.usd(1_999_99 - 5 * 25_00));
  }

  private Order renew(LineId line, String key) {
    return world
        .engine
        .renewals()
        .renew(world.account.id(), line, Renewals.Wish.wholePeriods(1), key, "api");
  }

  /** Refused because another order is under way, or because the period is paid already. */
  private Optional<OrderId> unlessRefused(LineId line, String key) {
    try {
      Order order = renew(line, key);
      return order.state() instanceof OrderState.HeldForApproval
          ? Optional.empty()
          : Optional.of(order.id());
    } catch (ProblemException refused) {
      assertThat(Set.of(ProblemType.CONFLICT, ProblemType.PAID_ALREADY)).contains(refused.type());
      return Optional.empty();
    }
  }

  private RenewalEngine node(CountingCarrier carrier, ExecutorService calls, int number) {
    RenewalSettings defaults = RenewalSettings.defaults();
    return RenewalEngine.on(
        world.database.dataSource(),
        world.database.seal(),
        world.catalog,
        id -> Optional.of(carrier),
        new RenewalSettings(
            25,
            3,
            defaults.claim(),
            defaults.recheck(),
            defaults.tellAhead(),
            8,
            6,
            defaults.serviceFee(),
            defaults.limits()),
        calls,
        world.clock,
        new SplittableRandom(number));
  }

  /** Tops up at once, and remembers each reference as often as it was asked. */
  private static final class CountingCarrier implements CarrierConnector {

    private final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();

    List<String> asked() {
      return List.copyOf(asked);
    }

    @Override
    public String route() {
      return "counting";
    }

    @Override
    public Duration deadline() {
      return Duration.ofSeconds(10);
    }

    @Override
    public Duration settlingTime() {
      return Duration.ofSeconds(90);
    }

    @Override
    public TopUpAnswer topUp(TopUp request) {
      asked.add(request.reference());
      @Nullable CarrierFacts nothing = null;
      return new Done("c-" + request.reference(), nothing, 1);
    }

    @Override
    public LookUpAnswer find(TopUp request) {
      return new NotFound();
    }

    @Override
    public ReadAnswer read(String carrier, String msisdn) {
      return new NotFound();
    }
  }
}
