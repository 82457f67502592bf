package dev.everline.channel.web.door;

import dev.everline.account.Caller;
import dev.everline.account.Places;
import dev.everline.channel.web.frame.Cookies;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import org.springframework.http.HttpHeaders;

/** From where a request comes; a browser that comes for the first time gets its device's cookie. */
public final class Callers {

  /** As long as browsers keep a cookie at all. */
  private static final Duration DEVICE_LIFE = Duration.ofDays(400);

  private static final int LONGEST_SECRET = 100;

  private final Places places;

  Callers(Places places) {
    this.places = places;
  }

  /**
   * @param careful whether the member says that the place isn't to be trusted
   */
  public Caller of(HttpServletRequest request, HttpServletResponse response, boolean careful) {
    String secret =
        Cookies.read(request, Cookies.DEVICE)
            .filter(sent -> !sent.isEmpty() && sent.length() <= LONGEST_SECRET)
            .orElseGet(() -> mark(request, response));
    return new Caller(request.getRemoteAddr(), device(request), secret, careful);
  }

  /** What the browser calls itself; empty when it doesn't say. */
  public static String device(HttpServletRequest request) {
    String agent = request.getHeader(HttpHeaders.USER_AGENT);
    return agent == null ? "" : agent;
  }

  private String mark(HttpServletRequest request, HttpServletResponse response) {
    String secret = places.newDevice();
    Cookies.write(request, response, Cookies.DEVICE, secret, DEVICE_LIFE);
    return secret;
  }
}
