package dev.everline.channel.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.channel.api.ApiServer.Answer;
import java.time.LocalDate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Renewals that owners paid for outside, in the API. */
class OutsideRenewalApiTest {

  private static ApiServer server;

  @BeforeAll
  static void start() {
    server = new ApiServer();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private String line(String number) {
    Answer added =
        server.post(
            "/api/v1/lines",
            """
            {"number": "%s", "carrier": "us-mobile", "plan": "usmobile-starter",
             "valid_until": "%s", "brand_confirmed": true}
            """
                .formatted(number, server.today().plusDays(2)));
    assertThat(added.status()).isEqualTo(201);
    return "/api/v1/lines/" + added.text("/id");
  }

  @Test
  void isRecordedOnceShownAndUndone() {
    String line = line("+12125550150");
    LocalDate end = server.today().plusDays(2);
    String told =
        """
        {"paid": {"amount": "16.15", "currency": "USD"}, "paid_at": "STORE"}
        """;

    Answer recorded = server.post(line + "/outside-renewals", "a-key", told);
    assertThat(recorded.status()).isEqualTo(201);
    assertThat(recorded.text("/paid/amount")).isEqualTo("16.15");
    assertThat(recorded.text("/period_from")).isEqualTo(end.toString());
    String until = recorded.text("/valid_until");
    assertThat(LocalDate.parse(until)).isAfter(end);
    String id = recorded.text("/id");
    assertThat(server.post(line + "/outside-renewals", "a-key", told).text("/id")).isEqualTo(id);
    assertThat(server.get(line).text("/valid_until")).isEqualTo(until);
    assertThat(server.get(line + "/outside-renewals").text("/items/0/id")).isEqualTo(id);
    assertThat(server.get("/api/v1/outside-renewals/" + id).text("/paid_at")).isEqualTo("STORE");

    Answer undone = server.post("/api/v1/outside-renewals/" + id + "/undo", null);
    assertThat(undone.status()).isEqualTo(200);
    assertThat(undone.text("/undone_at")).isNotEmpty();
    assertThat(server.get(line).text("/valid_until")).isEqualTo(end.toString());
  }

  @Test
  void whatIsWrongIsNamedByItsField() {
    String line = line("+12125550151");
    assertThat(refused(line, "{\"paid_on\": \"tomorrow\"}")).contains("paid_on");
    assertThat(refused(line, "{\"paid_on\": \"%s\"}".formatted(server.today().plusDays(3))))
        .contains("paid_on");
    assertThat(refused(line, "{\"valid_until\": \"2026-02-30\"}")).contains("valid_until");
    assertThat(server.get(line + "/outside-renewals").body().at("/items").size()).isZero();
  }

  private static String refused(String line, String told) {
    Answer answer = server.post(line + "/outside-renewals", "wrong", told);
    assertThat(answer.status()).as(told).isEqualTo(400);
    return answer.body().toString();
  }
}
