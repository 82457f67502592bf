package dev.everline.renewal.engine.call;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.kernel.OrderId;
import dev.everline.renewal.World;
import dev.everline.renewal.engine.call.CallsUnderWay.Group;
import dev.everline.renewal.order.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * When answers are given out to be booked; the time is told, and calls are made when it is said.
 */
class CallsUnderWayTest {

  private static final Duration CLAIM = Duration.ofMinutes(2);
  private static final int BUCKET = 7;

  private final AtomicLong nanos = new AtomicLong();
  private final Queue<Runnable> calls = new ArrayDeque<>();
  private int orders;
  private final CallsUnderWay underWay =
      new CallsUnderWay(
          new CarrierCalls(
              carrier -> Optional.empty(),
              CLAIM,
              calls::add,
              Clock.fixed(World.START, ZoneOffset.UTC)),
          600,
          nanos::get);

  @Test
  void answersAreReadyOnceNoCallOfTheirBucketIsUnderWay() throws InterruptedException {
    make(BUCKET, 2);
    answer(1);
    assertThat(next()).isNull();

    answer(1);

    assertThat(answersOf(next())).isEqualTo(2);
  }

  @Test
  void answersAreReadyOnceTheFirstHasWaitedFiftyMilliseconds() throws InterruptedException {
    make(BUCKET, 2);
    answer(1);

    pass(Duration.ofMillis(49));
    assertThat(next()).isNull();
    pass(Duration.ofMillis(1));
    assertThat(answersOf(next())).isEqualTo(1);
  }

  @Test
  void answersAreReadyOnceTwoHundredWaitAndAllThatHaveComeUntilThenGoAlong()
      throws InterruptedException {
    make(BUCKET, 500);
    answer(199);
    assertThat(next()).isNull();

    answer(31);

    assertThat(answersOf(next())).isEqualTo(230);
  }

  @Test
  void ofOneBucketOnlyOneGroupIsGivenOutAtATime() throws InterruptedException {
    make(BUCKET, 2);
    answer(1);
    pass(Duration.ofMillis(50));
    Group first = requireNonNull(next());
    answer(1);
    assertThat(next()).isNull();

    underWay.booked(first);

    assertThat(answersOf(next())).isEqualTo(1);
  }

  @Test
  void aCallThatHangsCostsOnePlace() throws InterruptedException {
    make(BUCKET, 600);
    assertThat(underWay.takePlaces(500)).isZero();
    answer(599);
    Group rest = requireNonNull(next());
    assertThat(underWay.takePlaces(500)).isZero();

    underWay.booked(rest);

    assertThat(underWay.takePlaces(1_000)).isEqualTo(599);
    assertThat(underWay.any()).isTrue();
  }

  @Test
  void aCallThatOutlastsHalfItsClaimIsUnclearAndWhatItTellsLaterIsNotBooked()
      throws InterruptedException {
    make(BUCKET, 1);
    pass(CLAIM.dividedBy(2));

    Group late = requireNonNull(next());

    assertThat(late.answers().getFirst().outcome())
        .isEqualTo(new Outcome.Unclear("NO_ANSWER_IN_TIME"));
    underWay.booked(late);
    answer(1);
    assertThat(next()).isNull();
    assertThat(underWay.any()).isFalse();
  }

  @Test
  void whatACallTellsTooLateIsNotTheAnswerOfALaterCallOfItsOrder() throws InterruptedException {
    make(BUCKET, 1);
    pass(CLAIM.dividedBy(2));
    underWay.booked(requireNonNull(next()));
    orders--;
    make(BUCKET, 1);

    answer(1);
    assertThat(next()).isNull();
    answer(1);

    assertThat(answersOf(next())).isEqualTo(1);
  }

  /** Due lists of claims are dropped as they were posted, in this order. */
  @Test
  void answersAreGivenOutInTheOrderOfTheirCalls() throws InterruptedException {
    make(BUCKET, 3);
    Runnable first = calls.remove();
    answer(2);
    first.run();

    assertThat(requireNonNull(next()).answers())
        .extracting(answered -> answered.call().order().id())
        .containsExactly(OrderId.of(BUCKET, 1), OrderId.of(BUCKET, 2), OrderId.of(BUCKET, 3));
  }

  @Test
  void placesThatWereNotNeededAreGivenBack() {
    assertThat(underWay.takePlaces(500)).isEqualTo(500);
    assertThat(underWay.takePlaces(500)).isEqualTo(100);

    underWay.giveBack(600);

    assertThat(underWay.takePlaces(700)).isEqualTo(600);
  }

  private void make(int bucket, int many) {
    assertThat(underWay.takePlaces(many)).isEqualTo(many);
    List<CarrierCall> batch = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      batch.add(TestCalls.lookUp(OrderId.of(bucket, ++orders)));
    }
    underWay.make(bucket, batch);
  }

  private void answer(int many) {
    for (int i = 0; i < many; i++) {
      calls.remove().run();
    }
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private @Nullable Group next() throws InterruptedException {
    return underWay.next(Duration.ZERO);
  }

  private static int answersOf(@Nullable Group group) {
    return group == null ? 0 : group.answers().size();
  }
}
