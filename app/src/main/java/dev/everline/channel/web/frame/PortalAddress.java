package dev.everline.channel.web.frame;

import dev.everline.account.Passkeys;
import dev.everline.kernel.setting.Setting;
import dev.everline.lan.HomeNetwork;
import dev.everline.lan.Lan;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Where the portal is, as browsers see it: by what is configured, or else as a request names it. A
 * request may name what it likes: a passkey counts for the host that it was made for only.
 */
public final class PortalAddress {

  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  private final Passkeys.@Nullable Site configured;
  private final HomeNetwork network;

  /**
   * @param origin such as {@code https://lines.example}, or blank
   * @throws dev.everline.kernel.ProblemException CONFIGURATION when it isn't an origin
   */
  PortalAddress(String origin, HomeNetwork network) {
    this.network = network;
    this.configured = origin.isBlank() ? null : parse(origin.strip());
  }

  private static Passkeys.Site parse(String origin) {
    try {
      URI parsed = URI.create(origin);
      if (parsed.getHost() != null && parsed.getScheme().matches("https?")) {
        return site(parsed.getScheme(), parsed.getHost(), parsed.getPort());
      }
    } catch (IllegalArgumentException notAnAddress) {
      // told below
    }
    throw Setting.wrong(
        "everline.portal.origin",
        origin,
        "which is no origin",
        "give one such as https://lines.example");
  }

  /** Whether it is the host that is configured. */
  public boolean isConfiguredAs(String host) {
    return configured != null && configured.host().equalsIgnoreCase(host);
  }

  /**
   * Where others find the portal: who is at this machine sees it under a name that leads every
   * other device to itself.
   */
  public String originForOthers(HttpServletRequest request) {
    return network.lan().map(Lan::origin).orElseGet(() -> site(request).origin());
  }

  public Passkeys.Site site(HttpServletRequest request) {
    return configured == null
        ? site(request.getScheme(), request.getServerName(), request.getServerPort())
        : configured;
  }

  private static Passkeys.Site site(String scheme, String host, int port) {
    boolean usual = port < 0 || port == (scheme.equals("https") ? HTTPS : HTTP);
    return new Passkeys.Site(host, scheme + "://" + host + (usual ? "" : ":" + port));
  }
}
