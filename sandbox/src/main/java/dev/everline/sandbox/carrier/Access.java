package dev.everline.sandbox.carrier;

import dev.everline.sandbox.carrier.books.CarrierSettings.Auth;
import dev.everline.sandbox.carrier.wire.Answer;
import dev.everline.sandbox.carrier.wire.Json;
import dev.everline.sandbox.carrier.wire.Problem;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Lets customers in: no proof, basic, a fixed bearer token, or a token for a while by OAuth 2
 * client credentials (RFC 6749, section 4.4). Tokens live by the machine's clock and die with the
 * process.
 */
final class Access {

  private static final int MANY_TOKENS = 10_000;

  private final Clock machine;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Grant> tokens = new ConcurrentHashMap<>();

  private record Grant(String carrier, Instant until) {}

  Access(Clock machine) {
    this.machine = machine;
  }

  /**
   * @throws Problem when the request doesn't prove who sends it
   */
  void require(Auth auth, String carrier, @Nullable String authorization) {
    String header = authorization == null ? "" : authorization;
    boolean known =
        switch (auth) {
          case Auth.None() -> true;
          case Auth.Basic(String user, String password) -> same(header, basic(user, password));
          case Auth.Bearer(String token) -> same(header, "Bearer " + token);
          case Auth.ClientCredentials(var id, var secret, var life) -> holdsGrant(header, carrier);
        };
    if (!known) {
      throw Problem.of(
          401,
          "unauthorized",
          "The request does not prove who sends it",
          "Send the Authorization that this carrier expects; a token may have expired.");
    }
  }

  private boolean holdsGrant(String header, String carrier) {
    Grant grant =
        header.startsWith("Bearer ") ? tokens.get(header.substring("Bearer ".length())) : null;
    return grant != null
        && grant.carrier().equals(carrier)
        && machine.instant().isBefore(grant.until());
  }

  /** Answers a request for a token, as RFC 6749 says. */
  Answer token(Auth auth, String carrier, @Nullable String authorization, String form) {
    if (!(auth instanceof Auth.ClientCredentials client)) {
      return refusal(400, "invalid_request");
    }
    Map<String, String> fields = fields(form);
    if (!"client_credentials".equals(fields.get("grant_type"))) {
      return refusal(400, "unsupported_grant_type");
    }
    boolean byHeader =
        authorization != null
            && same(authorization, basic(client.clientId(), client.clientSecret()));
    boolean byForm =
        same(fields.getOrDefault("client_id", ""), client.clientId())
            && same(fields.getOrDefault("client_secret", ""), client.clientSecret());
    if (!byHeader && !byForm) {
      return refusal(401, "invalid_client");
    }
    Instant now = machine.instant();
    if (tokens.size() > MANY_TOKENS) {
      tokens.values().removeIf(grant -> !now.isBefore(grant.until()));
    }
    byte[] bytes = new byte[24];
    random.nextBytes(bytes);
    String token = HexFormat.of().formatHex(bytes);
    tokens.put(token, new Grant(carrier, now.plus(client.tokenLife())));
    ObjectNode body = Json.MAPPER.createObjectNode();
    body.put("access_token", token);
    body.put("token_type", "Bearer");
    body.put("expires_in", client.tokenLife().toSeconds());
    return Answer.of(200, body).with("Cache-Control", "no-store");
  }

  private static Answer refusal(int status, String error) {
    Answer answer = Answer.of(status, Json.MAPPER.createObjectNode().put("error", error));
    return status == 401 ? answer.with("WWW-Authenticate", "Basic realm=\"token\"") : answer;
  }

  private static Map<String, String> fields(String form) {
    Map<String, String> fields = new HashMap<>();
    for (String pair : form.split("&", 100)) {
      int at = pair.indexOf('=');
      if (at > 0) {
        fields.put(decoded(pair.substring(0, at)), decoded(pair.substring(at + 1)));
      }
    }
    return fields;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw Problem.badRequest("The form holds a broken % sequence");
    }
  }

  private static String basic(String user, String password) {
    return "Basic "
        + Base64.getEncoder()
            .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
  }

  private static boolean same(String given, String expected) {
    return MessageDigest.isEqual(
        given.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8));
  }
}
