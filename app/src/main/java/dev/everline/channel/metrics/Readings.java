package dev.everline.channel.metrics;

import dev.everline.backup.BackupRuns;
import dev.everline.kernel.Fatal;
import dev.everline.kernel.WithoutMessage;
import dev.everline.ledger.LedgerProofs;
import dev.everline.renewal.engine.Heartbeat;
import dev.everline.renewal.operate.Survey;
import dev.everline.storage.RestoreMark;
import dev.everline.storage.Transactions;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures that stand in the database, so that they tell of all servers and of a heart that has
 * stopped. What is quick is read when it is asked for, what goes through all buckets beside that
 * and seldom: at most a fiftieth of the time is spent on it. What can't be read is not a number.
 */
final class Readings implements MeterBinder {

  private static final Logger LOG = LoggerFactory.getLogger(Readings.class);
  private static final Duration QUICK = Duration.ofSeconds(5);
  private static final Duration SLOW = Duration.ofMinutes(5);
  private static final int FIFTIETH = 50;

  private final Clock clock;
  private final Remembered<Optional<Instant>> nextWake;
  private final Remembered<Optional<LedgerProofs.LastProof>> proof;
  private final Remembered<BackupRuns.LatestRuns> backups;
  private final Remembered<Boolean> held;
  private final Remembered<Survey.WaitingOrders> waiting;

  Readings(Heartbeat heartbeat, Survey survey, Transactions transactions, Clock clock) {
    this.clock = clock;
    this.nextWake = new Remembered<>(heartbeat::nextWake, QUICK, Runnable::run, clock);
    this.proof =
        new Remembered<>(() -> transactions.run(LedgerProofs::last), QUICK, Runnable::run, clock);
    this.backups =
        new Remembered<>(() -> transactions.run(BackupRuns::latest), QUICK, Runnable::run, clock);
    this.held =
        new Remembered<>(
            () -> transactions.run(RestoreMark::pending).isPresent(), QUICK, Runnable::run, clock);
    this.waiting =
        new Remembered<>(
            survey::waiting, SLOW, Thread.ofVirtual().name("orders-waiting")::start, clock);
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    TimeGauge.builder("everline.heartbeat.lag", this, TimeUnit.SECONDS, Readings::lag)
        .description("How long the most overdue line has been waiting for its check.")
        .strongReference(true)
        .register(registry);
    TimeGauge.builder("everline.ledger.proof.age", this, TimeUnit.SECONDS, Readings::proofAge)
        .description("Time since the ledger was last verified.")
        .strongReference(true)
        .register(registry);
    Gauge.builder("everline.ledger.proof.sound", this, Readings::proofSound)
        .description("Whether the last verification found the ledger sound: 1 if so, else 0.")
        .strongReference(true)
        .register(registry);
    TimeGauge.builder("everline.backup.age", this, TimeUnit.SECONDS, Readings::backupAge)
        .description("Time since the last backup was made and verified.")
        .strongReference(true)
        .register(registry);
    Gauge.builder("everline.backup.made", this, Readings::backupMade)
        .description("Whether the last attempt at a backup succeeded: 1 if so, else 0.")
        .strongReference(true)
        .register(registry);
    Gauge.builder("everline.restore.held", this, Readings::held)
        .description("Whether payments are held by an unconfirmed restore: 1 if so, else 0.")
        .strongReference(true)
        .register(registry);
    waiting(registry, "in-doubt", Survey.WaitingOrders::inDoubt);
    waiting(registry, "held-for-approval", Survey.WaitingOrders::heldForApproval);
  }

  private void waiting(
      MeterRegistry registry,
      String why,
      java.util.function.ToDoubleFunction<Survey.WaitingOrders> count) {
    Gauge.builder(
            "everline.orders.waiting",
            this,
            all -> {
              Survey.WaitingOrders last = all.waiting.get();
              return last == null ? Double.NaN : count.applyAsDouble(last);
            })
        .description("Orders waiting for their carrier's answer or for approval.")
        .tag("why", why)
        .strongReference(true)
        .register(registry);
  }

  private double lag() {
    Optional<Instant> next = nextWake.get();
    if (next == null) {
      return Double.NaN;
    }
    return next.map(wake -> Math.max(0, seconds(wake))).orElse(0.0);
  }

  private double proofAge() {
    Optional<LedgerProofs.LastProof> last = proof.get();
    return last == null || last.isEmpty() ? Double.NaN : seconds(last.get().at());
  }

  private double proofSound() {
    Optional<LedgerProofs.LastProof> last = proof.get();
    return last == null || last.isEmpty() ? Double.NaN : last.get().sound() ? 1 : 0;
  }

  private double backupAge() {
    BackupRuns.LatestRuns last = backups.get();
    return last == null || last.made() == null ? Double.NaN : seconds(last.made().at());
  }

  private double backupMade() {
    BackupRuns.LatestRuns last = backups.get();
    return last == null || last.last() == null
        ? Double.NaN
        : last.last().outcome() == BackupRuns.Outcome.MADE ? 1 : 0;
  }

  private double held() {
    Boolean last = held.get();
    return last == null ? Double.NaN : last ? 1 : 0;
  }

  private double seconds(Instant since) {
    return Duration.between(since, clock.instant()).toMillis() / 1000.0;
  }

  /** The last reading, refreshed when it is old; null while none has succeeded. */
  private static final class Remembered<T> {

    private final Supplier<T> source;
    private final Duration keep;
    private final java.util.concurrent.Executor hands;
    private final Clock clock;
    private final AtomicBoolean reading = new AtomicBoolean();
    private volatile @Nullable T value;
    private volatile Instant again = Instant.MIN;

    Remembered(
        Supplier<T> source, Duration keep, java.util.concurrent.Executor hands, Clock clock) {
      this.source = source;
      this.keep = keep;
      this.hands = hands;
      this.clock = clock;
    }

    @Nullable T get() {
      if (!clock.instant().isBefore(again) && reading.compareAndSet(false, true)) {
        hands.execute(this::read);
      }
      return value;
    }

    private void read() {
      long start = System.nanoTime();
      try {
        value = source.get();
      } catch (RuntimeException | Error failure) {
        Fatal.endIf(failure);
        value = null;
        LOG.warn("A metric could not be read", new WithoutMessage(failure));
      } finally {
        Duration rest = Duration.ofNanos((System.nanoTime() - start) * FIFTIETH);
        again = clock.instant().plus(rest.compareTo(keep) > 0 ? rest : keep);
        reading.set(false);
      }
    }
  }
}
