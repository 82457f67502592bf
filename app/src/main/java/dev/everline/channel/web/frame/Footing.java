package dev.everline.channel.web.frame;

import jakarta.servlet.http.HttpServletRequest;
import java.util.regex.Pattern;

/**
 * What browsers grant to the address that was asked: over TLS, and to a name, more than to others.
 *
 * @param secure whether camera, notices and the offline app are granted
 * @param named whether passkeys are kept for it
 * @param byName the same address by a name, or empty where none is known
 */
public record Footing(boolean secure, boolean named, String byName) {

  private static final Pattern ADDRESS = Pattern.compile("[\\d.]+|.*:.*");
  private static final Pattern OWN_MACHINE =
      Pattern.compile("localhost|.+\\.localhost|127\\..*|\\[?::1]?|\\[?0:0:0:0:0:0:0:1]?");

  static Footing of(HttpServletRequest request) {
    String host = request.getServerName();
    boolean own = OWN_MACHINE.matcher(host).matches();
    boolean named = !ADDRESS.matcher(host).matches();
    return new Footing(
        request.isSecure() || own,
        named,
        own && !named ? "http://localhost:" + request.getServerPort() : "");
  }
}
