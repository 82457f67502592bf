package dev.everline.notice.push;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The push services of the browsers. A subscription contains whatever URL a browser gives, and the
 * server calls it; so only these hosts are ever called.
 *
 * @param loopback whether one on this machine may be called too, without TLS; for tests
 */
record PushHosts(boolean loopback) {

  /** Chromium-based browsers, Firefox, Safari, Edge. */
  private static final List<String> KNOWN =
      List.of(
          "fcm.googleapis.com",
          "push.services.mozilla.com",
          "push.apple.com",
          "notify.windows.com");

  boolean permit(URI endpoint) {
    @Nullable String host = endpoint.getHost();
    @Nullable String scheme = endpoint.getScheme();
    if (host == null || scheme == null || endpoint.getRawUserInfo() != null) {
      return false;
    }
    if (loopback && scheme.equals("http") && host.equals("127.0.0.1")) {
      return true;
    }
    String asked = host.toLowerCase(Locale.ROOT);
    boolean usualPort = endpoint.getPort() == -1 || endpoint.getPort() == 443;
    return scheme.equals("https")
        && usualPort
        && KNOWN.stream().anyMatch(known -> asked.equals(known) || asked.endsWith("." + known));
  }
}
