package dev.everline.carrier.tmf654;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** Requests to the resources of a server, with the proof of who asks. */
final class Tmf654Client implements AutoCloseable {

  private static final int UNAUTHORIZED = 401;

  private final String baseUrl;
  private final Wire wire;
  private final Credentials credentials;

  Tmf654Client(Tmf654Settings settings, BoundedJson json, Clock clock) {
    this.baseUrl = settings.baseUrl();
    this.wire = new Wire(settings.deadline());
    this.credentials = new Credentials(settings.auth(), wire, json, clock);
  }

  /**
   * @param path under the base address, with its query
   */
  Reply get(String carrier, String path, Deadline deadline) {
    return exchange(to(carrier, path).GET(), deadline);
  }

  /**
   * @param path under the base address
   * @param body JSON
   */
  Reply post(String carrier, String path, byte[] body, Deadline deadline) {
    return exchange(
        to(carrier, path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(body)),
        deadline);
  }

  /**
   * @param path under the base address
   */
  Reply delete(String carrier, String path, Deadline deadline) {
    return exchange(to(carrier, path).DELETE(), deadline);
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private HttpRequest.Builder to(String carrier, String path) {
    return HttpRequest.newBuilder(URI.create(baseUrl.replace("{carrier}", encoded(carrier)) + path))
        .header("Accept", "application/json")
        .header("User-Agent", "Everline");
  }

  private Reply exchange(HttpRequest.Builder request, Deadline deadline) {
    try {
      String authorization = credentials.header(deadline);
      Reply reply = send(request, authorization, deadline);
      // What was refused for its token was surely not done, so that it may be sent again.
      if (reply instanceof Reply.Answered answered
          && answered.status() == UNAUTHORIZED
          && credentials.forget(authorization)) {
        return send(request, credentials.header(deadline), deadline);
      }
      return reply;
    } catch (Credentials.NoToken none) {
      return new Reply.NotSent(String.valueOf(none.getMessage()));
    }
  }

  private Reply send(
      HttpRequest.Builder request, @Nullable String authorization, Deadline deadline) {
    if (authorization != null) {
      request.setHeader("Authorization", authorization);
    }
    return wire.send(request.build(), deadline);
  }

  @Override
  public void close() {
    wire.close();
  }
}
