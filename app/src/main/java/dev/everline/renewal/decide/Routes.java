package dev.everline.renewal.decide;

import dev.everline.carrier.CarrierConnector;
import java.util.List;
import java.util.Optional;

/** Finds the route to a carrier. */
@FunctionalInterface
public interface Routes {

  /**
   * @param carrier the carrier's id in the catalog
   */
  Optional<CarrierConnector> to(String carrier);

  /**
   * The exact route over which an order was started. Only that route can report the order's
   * outcome: another route that serves the carrier today would not find the order, and it would be
   * paid twice.
   *
   * @param route the route's name, as stored with the order
   * @param carrier the carrier's id in the catalog
   */
  default Optional<CarrierConnector> over(String route, String carrier) {
    return to(carrier).filter(connector -> connector.route().equals(route));
  }

  /** All connectors over which calls may be made, as far as they are known in advance. */
  default List<CarrierConnector> all() {
    return List.of();
  }
}
