package dev.everline.carrier;

import dev.everline.kernel.ProblemException;
import java.time.ZoneId;
import java.util.Map;

/** A kind of connector that routes can be configured with: the port that connectors plug into. */
public interface ConnectorKind {

  /** The kind's name in the configuration, such as {@code tmf654}. */
  String name();

  /**
   * Makes the connector of a configured route; sends nothing yet.
   *
   * @param place where the route stands in the configuration, for messages
   * @param zones each carrier's zone, by its id
   * @throws ProblemException when the route lacks something or has something wrong
   */
  CarrierConnector connect(String place, CarriersSettings.Route route, Map<String, ZoneId> zones);
}
