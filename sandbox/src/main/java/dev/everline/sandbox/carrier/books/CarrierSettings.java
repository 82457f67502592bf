package dev.everline.sandbox.carrier.books;

import dev.everline.sandbox.carrier.wire.Json;
import dev.everline.sandbox.carrier.wire.Problem;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * How a carrier's door is set up.
 *
 * @param enforcesReference whether a reference that was used is answered by 409; otherwise the
 *     carrier pays again
 * @param referenceAttribute top-level attribute of a top-up that holds the customer's reference
 * @param auth how customers prove who they are
 */
public record CarrierSettings(boolean enforcesReference, String referenceAttribute, Auth auth) {

  private static final CarrierSettings USUAL =
      new CarrierSettings(true, "description", new Auth.None());

  /** How customers prove who they are. */
  public sealed interface Auth {

    /** Everyone may ask. */
    record None() implements Auth {}

    /** A user and a password with each request. */
    record Basic(String user, String password) implements Auth {}

    /** A fixed token with each request. */
    record Bearer(String token) implements Auth {}

    /** A token for a while, given for a client's id and secret. */
    record ClientCredentials(String clientId, String clientSecret, Duration tokenLife)
        implements Auth {}
  }

  /**
   * The settings by carrier; {@code *} stands for every carrier without its own.
   *
   * @param json what set them
   */
  public record ByCarrier(String json, Map<String, CarrierSettings> settings) {

    static ByCarrier none() {
      return new ByCarrier("{}", Map.of());
    }

    /**
     * @throws Problem when the JSON is not a set of settings
     */
    public static ByCarrier parse(String json) {
      Map<String, CarrierSettings> settings = new HashMap<>();
      for (Map.Entry<String, JsonNode> carrier :
          Json.object(Json.parse(json), "carriers").properties()) {
        settings.put(carrier.getKey(), CarrierSettings.parse(carrier.getValue()));
      }
      return new ByCarrier(json, Map.copyOf(settings));
    }

    CarrierSettings of(String carrier) {
      CarrierSettings own = settings.get(carrier);
      return own == null ? settings.getOrDefault("*", USUAL) : own;
    }
  }

  private static CarrierSettings parse(JsonNode node) {
    boolean enforces = USUAL.enforcesReference;
    String attribute = USUAL.referenceAttribute;
    Auth auth = USUAL.auth;
    for (Map.Entry<String, JsonNode> property : Json.object(node, "carrier").properties()) {
      JsonNode value = property.getValue();
      switch (property.getKey()) {
        case "enforcesReference" -> enforces = Json.flag(value, "enforcesReference");
        case "referenceAttribute" -> attribute = Json.text(value, "referenceAttribute");
        case "auth" -> auth = parseAuth(value);
        default ->
            throw Problem.badRequest(
                "setting '%s' is unknown; give enforcesReference, referenceAttribute or auth"
                    .formatted(property.getKey()));
      }
    }
    return new CarrierSettings(enforces, attribute, auth);
  }

  private static Auth parseAuth(JsonNode node) {
    String kind = Json.text(Json.object(node, "auth").get("kind"), "auth.kind");
    return switch (kind) {
      case "none" -> new Auth.None();
      case "basic" ->
          new Auth.Basic(
              Json.text(node.get("user"), "auth.user"),
              Json.text(node.get("password"), "auth.password"));
      case "bearer" -> new Auth.Bearer(Json.text(node.get("token"), "auth.token"));
      case "oauth2" ->
          new Auth.ClientCredentials(
              Json.text(node.get("clientId"), "auth.clientId"),
              Json.text(node.get("clientSecret"), "auth.clientSecret"),
              Duration.ofSeconds(
                  Json.wholeOr(node.get("tokenSeconds"), "auth.tokenSeconds", 1, 86_400, 300)));
      default ->
          throw Problem.badRequest(
              "auth.kind '%s' is unknown; give none, basic, bearer or oauth2".formatted(kind));
    };
  }
}
