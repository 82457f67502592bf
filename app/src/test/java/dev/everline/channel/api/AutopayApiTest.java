package dev.everline.channel.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.channel.api.ApiServer.Answer;
import java.time.LocalDate;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Lines of carriers' own autopay in the API. */
class AutopayApiTest {

  private static ApiServer server;

  @BeforeAll
  static void start() {
    server = new ApiServer();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** A line of US Mobile, which charges two days before the end. */
  private String line(String number, LocalDate end) {
    Answer added =
        server.post(
            "/api/v1/lines",
            """
            {"number": "%s", "carrier": "us-mobile", "plan": "usmobile-starter",
             "valid_until": "%s", "renewed_by": "CARRIER", "brand_confirmed": true}
            """
                .formatted(number, end));
    assertThat(added.status()).isEqualTo(201);
    return added.text("/id");
  }

  @Test
  void aLineTellsWhatIsExpectedAndItsOwnerAnswers() {
    LocalDate today = server.today();
    String line = line("+12125550140", today);
    String path = "/api/v1/lines/" + line;

    Answer seen = server.get(path);
    assertThat(seen.text("/renewed_by")).isEqualTo("CARRIER");
    assertThat(seen.text("/autopay/next_valid_until")).isEqualTo(today.plusDays(30).toString());
    assertThat(seen.body().at("/autopay/to_be_confirmed").asBoolean()).isTrue();
    Answer refused =
        server.post(
            path + "/orders",
            UUID.randomUUID().toString(),
            "{\"kind\": \"WHOLE_PERIOD\", \"periods\": 1}");
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.text("/type")).endsWith("renewed-by-carrier");

    assertThat(server.post(path + "/autopay-failed", null).body().at("/autopay_failed").asBoolean())
        .isTrue();
    assertThat(server.post(path + "/autopay-failed", null).status()).isEqualTo(409);
  }

  @Test
  void aConfirmedAutopayGivesTheLineItsNextEnd() {
    LocalDate today = server.today();
    String path = "/api/v1/lines/" + line("+12125550141", today);

    Answer confirmed = server.post(path + "/confirm-autopay", null);

    assertThat(confirmed.status()).isEqualTo(200);
    assertThat(confirmed.text("/valid_until")).isEqualTo(today.plusDays(30).toString());
    assertThat(confirmed.text("/validity_from/source")).isEqualTo("owner");
    assertThat(confirmed.body().at("/autopay/to_be_confirmed").asBoolean()).isFalse();
  }

  /** A client that lost the answer and asks again must not confirm the next charge as well. */
  @Test
  void aRepeatedConfirmationConfirmsNothingTwice() {
    LocalDate today = server.today();
    String path = "/api/v1/lines/" + line("+12125550144", today);

    assertThat(server.post(path + "/confirm-autopay", null).status()).isEqualTo(200);
    Answer again = server.post(path + "/confirm-autopay", null);

    assertThat(again.status()).isEqualTo(409);
    assertThat(again.text("/detail")).contains("nothing to confirm yet");
    assertThat(server.get(path).text("/valid_until")).isEqualTo(today.plusDays(30).toString());
  }

  /** Visible shows the first day without service; what is confirmed is the last day with it. */
  @Test
  void aConfirmedAutopayLeadsToTheLastDayThatWasAnnounced() {
    LocalDate today = server.today();
    Answer added =
        server.post(
            "/api/v1/lines",
            """
            {"number": "+12125550145", "carrier": "visible", "plan": "visible-base",
             "valid_until": "%s", "renewed_by": "CARRIER", "brand_confirmed": true}
            """
                .formatted(today));
    String path = "/api/v1/lines/" + added.text("/id");
    String announced = server.get(path).text("/autopay/next_valid_until");

    Answer confirmed = server.post(path + "/confirm-autopay", null);

    assertThat(confirmed.status()).isEqualTo(200);
    assertThat(confirmed.text("/valid_until")).isEqualTo(announced);
  }

  @Test
  void linesAreListedByWhoRenewsThem() {
    String line = line("+12125550142", server.today().plusDays(9));

    assertThat(server.get("/api/v1/lines?renewed_by=CARRIER").body().toString()).contains(line);
    assertThat(server.get("/api/v1/lines?renewed_by=OWNER").body().toString()).doesNotContain(line);
    assertThat(server.get("/api/v1/lines?renewed_by=NOBODY").status()).isEqualTo(400);
  }

  @Test
  void afterItsEndWithoutProofALineIsUnconfirmed() {
    String line = line("+12125550143", server.today().minusDays(3));

    assertThat(server.get("/api/v1/lines/" + line).text("/status")).isEqualTo("UNCONFIRMED");
  }
}
