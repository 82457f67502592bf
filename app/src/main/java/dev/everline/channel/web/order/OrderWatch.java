package dev.everline.channel.web.order;

import dev.everline.kernel.Fatal;
import dev.everline.kernel.MemberId;
import dev.everline.kernel.OrderId;
import dev.everline.kernel.WithoutMessage;
import dev.everline.renewal.OrderDesk;
import dev.everline.renewal.order.Order;
import dev.everline.renewal.order.OrderState;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Tells open pages when the orders they show have moved. One reader asks for all of them together,
 * once a second and only while somebody watches: a stream holds no connection to the database, and
 * it doesn't matter which node moves the order.
 */
final class OrderWatch implements ApplicationListener<ContextClosedEvent> {

  private static final Logger LOG = LoggerFactory.getLogger(OrderWatch.class);

  static final int MOST = 1_000;
  static final int MOST_OF_A_MEMBER = 8;

  /** A page that is still open comes again by itself. */
  private static final Duration LONGEST = Duration.ofMinutes(5);

  /** Between two signs of life, by which a page that was closed is noticed. */
  private static final int LOOKS_BETWEEN_SIGNS = 15;

  /** A page that watches, and what it knows. */
  private static final class Watcher {
    private final SseEmitter page = new SseEmitter(LONGEST.toMillis());
    private final OrderId order;
    private final MemberId member;
    private String seen;

    Watcher(Order order, MemberId member) {
      this.order = order.id();
      this.member = member;
      this.seen = mark(order);
    }
  }

  private final OrderDesk orderDesk;
  private final List<Watcher> watchers = new ArrayList<>();
  private final ScheduledExecutorService reader =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("order-watch").factory());
  private int looks;

  OrderWatch(OrderDesk orderDesk) {
    this.orderDesk = orderDesk;
    var _ = reader.scheduleWithFixedDelay(this::lookSafely, 1, 1, TimeUnit.SECONDS);
  }

  /**
   * Begins to watch.
   *
   * @param order as its page shows it, or later
   * @return empty when there are too many; the page then asks again by itself
   */
  Optional<SseEmitter> watch(Order order, MemberId member) {
    Watcher watcher = new Watcher(order, member);
    if (!isOpen(order)) {
      tell(watcher, "ended");
      watcher.page.complete();
      return Optional.of(watcher.page);
    }
    synchronized (watchers) {
      long own = watchers.stream().filter(other -> other.member.equals(member)).count();
      if (watchers.size() >= MOST || own >= MOST_OF_A_MEMBER) {
        return Optional.empty();
      }
      watchers.add(watcher);
    }
    watcher.page.onCompletion(() -> forget(watcher));
    watcher.page.onTimeout(watcher.page::complete);
    watcher.page.onError(gone -> forget(watcher));
    // Opens the stream at once, so that the page knows that it is heard.
    tell(watcher, "watched");
    return Optional.of(watcher.page);
  }

  private void forget(Watcher watcher) {
    synchronized (watchers) {
      watchers.remove(watcher);
    }
  }

  int watching() {
    synchronized (watchers) {
      return watchers.size();
    }
  }

  /** Whether the order may still change by itself. */
  static boolean isOpen(Order order) {
    return !order.state().isFinal() && !(order.state() instanceof OrderState.HeldForApproval);
  }

  /** Differs whenever the order has moved. */
  static String mark(Order order) {
    return order.state().code() + " " + order.changedAt();
  }

  /** What is thrown here would end all looks to come. */
  private void lookSafely() {
    try {
      look();
    } catch (RuntimeException | Error failure) {
      Fatal.endIf(failure);
      // The pages keep what they show; the next look may succeed.
      LOG.warn("Orders that are watched can't be told of", new WithoutMessage(failure));
    }
  }

  private void look() {
    List<Watcher> now;
    synchronized (watchers) {
      now = List.copyOf(watchers);
    }
    if (now.isEmpty()) {
      return;
    }
    looks++;
    Map<OrderId, Order> orders =
        orderDesk.ordersNow(now.stream().map(watcher -> watcher.order).toList());
    for (Watcher watcher : now) {
      Order order = orders.get(watcher.order);
      if (order == null || !isOpen(order)) {
        forget(watcher);
        tell(watcher, "ended");
        watcher.page.complete();
      } else if (!mark(order).equals(watcher.seen)) {
        watcher.seen = mark(order);
        tell(watcher, "moved");
      } else if (looks % LOOKS_BETWEEN_SIGNS == 0) {
        tell(watcher, "watched");
      }
    }
  }

  private void tell(Watcher watcher, String what) {
    try {
      watcher.page.send(SseEmitter.event().name(what).data(watcher.seen));
    } catch (IOException | IllegalStateException gone) {
      forget(watcher);
    }
  }

  /** Before the server waits for its requests to end: these would not. */
  @Override
  public void onApplicationEvent(ContextClosedEvent closed) {
    reader.shutdownNow();
    List<Watcher> left;
    synchronized (watchers) {
      left = List.copyOf(watchers);
      watchers.clear();
    }
    left.forEach(watcher -> watcher.page.complete());
  }
}
