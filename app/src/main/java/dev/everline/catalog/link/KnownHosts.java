package dev.everline.catalog.link;

import dev.everline.catalog.Carrier;
import dev.everline.catalog.Catalog;
import dev.everline.catalog.LinkHost;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The hosts that the catalog names, and the domains that belong to carriers by them. */
final class KnownHosts {

  /**
   * A host, or a part of one.
   *
   * @param path which an address on it must have, or empty
   * @param kind {@code OFFICIAL} only where its record was looked up or is a carrier's own
   * @param record the record that names it, and where in the record
   */
  record Known(
      String host, String path, LinkHost.Kind kind, @Nullable String carrier, String record) {

    private boolean covers(WebAddress address) {
      return path.isEmpty()
          || address.path().equals(path)
          || address.path().startsWith(path + "/")
          || address.path().startsWith(path + "?");
    }
  }

  private final Map<String, List<Known>> byHost = new LinkedHashMap<>();

  /** The carrier's own host of each domain that is one carrier's alone. */
  private final Map<String, Known> domains = new LinkedHashMap<>();

  private final Map<String, String> homes = new HashMap<>();

  KnownHosts(Catalog catalog) {
    for (LinkHost host : catalog.linkHosts()) {
      boolean official = host.kind() == LinkHost.Kind.OFFICIAL;
      boolean confirmed = host.provenance().lookedUp();
      add(
          new Known(
              host.host(),
              "",
              host.kind(),
              host.carrier(),
              confirmed || !official ? "link-hosts.csv: " + host.host() : ""));
    }
    catalog.carriers().values().forEach(this::addSites);
    byHost.values().stream()
        .flatMap(List::stream)
        .filter(KnownHosts::isConfirmed)
        .forEach(this::addDomain);
  }

  /** Without a record where it is only said to be official. */
  private static boolean isConfirmed(Known known) {
    return known.kind() == LinkHost.Kind.OFFICIAL && !known.record().isEmpty();
  }

  private void add(Known known) {
    byHost.computeIfAbsent(known.host(), host -> new ArrayList<>()).add(known);
  }

  private void addSites(Carrier carrier) {
    carrier
        .sites()
        .forEach(
            (purpose, site) -> {
              WebAddress address = WebAddress.parse(site);
              if (address == null) {
                return;
              }
              boolean shared = isShared(address.domain()) || isShared(address.bareHost());
              String path = shared ? address.path().replaceFirst("/$", "") : "";
              add(
                  new Known(
                      address.bareHost(),
                      path,
                      LinkHost.Kind.OFFICIAL,
                      carrier.id(),
                      "carriers.yaml: " + carrier.id() + ", sites." + purpose));
              if (purpose.equals("home") || !homes.containsKey(carrier.id())) {
                homes.put(carrier.id(), address.bareHost());
              }
            });
  }

  private boolean isShared(String host) {
    return byHost.getOrDefault(host, List.of()).stream()
        .anyMatch(known -> known.kind() == LinkHost.Kind.SHARED);
  }

  private void addDomain(Known known) {
    WebAddress address = WebAddress.parse(known.host());
    if (address != null && known.path().isEmpty() && !isShared(address.domain())) {
      boolean itself = known.host().equals(address.domain());
      if (itself || !domains.containsKey(address.domain())) {
        domains.put(address.domain(), known);
      }
    }
  }

  /** What is known of an address by its host or by one above it; null when nothing is. */
  @Nullable Known of(WebAddress address) {
    String host = address.bareHost();
    for (String at = host; at.contains("."); at = at.substring(at.indexOf('.') + 1)) {
      for (Known known : byHost.getOrDefault(at, List.of())) {
        boolean doubtful = known.kind() == LinkHost.Kind.OFFICIAL && !isConfirmed(known);
        if (known.covers(address) && !(doubtful && domains.containsKey(address.domain()))) {
          return known;
        }
      }
      if (at.equals(address.domain())) {
        break;
      }
    }
    return domains.get(address.domain());
  }

  /** Whether a host or domain is a carrier's own. */
  boolean isOfficial(WebAddress address) {
    Known known = of(address);
    return known != null && isConfirmed(known);
  }

  /** Carriers by the registered names of their own domains, without hyphens. */
  Map<String, String> registeredNames() {
    Map<String, String> names = new LinkedHashMap<>();
    domains.forEach(
        (domain, known) -> {
          String carrier = known.carrier();
          if (carrier != null) {
            names.putIfAbsent(domain.substring(0, domain.indexOf('.')).replace("-", ""), carrier);
          }
        });
    return names;
  }

  /** The host that a carrier is best known by; null when it has none. */
  @Nullable String home(String carrier) {
    return homes.get(carrier);
  }

  /** The record that names a carrier's best known host. */
  @Nullable String homeRecord(String carrier) {
    String home = homes.get(carrier);
    return home == null
        ? null
        : byHost.getOrDefault(home, List.of()).stream()
            .filter(known -> carrier.equals(known.carrier()))
            .map(Known::record)
            .findFirst()
            .orElse(null);
  }

  /** Whether a domain's first label is written like this, hyphens and all. */
  boolean hasDomainNamed(String label) {
    return domains.keySet().stream().anyMatch(domain -> domain.startsWith(label + "."));
  }
}
