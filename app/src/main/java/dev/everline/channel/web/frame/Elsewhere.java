package dev.everline.channel.web.frame;

import dev.everline.catalog.Carrier;
import java.net.URI;
import java.util.Map;

/** Where people renew with a carrier itself that Everline can't pay from here. */
final class Elsewhere {

  private Elsewhere() {}

  /** The official address that is nearest to paying; the carrier has one at least. */
  static String site(Carrier carrier) {
    Map<String, String> sites = carrier.sites();
    for (String purpose : new String[] {"refill", "account", "home"}) {
      String site = sites.get(purpose);
      if (site != null) {
        return site;
      }
    }
    return sites.values().iterator().next();
  }

  /** What people know a site by: {@code mintmobile.com}. */
  static String host(String site) {
    String host = URI.create(site).getHost();
    return host == null ? site : host.replaceFirst("^www\\.", "");
  }
}
