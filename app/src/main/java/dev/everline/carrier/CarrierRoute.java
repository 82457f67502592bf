package dev.everline.carrier;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A connector and the carriers it is used for.
 *
 * @param carriers ids of carriers, or null for every carrier that no other route names
 */
public record CarrierRoute(CarrierConnector connector, @Nullable Set<String> carriers) {

  public CarrierRoute {
    carriers = carriers == null ? null : Set.copyOf(carriers);
  }

  /** A route for the carriers named. */
  public static CarrierRoute to(Set<String> carriers, CarrierConnector connector) {
    return new CarrierRoute(connector, carriers);
  }

  /** A route for every carrier that no other route names. */
  public static CarrierRoute toAll(CarrierConnector connector) {
    return new CarrierRoute(connector, null);
  }
}
