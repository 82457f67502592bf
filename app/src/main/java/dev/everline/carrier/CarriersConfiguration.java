package dev.everline.carrier;

import dev.everline.catalog.Carrier;
import dev.everline.catalog.Catalog;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.kernel.setting.SettingNames;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * Makes the connectors of the configured routes at start, so that a wrong route stops the start.
 */
@Configuration(proxyBeanMethods = false)
class CarriersConfiguration {

  @Bean
  Carriers carriers(Environment environment, List<ConnectorKind> kinds, Catalog catalog) {
    CarriersSettings settings = CarriersSettings.from(environment);
    Map<String, ZoneId> zones =
        catalog.carriers().values().stream()
            .collect(Collectors.toUnmodifiableMap(Carrier::id, Carrier::zone));
    List<CarrierRoute> routes = new ArrayList<>();
    for (int i = 0; i < settings.routes().size(); i++) {
      CarriersSettings.Route route = settings.routes().get(i);
      String place = "everline.carriers.routes[" + i + "]";
      Set<String> carriers = Set.copyOf(route.carriers());
      boolean all = carriers.equals(Set.of("*"));
      if (!all) {
        check(place, carriers, zones.keySet());
      }
      CarrierConnector connector = kind(place, route.kind(), kinds).connect(place, route, zones);
      routes.add(all ? CarrierRoute.toAll(connector) : CarrierRoute.to(carriers, connector));
    }
    return new Carriers(routes);
  }

  private static ConnectorKind kind(String place, String name, List<ConnectorKind> kinds) {
    for (ConnectorKind kind : kinds) {
      if (kind.name().equals(name)) {
        return kind;
      }
    }
    throw new ProblemException(
        ProblemType.CONFIGURATION,
        place
            + ".kind '"
            + name
            + "' is unknown; there are: "
            + kinds.stream().map(ConnectorKind::name).sorted().collect(Collectors.joining(", "))
            + ".");
  }

  private static void check(String place, Set<String> carriers, Set<String> known) {
    if (carriers.isEmpty()) {
      throw new ProblemException(
          ProblemType.CONFIGURATION,
          place + ".carriers is empty; list ids of carriers, or * alone for all.");
    }
    for (String carrier : carriers) {
      if (!known.contains(carrier)) {
        throw new ProblemException(
            ProblemType.CONFIGURATION,
            place
                + ".carriers has '"
                + carrier
                + "', which is not in the catalog; 'everline catalog' lists the carriers.");
      }
    }
  }

  @Bean
  static SettingNames carrierSettingNames() {
    return CarriersSettings.names();
  }
}
