package dev.everline.renewal.engine;

import dev.everline.renewal.order.Order;
import dev.everline.renewal.price.Quote;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Metrics of renewals for operators. Recorded once per batch, whatever its size; they never
 * identify an account or a line. Documented in {@code docs/operations.md}.
 */
public final class RenewalMeters {

  private record Ended(Quote.Kind kind, String state) {}

  private final MeterRegistry registry;
  private final DistributionSummary lines;
  private final Timer lateness;
  private final Timer begun;
  private final Timer called;
  private final Timer settled;
  private final Map<Ended, Counter> orders = new ConcurrentHashMap<>();

  public RenewalMeters(MeterRegistry registry) {
    this.registry = registry;
    this.lines =
        DistributionSummary.builder("everline.heartbeat.batch.lines")
            .description("Lines taken by a batch of the heartbeat.")
            .register(registry);
    this.lateness =
        Timer.builder("everline.heartbeat.lateness")
            .description("How late the most urgent line of a batch was looked at.")
            .register(registry);
    this.begun = stage("begin");
    this.called = stage("call");
    this.settled = stage("settle");
  }

  private Timer stage(String name) {
    return Timer.builder("everline.heartbeat.batch.time")
        .description("How long a step of a batch took: deciding, asking carriers, booking.")
        .tag("step", name)
        .register(registry);
  }

  /**
   * The heartbeat took lines.
   *
   * @param oldest the wake-up time of the most urgent line
   */
  void taken(int many, Instant oldest, Instant now) {
    lines.record(many);
    Duration late = Duration.between(oldest, now);
    lateness.record(late.isNegative() ? Duration.ZERO : late);
  }

  /** How long deciding on a batch took, in nanoseconds. */
  void begun(long nanos) {
    begun.record(Duration.ofNanos(nanos));
  }

  /**
   * Answers that came together were booked.
   *
   * @param slowest how long the slowest call took
   * @param booking how long booking took, in nanoseconds
   */
  void answered(Duration slowest, long booking) {
    called.record(slowest);
    settled.record(Duration.ofNanos(booking));
  }

  /** The states of orders after their calls, including orders by hand. */
  void settled(List<Order> batch) {
    Map<Ended, Long> counts =
        batch.stream()
            .collect(
                Collectors.groupingBy(
                    order -> new Ended(order.kind(), order.state().code()), Collectors.counting()));
    counts.forEach((ended, many) -> orders.computeIfAbsent(ended, this::counter).increment(many));
  }

  private Counter counter(Ended ended) {
    return Counter.builder("everline.renewal.orders")
        .description("States of orders after a call to their carrier.")
        .tag("kind", ended.kind().name().toLowerCase(Locale.ROOT))
        .tag("outcome", ended.state().toLowerCase(Locale.ROOT))
        .register(registry);
  }
}
