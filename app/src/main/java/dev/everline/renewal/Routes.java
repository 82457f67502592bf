package dev.everline.renewal;

import dev.everline.carrier.CarrierConnector;
import java.util.Optional;

/** Finds the way to a carrier. */
@FunctionalInterface
public interface Routes {

  /**
   * @param carrier the carrier's id in the catalog
   */
  Optional<CarrierConnector> to(String carrier);
}
