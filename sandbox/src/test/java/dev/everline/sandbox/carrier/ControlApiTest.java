package dev.everline.sandbox.carrier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.sandbox.carrier.wire.Json;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The back door: lines, clock and books. */
class ControlApiTest extends RunningSandbox {

  @Test
  void aLineIsShownAsItWasSet() {
    ObjectNode line =
        Customer.line(NUMBER)
            .put("taxMinor", 1_23)
            .put("currency", "USD")
            .put("balanceMinor", 5_00)
            .put("balanceExpiresOn", "2026-12-24")
            .put("anchorDay", 31)
            .put("zone", "America/Chicago");
    line.remove("validityDays");
    line.put("period", "P1M").put("basis", "billing-date").put("lateFirstDayCounts", true);
    line.putArray("balanceLives").addObject().put("atLeastMinor", 10_00).put("days", 30);
    line.putObject("terms").put("P3M", 40_00).put("P180D", 75_00);
    line.putArray("lateFees").addObject().put("fromDay", 1).put("amountMinor", 5_00);
    customer.hasLine(line);
    assertThat(customer.get("/sandbox/lines/" + NUMBER).json()).isEqualTo(line);
    assertThat(customer.get("/sandbox/lines/" + OTHER_NUMBER).status()).isEqualTo(404);
  }

  @Test
  void daysAreShownAsThePeriodThatTheyAre() {
    customer.hasLine(NUMBER);
    JsonNode line = customer.get("/sandbox/lines/" + NUMBER).json();
    assertThat(line.path("period").stringValue()).isEqualTo("P30D");
    assertThat(line.has("validityDays")).isFalse();
  }

  @Test
  void linesComeAsAnArrayOrOneAfterAnother() {
    String first = Customer.line(NUMBER).toString();
    String second = Customer.line(OTHER_NUMBER).toString();
    assertThat(set("[" + first + "," + second + "]")).isEqualTo(2);
    assertThat(set(first + "\n" + second + "\n")).isEqualTo(2);
    assertThat(set("[]")).isZero();
    assertThat(set("")).isZero();
    assertThat(customer.validUntil(OTHER_NUMBER)).isEqualTo("2026-12-01");
  }

  private static int set(String lines) {
    return customer.put("/sandbox/lines", lines).json().path("lines").asInt();
  }

