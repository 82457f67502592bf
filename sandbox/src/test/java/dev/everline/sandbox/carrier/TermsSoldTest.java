package dev.everline.sandbox.carrier;

import static dev.everline.sandbox.carrier.Customer.api;
import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.sandbox.carrier.wire.Json;
import java.io.IOException;
import java.math.BigDecimal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A term is bought as a characteristic of the product, at its own price. */
class TermsSoldTest extends RunningSandbox {

  @BeforeEach
  void addLine() {
    ObjectNode line = Customer.line(NUMBER);
    line.putObject("terms").put("P180D", 75_00);
    customer.hasLine(line);
  }

  private static ObjectNode termOf(String length, String amount) {
    ObjectNode body = Customer.topUp("ref-1", NUMBER);
    body.putObject("amount").put("amount", new BigDecimal(amount)).put("units", "USD");
    Json.object(body.path("product").path(0), "product")
        .putArray("productCharacteristic")
        .addObject()
        .put("name", "term")
        .put("value", length);
    return body;
  }

  private static Customer.Reply buy(ObjectNode body) throws IOException {
    return customer.post(api("topupBalance"), body.toString());
  }

  @Test
  void aTermMovesTheDateAndIsEchoed() throws IOException {
    Customer.Reply reply = buy(termOf("P180D", "75.00"));
    assertThat(reply.status()).isEqualTo(201);
    JsonNode echoed = reply.json().path("product").path(0).path("productCharacteristic").path(0);
    assertThat(echoed.path("name").stringValue()).isEqualTo("term");
    assertThat(echoed.path("value").stringValue()).isEqualTo("P180D");
    assertThat(customer.lookUp("ref-1").path(0).path("product"))
        .isEqualTo(reply.json().path("product"));
    assertThat(customer.validUntil(NUMBER)).isEqualTo("2027-05-30");
    JsonNode booked = Json.parse(customer.get("/sandbox/books").response().body());
    assertThat(booked.path("term").stringValue()).isEqualTo("P180D");
    assertThat(booked.path("periods").asInt()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "P180D, 74.99, insufficientAmount",
    "P180D, 90.00, wrongAmount",
    "P6M, 75.00, termNotSold",
    "half a year, 75.00, termNotSold",
  })
  void whatIsNotSoldSoIsRefusedAndBuysNothing(String length, String amount, String code)
      throws IOException {
    Customer.Reply reply = buy(termOf(length, amount));
    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.text("code")).isEqualTo(code);
    assertThat(customer.validUntil(NUMBER)).isEqualTo("2026-12-01");
    assertThat(customer.lookUp("ref-1")).isEmpty();
  }

  @Test
  void aTermAndSeveralPeriodsContradictEachOther() throws IOException {
    Customer.Reply reply = buy(termOf("P180D", "75.00").put("numberOfPeriods", 6));
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.text("message")).contains("numberOfPeriods");
  }

  @Test
  void aPendingTermIsPaidWhenItIsSettled() throws IOException {
    String pends = "12125550194";
    ObjectNode line = Customer.line(pends);
    line.putObject("terms").put("P180D", 75_00);
    customer.hasLine(line);
    customer.pendsForAnHour();
    ObjectNode body = termOf("P180D", "75.00");
    body.putObject("bucket").put("id", pends + "-money");
    body.putObject("partyAccount").put("id", pends);
    body.putArray("logicalResource").addObject().put("id", pends);
    assertThat(buy(body).text("status")).isEqualTo("created");
    customer.clock("2026-11-24T19:00:00Z");
    assertThat(customer.lookUp("ref-1").path(0).path("status").stringValue())
        .isEqualTo("completed");
    assertThat(customer.validUntil(pends)).isEqualTo("2027-05-30");
  }
}
