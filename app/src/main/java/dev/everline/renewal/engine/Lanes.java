package dev.everline.renewal.engine;

import dev.everline.renewal.RenewalSettings;
import dev.everline.renewal.engine.Heartbeat.Beat;
import dev.everline.renewal.engine.call.CallsUnderWay;
import dev.everline.renewal.order.Order;
import dev.everline.renewal.order.OrderState;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The threads of a heartbeat: each books waiting answers, or else takes a batch from the next
 * bucket and has its calls made. None waits for the calls of its batch while there is anything else
 * to do.
 */
final class Lanes {

  /** How often to check, while calls are under way, whether other lines have become due. */
  private static final Duration LOOK_AROUND = Duration.ofSeconds(1);

  private static final Beat NOTHING = new Beat(0, 0, 0);

  private final Steps steps;
  private final RenewalSettings settings;
  private final RenewalMeters meters;
  private final Clock clock;

  Lanes(Steps steps, RenewalSettings settings, RenewalMeters meters, Clock clock) {
    this.steps = steps;
    this.settings = settings;
    this.meters = meters;
    this.clock = clock;
  }

  /** For the calls of one beat. */
  CallsUnderWay callsUnderWay() {
    return new CallsUnderWay(steps.calls(), settings.lanes() * settings.batch());
  }

  /**
   * Takes a batch from each bucket and books answers. Ends when everything is done, or when all
   * that is left is waiting for slow calls.
   *
   * @param stopping when true, buckets that have not been started are skipped
   */
  Beat round(List<Integer> buckets, CallsUnderWay underWay, BooleanSupplier stopping) {
    if (settings.lanes() == 1 || buckets.size() <= 1) {
      return lane(new ArrayDeque<>(buckets), underWay, stopping);
    }
    Queue<Integer> queue = new ConcurrentLinkedQueue<>(buckets);
    // There are few lanes, busy with the database all the time: platform threads wait for it more
    // cheaply.
    try (ExecutorService lanes =
        Executors.newThreadPerTaskExecutor(Thread.ofPlatform().name("lane-", 0).factory())) {
      List<Future<Beat>> running = new ArrayList<>();
      for (int lane = 0; lane < Math.min(settings.lanes(), buckets.size()); lane++) {
        running.add(lanes.submit(() -> lane(queue, underWay, stopping)));
      }
      Beat all = NOTHING;
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
      return NOTHING;
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

  private Beat lane(Queue<Integer> buckets, CallsUnderWay underWay, BooleanSupplier stopping) {
    Beat mine = NOTHING;
    try {
      while (true) {
        CallsUnderWay.Group group = underWay.next(Duration.ZERO);
        if (group == null) {
          Beat begun = stopping.getAsBoolean() ? null : beginNext(buckets, underWay);
          if (begun != null) {
            mine = mine.plus(begun);
            continue;
          }
          boolean isLeft = !buckets.isEmpty() && !stopping.getAsBoolean();
          group = underWay.next(LOOK_AROUND);
          if (group == null && !isLeft) {
            return mine;
          }
        }
        if (group != null) {
          mine = mine.plus(book(group, underWay));
        }
      }
    } catch (InterruptedException interrupted) {
      // Work under way is picked up when its claims end.
      Thread.currentThread().interrupt();
      return mine;
    }
  }

  /** Null when no bucket is left or there is no room for calls. */
  private @Nullable Beat beginNext(Queue<Integer> buckets, CallsUnderWay underWay) {
    int places = underWay.takePlaces(settings.batch());
    Integer bucket = places == 0 ? null : buckets.poll();
    if (bucket == null) {
      underWay.giveBack(places);
      return null;
    }
    int needed = 0;
    try {
      long start = System.nanoTime();
      RenewalFlow.Begun begun = steps.flow().begin(bucket, places);
      if (begun.oldest() != null) {
        meters.taken(begun.taken(), begun.oldest(), clock.instant());
      }
      needed = begun.calls().size();
      if (needed > 0) {
        meters.begun(System.nanoTime() - start);
        underWay.make(bucket, begun.calls());
      }
      return new Beat(begun.taken(), needed, 0);
    } finally {
      underWay.giveBack(places - needed);
    }
  }

  private Beat book(CallsUnderWay.Group group, CallsUnderWay underWay) {
    long start = System.nanoTime();
    try {
      List<Order> settled = steps.bookAnswers().settle(group.bucket(), group.answers());
      meters.answered(group.longest(), System.nanoTime() - start);
      long renewed =
          settled.stream().filter(one -> one.state() instanceof OrderState.Renewed).count();
      return new Beat(0, 0, renewed);
    } finally {
      underWay.booked(group);
    }
  }
}
