package dev.everline.renewal.engine;

import dev.everline.kernel.Bucket;
import dev.everline.line.due.DueLines;
import dev.everline.line.due.WakeUps;
import dev.everline.renewal.RenewalSettings;
import dev.everline.renewal.engine.call.CallsUnderWay;
import dev.everline.storage.ClockGuard;
import dev.everline.storage.Transactions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the due lines and takes each as far as it can. Any number of heartbeats may run on one
 * database, in one process or many: they skip each other's lines and take over what a dead one has
 * left behind.
 */
public final class Heartbeat {

  /** A limit on the length of one beat, so that it can be stopped and its counts be seen. */
  private static final int MOST_ROUNDS = 10_000;

  private static final Duration REPAIR_EVERY = Duration.ofDays(1).dividedBy(Bucket.COUNT);
  private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

  private final Steps steps;
  private final Transactions transactions;
  private final Lanes lanes;
  private final Clock clock;
  private final RandomGenerator order;
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
    this.lanes = new Lanes(steps, settings, meters, clock);
    this.clock = clock;
    this.order = order;
    this.guard = guard;
  }

  /** For tests, which do something between two beats. */
  Steps steps() {
    return steps;
  }

  /**
   * The result of a beat.
   *
   * @param looked how many times a line was looked at
   * @param calls outside calls made
   * @param renewed orders renewed
   */
  public record Beat(long looked, long calls, long renewed) {

    Beat plus(Beat more) {
      return new Beat(looked + more.looked, calls + more.calls, renewed + more.renewed);
    }
  }

  /** Looks at all due lines until none is left; does nothing while the clock is behind. */
  public Beat beat() {
    return beat(() -> false);
  }

  /**
   * Looks at all due lines until none is left or it is told to stop, and no call is under way.
   *
   * @param stopping when true, the beat ends after the work under way
   */
  Beat beat(BooleanSupplier stopping) {
    CallsUnderWay underWay = lanes.callsUnderWay();
    try {
      return beat(underWay, stopping);
    } catch (RuntimeException failed) {
      bookTheRest(underWay, stopping, failed);
      throw failed;
    }
  }

  /** A failure of one bucket loses no answers of others, which would be looked up much later. */
  private void bookTheRest(
      CallsUnderWay underWay, BooleanSupplier stopping, RuntimeException failed) {
    try {
      while (underWay.any() && !Thread.currentThread().isInterrupted()) {
        lanes.round(List.of(), underWay, stopping);
      }
    } catch (RuntimeException failedToo) {
      failed.addSuppressed(failedToo);
    }
  }

  private Beat beat(CallsUnderWay underWay, BooleanSupplier stopping) {
    Beat all = new Beat(0, 0, 0);
    for (int round = 0; round < MOST_ROUNDS && goesOn(stopping); round++) {
      List<Integer> buckets = guard.isBehind() ? List.of() : bucketsDue();
      if (buckets.isEmpty() && !underWay.any()) {
        return all;
      }
      Beat beat = lanes.round(buckets, underWay, stopping);
      all = all.plus(beat);
      if (beat.looked() == 0 && !underWay.any()) {
        return all;
      }
    }
    while (underWay.any() && !Thread.currentThread().isInterrupted()) {
      all = all.plus(lanes.round(List.of(), underWay, stopping));
    }
    return all;
  }

  private static boolean goesOn(BooleanSupplier stopping) {
    return !stopping.getAsBoolean() && !Thread.currentThread().isInterrupted();
  }

  private List<Integer> bucketsDue() {
    List<Integer> buckets =
        new ArrayList<>(
            transactions.run(connection -> lines.bucketsDue(connection, clock.instant())));
    // In random order, so that nodes rarely meet in one bucket.
    Collections.shuffle(buckets, java.util.Random.from(order));
    return buckets;
  }

  /**
   * Gives wake-up entries to lines without one, in the bucket whose turn it is. In normal operation
   * there are none; after rows were changed by hand there may be. Each bucket has its turn once a
   * day, by the clock alone, so that it comes no matter how often a server is restarted.
   *
   * @return how many lines had none
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

  /** When there is work again; empty when there never will be. */
  public Optional<Instant> nextWake() {
    return transactions.run(lines::nextWake);
  }

  /** How long until there is work again; empty when there never will be. */
  Optional<Duration> untilNextWake() {
    Instant now = clock.instant();
    return nextWake().map(next -> Duration.between(now, next));
  }
}
