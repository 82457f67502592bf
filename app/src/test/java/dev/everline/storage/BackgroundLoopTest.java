package dev.everline.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Work beside a server: again and again, and never cut off in the middle. */
class BackgroundLoopTest {

  /** Longer than any test: only news ends it. */
  private static final Duration LONG = Duration.ofDays(1);

  private final Semaphore done = new Semaphore(0);
  private volatile Runnable act = () -> {};
  private volatile Duration rest = LONG;

  private final BackgroundLoop loop = loop();

  private BackgroundLoop loop() {
    return new BackgroundLoop("test", Duration.ZERO) {
      @Override
      protected Duration work() {
        try {
          act.run();
          return rest;
        } finally {
          done.release();
        }
      }
    };
  }

  @AfterEach
  void stop() {
    loop.stop();
  }

  private void isDoneTimes(int times) throws InterruptedException {
    assertThat(done.tryAcquire(times, 60, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void itIsDoneAtTheStartAndThenWhenThereIsNews() throws InterruptedException {
    loop.start();
    isDoneTimes(1);
    assertThat(done.availablePermits()).isZero();

    loop.wake();
    isDoneTimes(1);
    assertThat(loop.isRunning()).isTrue();
  }

  @Test
  void withoutNewsItIsDoneAgainAfterItsRest() throws InterruptedException {
    rest = Duration.ofMillis(1);
    loop.start();
    isDoneTimes(3);
  }

  @Test
  void afterAFailureItGoesOn() throws InterruptedException {
    act =
        () -> {
          throw new IllegalStateException("on purpose");
        };
    loop.start();
    isDoneTimes(3);
  }

  @Test
  void stoppingWaitsForWhatIsInHand() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    act =
        () -> {
          begun.countDown();
          awaited(mayEnd);
        };
    loop.start();
    begun.await();

    Thread stopping = Thread.ofPlatform().start(loop::stop);
    while (stopping.getState() != Thread.State.WAITING && stopping.isAlive()) {
      Thread.onSpinWait();
    }
    assertThat(stopping.isAlive()).isTrue();
    assertThat(done.availablePermits()).isZero();
    mayEnd.countDown();
    stopping.join();

    assertThat(done.availablePermits()).isEqualTo(1);
    assertThat(loop.isRunning()).isFalse();
  }

  private static void awaited(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void whatWasStoppedStartsAgain() throws InterruptedException {
    loop.start();
    isDoneTimes(1);
    loop.stop();
    loop.start();
    isDoneTimes(1);
  }
}
