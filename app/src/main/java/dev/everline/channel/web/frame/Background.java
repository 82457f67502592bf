package dev.everline.channel.web.frame;

import dev.everline.kernel.Bucket;
import dev.everline.kernel.Fatal;
import dev.everline.kernel.WithoutMessage;
import java.time.Clock;
import java.time.Instant;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work over all buckets, which takes longer than a page may: done once at a time beside the
 * requests, its progress and its last result kept by this process.
 */
public final class Background<T> {

  private static final Logger LOG = LoggerFactory.getLogger(Background.class);

  /**
   * How the work stands.
   *
   * @param done buckets of {@link Bucket#COUNT}
   * @param result of the last time, or null before the first
   * @param at when that ended, or null
   * @param failed whether the last time gave no result
   */
  public record State<T>(
      boolean running, int done, @Nullable T result, @Nullable Instant at, boolean failed) {

    int buckets() {
      return Bucket.COUNT;
    }
  }

  private final String name;
  private final Function<IntConsumer, T> work;
  private final Clock clock;
  private volatile State<T> state = new State<>(false, 0, null, null, false);

  /**
   * @param work takes whom to tell how many buckets are done
   */
  public Background(String name, Function<IntConsumer, T> work, Clock clock) {
    this.name = name;
    this.work = work;
    this.clock = clock;
  }

  public State<T> state() {
    return state;
  }

  /** Begins, unless it is under way. */
  public synchronized void start() {
    if (!state.running()) {
      state = new State<>(true, 0, state.result(), state.at(), false);
      Thread.ofVirtual().name(name).start(this::work);
    }
  }

  private void work() {
    try {
      T result = work.apply(this::come);
      end(new State<>(false, Bucket.COUNT, result, clock.instant(), false));
    } catch (RuntimeException | Error failure) {
      Fatal.endIf(failure);
      LOG.error("{} failed", name, new WithoutMessage(failure));
      end(new State<>(false, 0, state.result(), state.at(), true));
    }
  }

  private synchronized void come(int done) {
    state = new State<>(true, done, state.result(), state.at(), false);
  }

  private synchronized void end(State<T> ended) {
    state = ended;
  }
}
