package dev.everline.sandbox.carrier;

import static dev.everline.sandbox.carrier.Customer.api;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.everline.sandbox.carrier.books.CarrierSettings;
import dev.everline.sandbox.carrier.wire.Answer;
import dev.everline.sandbox.carrier.wire.Json;
import dev.everline.sandbox.carrier.wire.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in. */
class AccessTest extends RunningSandbox {

  private static void auth(String json) {
    assertThat(customer.put("/sandbox/carriers", "{\"mint\":{\"auth\":" + json + "}}").status())
        .isEqualTo(200);
  }

  private static int status(String authorization) throws IOException {
    HttpRequest.Builder request = customer.request(api("bucket"));
    return customer
        .send(authorization.isEmpty() ? request : request.header("Authorization", authorization))
        .status();
  }

  private static String basic(String credentials) {
    return "Basic "
        + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
  }

  private static Customer.Reply token(String form) throws IOException {
    return customer.send(
        customer
            .request("/mint/oauth2/token")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form)));
  }

  @Test
  void aCarrierWithoutAuthenticationLetsEveryoneIn() throws IOException {
    auth("{\"kind\":\"none\"}");
    assertThat(status("")).isEqualTo(200);
  }

  @Test
  void basicWantsTheUserAndThePassword() throws IOException {
    auth("{\"kind\":\"basic\",\"user\":\"everline\",\"password\":\"pässword\"}");
    assertThat(status(basic("everline:pässword"))).isEqualTo(200);
    assertThat(status(basic("everline:other"))).isEqualTo(401);
    assertThat(status("")).isEqualTo(401);
    assertThat(customer.get(api("bucket")).text("code")).isEqualTo("unauthorized");
  }

  @Test
  void bearerWantsTheToken() throws IOException {
    auth("{\"kind\":\"bearer\",\"token\":\"t-1\"}");
    assertThat(status("Bearer t-1")).isEqualTo(200);
    assertThat(status("Bearer t-2")).isEqualTo(401);
    assertThat(status("")).isEqualTo(401);
  }

  @Test
  void clientCredentialsGetATokenThatIsGoodForOneCarrier() throws IOException {
    auth("{\"kind\":\"oauth2\",\"clientId\":\"id\",\"clientSecret\":\"secret\"}");
    assertThat(status("")).isEqualTo(401);
    Customer.Reply granted =
        token("grant_type=client_credentials&client_id=id&client_secret=secret");
    assertThat(granted.status()).isEqualTo(200);
    assertThat(granted.text("token_type")).isEqualTo("Bearer");
    assertThat(granted.json().path("expires_in").asInt()).isEqualTo(300);
    String bearer = "Bearer " + granted.text("access_token");
    assertThat(status(bearer)).isEqualTo(200);
    assertThat(status(bearer + "x")).isEqualTo(401);
    customer.put(
        "/sandbox/carriers",
        "{\"*\":{\"auth\":{\"kind\":\"oauth2\",\"clientId\":\"id\",\"clientSecret\":\"secret\"}}}");
    Customer.Reply other =
        customer.send(
            customer
                .request(api("bucket").replace("mint", "metro"))
                .header("Authorization", bearer));
    assertThat(other.status()).isEqualTo(401);
  }

  @Test
  void theClientMayProveItselfInTheHeader() throws IOException {
    auth("{\"kind\":\"oauth2\",\"clientId\":\"id\",\"clientSecret\":\"secret\"}");
    Customer.Reply granted =
        customer.send(
            customer
                .request("/mint/oauth2/token")
                .header("Authorization", basic("id:secret"))
                .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials")));
    assertThat(granted.status()).isEqualTo(200);
  }

  @Test
  void aWrongClientGetsNoToken() throws IOException {
    auth("{\"kind\":\"oauth2\",\"clientId\":\"id\",\"clientSecret\":\"secret\"}");
    Customer.Reply wrong = token("grant_type=client_credentials&client_id=id&client_secret=no");
    assertThat(wrong.status()).isEqualTo(401);
    assertThat(wrong.text("error")).isEqualTo("invalid_client");
    assertThat(token("grant_type=password").text("error")).isEqualTo("unsupported_grant_type");
  }

  @Test
  void aTokenExpires() {
    Instant start = Instant.parse("2026-11-24T12:00:00Z");
    AtomicReference<Instant> now = new AtomicReference<>(start);
    InstantSource moved = now::get;
    Access access = new Access(moved.withZone(ZoneOffset.UTC));
    CarrierSettings.Auth auth =
        new CarrierSettings.Auth.ClientCredentials("id", "secret", Duration.ofSeconds(60));
    String token =
        token(access.token(auth, "mint", basic("id:secret"), "grant_type=client_credentials"));
    access.require(auth, "mint", "Bearer " + token);
    now.set(start.plusSeconds(60));
    assertThatExceptionOfType(Problem.class)
        .isThrownBy(() -> access.require(auth, "mint", "Bearer " + token))
        .satisfies(problem -> assertThat(problem.status()).isEqualTo(401));
  }

  private static String token(Answer answer) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Answer.Body body = answer.body();
    assertThat(body).isNotNull();
    try {
      if (body != null) {
        body.writeTo(out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Json.parse(out.toByteArray()).path("access_token").asString("");
  }

  @Test
  void secretsAreNotShownAgain() {
    auth("{\"kind\":\"oauth2\",\"clientId\":\"id\",\"clientSecret\":\"hidden\"}");
    String shown = customer.get("/sandbox/carriers").response().body();
    assertThat(shown).contains("oauth2").doesNotContain("hidden");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"kind\":\"magic\"}",
        "{\"kind\":\"basic\",\"user\":\"u\"}",
        "{\"kind\":\"oauth2\",\"clientId\":\"i\",\"clientSecret\":\"s\",\"tokenSeconds\":0}",
        "{}"
      })
  void settingsThatCannotBeTakenAreRefused(String auth) {
    Customer.Reply reply = customer.put("/sandbox/carriers", "{\"mint\":{\"auth\":" + auth + "}}");
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.text("message")).contains("auth.");
  }
}
