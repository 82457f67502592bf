package dev.everline.renewal;

import dev.everline.line.DueLines;
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
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the lines that are due and moves each as far as it goes. Any number of heartbeats may
 * run on one database, in one process or many: they pass each other's lines by and take over what a
 * dead one has left.
 */
public final class Heartbeat {

  private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);
  private static final Duration LONGEST_REST = Duration.ofSeconds(30);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(2);

  /** A bound on how long one beat goes on, so that it can be stopped and its counts be seen. */
  private static final int MOST_ROUNDS = 10_000;

  private final RenewalFlow flow;
  private final Transactions transactions;
  private final RenewalSettings settings;
  private final Clock clock;
  private final RandomGenerator order;
  private final RenewalMeters meters;
  private final DueLines lines;
  private final Semaphore nudges = new Semaphore(0);
  private final AtomicBoolean stopping = new AtomicBoolean();

  Heartbeat(
      RenewalFlow flow,
      Transactions transactions,
      RenewalSettings settings,
      Clock clock,
      RandomGenerator order,
      RenewalMeters meters) {
    this.flow = flow;
    this.lines = flow.lines();
    this.transactions = transactions;
    this.settings = settings;
    this.clock = clock;
    this.order = order;
    this.meters = meters;
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

  /** Looks at all that is due now, until nothing is. */
  public Beat beat() {
    Beat all = new Beat(0, 0, 0);
    for (int round = 0; round < MOST_ROUNDS && !isStopping(); round++) {
      List<Integer> buckets =
          new ArrayList<>(
              transactions.run(connection -> lines.bucketsDue(connection, clock.instant())));
      if (buckets.isEmpty()) {
        return all;
      }
      // By lot, so that several nodes rarely meet in one bucket.
      Collections.shuffle(buckets, java.util.Random.from(order));
      Beat beat = settings.lanes() == 1 ? inTurn(buckets) : inLanes(buckets);
      all = all.plus(beat);
      if (beat.looked() == 0) {
        return all;
      }
    }
    return all;
  }

  /** When there is next something to do; empty when there never will be. */
  public Optional<Instant> nextWake() {
    return transactions.run(lines::nextWake);
  }

  private Beat inTurn(List<Integer> buckets) {
    Beat all = new Beat(0, 0, 0);
    for (int bucket : buckets) {
      all = all.plus(batch(bucket));
    }
    return all;
  }

  private Beat inLanes(List<Integer> buckets) {
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
                      i < buckets.size() && !isStopping();
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
    RenewalFlow.Begun begun = flow.begin(bucket, settings.batch());
    if (begun.oldest() != null) {
      meters.taken(begun.taken(), begun.oldest(), clock.instant());
    }
    if (begun.tasks().isEmpty()) {
      return new Beat(begun.taken(), 0, 0);
    }
    long decided = System.nanoTime();
    List<RenewalFlow.Answered> answers = flow.call(begun.tasks());
    long answered = System.nanoTime();
    List<Order> settled = flow.settle(bucket, answers);
    meters.batch(decided - start, answered - decided, System.nanoTime() - answered);
    long renewed =
        settled.stream().filter(one -> one.state() instanceof OrderState.Renewed).count();
    return new Beat(begun.taken(), begun.tasks().size(), renewed);
  }

  /**
   * Beats until stopped; rests until the next line is due. When the database fails, asks for it to
   * be recovered and goes on.
   *
   * @param recover starts the database again where it has gone
   */
  public void run(Runnable recover) {
    while (!isStopping()) {
      Duration rest = LONGEST_REST;
      try {
        beat();
        Instant now = clock.instant();
        Instant next = nextWake().orElse(now.plus(LONGEST_REST));
        Duration until = Duration.between(now, next);
        rest = until.compareTo(LONGEST_REST) < 0 ? until : LONGEST_REST;
      } catch (RuntimeException failure) {
        // What was under way stands in its orders; the next beat takes it up.
        LOG.warn("The heartbeat failed and goes on: {}", failure.getClass().getSimpleName());
        rest = AFTER_FAILURE;
        tryToRecover(recover);
      }
      rest(rest);
    }
  }

  private static void tryToRecover(Runnable recover) {
    try {
      recover.run();
    } catch (RuntimeException stillGone) {
      LOG.warn("The database could not be started again: {}", stillGone.getMessage());
    }
  }

  /** Looks again at once, such as after a change by the owner. */
  public void nudge() {
    nudges.release();
  }

  /** Ends {@link #run} after the batches under way. */
  public void stop() {
    stopping.set(true);
    nudges.release();
  }

  private boolean isStopping() {
    return stopping.get();
  }

  private void rest(Duration rest) {
    try {
      if (nudges.tryAcquire(Math.max(0, rest.toMillis()), TimeUnit.MILLISECONDS)) {
        nudges.drainPermits();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      stopping.set(true);
    }
  }
}
