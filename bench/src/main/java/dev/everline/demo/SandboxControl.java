package dev.everline.demo;

import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The sandbox's back door: its clock, its faults, its lines and the carriers' own books. */
final class SandboxControl implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final String base;
  private final HttpClient http = HttpClient.newHttpClient();
  private final JsonMapper json = new JsonMapper();

  /**
   * @param base such as {@code http://127.0.0.1:4711}
   */
  SandboxControl(String base) {
    this.base = base;
  }

  /**
   * A line as its carrier is to know it.
   *
   * @param terms the plan's terms by the names of the control API
   */
  record CarrierLine(
      String carrier,
      String msisdn,
      Map<String, Object> terms,
      @Nullable LocalDate validUntil,
      long balanceMinor,
      @Nullable LocalDate balanceExpiresOn,
      int anchorDay) {}

  /** A top-up in the carriers' books. */
  record Booked(
      String carrier,
      String reference,
      String msisdn,
      long amountMinor,
      Instant at,
      @Nullable LocalDate validBefore) {}

  /**
   * The carriers' books in short.
   *
   * @param moneyMinor received, by carrier
   * @param faults played, by kind
   */
  record Summary(
      long topUps,
      long references,
      long paidMoreThanOnce,
      long pending,
      Map<String, Long> moneyMinor,
      Map<String, Long> faults) {}

  void moveClock(Instant now) {
    put("/sandbox/clock", json.writeValueAsString(Map.of("now", now.toString())));
  }

  /** The same plan of faults for every carrier. */
  void setFaults(Map<String, Object> plan) {
    put("/sandbox/faults", json.writeValueAsString(Map.of("*", plan)));
  }

  void register(List<CarrierLine> lines) {
    StringBuilder body = new StringBuilder();
    for (CarrierLine line : lines) {
      Map<String, @Nullable Object> node = new HashMap<>(line.terms());
      node.put("carrier", line.carrier());
      node.put("msisdn", line.msisdn());
      node.put("validUntil", line.validUntil() == null ? null : line.validUntil().toString());
      node.put("balanceMinor", line.balanceMinor());
      LocalDate expires = line.balanceExpiresOn();
      node.put("balanceExpiresOn", expires == null ? null : expires.toString());
      node.put("anchorDay", line.anchorDay());
      body.append(json.writeValueAsString(node)).append('\n');
    }
    put("/sandbox/lines", body.toString());
  }

  /** The last day that the carrier serves the line, by its own books; null when it says none. */
  @Nullable LocalDate validUntil(String carrier, String msisdn) {
    JsonNode line = json.readTree(get("/sandbox/lines/" + msisdn + "?carrier=" + carrier));
    return date(line, "validUntil");
  }

  List<Booked> books() {
    List<Booked> books = new ArrayList<>();
    get("/sandbox/books")
        .lines()
        .filter(line -> !line.isBlank())
        .forEach(
            line -> {
              JsonNode entry = json.readTree(line);
              books.add(
                  new Booked(
                      entry.path("carrier").asString(),
                      entry.path("reference").asString(),
                      entry.path("msisdn").asString(),
                      entry.path("amountMinor").asLong(),
                      Instant.parse(entry.path("at").asString()),
                      date(entry, "validBefore")));
            });
    return books;
  }

  Summary summary() {
    JsonNode summary = json.readTree(get("/sandbox/books/summary"));
    Map<String, Long> money = new TreeMap<>();
    summary
        .path("money")
        .properties()
        .forEach(
            carrier ->
                money.put(
                    carrier.getKey(),
                    carrier.getValue().path("USD").decimalValue().movePointRight(2).longValue()));
    Map<String, Long> faults = new LinkedHashMap<>();
    summary
        .path("faults")
        .properties()
        .forEach(fault -> faults.put(fault.getKey(), fault.getValue().asLong()));
    return new Summary(
        summary.path("count").asLong(),
        summary.path("distinctReferences").asLong(),
        summary.path("referencesPaidMoreThanOnce").asLong(),
        summary.path("pending").asLong(),
        money,
        faults);
  }

  private static @Nullable LocalDate date(JsonNode node, String name) {
    JsonNode date = node.path(name);
    return date.isString() ? LocalDate.parse(date.asString()) : null;
  }

  private String get(String path) {
    return send(request(path).GET().build());
  }

  private void put(String path, String body) {
    var _ =
        send(
            request(path)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(body))
                .build());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base + path)).timeout(PATIENCE);
  }

  private String send(HttpRequest request) {
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      if (response.statusCode() / 100 != 2) {
        throw new ProblemException(
            ProblemType.UNAVAILABLE,
            "The carrier sandbox refused "
                + request.method()
                + " "
                + request.uri().getPath()
                + " with status "
                + response.statusCode()
                + "; start over with --fresh.");
      }
      return response.body();
    } catch (IOException gone) {
      throw new ProblemException(
          ProblemType.UNAVAILABLE,
          "The carrier sandbox does not answer any more; start the demo again to go on.",
          gone);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new ProblemException(
          ProblemType.UNAVAILABLE,
          "The demo was interrupted; start it again to go on.",
          interrupted);
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
