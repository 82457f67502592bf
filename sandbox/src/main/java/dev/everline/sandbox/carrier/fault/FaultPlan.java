package dev.everline.sandbox.carrier.fault;

import dev.everline.sandbox.carrier.wire.Json;
import dev.everline.sandbox.carrier.wire.Problem;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How often each kind of fault happens to a carrier's requests.
 *
 * @param odds the chance of each kind, 0 to 1; a kind that is missing never happens
 * @param millis how long the kinds take that take time
 * @param throttlePerSecond top-ups taken in a second, or 0 for no limit
 * @param seed of the draws, or null for the sandbox's own
 * @param numberOutcomes whether the last digits of a sample number choose its outcome
 */
public record FaultPlan(
    Map<FaultKind, Double> odds,
    Map<FaultKind, Long> millis,
    int throttlePerSecond,
    @Nullable Long seed,
    boolean numberOutcomes) {

  private static final long LONGEST_MILLIS = 3_600_000;
  private static final Map<FaultKind, Long> USUAL_MILLIS =
      Map.of(
          FaultKind.SLOW, 1_500L,
          FaultKind.TIME_OUT, 30_000L,
          FaultKind.PENDING, 2_000L,
          FaultKind.PENDING_FAILS, 2_000L,
          FaultKind.EVENT_LATE, 2_000L,
          FaultKind.EVENT_OUT_OF_ORDER, 1_000L);

  /** A carrier that never fails by chance. */
  static FaultPlan none() {
    return new FaultPlan(Map.of(), Map.of(), 0, null, true);
  }

  double odds(FaultKind kind) {
    return odds.getOrDefault(kind, 0.0);
  }

  public long millis(FaultKind kind) {
    Long told = millis.get(kind);
    return told == null ? USUAL_MILLIS.getOrDefault(kind, 0L) : told;
  }

  /**
   * @throws Problem when a name is unknown or a value out of bounds
   */
  static FaultPlan parse(JsonNode node) {
    Map<FaultKind, Double> odds = new EnumMap<>(FaultKind.class);
    Map<FaultKind, Long> millis = new EnumMap<>(FaultKind.class);
    int throttle = 0;
    Long seed = null;
    boolean outcomes = true;
    for (Map.Entry<String, JsonNode> property : Json.object(node, "faults").properties()) {
      String name = property.getKey();
      JsonNode value = property.getValue();
      switch (name) {
        case "throttle" ->
            throttle =
                (int)
                    Json.whole(
                        value.isObject() ? value.path("perSecond") : value,
                        "throttle.perSecond",
                        0,
                        1_000_000);
        case "seed" -> seed = Json.whole(value, "seed", Long.MIN_VALUE, Long.MAX_VALUE);
        case "numberOutcomes" -> outcomes = Json.flag(value, name);
        default -> {
          FaultKind kind = kind(name);
          odds.put(kind, Json.chance(value.isObject() ? value.path("p") : value, name));
          if (value.isObject()) {
            JsonNode told =
                value.has("afterMillis") ? value.path("afterMillis") : value.path("millis");
            if (!told.isMissingNode()) {
              millis.put(kind, Json.whole(told, name + ".millis", 0, LONGEST_MILLIS));
            }
          }
        }
      }
    }
    return new FaultPlan(Map.copyOf(odds), Map.copyOf(millis), throttle, seed, outcomes);
  }

  private static FaultKind kind(String name) {
    for (FaultKind kind : FaultKind.values()) {
      if (kind.key().equals(name) && kind != FaultKind.THROTTLE) {
        return kind;
      }
    }
    throw Problem.badRequest(
        "fault '%s' is unknown; see the table of faults in docs/sandbox.md".formatted(name));
  }
}
