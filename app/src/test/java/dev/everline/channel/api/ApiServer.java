package dev.everline.channel.api;

import dev.everline.TestServer;
import dev.everline.account.Account;
import dev.everline.account.Accounts;
import dev.everline.account.ApiTokens;
import dev.everline.storage.TestDatabase;
import io.swagger.v3.oas.annotations.Hidden;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A server with two accounts to call it as. */
final class ApiServer extends TestServer {

  /** Paths that fail on purpose; found with the rest of the application. */
  @Hidden
  @RestController
  static final class Failing {

    @GetMapping("/api/v1/failing/{how}")
    String fail(@PathVariable String how) {
      return switch (how) {
        case "unforeseen" ->
            throw new IllegalStateException("the number 12125550100 is in this message");
        case "error" -> throw new StackOverflowError("the number 12125550100 is in this one too");
        case "forbidden" -> throw new AccessDeniedException("no");
        default -> how;
      };
    }
  }

  /** An answer, its body read. */
  record Answer(int status, JsonNode body, HttpResponse<String> whole) {

    String text(String pointer) {
      return body.at(pointer).asString();
    }

    String header(String name) {
      return whole.headers().firstValue(name).orElse("");
    }
  }

  final int port;
  final Account account;
  final String token;
  final Account other;
  final String otherToken;
  private final HttpClient http = HttpClient.newHttpClient();
  private final JsonMapper json = JsonMapper.builder().build();

  /**
   * @param settings as on a command line
   */
  ApiServer(String... settings) {
    this(options().with(settings));
  }

  /**
   * @param database closed with the server
   */
  ApiServer(TestDatabase database) {
    this(options().on(database));
  }

  private ApiServer(Options options) {
    super(options);
    port = port();
    account = account();
    other = get(Accounts.class).open("Another household", "America/New_York", null);
    token = get(ApiTokens.class).create(account.id(), "test", null);
    otherToken = get(ApiTokens.class).create(other.id(), "test", null);
  }

  Answer get(String path) {
    return send("GET", path, token, null, Map.of());
  }

  Answer post(String path, @Nullable String body) {
    return send("POST", path, token, body, Map.of());
  }

  Answer post(String path, String key, String body) {
    return send("POST", path, token, body, Map.of("Idempotency-Key", key));
  }

  Answer send(
      String method,
      String path,
      @Nullable String bearer,
      @Nullable String body,
      Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofMinutes(2))
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (bearer != null) {
      request.header("Authorization", "Bearer " + bearer);
    }
    if (body != null && !headers.containsKey("Content-Type")) {
      request.header("Content-Type", "application/json");
    }
    headers.forEach(request::header);
    try {
      HttpResponse<String> answer =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      JsonNode read = answer.body().isEmpty() ? json.nullNode() : json.readTree(answer.body());
      return new Answer(answer.statusCode(), read, answer);
    } catch (IOException failure) {
      throw new IllegalStateException(method + " " + path, failure);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }

  @Override
  public void close() {
    super.close();
    http.close();
  }
}
