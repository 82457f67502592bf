package dev.everline.renewal.engine.call;

import dev.everline.renewal.engine.call.CarrierCall.Answered;
import dev.everline.renewal.order.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The calls of a beat that are under way, and the answers that wait to be booked, by bucket.
 * Answers are given out as they come: a bucket's are ready once {@value #GROUP} wait, once the
 * first has waited 50 ms, or once none of its calls is under way any more. So a call that hangs
 * keeps nothing waiting but its own line, and costs one of the places that there are.
 *
 * <p>Used by any number of threads. Of one bucket only one group is given out at a time, since its
 * ledger is booked by one after another.
 */
public final class CallsUnderWay {

  /** As soon as so many answers wait they are booked, with all that have come until then. */
  static final int GROUP = 200;

  private static final long LONGEST_WAIT = Duration.ofMillis(50).toNanos();
  private static final long NEVER = Long.MAX_VALUE;

  private final CarrierCalls calls;
  private final LongSupplier nanos;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<Integer, OfBucket> buckets = new LinkedHashMap<>();
  private int free;
  private long made;
  private @Nullable Error failure;

  /**
   * @param places most calls at once, those included whose answers wait to be booked
   */
  public CallsUnderWay(CarrierCalls calls, int places) {
    this(calls, places, System::nanoTime);
  }

  CallsUnderWay(CarrierCalls calls, int places, LongSupplier nanos) {
    this.calls = calls;
    this.free = places;
    this.nanos = nanos;
  }

  /**
   * Answers of one bucket to be booked; {@link #booked} is to be called then.
   *
   * @param answers in the order in which their calls were made
   * @param longest how long the slowest of them took
   */
  public record Group(int bucket, List<Answered> answers, Duration longest) {}

  /**
   * @param number in the order in which calls were made
   */
  private record Open(long number, CarrierCall call, long since) {}

  private static final class OfBucket {
    private final Map<Long, Open> open = new HashMap<>();
    private SortedMap<Long, Answered> answers = new TreeMap<>();
    private long firstAnswer = NEVER;
    private long oldestCall = NEVER;
    private long longest;
    private boolean isBooked;

    private void put(Open call) {
      open.put(call.number(), call);
    }
  }

  /**
   * Takes places for calls that are to be made.
   *
   * @return how many there were, at most as many as wished; 0 for none
   */
  public int takePlaces(int wished) {
    lock.lock();
    try {
      int taken = Math.min(wished, free);
      free -= taken;
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /** Gives places back that were not needed. */
  public void giveBack(int places) {
    lock.lock();
    try {
      free += places;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Makes calls of a bucket, for which there are places. */
  public void make(int bucket, List<CarrierCall> batch) {
    long now = nanos.getAsLong();
    long first;
    lock.lock();
    try {
      first = made;
      OfBucket of = buckets.computeIfAbsent(bucket, any -> new OfBucket());
      batch.forEach(call -> of.put(new Open(made++, call, now)));
      of.oldestCall = Math.min(of.oldestCall, now);
    } finally {
      lock.unlock();
    }
    for (int i = 0; i < batch.size(); i++) {
      // By its own number: of one order there may be a later call by the time it is answered.
      long number = first + i;
      calls.make(batch.get(i), outcome -> answered(bucket, number, outcome), this::failed);
    }
  }

  private void answered(int bucket, long number, Outcome outcome) {
    lock.lock();
    try {
      OfBucket of = buckets.get(bucket);
      Open open = of == null ? null : of.open.remove(number);
      if (of != null && open != null) {
        answered(of, open, outcome);
      }
      // Else it was given up as unknown by then; what it tells is found when it is looked up.
    } finally {
      lock.unlock();
    }
  }

  private void answered(OfBucket of, Open open, Outcome outcome) {
    long now = nanos.getAsLong();
    of.answers.put(open.number(), new Answered(open.call(), outcome));
    of.longest = Math.max(of.longest, now - open.since());
    if (of.firstAnswer == NEVER) {
      of.firstAnswer = now;
    }
    if (of.answers.size() == 1 || of.answers.size() == GROUP || of.open.isEmpty()) {
      changed.signalAll();
    }
  }

  private void failed(Error broken) {
    lock.lock();
    try {
      failure = broken;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Whether any call is under way, or its answer not booked yet. */
  public boolean any() {
    lock.lock();
    try {
      return !buckets.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /**
   * The next answers to be booked.
   *
   * @param patience how long to wait for some; zero for not at all
   * @return null when there are none
   */
  public @Nullable Group next(Duration patience) throws InterruptedException {
    lock.lock();
    try {
      long left = patience.toNanos();
      while (true) {
        if (failure != null) {
          throw failure;
        }
        long now = nanos.getAsLong();
        giveUp(now);
        Group ready = ready(now);
        if (ready != null || left <= 0 || buckets.isEmpty()) {
          return ready;
        }
        long wait = Math.min(left, untilReady(now));
        left -= wait - Math.max(0, changed.awaitNanos(wait));
      }
    } finally {
      lock.unlock();
    }
  }

  /** A call that its connector doesn't end in time is looked up later. */
  private void giveUp(long now) {
    long longest = calls.longestWait().toNanos();
    for (OfBucket of : buckets.values()) {
      if (of.oldestCall == NEVER || now - of.oldestCall < longest) {
        continue;
      }
      long oldest = NEVER;
      List<Open> late = new ArrayList<>();
      for (Iterator<Open> each = of.open.values().iterator(); each.hasNext(); ) {
        Open open = each.next();
        if (now - open.since() >= longest) {
          late.add(open);
          each.remove();
        } else {
          oldest = Math.min(oldest, open.since());
        }
      }
      of.oldestCall = oldest;
      late.forEach(open -> answered(of, open, new Outcome.Unclear("NO_ANSWER_IN_TIME")));
    }
  }

  private @Nullable Group ready(long now) {
    for (Map.Entry<Integer, OfBucket> each : buckets.entrySet()) {
      OfBucket of = each.getValue();
      boolean due =
          of.open.isEmpty() || of.answers.size() >= GROUP || now - of.firstAnswer >= LONGEST_WAIT;
      if (!of.isBooked && !of.answers.isEmpty() && due) {
        List<Answered> answers = List.copyOf(of.answers.values());
        Group group = new Group(each.getKey(), answers, Duration.ofNanos(of.longest));
        of.answers = new TreeMap<>();
        of.firstAnswer = NEVER;
        of.longest = 0;
        of.isBooked = true;
        return group;
      }
    }
    return null;
  }

  /** How long until the first answers have waited long enough, or a call too long. */
  private long untilReady(long now) {
    long longest = calls.longestWait().toNanos();
    long until = NEVER;
    for (OfBucket of : buckets.values()) {
      if (!of.isBooked && of.firstAnswer != NEVER) {
        until = Math.min(until, of.firstAnswer + LONGEST_WAIT - now);
      }
      if (of.oldestCall != NEVER) {
        until = Math.min(until, of.oldestCall + longest - now);
      }
    }
    return Math.max(1, until);
  }

  /** The group is booked: its places are free again. */
  public void booked(Group group) {
    lock.lock();
    try {
      OfBucket of = buckets.get(group.bucket());
      if (of != null) {
        of.isBooked = false;
        if (of.open.isEmpty() && of.answers.isEmpty()) {
          buckets.remove(group.bucket());
        }
      }
      free += group.answers().size();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
