package dev.everline.carrier;

import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which connector serves which carrier. A route that names the carrier goes before the one for all
 * carriers.
 */
public final class Carriers implements AutoCloseable {

  private final List<CarrierRoute> routes;
  private final Map<String, CarrierConnector> byCarrier = new HashMap<>();
  private final Map<String, CarrierConnector> byRoute = new HashMap<>();
  private final @Nullable CarrierConnector forTheRest;

  /**
   * @throws ProblemException when two routes have one name, serve one carrier, or both serve all
   */
  public Carriers(List<CarrierRoute> routes) {
    this.routes = List.copyOf(routes);
    CarrierConnector rest = null;
    for (CarrierRoute route : routes) {
      CarrierConnector connector = route.connector();
      if (byRoute.put(connector.route(), connector) != null) {
        throw configuration("Two routes are named '" + connector.route() + "'; rename one.");
      }
      Set<String> named = route.carriers();
      if (named == null) {
        if (rest != null) {
          throw configuration(
              "The routes '%s' and '%s' both serve all carriers; let one of them name its carriers."
                  .formatted(rest.route(), connector.route()));
        }
        rest = connector;
      } else {
        named.forEach(carrier -> assign(carrier, connector));
      }
    }
    this.forTheRest = rest;
  }

  private void assign(String carrier, CarrierConnector connector) {
    CarrierConnector other = byCarrier.put(carrier, connector);
    if (other != null) {
      throw configuration(
          "The routes '%s' and '%s' both serve the carrier '%s'; take it from one of them."
              .formatted(other.route(), connector.route(), carrier));
    }
  }

  /**
   * The connector by which this carrier's lines are renewed.
   *
   * @throws ProblemException when no route serves the carrier
   */
  public CarrierConnector connectorFor(String carrierId) {
    return find(carrierId)
        .orElseThrow(
            () ->
                new ProblemException(
                    ProblemType.NOT_RENEWABLE,
                    ("No route serves the carrier '%s', so its lines can't be renewed from here;"
                            + " add it to the carriers of a route under everline.carriers.routes.")
                        .formatted(carrierId)));
  }

  /** The connector by which this carrier's lines are renewed, where there is one. */
  public Optional<CarrierConnector> find(String carrierId) {
    CarrierConnector named = byCarrier.get(carrierId);
    return Optional.ofNullable(named == null ? forTheRest : named);
  }

  /**
   * The connector of that name, by which a call that was made over it is looked up again, no matter
   * who serves the carrier by now.
   *
   * @param route as {@link CarrierConnector#route()} gave it
   * @throws ProblemException when there is no such route any more
   */
  public CarrierConnector connectorOf(String route) {
    CarrierConnector connector = byRoute.get(route);
    if (connector == null) {
      throw configuration(
          ("There is no route '%s' any more, yet calls made over it are still in doubt;"
                  + " restore it under everline.carriers.routes until they are settled.")
              .formatted(route));
    }
    return connector;
  }

  /** All routes, in the order given. */
  public List<CarrierRoute> routes() {
    return routes;
  }

  /** Closes the connections of the connectors that hold any. */
  @Override
  public void close() {
    List<RuntimeException> failures = new ArrayList<>();
    for (CarrierRoute route : routes) {
      if (route.connector() instanceof AutoCloseable closeable) {
        try {
          closeable.close();
        } catch (Exception failure) {
          failures.add(new IllegalStateException(route.connector().route(), failure));
        }
      }
    }
    if (!failures.isEmpty()) {
      throw failures.getFirst();
    }
  }

  private static ProblemException configuration(String message) {
    return new ProblemException(ProblemType.CONFIGURATION, message);
  }
}
