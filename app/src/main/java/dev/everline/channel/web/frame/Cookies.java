package dev.everline.channel.web.frame;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;

/**
 * The portal's cookies. Behind TLS each has the prefix by which browsers refuse one that another
 * host, or a page without TLS, has planted; plain HTTP, for one's own machine, can't have it.
 */
public final class Cookies {

  public static final String SESSION = "everline";
  public static final String LANGUAGE = "everline-language";
  public static final String DEVICE = "everline-device";
  public static final String PROVIDER = "everline-provider";
  public static final String CSRF = "everline-form";

  private static final String PREFIX = "__Host-";

  private Cookies() {}

  public static String name(String name, boolean secure) {
    return secure ? PREFIX + name : name;
  }

  public static Optional<String> read(HttpServletRequest request, String name) {
    Cookie[] sent = request.getCookies();
    String wanted = name(name, request.isSecure());
    return sent == null
        ? Optional.empty()
        : Arrays.stream(sent)
            .filter(cookie -> cookie.getName().equals(wanted))
            .map(Cookie::getValue)
            .findFirst();
  }

  /** Scripts can't read it, and it goes along with no form of another site. */
  public static void write(
      HttpServletRequest request,
      HttpServletResponse response,
      String name,
      String value,
      Duration life) {
    ResponseCookie cookie =
        ResponseCookie.from(name(name, request.isSecure()), value)
            .httpOnly(true)
            .secure(request.isSecure())
            .sameSite("Lax")
            .path("/")
            .maxAge(life)
            .build();
    response.addHeader(HttpHeaders.SET_COOKIE, cookie.toString());
  }

  public static void delete(HttpServletRequest request, HttpServletResponse response, String name) {
    write(request, response, name, "", Duration.ZERO);
  }
}
