package dev.everline.renewal.decide;

import dev.everline.carrier.CarrierConnector;
import java.util.List;
import java.util.Optional;

/** Finds the way to a carrier. */
@FunctionalInterface
public interface Routes {

  /**
   * @param carrier the carrier's id in the catalog
   */
  Optional<CarrierConnector> to(String carrier);

  /**
   * The very route that an order was started over. Only it can tell what became of the order:
   * another one, by which the carrier is reached today, would not find it, and it would be paid
   * twice.
   *
   * @param route the route's name, as the order keeps it
   * @param carrier the carrier's id in the catalog
   */
  default Optional<CarrierConnector> over(String route, String carrier) {
    return to(carrier).filter(connector -> connector.route().equals(route));
  }

  /** All connectors that calls may be made over, as far as they are known beforehand. */
  default List<CarrierConnector> all() {
    return List.of();
  }
}
