package dev.everline.carrier.tmf654;

import dev.everline.carrier.CarrierRoute;
import dev.everline.carrier.Carriers;
import dev.everline.carrier.Secret;
import dev.everline.carrier.TopUpHint;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/**
 * Takes events about top-ups from carriers' servers, and believes none: each is at most a hint that
 * asking now is worth it. So forged, late and repeated events do no harm, and all are answered
 * alike, whether they meant something or not.
 */
@RestController
final class Tmf654Listener {

  static final String PATH = "/carriers/tmf654";

  private static final String EVENT =
      "/listener/{event:topupBalance(?:Create|Cancel|Failure)Event}";

  /** All that it answers. */
  static final List<String> PATHS = List.of(PATH + "/*/listener/*", PATH + "/*/*/listener/*");

  private static final int MOST_BYTES = 1 << 16;
  private static final Pattern REFERENCE = Pattern.compile("[!-~]{1,64}");

  private final Map<String, Tmf654Connector> byName = new HashMap<>();
  private final ApplicationEventPublisher events;
  private final BoundedJson json = new BoundedJson();

  Tmf654Listener(Carriers carriers, ApplicationEventPublisher events) {
    this.events = events;
    for (CarrierRoute route : carriers.routes()) {
      if (route.connector() instanceof Tmf654Connector connector
          && connector.settings().hub() != null) {
        byName.put(connector.settings().name(), connector);
      }
    }
  }

  @PostMapping({PATH + "/{route}" + EVENT, PATH + "/{route}/{secret}" + EVENT})
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void received(
      @PathVariable String route,
      @PathVariable(required = false) @Nullable String secret,
      HttpServletRequest request)
      throws IOException {
    Tmf654Connector connector = byName.get(route);
    if (connector == null || !knows(connector, secret)) {
      return;
    }
    byte[] body = request.getInputStream().readNBytes(MOST_BYTES + 1);
    if (body.length <= MOST_BYTES) {
      reference(body, connector.settings().naming().referenceAttribute())
          .ifPresent(ours -> events.publishEvent(new TopUpHint(connector.route(), ours)));
    }
  }

  private static boolean knows(Tmf654Connector connector, @Nullable String secret) {
    Tmf654Settings.Hub hub = connector.settings().hub();
    Secret expected = hub == null ? null : hub.secret();
    if (expected == null || secret == null) {
      return expected == null && secret == null;
    }
    return MessageDigest.isEqual(
        expected.value().getBytes(StandardCharsets.UTF_8), secret.getBytes(StandardCharsets.UTF_8));
  }

  private Optional<String> reference(byte[] body, String attribute) {
    return json.read(body)
        .map(event -> event.path("event").path("topupBalance").path(attribute))
        .filter(JsonNode::isString)
        .map(value -> value.stringValue(""))
        .filter(value -> REFERENCE.matcher(value).matches());
  }
}
