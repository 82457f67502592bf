package dev.everline.notice.push;

import com.interaso.webpush.WebPush;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Hands a notice to the push service of a browser, sealed so that only the browser can read it. */
public final class PushService {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** How long the push service keeps it for a browser that is off; older news is no use. */
  private static final Duration KEPT = Duration.ofDays(2);

  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,6}");

  private final PushKeys keys;
  private final PushHosts hosts;
  private final String contact;
  // No redirects: they would lead past the list of hosts.
  private final HttpClient http =
      HttpClient.newBuilder()
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(PATIENCE)
          .build();

  PushService(PushKeys keys, PushHosts hosts, String contact) {
    this.keys = keys;
    this.hosts = hosts;
    this.contact = contact;
  }

  /** The push service's answer. */
  public sealed interface Answer {}

  /** It has accepted the message and does the rest. */
  public record Taken() implements Answer {}

  /** The browser has ended its subscription; there never will be another answer. */
  public record Gone() implements Answer {}

  /**
   * Not now.
   *
   * @param after how long it wants to be left alone, or null when it didn't say
   */
  public record Later(@Nullable Duration after) implements Answer {}

  /**
   * It will never accept this message.
   *
   * @param status of HTTP, or 0 when the address may not be called
   */
  public record Refused(int status) implements Answer {}

  /** Whether a browser's subscription is at a push service that may be called. */
  public boolean reaches(PushAddress address) {
    return hosts.permit(address.endpoint());
  }

  /**
   * Sends a notice and waits for the answer, ten seconds at most.
   *
   * @param topic a notice that still waits for the browser is replaced by another of its topic: at
   *     most 32 characters of base64url
   */
  public Answer send(PushAddress address, byte[] notice, String topic) {
    if (!reaches(address)) {
      return new Refused(0);
    }
    WebPush push = new WebPush(contact, keys.keys());
    HttpRequest.Builder request = HttpRequest.newBuilder(address.endpoint()).timeout(PATIENCE);
    Map<String, String> headers =
        new HashMap<>(
            push.getHeaders(
                address.endpoint().toString(),
                (int) KEPT.toSeconds(),
                topic,
                WebPush.Urgency.Normal));
    headers.forEach(request::header);
    byte[] sealed = push.getBody(notice, address.key(), address.secret());
    try {
      return answer(
          http.send(
              request.POST(HttpRequest.BodyPublishers.ofByteArray(sealed)).build(),
              HttpResponse.BodyHandlers.discarding()));
    } catch (IOException unreachable) {
      return new Later(null);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return new Later(null);
    }
  }

  private static Answer answer(HttpResponse<Void> response) {
    int status = response.statusCode();
    return switch (status) {
      case 404, 410 -> new Gone();
      // The last three concern our keys or clock, which the operator can fix.
      case 408, 429, 401, 402, 403 -> new Later(retryAfter(response));
      default ->
          status >= 200 && status < 300
              ? new Taken()
              : status >= 500 ? new Later(retryAfter(response)) : new Refused(status);
    };
  }

  private static @Nullable Duration retryAfter(HttpResponse<Void> response) {
    return response
        .headers()
        .firstValue("Retry-After")
        .filter(value -> SECONDS.matcher(value).matches())
        .map(value -> Duration.ofSeconds(Long.parseLong(value)))
        .orElse(null);
  }
}
