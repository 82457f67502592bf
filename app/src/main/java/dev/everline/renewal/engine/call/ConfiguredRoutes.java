package dev.everline.renewal.engine.call;

import dev.everline.carrier.CarrierConnector;
import dev.everline.carrier.CarrierRoute;
import dev.everline.carrier.Carriers;
import dev.everline.renewal.decide.Routes;
import java.util.List;
import java.util.Optional;

/**
 * The routes of the configuration; one that now serves other carriers still handles its old orders.
 */
public record ConfiguredRoutes(Carriers carriers) implements Routes {

  @Override
  public Optional<CarrierConnector> to(String carrier) {
    return carriers.find(carrier);
  }

  @Override
  public Optional<CarrierConnector> over(String route, String carrier) {
    return carriers.routes().stream()
        .map(CarrierRoute::connector)
        .filter(connector -> connector.route().equals(route))
        .findFirst();
  }

  @Override
  public List<CarrierConnector> all() {
    return carriers.routes().stream().map(CarrierRoute::connector).toList();
  }
}
