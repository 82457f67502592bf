package dev.everline.sandbox.carrier;

import dev.everline.sandbox.carrier.books.BalanceAct;
import dev.everline.sandbox.carrier.books.Books;
import dev.everline.sandbox.carrier.books.TopUp;
import dev.everline.sandbox.carrier.fault.FaultKind;
import dev.everline.sandbox.carrier.fault.FaultPlan;
import dev.everline.sandbox.carrier.fault.Script;
import dev.everline.sandbox.carrier.wire.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tells listeners what became of top-ups: at least once while the process lives, in no promised
 * order; and on command late, twice, or the last news before the first. A listener that can't be
 * reached in three tries misses the event and has to look.
 */
final class Events implements AutoCloseable {

  private static final int TRIES = 3;
  private static final int MOST_WAITING = 100_000;
  private static final int MOST_AT_ONCE = 64;
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final Books books;
  private final Tmf654Resources resources;
  private final Pauses pauses;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(LIMIT).build();
  private final Semaphore sending = new Semaphore(MOST_AT_ONCE);
  private final AtomicInteger waiting = new AtomicInteger();
  private final Map<Long, List<Message>> held = new ConcurrentHashMap<>();

  private record Message(URI to, String body) {}

  Events(Books books, Tmf654Resources resources, Pauses pauses) {
    this.books = books;
    this.resources = resources;
    this.pauses = pauses;
  }

  /** Tells the listeners of the top-up's carrier how it now stands. */
  void tell(TopUp topUp, FaultPlan plan, Script script) {
    List<Message> messages = messages(topUp);
    if (messages.isEmpty()) {
      return;
    }
    boolean pending = topUp.status() == TopUp.Status.CREATED;
    String carrier = topUp.terms().carrier();
    if (script.has(FaultKind.EVENT_OUT_OF_ORDER) && pending) {
      books.played(FaultKind.EVENT_OUT_OF_ORDER, carrier, topUp.reference());
      held.put(topUp.id(), messages);
      return;
    }
    long delay = 0;
    if (script.has(FaultKind.EVENT_LATE)) {
      books.played(FaultKind.EVENT_LATE, carrier, topUp.reference());
      delay = plan.millis(FaultKind.EVENT_LATE);
    }
    List<Message> overtaken = pending ? null : held.remove(topUp.id());
    if (overtaken == null && script.has(FaultKind.EVENT_OUT_OF_ORDER)) {
      // News of a single event can only be overtaken by those of other top-ups.
      books.played(FaultKind.EVENT_OUT_OF_ORDER, carrier, topUp.reference());
      delay += plan.millis(FaultKind.EVENT_OUT_OF_ORDER);
    }
    int copies = 1;
    if (script.has(FaultKind.EVENT_TWICE)) {
      books.played(FaultKind.EVENT_TWICE, carrier, topUp.reference());
      copies = 2;
    }
    deliver(messages, delay, copies, overtaken == null ? List.of() : overtaken);
  }

  /** Tells the listeners of a carrier what was done to balances other than by a top-up. */
  void tell(BalanceAct act, FaultPlan plan, Script script) {
    String type = act.kind().type() + (act.stands() ? "CreateEvent" : "CancelEvent");
    List<Message> messages = messages(act.carrier(), type, act.kind().path(), resources.act(act));
    if (messages.isEmpty()) {
      return;
    }
    long delay = 0;
    if (script.has(FaultKind.EVENT_LATE)) {
      books.played(FaultKind.EVENT_LATE, act.carrier(), act.reference());
      delay = plan.millis(FaultKind.EVENT_LATE);
    }
    int copies = 1;
    if (script.has(FaultKind.EVENT_TWICE)) {
      books.played(FaultKind.EVENT_TWICE, act.carrier(), act.reference());
      copies = 2;
    }
    deliver(messages, delay, copies, List.of());
  }

  /** Drops the news held back for later. */
  void forgetHeld() {
    held.clear();
  }

  private List<Message> messages(TopUp topUp) {
    String type =
        switch (topUp.status()) {
          // TMF654 has no event for a change of state: completion, too, is told as a creation.
          case CREATED, COMPLETED -> "TopupBalanceCreateEvent";
          case FAILED -> "TopupBalanceFailureEvent";
          case CANCELLED -> "TopupBalanceCancelEvent";
        };
    return messages(topUp.terms().carrier(), type, "topupBalance", resources.topUp(topUp));
  }

  private List<Message> messages(
      String carrier, String type, String attribute, ObjectNode resource) {
    return books.subscriptions().stream()
        .filter(subscription -> subscription.carrier().equals(carrier))
        .filter(subscription -> wants(subscription.query(), type))
        .map(subscription -> message(subscription, type, attribute, resource))
        .toList();
  }

  private static boolean wants(@Nullable String query, String type) {
    return query == null
        || !query.contains("eventType=")
        || List.of(query.split("[=,&]", 100)).contains(type);
  }

  private Message message(
      Books.Subscription subscription, String type, String attribute, ObjectNode resource) {
    ObjectNode event = Json.MAPPER.createObjectNode();
    event.put("eventId", UUID.randomUUID().toString());
    event.put("eventTime", books.clock().now().toString());
    event.put("eventType", type);
    event.put("domain", "PrepayBalanceManagement");
    event.putObject("event").set(attribute, resource);
    String name = Character.toLowerCase(type.charAt(0)) + type.substring(1);
    return new Message(URI.create(subscription.callback() + "/listener/" + name), event.toString());
  }

  private void deliver(List<Message> messages, long delay, int copies, List<Message> overtaken) {
    if (waiting.incrementAndGet() > MOST_WAITING) {
      waiting.decrementAndGet();
      return;
    }
    threads.execute(
        () -> {
          try {
            pauses.pause(delay);
            for (int copy = 0; copy < copies; copy++) {
              messages.forEach(this::send);
            }
            overtaken.forEach(this::send);
          } finally {
            waiting.decrementAndGet();
          }
        });
  }

  private void send(Message message) {
    HttpRequest request =
        HttpRequest.newBuilder(message.to())
            .timeout(LIMIT)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(message.body()))
            .build();
    sending.acquireUninterruptibly();
    try {
      for (int attempt = 1; attempt <= TRIES && !pauses.isOver(); attempt++) {
        if (arrives(request)) {
          return;
        }
        pauses.pause(PAUSE.toMillis());
      }
    } finally {
      sending.release();
    }
  }

  private boolean arrives(HttpRequest request) {
    try {
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() < 300;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    http.shutdownNow();
  }
}
