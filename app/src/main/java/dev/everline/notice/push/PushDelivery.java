package dev.everline.notice.push;

import dev.everline.kernel.Fatal;
import dev.everline.kernel.WithoutMessage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sends push messages to the devices on which members want to be told. Temporary failures are
 * retried, at growing intervals, until the message is old.
 */
public final class PushDelivery {

  private static final Logger LOG = LoggerFactory.getLogger(PushDelivery.class);
  private static final Duration OLD = Duration.ofDays(2);
  private static final Duration FIRST_WAIT = Duration.ofSeconds(30);
  private static final Duration LONGEST_WAIT = Duration.ofHours(6);

  private final PushQueue queue;
  private final PushService service;
  private final PushText text;
  private final Clock clock;
  private final JsonMapper json = JsonMapper.builder().build();

  PushDelivery(PushQueue queue, PushService service, PushText text, Clock clock) {
    this.queue = queue;
    this.service = service;
    this.text = text;
    this.clock = clock;
  }

  /** Delivers all that is due now. */
  public void deliver() {
    for (int bucket : queue.bucketsDue()) {
      List<PushQueue.Due> batch = queue.take(bucket);
      while (!batch.isEmpty()) {
        try (ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor()) {
          batch.forEach(due -> calls.execute(() -> deliver(due)));
        }
        batch = queue.take(bucket);
      }
    }
  }

  private void deliver(PushQueue.Due due) {
    try {
      byte[] message =
          isWanted(due) ? text.of(due).map(json::writeValueAsBytes).orElse(null) : null;
      if (message == null) {
        queue.done(due);
        return;
      }
      switch (service.send(due.address(), message, due.tag())) {
        case PushService.Taken taken -> queue.done(due);
        case PushService.Gone gone -> queue.gone(due);
        case PushService.Later later -> queue.later(due, nextTry(due, later));
        case PushService.Refused refused -> {
          LOG.warn("A push service refused a message with status {}", refused.status());
          queue.done(due);
        }
      }
    } catch (RuntimeException | Error failure) {
      Fatal.endIf(failure);
      // It stays due and is retried when this claim has ended.
      LOG.warn("A push message could not be delivered", new WithoutMessage(failure));
    }
  }

  private boolean isWanted(PushQueue.Due due) {
    return !due.at().isBefore(clock.instant().minus(OLD))
        && due.wants().contains(PushText.choice(due));
  }

  /** Twice as long after each try; longer if the push service asks for it. */
  private Instant nextTry(PushQueue.Due due, PushService.Later later) {
    Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(due.tries() - 1, 10));
    Duration asked = later.after();
    Duration longer = asked != null && asked.compareTo(wait) > 0 ? asked : wait;
    return clock.instant().plus(longer.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : longer);
  }
}
