package dev.everline.renewal.engine;

import dev.everline.kernel.Bucket;
import dev.everline.line.due.DueLines;
import dev.everline.line.due.WakeUps;
import dev.everline.renewal.RenewalSettings;
import dev.everline.renewal.engine.call.CarrierCall;
import dev.everline.renewal.order.Order;
import dev.everline.renewal.order.OrderState;
import dev.everline.storage.ClockGuard;
import dev.everline.storage.Transactions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the lines that are due and moves each as far as it goes. Any number of heartbeats may
 * run on one database, in one process or many: they pass each other's lines by and take over what a
 * dead one has left.
 */
public final class Heartbeat {

  /** A bound on how long one beat goes on, so that it can be stopped and its counts be seen. */
  private static final int MOST_ROUNDS = 10_000;

  private static final Duration REPAIR_EVERY = Duration.ofDays(1).dividedBy(Bucket.COUNT);
  private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

  private final Steps steps;
  private final Transactions transactions;
  private final RenewalSettings settings;
  private final Clock clock;
  private final RandomGenerator order;
  private final RenewalMeters meters;
  private final ClockGuard guard;
  private final DueLines lines;
  private int repaired = -1;

  Heartbeat(
      Steps steps,
      DueLines lines,
      Transactions transactions,
      RenewalSettings settings,
      Clock clock,
      RandomGenerator order,
      RenewalMeters meters,
      ClockGuard guard) {
    this.steps = steps;
    this.lines = lines;
    this.transactions = transactions;
    this.settings = settings;
    this.clock = clock;
    this.order = order;
    this.meters = meters;
    this.guard = guard;
  }

  /** For tests, which do something between two of them. */
  Steps steps() {
    return steps;
  }

  /**
   * What a beat did.
   *
   * @param looked lines looked at, each time counted
   * @param calls outside calls made
   * @param renewed orders renewed
   */
  public record Beat(long looked, long calls, long renewed) {

    Beat plus(Beat more) {
      return new Beat(looked + more.looked, calls + more.calls, renewed + more.renewed);
    }
  }

  /** Looks at all that is due now, until nothing is; at nothing while the clock is behind. */
  public Beat beat() {
    return beat(() -> false);
  }

  /**
   * Looks at all that is due now, until nothing is or it is to stop.
   *
   * @param stopping ends it after the batches under way
   */
  Beat beat(BooleanSupplier stopping) {
    Beat all = new Beat(0, 0, 0);
    for (int round = 0; round < MOST_ROUNDS && !stopping.getAsBoolean(); round++) {
      if (guard.isBehind()) {
        return all;
      }
      List<Integer> buckets =
          new ArrayList<>(
              transactions.run(connection -> lines.bucketsDue(connection, clock.instant())));
      if (buckets.isEmpty()) {
        return all;
      }
      // By lot, so that several nodes rarely meet in one bucket.
      Collections.shuffle(buckets, java.util.Random.from(order));
      Beat beat = settings.lanes() == 1 ? inTurn(buckets, stopping) : inLanes(buckets, stopping);
      all = all.plus(beat);
      if (beat.looked() == 0) {
        return all;
      }
    }
    return all;
  }

  /**
   * Has those lines looked at in time that have no wake-up entry, of the bucket whose turn it is.
   * In operation there are none; after rows were changed by hand there may be. Each bucket has its
   * turn once a day, by the time alone, so that it comes however often a server is restarted.
   *
   * @return how many there were
   */
  int repair() {
    int turn = (int) (clock.instant().toEpochMilli() / REPAIR_EVERY.toMillis() % Bucket.COUNT);
    if (turn == repaired) {
      return 0;
    }
    repaired = turn;
    int lines = transactions.run(connection -> WakeUps.repair(connection, turn, turn));
    if (lines > 0) {
      LOG.warn(
          "{} due lines of bucket {} had no wake-up entry and were given one; were rows changed by"
              + " hand?",
          lines,
          turn);
    }
    return lines;
  }

  /** When there is next something to do; empty when there never will be. */
  public Optional<Instant> nextWake() {
    return transactions.run(lines::nextWake);
  }

  /** How long until there is next something to do; empty when there never will be. */
  Optional<Duration> untilNextWake() {
    Instant now = clock.instant();
    return nextWake().map(next -> Duration.between(now, next));
  }

  private Beat inTurn(List<Integer> buckets, BooleanSupplier stopping) {
    Beat all = new Beat(0, 0, 0);
    for (int bucket : buckets) {
      if (stopping.getAsBoolean()) {
        break;
      }
      all = all.plus(batch(bucket));
    }
    return all;
  }

  private Beat inLanes(List<Integer> buckets, BooleanSupplier stopping) {
    AtomicLong next = new AtomicLong();
    // Few, and busy with the database all the time: threads of the system wait for it at less cost.
    try (ExecutorService lanes =
        Executors.newThreadPerTaskExecutor(Thread.ofPlatform().name("lane-", 0).factory())) {
      List<Future<Beat>> running = new ArrayList<>();
      for (int lane = 0; lane < Math.min(settings.lanes(), buckets.size()); lane++) {
        running.add(
            lanes.submit(
                () -> {
                  Beat mine = new Beat(0, 0, 0);
                  for (long i = next.getAndIncrement();
                      i < buckets.size() && !stopping.getAsBoolean();
                      i = next.getAndIncrement()) {
                    mine = mine.plus(batch(buckets.get((int) i)));
                  }
                  return mine;
                }));
      }
      Beat all = new Beat(0, 0, 0);
      for (Future<Beat> lane : running) {
        all = all.plus(result(lane));
      }
      return all;
    }
  }

  private static Beat result(Future<Beat> lane) {
    try {
      return lane.get();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return new Beat(0, 0, 0);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      if (failed.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(failed.getCause());
    }
  }

  private Beat batch(int bucket) {
    long start = System.nanoTime();
    RenewalFlow.Begun begun = steps.flow().begin(bucket, settings.batch());
    if (begun.oldest() != null) {
      meters.taken(begun.taken(), begun.oldest(), clock.instant());
    }
    if (begun.calls().isEmpty()) {
      return new Beat(begun.taken(), 0, 0);
    }
    long decided = System.nanoTime();
    List<CarrierCall.Answered> answers = steps.calls().call(begun.calls());
    long answered = System.nanoTime();
    List<Order> settled = steps.bookAnswers().settle(bucket, answers);
    meters.batch(decided - start, answered - decided, System.nanoTime() - answered);
    long renewed =
        settled.stream().filter(one -> one.state() instanceof OrderState.Renewed).count();
    return new Beat(begun.taken(), begun.calls().size(), renewed);
  }
}
