package dev.everline.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.kernel.Fatal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Work beside a server: again and again, and never cut off in the middle. */
class BackgroundLoopTest {

  /** Longer than any test: only news ends it. */
  private static final Duration LONG = Duration.ofDays(1);

  private final Semaphore done = new Semaphore(0);
  private volatile Runnable act = () -> {};
  private volatile Duration rest = LONG;

  private final AtomicLong nanos = new AtomicLong();
  private final BackgroundLoop loop = loop();

  private BackgroundLoop loop() {
    return new BackgroundLoop("test", Duration.ZERO, nanos::get) {
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

  @ParameterizedTest
  @ValueSource(
      classes = {StackOverflowError.class, AssertionError.class, NoClassDefFoundError.class})
  void afterAnErrorOfOnePassItGoesOnAndIsWellOnceAPassEndsWell(Class<? extends Error> kind)
      throws Exception {
    Error error = kind.getConstructor().newInstance();
    act =
        () -> {
          throw error;
        };
    loop.start();
    isDoneTimes(3);
    nanos.addAndGet(Duration.ofMinutes(1).toNanos());
    assertThat(loop.pulse().dead()).isFalse();
    assertThat(loop.pulse().isWell()).isFalse();
    assertThat(loop.pulse().sincePass()).isNull();

    act = () -> {};
    rest = Duration.ofMillis(1);
    done.drainPermits();
    isDoneTimes(3);
    assertThat(loop.pulse().isWell()).isTrue();
    assertThat(loop.pulse().failing()).isNull();
    assertThat(loop.pulse().sincePass()).isNotNull();
  }

  @Test
  void aMarkOfAnInterruptThatWorkLeavesBehindDoesNotEndIt() throws InterruptedException {
    act = () -> Thread.currentThread().interrupt();
    rest = Duration.ofMillis(1);
    loop.start();
    isDoneTimes(3);
    assertThat(loop.pulse().dead()).isFalse();
  }

  @Test
  void aPassThatShowsNoSignOfLifeForLongIsNotWell() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    act =
        () -> {
          begun.countDown();
          awaited(mayEnd);
        };
    loop.start();
    begun.await();
    nanos.addAndGet(Duration.ofSeconds(90).toNanos());
    assertThat(loop.pulse().isWell()).isTrue();
    nanos.addAndGet(Duration.ofSeconds(90).toNanos());
    assertThat(loop.pulse().isWell()).isFalse();
    assertThat(loop.pulse().ill()).isEqualTo(Duration.ofMinutes(3));
    mayEnd.countDown();
  }

  @Test
  void aLoopThatHasDiedForGoodSaysSo() throws InterruptedException {
    act =
        () -> {
          throw new IllegalStateException() {
            @Override
            public synchronized Throwable getCause() {
              throw new IllegalStateException("not even its cause can be told");
            }
          };
        };
    loop.start();
    isDoneTimes(1);
    while (!loop.pulse().dead()) {
      Thread.onSpinWait();
    }
    assertThat(loop.pulse().isWell()).isFalse();
    assertThat(loop.isRunning()).isTrue();
  }

  @Test
  void withoutMemoryTheProcessSaysSoAndEndsWithACodeOfItsOwn() throws Exception {
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                OutOfMemoryLoop.class.getName())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isEqualTo(Fatal.EXIT_CODE);
    assertThat(said).contains("ran out of memory").contains("EVERLINE_JAVA_OPTS");
  }

  /** A process whose loop needs more memory than there is. */
  static final class OutOfMemoryLoop {

    private OutOfMemoryLoop() {}

    public static void main(String[] args) throws InterruptedException {
      BackgroundLoop loop =
          new BackgroundLoop("test", Duration.ZERO) {
            @Override
            protected Duration work() {
              throw new IllegalStateException(new OutOfMemoryError("Java heap space"));
            }
          };
      loop.start();
      // The loop's thread alone would keep no process alive.
      new CountDownLatch(1).await();
    }
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