  @Test
  void settingALineAgainReplacesIt() {
    customer.hasLine(NUMBER);
    customer.hasLine(Customer.line(NUMBER).put("validUntil", "2027-05-05"));
    assertThat(customer.validUntil(NUMBER)).isEqualTo("2027-05-05");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"carrier":"Mint Mobile"}         | carrier
          {"carrier":"sandbox"}             | carrier
          {"carrier":null}                  | carrier
          {"msisdn":"+12125550101"}         | msisdn
          {"msisdn":12125550101}            | msisdn
          {"basis":"activity"}              | basis
          {"basis":null}                    | basis
          {"validUntil":"2026-02-30"}       | validUntil
          {"validUntil":"10000-01-01"}      | validUntil
          {"priceMinor":-1}                 | priceMinor
          {"priceMinor":1.5}                | priceMinor
          {"validityDays":0}                | validityDays
          {"period":"1 month"}              | period
          {"period":"P0D"}                  | period
          {"period":"P1M"}                  | validityDays
          {"terms":{"P3M":0}}               | terms.P3M
          {"terms":{"quarter":4000}}        | terms
          {"terms":[3]}                     | terms
          {"lateFees":[{"fromDay":0,"amountMinor":1}]} | lateFees.fromDay
          {"lateFees":[{"fromDay":1}]}      | lateFees.amountMinor
          {"lateFees":5}                    | lateFees
          {"lateFirstDayCounts":"yes"}      | lateFirstDayCounts
          {"lateFirstDayCounts":true,"basis":"anniversary"} | lateFirstDayCounts
          {"basis":"plan-cycle","terms":{"P3M":4000}} | terms
          {"basis":"plan-cycle","lateFees":[{"fromDay":1,"amountMinor":1}]} | lateFees
          {"anchorDay":32}                  | anchorDay
          {"currency":"dollars"}            | currency
          {"zone":"Mars/Olympus"}           | zone
          {"balanceLives":[{"days":30}]}    | balanceLives.atLeastMinor
          {"balanceLives":7}                | balanceLives
          {"colour":"red"}                  | colour
          {"basis":"plan-cycle","priceMinor":0} | priceMinor
          """)
  void aLineThatCannotBeTakenIsNamedAndNoneIsSet(String change, String field) {
    ObjectNode wrong = Customer.line(OTHER_NUMBER);
    wrong.setAll(Json.object(Json.parse(change), "change"));
    Customer.Reply reply =
        customer.put("/sandbox/lines", Customer.line(NUMBER) + "\n" + wrong + "\n");
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.text("message")).startsWith("Line 2: ").contains(field);
    assertThat(customer.get("/sandbox/lines/" + NUMBER).status()).isEqualTo(404);
  }

  @Test
  void aPlanCycleRollsForwardAsTheClockMoves() throws IOException {
    customer.hasLine(
        Customer.line(NUMBER)
            .put("basis", "plan-cycle")
            .put("taxMinor", 1_00)
            .put("validUntil", "2026-12-01"));
    ObjectNode body = Customer.topUp("ref-1", NUMBER);
    body.putObject("amount").put("amount", 16).put("units", "USD");
    assertThat(customer.post(Customer.api("topupBalance"), body.toString()).status())
        .isEqualTo(201);
    assertThat(customer.validUntil(NUMBER)).isEqualTo("2026-12-01");
    customer.clock("2026-12-01T05:00:00Z");
    JsonNode line = customer.get("/sandbox/lines/" + NUMBER).json();
    assertThat(line.path("validUntil").stringValue()).isEqualTo("2026-12-31");
    assertThat(line.path("balanceMinor").asInt()).isZero();
    customer.clock("2026-11-25T05:00:00Z");
    assertThat(customer.validUntil(NUMBER)).isEqualTo("2026-12-01");
  }

  @Test
  void theClockStandsStillOrRuns() {
    customer.clock("2030-02-28T12:00:00Z");
    assertThat(customer.get("/sandbox/clock").text("now")).isEqualTo("2030-02-28T12:00:00Z");
    assertThat(customer.get("/sandbox/clock").json().path("real").asBoolean()).isFalse();
    assertThat(customer.put("/sandbox/clock", "{\"real\":true}").status()).isEqualTo(200);
    assertThat(customer.get("/sandbox/clock").json().path("real").asBoolean()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "{\"now\":\"tomorrow\"}", "{\"now\":\"9999-12-31T00:00:00Z\"}", "[]"})
  void aTimeThatIsNoneIsRefused(String body) {
    assertThat(customer.put("/sandbox/clock", body).status()).isEqualTo(400);
    assertThat(customer.get("/sandbox/clock").text("now")).isEqualTo("2026-11-24T17:00:00Z");
  }

  @Test
  void theBooksShowEveryCommittedTopUp() throws IOException {
    customer.hasLine(NUMBER);
    customer.hasLine(OTHER_NUMBER);
    assertThat(customer.topsUp("ref-1", NUMBER).status()).isEqualTo(201);
    assertThat(customer.topsUp("ref-2", OTHER_NUMBER).status()).isEqualTo(201);
    List<String> all = customer.get("/sandbox/books").response().body().lines().toList();
    assertThat(all).hasSize(2);
    JsonNode first = Json.parse(all.getFirst());
    assertThat(first.path("reference").stringValue()).isEqualTo("ref-1");
    assertThat(first.path("msisdn").stringValue()).isEqualTo(NUMBER);
    assertThat(first.path("amountMinor").asInt()).isEqualTo(15_00);
    assertThat(first.path("at").stringValue()).isEqualTo("2026-11-24T17:00:00Z");
    assertThat(first.path("validBefore").stringValue()).isEqualTo("2026-12-01");
    assertThat(first.path("validAfter").stringValue()).isEqualTo("2026-12-31");
    assertThat(books("?msisdn=" + OTHER_NUMBER)).contains("ref-2").doesNotContain("ref-1");
    assertThat(books("?carrier=mint")).contains("ref-1", "ref-2");
    assertThat(books("?carrier=metro")).isEmpty();
  }

  private static String books(String query) {
    return customer.get("/sandbox/books" + query).response().body();
  }

  @Test
  void theSummaryAddsUp() throws IOException {
    customer.hasLine(NUMBER);
    customer.hasLine("12125550199");
    assertThat(customer.topsUp("ref-1", NUMBER).status()).isEqualTo(201);
    assertThat(customer.topsUp("ref-2", "12125550199").status()).isEqualTo(201);
    JsonNode summary = customer.summary();
    assertThat(summary.path("count").asInt()).isEqualTo(3);
    assertThat(summary.path("distinctReferences").asInt()).isEqualTo(2);
    assertThat(summary.path("referencesPaidMoreThanOnce").asInt()).isEqualTo(1);
    JsonNode example = summary.path("examplesPaidMoreThanOnce").path(0);
    assertThat(example.path("reference").stringValue()).isEqualTo("ref-2");
    assertThat(example.path("times").asInt()).isEqualTo(2);
    assertThat(summary.path("money").path("mint").path("USD").decimalValue()).isEqualTo("45.00");
    assertThat(summary.path("faults").path("payTwice").asInt()).isEqualTo(1);
  }

  @Test
  void aResetForgetsEverything() throws IOException {
    customer.hasLine(NUMBER);
    assertThat(customer.topsUp("ref-1", NUMBER).status()).isEqualTo(201);
    customer.faults("{\"*\":{\"fail\":1}}");
    customer.reset();
    assertThat(customer.get("/sandbox/lines/" + NUMBER).status()).isEqualTo(404);
    assertThat(customer.get("/sandbox/clock").json().path("real").asBoolean()).isTrue();
    assertThat(customer.summary().path("count").asInt()).isZero();
    customer.hasLine(NUMBER);
    assertThat(customer.topsUp("ref-1", NUMBER).status()).isEqualTo(201);
  }
}
