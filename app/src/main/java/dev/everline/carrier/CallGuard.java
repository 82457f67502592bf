package dev.everline.carrier;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Keeps a connector from flooding its route and from calling a carrier that gives no usable
 * answers. Places are counted for the whole route; a breaker watches one carrier, since behind one
 * route there may be many servers.
 *
 * <p>A call that is turned away was surely not made, and its caller is told so.
 */
public final class CallGuard {

  /** The code of a call that was turned away because the carrier's breaker is open. */
  public static final String BREAKER_OPEN = "breaker-open";

  /** The code of a call that was turned away because no place came free in time. */
  public static final String BUSY = "busy";

  private static final int TRIAL_CALLS = 5;

  private final String route;
  private final Bulkhead places;
  private final CircuitBreakerConfig breakerConfig;
  private final MeterRegistry registry;
  private final Map<String, Watched> carriers = new ConcurrentHashMap<>();

  /**
   * @param clock measures how long a breaker has been open
   * @param registry of what operators watch: calls by what they gave, and breakers
   */
  public CallGuard(String route, CallLimits limits, Clock clock, MeterRegistry registry) {
    this.route = route;
    this.registry = registry;
    this.places =
        Bulkhead.of(
            route,
            BulkheadConfig.custom()
                .maxConcurrentCalls(limits.concurrency())
                .maxWaitDuration(limits.queueing())
                .build());
    this.breakerConfig =
        CircuitBreakerConfig.custom()
            .clock(clock)
            .slidingWindowType(SlidingWindowType.COUNT_BASED)
            .slidingWindowSize(limits.breakerCalls())
            .minimumNumberOfCalls(limits.breakerMinimum())
            .failureRateThreshold(limits.breakerPercent())
            .waitDurationInOpenState(limits.breakerOpenFor())
            .permittedNumberOfCallsInHalfOpenState(TRIAL_CALLS)
            .build();
  }

  /** What an answer says of the health of the carrier's server. */
  public enum Sign {
    /** It answered, be it yes or no. */
    WELL,
    /** It gave nothing that can be used. */
    ILL,
    /** It asks for patience; that says neither. */
    NEITHER
  }

  /** An answer with what it says of the server. */
  public record Judged<A>(A answer, Sign sign) {}

  /**
   * Makes a call if it may be made now.
   *
   * @param carrier the carrier's id
   * @param turnedAway the answer to give when it may not; takes {@link #BREAKER_OPEN} or {@link
   *     #BUSY}
   */
  public <A> A call(String carrier, Supplier<Judged<A>> call, Function<String, A> turnedAway) {
    Watched watched = carriers.computeIfAbsent(carrier, this::watch);
    CircuitBreaker breaker = watched.breaker();
    if (!breaker.tryAcquirePermission()) {
      watched.breakerOpen().increment();
      return turnedAway.apply(BREAKER_OPEN);
    }
    if (!places.tryAcquirePermission()) {
      breaker.releasePermission();
      watched.busy().increment();
      return turnedAway.apply(BUSY);
    }
    long started = System.nanoTime();
    Sign sign = Sign.ILL;
    try {
      Judged<A> judged = call.get();
      sign = judged.sign();
      return judged.answer();
    } finally {
      places.onComplete();
      long took = System.nanoTime() - started;
      watched.timer(sign).record(took, TimeUnit.NANOSECONDS);
      record(breaker, sign, took);
    }
  }

  /** A carrier's breaker, and what operators see of the calls to it. */
  private record Watched(
      CircuitBreaker breaker, Map<Sign, Timer> calls, Counter breakerOpen, Counter busy) {

    Timer timer(Sign sign) {
      return Objects.requireNonNull(calls.get(sign));
    }
  }

  private Watched watch(String carrier) {
    CircuitBreaker breaker = CircuitBreaker.of(route + "/" + carrier, breakerConfig);
    Tags tags = Tags.of("route", route, "carrier", carrier);
    Gauge.builder("everline.carrier.breaker", breaker, CallGuard::openness)
        .description("Whether calls are withheld: 0 no, 0.5 all but a few trials, 1 all.")
        .tags(tags)
        .strongReference(true)
        .register(registry);
    Map<Sign, Timer> calls = new EnumMap<>(Sign.class);
    for (Sign sign : Sign.values()) {
      calls.put(
          sign,
          Timer.builder("everline.carrier.calls")
              .description("Calls to carriers, by outcome.")
              .tags(tags)
              .tag("outcome", outcome(sign))
              .register(registry));
    }
    return new Watched(breaker, calls, turnedAway(tags, BREAKER_OPEN), turnedAway(tags, BUSY));
  }

  private Counter turnedAway(Tags tags, String why) {
    return Counter.builder("everline.carrier.calls.withheld")
        .description("Calls that were not made, to spare the carrier's server.")
        .tags(tags)
        .tag("reason", why)
        .register(registry);
  }

  private static String outcome(Sign sign) {
    return switch (sign) {
      case WELL -> "answered";
      case ILL -> "unusable";
      case NEITHER -> "asked-to-wait";
    };
  }

  private static double openness(CircuitBreaker breaker) {
    return switch (breaker.getState()) {
      case CLOSED, DISABLED, METRICS_ONLY -> 0;
      case HALF_OPEN -> 0.5;
      case OPEN, FORCED_OPEN -> 1;
    };
  }

  private static void record(CircuitBreaker breaker, Sign sign, long nanos) {
    switch (sign) {
      case WELL -> breaker.onSuccess(nanos, TimeUnit.NANOSECONDS);
      case ILL -> breaker.onError(nanos, TimeUnit.NANOSECONDS, new NoUsableAnswer());
      case NEITHER -> breaker.releasePermission();
    }
  }

  /** Counted by the breaker, never thrown. */
  private static final class NoUsableAnswer extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NoUsableAnswer() {
      super("no usable answer", null, false, false);
    }
  }
}
