package dev.everline.carrier.tmf654;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;

/** The sandbox's back door. */
final class SandboxControl {

  private final HttpClient client = HttpClient.newHttpClient();
  private final URI root;

  SandboxControl(URI root) {
    this.root = root;
  }

  URI root() {
    return root;
  }

  void put(String what, String body) {
    send(request(what).PUT(BodyPublishers.ofString(body)));
  }

  void reset() {
    send(request("reset").POST(BodyPublishers.noBody()));
  }

  /** How many top-ups of a line the carriers' books show as completed. */
  long completed(String msisdn) {
    return send(request("books?msisdn=" + msisdn).GET()).lines().count();
  }

  private HttpRequest.Builder request(String what) {
    return HttpRequest.newBuilder(URI.create(root + "/sandbox/" + what))
        .header("Content-Type", "application/json");
  }

  private String send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      assertThat(response.statusCode()).as(response.body()).isBetween(200, 299);
      return response.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
