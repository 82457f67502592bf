package dev.everline.carrier.tmf654;

import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Gives the {@code Authorization} of requests, and fetches tokens where they are to be fetched. */
final class Credentials {

  /** A token is renewed this long before it ends, so that it doesn't end under way. */
  private static final Duration EARLY = Duration.ofSeconds(30);

  /** How long a token is kept whose server doesn't say. */
  private static final long USUAL_LIFE_SECONDS = 300;

  private final Auth auth;
  private final Wire wire;
  private final BoundedJson json;
  private final Clock clock;
  private final ReentrantLock fetching = new ReentrantLock();
  private volatile @Nullable Token token;

  private record Token(String header, Instant until) {}

  /** No token could be had, so that the request can't be sent. */
  static final class NoToken extends Exception {
    private static final long serialVersionUID = 1L;

    NoToken(String message) {
      super(message);
    }
  }

  Credentials(Auth auth, Wire wire, BoundedJson json, Clock clock) {
    this.auth = auth;
    this.wire = wire;
    this.json = json;
    this.clock = clock;
  }

  /** The header's value, or null when none is sent. */
  @Nullable String header(Deadline deadline) throws NoToken {
    return switch (auth) {
      case Auth.None none -> null;
      case Auth.Basic basic -> basic(basic.user(), basic.password().value());
      case Auth.Bearer bearer -> "Bearer " + bearer.token().value();
      case Auth.ClientCredentials client -> fetched(client, deadline).header();
    };
  }

  /**
   * Forgets a token that the server has refused.
   *
   * @return whether another one may be had
   */
  boolean forget(@Nullable String refused) {
    if (!(auth instanceof Auth.ClientCredentials)) {
      return false;
    }
    Token current = token;
    // Somebody else may have fetched a new one since this request was sent.
    if (current != null && current.header().equals(refused)) {
      token = null;
    }
    return true;
  }

  private Token fetched(Auth.ClientCredentials client, Deadline deadline) throws NoToken {
    Token current = token;
    if (current != null && clock.instant().isBefore(current.until())) {
      return current;
    }
    try {
      if (!fetching.tryLock(deadline.remaining(), TimeUnit.NANOSECONDS)) {
        throw new NoToken("no token within the deadline");
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new NoToken("interrupted while waiting for a token");
    }
    try {
      current = token;
      if (current == null || !clock.instant().isBefore(current.until())) {
        current = fetch(client, deadline);
        token = current;
      }
      return current;
    } finally {
      fetching.unlock();
    }
  }

  private Token fetch(Auth.ClientCredentials client, Deadline deadline) throws NoToken {
    String form = "grant_type=client_credentials";
    if (client.scope() != null) {
      form += "&scope=" + encoded(client.scope());
    }
    HttpRequest request =
        HttpRequest.newBuilder(client.tokenUrl())
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Accept", "application/json")
            // RFC 6749 section 2.3.1 encodes both before they are joined.
            .header(
                "Authorization",
                basic(encoded(client.clientId()), encoded(client.clientSecret().value())))
            .POST(BodyPublishers.ofString(form))
            .build();
    return switch (wire.send(request, deadline)) {
      case Reply.Answered(int status, String body, var total) when status == 200 -> read(body);
      case Reply.Answered(int status, String body, var total) ->
          throw new NoToken("the token server answered " + status);
      case Reply.NotSent(String cause) -> throw new NoToken("the token server: " + cause);
      case Reply.Lost(String cause) -> throw new NoToken("the token server: " + cause);
    };
  }

  private Token read(String body) throws NoToken {
    JsonNode answer =
        json.read(body).orElseThrow(() -> new NoToken("the token server's answer isn't JSON"));
    String value = answer.path("access_token").stringValue("");
    if (value.isBlank() || !value.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
      throw new NoToken("the token server's answer holds no token");
    }
    JsonNode life = answer.path("expires_in");
    long seconds = life.isIntegralNumber() ? life.longValue(0) : USUAL_LIFE_SECONDS;
    Duration kept =
        Duration.ofSeconds(Math.clamp(seconds, 0, Duration.ofDays(1).toSeconds())).minus(EARLY);
    return new Token("Bearer " + value, clock.instant().plus(kept));
  }

  private static String basic(String user, String password) {
    byte[] joined = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(joined);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
