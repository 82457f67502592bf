package dev.everline.channel.web;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.json.JsonMapper;

/**
 * A provider of OpenID Connect on a socket, as strict as a real one: it knows one client, wants
 * PKCE, and gives each code once. Who comes is whom the test says; what it says can be made wrong.
 */
public final class OidcServer implements AutoCloseable {

  public static final String CLIENT = "everline-test";
  public static final String SECRET = "a secret of a test";

  /** What is wrong with the next tokens. */
  public enum Wrong {
    NOTHING,
    NONCE,
    KEY,
    AUDIENCE,
    ISSUER,
    AGE
  }

  private record Asked(String callback, String challenge, String nonce, String subject) {}

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpServer server;
  private final RSAKey key;
  private final RSAKey another;
  private final Map<String, Asked> codes = new ConcurrentHashMap<>();
  private final HttpClient http = HttpClient.newHttpClient();
  public volatile String subject = "somebody";
  public volatile Wrong wrong = Wrong.NOTHING;

  public OidcServer() {
    try {
      key = new RSAKeyGenerator(2048).keyID("one").generate();
      another = new RSAKeyGenerator(2048).keyID("one").generate();
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (JOSEException | IOException failure) {
      throw new IllegalStateException(failure);
    }
    server.createContext("/.well-known/openid-configuration", this::describe);
    server.createContext(
        "/jwks", exchange -> answer(exchange, 200, new JWKSet(key.toPublicJWK()).toString()));
    server.createContext("/authorize", this::authorize);
    server.createContext("/token", this::token);
    server.start();
  }

  public String issuer() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The settings by which the portal knows this server as {@code house}. */
  public String[] settings() {
    String place = "--everline.sign-in.providers[0].";
    return new String[] {
      place + "id=house",
      place + "name=The house's own",
      place + "issuer=" + issuer(),
      place + "client-id=" + CLIENT,
      place + "client-secret=" + SECRET
    };
  }

  /** Goes where the portal sent a browser, says yes, and tells where that leads. */
  public String agree(String address) {
    HttpResponse<String> answer;
    try {
      answer =
          http.send(
              HttpRequest.newBuilder(URI.create(address)).timeout(Duration.ofMinutes(2)).build(),
              HttpResponse.BodyHandlers.ofString());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
    return answer
        .headers()
        .firstValue("Location")
        .orElseThrow(() -> new IllegalStateException(answer.body()));
  }

  private void describe(HttpExchange exchange) throws IOException {
    answer(
        exchange,
        200,
        JSON.writeValueAsString(
            Map.of(
                "issuer",
                issuer(),
                "authorization_endpoint",
                issuer() + "/authorize",
                "token_endpoint",
                issuer() + "/token",
                "jwks_uri",
                issuer() + "/jwks",
                "response_types_supported",
                new String[] {"code"},
                "subject_types_supported",
                new String[] {"public"},
                "id_token_signing_alg_values_supported",
                new String[] {"RS256"})));
  }

  private void authorize(HttpExchange exchange) throws IOException {
    Map<String, String> asked = fields(exchange.getRequestURI().getRawQuery());
    boolean right =
        CLIENT.equals(asked.get("client_id"))
            && "code".equals(asked.get("response_type"))
            && "S256".equals(asked.get("code_challenge_method"))
            && "openid".equals(asked.get("scope"));
    if (!right) {
      answer(exchange, 400, "{\"error\":\"invalid_request\"}");
      return;
    }
    String code = UUID.randomUUID().toString();
    String callback = asked.getOrDefault("redirect_uri", "");
    codes.put(
        code,
        new Asked(
            callback,
            asked.getOrDefault("code_challenge", ""),
            asked.getOrDefault("nonce", ""),
            subject));
    String state = URLEncoder.encode(asked.getOrDefault("state", ""), StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Location", callback + "?code=" + code + "&state=" + state);
    answer(exchange, 302, "");
  }

  private void token(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    Map<String, String> given = fields(body);
    String who =
        URLEncoder.encode(CLIENT, StandardCharsets.UTF_8)
            + ":"
            + URLEncoder.encode(SECRET, StandardCharsets.UTF_8);
    String known =
        "Basic " + Base64.getEncoder().encodeToString(who.getBytes(StandardCharsets.UTF_8));
    Asked asked = codes.remove(given.getOrDefault("code", ""));
    boolean right =
        known.equals(exchange.getRequestHeaders().getFirst("Authorization"))
            && asked != null
            && asked.callback().equals(given.get("redirect_uri"))
            && asked.challenge().equals(challenge(given.getOrDefault("code_verifier", "")));
    if (!right || asked == null) {
      answer(exchange, 400, "{\"error\":\"invalid_grant\"}");
      return;
    }
    answer(
        exchange,
        200,
        JSON.writeValueAsString(
            Map.of(
                "access_token", UUID.randomUUID().toString(),
                "token_type", "Bearer",
                "id_token", idToken(asked))));
  }

  private String idToken(Asked asked) {
    Instant now = wrong == Wrong.AGE ? Instant.now().minusSeconds(7_200) : Instant.now();
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .issuer(wrong == Wrong.ISSUER ? "https://evil.example" : issuer())
            .audience(wrong == Wrong.AUDIENCE ? "another" : CLIENT)
            .subject(asked.subject())
            .claim("nonce", wrong == Wrong.NONCE ? "another" : asked.nonce())
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plusSeconds(300)))
            .build();
    SignedJWT token =
        new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("one").build(), claims);
    try {
      token.sign(new RSASSASigner(wrong == Wrong.KEY ? another : key));
    } catch (JOSEException failure) {
      throw new IllegalStateException(failure);
    }
    return token.serialize();
  }

  private static String challenge(String verifier) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static Map<String, String> fields(String text) {
    Map<String, String> fields = new HashMap<>();
    for (String field : text.split("&", -1)) {
      String[] parts = field.split("=", 2);
      fields.put(
          parts[0], parts.length < 2 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return fields;
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    try (exchange) {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    http.close();
  }
}
