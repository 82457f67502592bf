package dev.everline.channel.metrics;

import dev.everline.storage.BackgroundLoop;
import dev.everline.storage.ClockGuard;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** How the work beside the requests goes in this server, loop by loop, and whether its clock is. */
final class Loops implements MeterBinder {

  private final List<BackgroundLoop> loops;
  private final ClockGuard guard;

  Loops(List<BackgroundLoop> loops, ClockGuard guard) {
    this.loops = loops;
    this.guard = guard;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    for (BackgroundLoop loop : loops) {
      String name = loop.pulse().name();
      TimeGauge.builder(
              "everline.loop.pass.age",
              loop,
              TimeUnit.SECONDS,
              one -> seconds(one.pulse().sincePass()))
          .description("Time since the loop's last successful pass; NaN before the first.")
          .tag("loop", name)
          .register(registry);
      Gauge.builder("everline.loop.well", loop, one -> one.pulse().isWell() ? 1 : 0)
          .description("Whether the loop is working: 1 if so, else 0.")
          .tag("loop", name)
          .register(registry);
    }
    TimeGauge.builder(
            "everline.clock.behind", guard, TimeUnit.SECONDS, one -> seconds(one.behind()))
        .description("How far the clock is behind the stored data; 0 if it isn't.")
        .register(registry);
  }

  private static double seconds(@Nullable Duration duration) {
    return duration == null ? Double.NaN : duration.toMillis() / 1000.0;
  }
}
