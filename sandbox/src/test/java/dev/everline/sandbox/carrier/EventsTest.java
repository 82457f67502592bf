package dev.everline.sandbox.carrier;

import static dev.everline.sandbox.carrier.Customer.api;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.everline.sandbox.carrier.fault.FaultKind;
import dev.everline.sandbox.carrier.wire.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What listeners at the hub are told, and how badly. */
class EventsTest extends RunningSandbox {

  private static final String PENDING = "12125550194";

  private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();
  private final AtomicInteger refusals = new AtomicInteger();
  private HttpServer listener;

  private record Heard(String path, JsonNode event) {

    String status() {
      return event.path("event").path("topupBalance").path("status").asString("");
    }

    String reference() {
      return event.path("event").path("topupBalance").path("description").asString("");
    }
  }

  @BeforeEach
  void listen() throws IOException {
    listener = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    listener.createContext(
        "/",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          boolean refused = refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
          exchange.sendResponseHeaders(refused ? 500 : 204, -1);
          exchange.close();
          if (!refused) {
            heard.add(new Heard(exchange.getRequestURI().getPath(), Json.parse(body)));
          }
        });
    listener.start();
    customer.hasLine(NUMBER);
    customer.hasLine(PENDING);
    customer.pendsForAnHour();
  }

  @AfterEach
  void stopListening() {
    listener.stop(0);
  }

  private String subscribe(String query) throws IOException {
    Customer.Reply reply =
        customer.post(
            api("hub"),
            Json.MAPPER
                .createObjectNode()
                .put("callback", "http://127.0.0.1:" + listener.getAddress().getPort() + "/in")
                .put("query", query)
                .toString());
    assertThat(reply.status()).isEqualTo(201);
    assertThat(reply.text("callback")).endsWith("/in");
    return reply.text("id");
  }

  private Heard next() throws InterruptedException {
    Heard event = heard.poll(60, TimeUnit.SECONDS);
    if (event == null) {
      throw new AssertionError("no event came");
    }
    return event;
  }

  private List<String> nextStatuses(int count) throws InterruptedException {
    List<String> statuses = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      statuses.add(next().status());
    }
    return statuses;
  }

  @Test
  void aListenerIsToldOfATopUp() throws Exception {
    assertThat(subscribe("all")).isNotBlank();
    assertThat(customer.topsUp("ref-1", NUMBER).status()).isEqualTo(201);
    Heard event = next();
    assertThat(event.path()).isEqualTo("/in/listener/topupBalanceCreateEvent");
    assertThat(event.event().path("eventType").stringValue()).isEqualTo("TopupBalanceCreateEvent");
    assertThat(event.event().path("eventTime").stringValue()).isEqualTo("2026-11-24T17:00:00Z");
    assertThat(event.event().path("eventId").stringValue()).isNotBlank();
    assertThat(event.event().path("event").path("topupBalance"))
        .isEqualTo(customer.lookUp("ref-1").path(0));
  }

  @Test
  void aPendingTopUpIsToldTwiceAsItIsTakenInAndAsItIsSettled() throws Exception {
    assertThat(subscribe("all")).isNotBlank();
    assertThat(customer.topsUp("ref-1", PENDING).status()).isEqualTo(201);
    assertThat(next().status()).isEqualTo("created");
    customer.clock("2026-11-24T18:00:00Z");
    assertThat(next().status()).isEqualTo("completed");
  }

  @Test
  void failureAndCancellationHaveEventsOfTheirOwn() throws Exception {
    customer.hasLine("12125550195");
    assertThat(subscribe("eventType=TopupBalanceFailureEvent,TopupBalanceCancelEvent"))
        .isNotBlank();
    assertThat(customer.topsUp("ref-1", "12125550195").status()).isEqualTo(201);
    customer.clock("2026-11-24T18:00:00Z");
    Heard failure = next();
    assertThat(failure.path()).endsWith("/listener/topupBalanceFailureEvent");
    assertThat(failure.status()).isEqualTo("failed");
    String id = customer.topsUp("ref-2", PENDING).text("id");
    Customer.Reply cancelled =
        customer.send(
            customer
                .request(api("topupBalance/" + id))
                .method(
                    "PATCH", HttpRequest.BodyPublishers.ofString("{\"status\":\"cancelled\"}")));
    assertThat(cancelled.status()).isEqualTo(200);
    Heard cancel = next();
    assertThat(cancel.path()).endsWith("/listener/topupBalanceCancelEvent");
    assertThat(cancel.status()).isEqualTo("cancelled");
    assertThat(heard).isEmpty();
  }

  @Test
  void anEventCanComeTwice() throws Exception {
    assertThat(subscribe("all")).isNotBlank();
    customer.faults("{\"*\":{\"eventTwice\":1}}");
    assertThat(customer.topsUp("ref-1", NUMBER).status()).isEqualTo(201);
    Heard first = next();
    assertThat(next()).isEqualTo(first);
  }

  @Test
  void anEventCanComeLate() throws Exception {
    assertThat(subscribe("all")).isNotBlank();
    customer.faults("{\"mint\":{\"eventLate\":{\"p\":1,\"millis\":3000}}}");
    assertThat(customer.topsUp("late", NUMBER).status()).isEqualTo(201);
    customer.faults("{}");
    assertThat(customer.topsUp("in time", NUMBER).status()).isEqualTo(201);
    assertThat(next().reference()).isEqualTo("in time");
    assertThat(next().reference()).isEqualTo("late");
    assertThat(customer.played(FaultKind.EVENT_LATE)).isEqualTo(1);
  }

  @Test
  void theLastNewsCanComeBeforeTheFirst() throws Exception {
    assertThat(subscribe("all")).isNotBlank();
    customer.faults(
        "{\"*\":{\"numberOutcomes\":false,\"eventOutOfOrder\":1,"
            + "\"pending\":{\"p\":1,\"millis\":600000}}}");
    assertThat(customer.topsUp("ref-1", NUMBER).text("status")).isEqualTo("created");
    customer.clock("2026-11-24T18:00:00Z");
    assertThat(nextStatuses(2)).containsExactly("completed", "created");
  }

  @Test
  void aListenerThatStumblesIsToldAgain() throws Exception {
    assertThat(subscribe("all")).isNotBlank();
    refusals.set(2);
    assertThat(customer.topsUp("ref-1", NUMBER).status()).isEqualTo(201);
    assertThat(next().reference()).isEqualTo("ref-1");
  }

  @Test
  void aListenerThatIsGoneIsToldNothing() throws Exception {
    String id = subscribe("all");
    assertThat(delete(api("hub/" + id)).status()).isEqualTo(204);
    assertThat(delete(api("hub/" + id)).status()).isEqualTo(404);
    String other = subscribe("all");
    assertThat(delete(api("hub/" + other).replace("mint", "metro")).status()).isEqualTo(404);
    assertThat(customer.topsUp("ref-1", NUMBER).status()).isEqualTo(201);
    assertThat(next().reference()).isEqualTo("ref-1");
    assertThat(heard).isEmpty();
  }

  private static Customer.Reply delete(String path) throws IOException {
    return customer.send(customer.request(path).DELETE());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"callback\":\"ftp://127.0.0.1/x\"}",
        "{\"callback\":\"not an address\"}",
        "{\"callback\":\"http://127.0.0.1/x?y=1\"}",
        "{\"callback\":7}"
      })
  void aListenerNeedsAnAddress(String body) throws IOException {
    assertThat(customer.post(api("hub"), body).status()).isEqualTo(400);
  }
}
