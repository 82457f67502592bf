package dev.everline.sandbox.carrier.fault;

import dev.everline.sandbox.carrier.wire.Json;
import dev.everline.sandbox.carrier.wire.Problem;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * The fault plans by carrier; {@code *} stands for every carrier without one of its own.
 *
 * @param json what set them
 */
public record FaultPlans(String json, Map<String, FaultPlan> byCarrier) {

  public static FaultPlans none() {
    return new FaultPlans("{}", Map.of());
  }

  /**
   * @throws Problem when the JSON is not a set of fault plans
   */
  public static FaultPlans parse(String json) {
    Map<String, FaultPlan> plans = new HashMap<>();
    for (Map.Entry<String, JsonNode> plan : Json.object(Json.parse(json), "faults").properties()) {
      plans.put(plan.getKey(), FaultPlan.parse(plan.getValue()));
    }
    return new FaultPlans(json, Map.copyOf(plans));
  }

  public FaultPlan of(String carrier) {
    FaultPlan own = byCarrier.get(carrier);
    return own == null ? byCarrier.getOrDefault("*", NONE) : own;
  }

  private static final FaultPlan NONE = FaultPlan.none();
}
