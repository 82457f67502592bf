package dev.everline.sandbox.carrier;

import dev.everline.sandbox.carrier.fault.FaultKind;
import dev.everline.sandbox.carrier.wire.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Someone who asks the sandbox over the socket. */
final class Customer implements AutoCloseable {

  static final String CARRIER = "mint";
  static final String PLAN = "mint-15";

  private final URI root;
  private final HttpClient http = HttpClient.newHttpClient();

  Customer(URI root) {
    this.root = root;
  }

  /** An answer, with its body read as JSON where there is one. */
  record Reply(HttpResponse<String> response) {

    int status() {
      return response.statusCode();
    }

    JsonNode json() {
      return Json.parse(response.body());
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    String text(String field) {
      return json().path(field).asString("");
    }
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(root + path)).timeout(Duration.ofSeconds(60));
  }

  Reply send(HttpRequest.Builder request) throws IOException {
    try {
      return new Reply(http.send(request.build(), HttpResponse.BodyHandlers.ofString()));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  Reply get(String path) {
    try {
      return send(request(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Reply put(String path, String body) {
    try {
      return send(request(path).PUT(HttpRequest.BodyPublishers.ofString(body)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Reply post(String path, String body) throws IOException {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  static String api(String path) {
    return "/" + CARRIER + "/tmf-api/prepayBalanceManagement/v4/" + path;
  }

  /** Sets a line that pays 15.00 for 30 days from its expiry, on 2026-12-01. */
  void hasLine(String msisdn) {
    hasLine(line(msisdn));
  }

  void hasLine(ObjectNode line) {
    Reply reply = put("/sandbox/lines", line.toString());
    if (reply.status() != 200) {
      throw new IllegalArgumentException(reply.response().body());
    }
  }

  static ObjectNode line(String msisdn) {
    return Json.MAPPER
        .createObjectNode()
        .put("carrier", CARRIER)
        .put("msisdn", msisdn)
        .put("plan", PLAN)
        .put("priceMinor", 15_00)
        .put("validityDays", 30)
        .put("basis", "from-expiry")
        .put("validUntil", "2026-12-01");
  }

  /** A request for a period of the plan, as 15.00. */
  static ObjectNode topUp(String reference, String msisdn) {
    ObjectNode body = Json.MAPPER.createObjectNode();
    body.put("description", reference);
    body.putObject("amount").put("amount", new BigDecimal("15.00")).put("units", "USD");
    body.put("usageType", "monetary");
    body.putObject("bucket").put("id", msisdn + "-money");
    body.putObject("partyAccount").put("id", msisdn);
    body.putArray("logicalResource").addObject().put("id", msisdn);
    body.putArray("product").addObject().put("id", PLAN);
    body.putObject("channel").put("id", "everline");
    return body;
  }

  Reply topsUp(String reference, String msisdn) throws IOException {
    return post(api("topupBalance"), topUp(reference, msisdn).toString());
  }

  /**
   * What TMF654 calls an adjustBalance, a transferBalance or a reserveBalance.
   *
   * @param amount in dollars
   */
  static ObjectNode act(String reference, String msisdn, String amount) {
    ObjectNode body = Json.MAPPER.createObjectNode();
    body.put("description", reference);
    body.putObject("amount").put("amount", new BigDecimal(amount)).put("units", "USD");
    body.put("usageType", "monetary");
    body.putObject("bucket").put("id", msisdn + "-money");
    body.putObject("partyAccount").put("id", msisdn);
    return body;
  }

  /** The same with what a transfer needs besides. */
  static ObjectNode transfer(String reference, String from, String to, String amount) {
    ObjectNode body = act(reference, from, amount);
    body.put("reason", "a gift");
    body.putObject("channel").put("id", "everline");
    body.putArray("logicalResource").addObject().put("id", from);
    body.putObject("receiverBucket").put("id", to + "-money");
    body.put("receiverBucketUsageType", "monetary");
    body.putObject("receiverLogicalResource").put("id", to);
    return body;
  }

  /** What a line's bucket of money says, such as {@code remainingValue}; empty when nothing. */
  String money(String msisdn, String value) {
    return get(api("bucket/" + msisdn + "-money")).json().path(value).path("amount").asString("");
  }

  JsonNode lookUp(String reference) {
    return get(api(
            "topupBalance?description=" + URLEncoder.encode(reference, StandardCharsets.UTF_8)))
        .json();
  }

  @Nullable String validUntil(String msisdn) {
    return get("/sandbox/lines/" + msisdn).json().path("validUntil").asString(null);
  }

  JsonNode summary() {
    return get("/sandbox/books/summary").json();
  }

  long played(FaultKind kind) {
    return summary().path("faults").path(kind.key()).asLong();
  }

  void faults(String json) {
    Reply reply = put("/sandbox/faults", json);
    if (reply.status() != 200) {
      throw new IllegalArgumentException(reply.response().body());
    }
  }

  /** What is pending is settled an hour later: by the clock that tests move, by no other. */
  void pendsForAnHour() {
    faults(
        "{\"*\":{\"pending\":{\"p\":0,\"millis\":3600000},"
            + "\"pendingFails\":{\"p\":0,\"millis\":3600000}}}");
  }

  void clock(String now) {
    Reply reply = put("/sandbox/clock", "{\"now\":\"" + now + "\"}");
    if (reply.status() != 200) {
      throw new IllegalArgumentException(reply.response().body());
    }
  }

  void reset() throws IOException {
    Reply reply = post("/sandbox/reset", "");
    if (reply.status() != 204) {
      throw new IllegalStateException(reply.response().body());
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
