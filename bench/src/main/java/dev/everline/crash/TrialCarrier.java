package dev.everline.crash;

import dev.everline.sandbox.carrier.CarrierSandboxProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Collection;

/** The trial's carrier, as the trial sets it up and reads its books. */
final class TrialCarrier {

  private final CarrierSandboxProcess process;

  TrialCarrier(CarrierSandboxProcess process) {
    this.process = process;
  }

  /** Where the carrier is asked to top up. */
  URI address() {
    return process.baseUri(CrashCatalog.CARRIER);
  }

  /**
   * Gives the carrier its lines, and tells it to pay a reference as often as it is asked to, and to
   * fail now and then.
   */
  void serve(Collection<String> numbers, LocalDate validUntil)
      throws IOException, InterruptedException {
    put("carriers", "{\"*\": {\"enforcesReference\": false}}");
    put(
        "faults",
        "{\"*\": {\"numberOutcomes\": false, \"dropAfterCommit\": 0.01, \"fail\": 0.005}}");
    StringBuilder body = new StringBuilder();
    for (String number : numbers) {
      body.append(
          """
          {"carrier":"%s","msisdn":"%s","plan":"%s","priceMinor":%d,"currency":"USD",\
          "validityDays":%d,"basis":"from-expiry","validUntil":"%s","zone":"%s"}
          """
              .formatted(
                  CrashCatalog.CARRIER,
                  number,
                  CrashCatalog.PLAN,
                  CrashCatalog.PRICE.minor(),
                  CrashCatalog.DAYS,
                  validUntil,
                  CrashCatalog.ZONE.getId()));
    }
    put("lines", body.toString());
  }

  private void put(String what, String body) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(process.baseUri() + "/sandbox/" + what))
            .timeout(Duration.ofSeconds(60))
            .header("Content-Type", "application/json")
            .PUT(HttpRequest.BodyPublishers.ofString(body))
            .build();
    String answer = send(request);
    if (answer.isEmpty()) {
      throw new IOException("the sandbox did not take its " + what);
    }
  }

  private static String send(HttpRequest request) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> response =
          client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      if (response.statusCode() != 200) {
        throw new IOException(
            "the sandbox answered " + response.statusCode() + ": " + response.body());
      }
      return response.body();
    }
  }

  /** The top-ups in the carrier's books, one JSON object a line. */
  String books() throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(URI.create(process.baseUri() + "/sandbox/books"))
            .timeout(Duration.ofSeconds(60))
            .build());
  }
}
