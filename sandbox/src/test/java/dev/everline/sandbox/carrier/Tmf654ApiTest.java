package dev.everline.sandbox.carrier;

import static dev.everline.sandbox.carrier.Customer.api;
import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.sandbox.carrier.wire.Json;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The carriers' door speaks TMF654 v4. */
class Tmf654ApiTest extends RunningSandbox {

  @Test
  void aTopUpIsAnsweredWithTheWholeResource() throws IOException {
    customer.hasLine(NUMBER);
    Customer.Reply reply = customer.topsUp("ref-1", NUMBER);
    assertThat(reply.status()).isEqualTo(201);
    assertThat(reply.header("Location")).isEqualTo(reply.text("href"));
    assertThat(reply.text("status")).isEqualTo("completed");
    assertThat(reply.text("description")).isEqualTo("ref-1");
    assertThat(reply.text("@type")).isEqualTo("TopupBalance");
    assertThat(reply.text("requestedDate")).isEqualTo("2026-11-24T17:00:00Z");
    assertThat(reply.text("confirmationDate")).isEqualTo("2026-11-24T17:00:00Z");
    assertThat(reply.json().path("validFor").path("endDateTime").stringValue())
        .isEqualTo("2027-01-01T04:59:59Z");
    assertThat(reply.json().path("amount").path("amount").decimalValue()).isEqualTo("15.00");
    assertThat(customer.get(reply.text("href").replace(sandbox.baseUri().toString(), "")).json())
        .isEqualTo(reply.json());
    assertThat(customer.validUntil(NUMBER)).isEqualTo("2026-12-31");
  }

  @Test
  void attributesThatTheSandboxDoesNotKnowAreEchoedAndFindTheTopUp() throws IOException {
    customer.hasLine(NUMBER);
    ObjectNode body = Customer.topUp("ref-1", NUMBER).put("externalId", "mine-7");
    body.put("id", "forged").put("status", "failed");
    Customer.Reply reply = customer.post(api("topupBalance"), body.toString());
    assertThat(reply.text("externalId")).isEqualTo("mine-7");
    assertThat(reply.text("status")).isEqualTo("completed");
    assertThat(reply.text("id")).isEqualTo("1");
    JsonNode found = customer.get(api("topupBalance?externalId=mine-7")).json();
    assertThat(found.size()).isEqualTo(1);
    assertThat(customer.get(api("topupBalance?externalId=other")).json().size()).isZero();
  }

  @Test
  void listsArePagedAndCounted() throws IOException {
    customer.hasLine(NUMBER);
    for (int i = 1; i <= 5; i++) {
      assertThat(customer.topsUp("ref-" + i, NUMBER).status()).isEqualTo(201);
    }
    Customer.Reply all = customer.get(api("topupBalance"));
    assertThat(all.status()).isEqualTo(200);
    assertThat(all.header("X-Total-Count")).isEqualTo("5");
    assertThat(all.header("X-Result-Count")).isEqualTo("5");
    Customer.Reply page = customer.get(api("topupBalance?offset=3&limit=1"));
    assertThat(page.status()).isEqualTo(206);
    assertThat(page.header("X-Total-Count")).isEqualTo("5");
    assertThat(page.header("X-Result-Count")).isEqualTo("1");
    assertThat(page.json().path(0).path("id").stringValue()).isEqualTo("4");
    assertThat(customer.get(api("topupBalance?offset=9")).json().size()).isZero();
  }

  @Test
  void listsAreFilteredByAttributesHoweverDeep() throws IOException {
    customer.hasLine(NUMBER);
    customer.hasLine("12125550195");
    customer.pendsForAnHour();
    assertThat(customer.topsUp("ref & 1", NUMBER).status()).isEqualTo(201);
    assertThat(customer.topsUp("ref-2", "12125550195").text("status")).isEqualTo("created");
    assertThat(ids("description=ref+%26+1")).isEqualTo("1");
    assertThat(ids("id=2")).isEqualTo("2");
    assertThat(ids("status=completed")).isEqualTo("1");
    assertThat(ids("status=created&usageType=monetary")).isEqualTo("2");
    assertThat(ids("logicalResource.id=12125550195")).isEqualTo("2");
    assertThat(ids("product.id=mint-15&bucket.id=" + NUMBER + "-money")).isEqualTo("1");
    assertThat(ids("description=ref-2&status=completed")).isEmpty();
  }

  private static String ids(String filter) {
    StringBuilder ids = new StringBuilder();
    customer
        .get(api("topupBalance?" + filter))
        .json()
        .forEach(item -> ids.append(item.path("id").stringValue()));
    return ids.toString();
  }

  @Test
  void onlyTheFieldsAskedForAreShownBesideTheMandatoryOnes() throws IOException {
    customer.hasLine(NUMBER);
    assertThat(customer.topsUp("ref-1", NUMBER).status()).isEqualTo(201);
    assertThat(customer.get(api("topupBalance?fields=id")).json().path(0).propertyNames())
        .containsExactlyInAnyOrder("id", "href", "status", "@type");
    assertThat(customer.get(api("topupBalance/1?fields=description,amount")).json().propertyNames())
        .containsExactlyInAnyOrder("id", "href", "status", "@type", "description", "amount");
    assertThat(customer.get(api("bucket/" + NUMBER + "-money?fields=name")).json().propertyNames())
        .containsExactlyInAnyOrder("id", "href", "status", "@type", "name");
  }

  @Test
  void aLineHasABucketOfMoneyAndOneOfService() {
    customer.hasLine(
        Customer.line(NUMBER).put("balanceMinor", 12_34).put("balanceExpiresOn", "2026-12-15"));
    Customer.Reply reply = customer.get(api("bucket?logicalResource.id=" + NUMBER));
    assertThat(reply.header("X-Total-Count")).isEqualTo("2");
    JsonNode money = reply.json().path(0);
    assertThat(money.path("id").stringValue()).isEqualTo(NUMBER + "-money");
    assertThat(money.path("usageType").stringValue()).isEqualTo("monetary");
    assertThat(money.path("remainingValue").path("amount").decimalValue()).isEqualTo("12.34");
    assertThat(money.path("remainingValue").path("units").stringValue()).isEqualTo("USD");
    assertThat(money.path("validFor").path("endDateTime").stringValue())
        .isEqualTo("2026-12-16T04:59:59Z");
    JsonNode service = customer.get(api("bucket/" + NUMBER + "-service")).json();
    assertThat(service).isEqualTo(reply.json().path(1));
    assertThat(service.path("name").stringValue()).isEqualTo("service");
    assertThat(service.path("usageType").stringValue()).isEqualTo("other");
    assertThat(service.path("status").stringValue()).isEqualTo("active");
    assertThat(service.path("validFor").path("endDateTime").stringValue())
        .isEqualTo("2026-12-02T04:59:59Z");
    assertThat(customer.get(api("bucket?status=active&usageType=other")).json().size())
        .isEqualTo(1);
    assertThat(customer.get(api("bucket?logicalResource.id=" + OTHER_NUMBER)).json().size())
        .isZero();
  }

  @Test
  void afterItsLastDayALineIsSuspendedAndItsMoneyDies() {
    customer.hasLine(
        Customer.line(NUMBER).put("balanceMinor", 5_00).put("balanceExpiresOn", "2026-12-01"));
    customer.clock("2026-12-02T04:59:59Z");
    assertThat(customer.get(api("bucket/" + NUMBER + "-service")).text("status"))
        .isEqualTo("active");
    customer.clock("2026-12-02T05:00:00Z");
    assertThat(customer.get(api("bucket/" + NUMBER + "-service")).text("status"))
        .isEqualTo("suspended");
    Customer.Reply money = customer.get(api("bucket/" + NUMBER + "-money"));
    assertThat(money.text("status")).isEqualTo("expired");
    assertThat(money.json().path("remainingValue").path("amount").decimalValue()).isEqualTo("0.00");
  }

  @ParameterizedTest
  @CsvSource({
    // the night the clocks go forward, and the night they go back
    "America/New_York, 2026-03-07, 2026-03-08T04:59:59Z",
    "America/New_York, 2026-03-08, 2026-03-09T03:59:59Z",
    "America/New_York, 2026-11-01, 2026-11-02T04:59:59Z",
    "America/Los_Angeles, 2028-02-29, 2028-03-01T07:59:59Z",
    "Pacific/Honolulu, 2026-12-31, 2027-01-01T09:59:59Z",
    // here midnight itself is skipped
    "America/Santiago, 2026-09-05, 2026-09-06T03:59:59Z",
  })
  void thePeriodEndsWithTheDayWhereTheCarrierIs(String zone, LocalDate until, String end) {
    customer.hasLine(Customer.line(NUMBER).put("zone", zone).put("validUntil", until.toString()));
    assertThat(
            customer
                .get(api("bucket/" + NUMBER + "-service"))
                .json()
                .path("validFor")
                .path("endDateTime")
                .stringValue())
        .isEqualTo(end);
  }

  @Test
  void todayIsTheDayWhereTheCarrierIs() throws IOException {
    customer.hasLine(Customer.line(NUMBER).put("basis", "from-payment"));
    customer.hasLine(
        Customer.line(OTHER_NUMBER).put("basis", "from-payment").put("zone", "Pacific/Honolulu"));
    customer.clock("2026-12-05T07:00:00Z");
    assertThat(customer.topsUp("a", NUMBER).status()).isEqualTo(201);
    assertThat(customer.topsUp("b", OTHER_NUMBER).status()).isEqualTo(201);
    assertThat(customer.validUntil(NUMBER)).isEqualTo("2027-01-04");
    assertThat(customer.validUntil(OTHER_NUMBER)).isEqualTo("2027-01-03");
  }

  @Test
  void severalPeriodsArePaidAtOnce() throws IOException {
    customer.hasLine(NUMBER);
    ObjectNode body = Customer.topUp("ref-1", NUMBER).put("numberOfPeriods", 3);
    body.putObject("amount").put("amount", 45).put("units", "USD");
    Customer.Reply reply = customer.post(api("topupBalance"), body.toString());
    assertThat(reply.status()).isEqualTo(201);
    assertThat(reply.json().path("numberOfPeriods").asInt()).isEqualTo(3);
    assertThat(customer.validUntil(NUMBER)).isEqualTo("2027-03-01");
  }

  @Test
  void whatIsNotThereIsAnsweredBy404InTheStandardsShape() {
    customer.hasLine(NUMBER);
    for (String path :
        new String[] {
          api("topupBalance/77"),
          api("topupBalance/nonsense"),
          api("topupBalance/99999999999999999999"),
          api("bucket/nonsense"),
          api("bucket/" + OTHER_NUMBER + "-money"),
          api("voucher"),
          api("topupBalance/1/2"),
          "/",
          "/mint",
          "/sandbox/nonsense"
        }) {
      Customer.Reply reply = customer.get(path);
      assertThat(reply.status()).as(path).isEqualTo(404);
      assertThat(reply.text("code")).isEqualTo("notFound");
      assertThat(reply.text("status")).isEqualTo("404");
      assertThat(reply.text("reason")).isNotBlank();
      assertThat(reply.text("message")).isNotBlank();
      assertThat(reply.text("referenceError")).startsWith("urn:");
    }
  }

  @Test
  void anotherCarriersTopUpsAndLinesAreNotShown() throws IOException {
    customer.hasLine(NUMBER);
    assertThat(customer.topsUp("ref-1", NUMBER).status()).isEqualTo(201);
    String other = api("topupBalance").replace("mint", "metro");
    assertThat(customer.get(other).json().size()).isZero();
    assertThat(customer.get(other + "?description=ref-1").json().size()).isZero();
    assertThat(customer.get(other + "/1").status()).isEqualTo(404);
    Customer.Reply refused = customer.post(other, Customer.topUp("r", NUMBER).toString());
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text("code")).isEqualTo("unknownLine");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"amount":{"amount":0,"units":"USD"}}           | 400 | invalidRequest
          {"amount":{"amount":-15,"units":"USD"}}         | 400 | invalidRequest
          {"amount":{"amount":15.001,"units":"USD"}}      | 400 | invalidRequest
          {"amount":{"amount":1e999999999,"units":"USD"}} | 400 | invalidRequest
          {"amount":{"amount":1000000.01,"units":"USD"}}  | 400 | invalidRequest
          {"amount":{"amount":"15","units":"USD"}}        | 400 | invalidRequest
          {"amount":{"amount":15,"units":"dollars"}}      | 400 | invalidRequest
          {"amount":{"amount":15,"units":"EUR"}}          | 422 | otherCurrency
          {"amount":{"amount":14.99,"units":"USD"}}       | 422 | insufficientAmount
          {"amount":null}                                 | 400 | invalidRequest
          {"usageType":"data"}                            | 422 | unsupportedUsageType
          {"bucket":{"id":"12125550199-money"}}           | 400 | invalidRequest
          {"bucket":null}                                 | 400 | invalidRequest
          {"partyAccount":{"id":"+12125550101"}}          | 400 | invalidRequest
          {"logicalResource":[{"id":"12125550199"}]}      | 400 | invalidRequest
          {"product":[{"id":"another"}]}                  | 422 | planNotHeld
          {"product":[{"id":"a"},{"id":"b"}]}             | 400 | invalidRequest
          {"numberOfPeriods":0}                           | 400 | invalidRequest
          {"numberOfPeriods":2}                           | 422 | insufficientAmount
          {"voucher":"1234"}                              | 422 | unsupportedAttribute
          {"description":7}                               | 400 | invalidRequest
          {"description":"a\\u0000b"}                     | 400 | invalidRequest
          """)
  void aWrongTopUpIsRefusedAndLeavesNothingBehind(String change, int status, String code)
      throws IOException {
    customer.hasLine(NUMBER);
    ObjectNode body = Customer.topUp("ref-1", NUMBER);
    body.setAll(Json.object(Json.parse(change), "change"));
    Customer.Reply reply = customer.post(api("topupBalance"), body.toString());
    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.text("code")).isEqualTo(code);
    assertThat(customer.get(api("topupBalance")).json().size()).isZero();
    assertThat(customer.validUntil(NUMBER)).isEqualTo("2026-12-01");
  }

  @Test
  void whatIsNoJsonObjectIsRefused() throws IOException {
    for (String body :
        new String[] {"", "[", "[]", "7", "{\"a\":1}{\"b\":2}", "{\"a\":1,\"a\":2}"}) {
      Customer.Reply reply = customer.post(api("topupBalance"), body);
      assertThat(reply.status()).as(body).isEqualTo(400);
      assertThat(reply.text("code")).isEqualTo("invalidRequest");
    }
    Customer.Reply large = customer.post(api("topupBalance"), "\"" + "x".repeat(70_000) + "\"");
    assertThat(large.status()).isEqualTo(413);
    Customer.Reply form =
        customer.send(
            customer
                .request(api("topupBalance"))
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString("{}")));
    assertThat(form.status()).isEqualTo(415);
  }

  @Test
  void aWrongQueryOrMethodIsRefused() throws IOException {
    assertThat(customer.get(api("topupBalance?offset=-1")).status()).isEqualTo(400);
    assertThat(customer.get(api("topupBalance?limit=many")).status()).isEqualTo(400);
    assertThat(customer.get(api("topupBalance?description=%25zz")).status()).isEqualTo(200);
    assertThat(customer.post(api("bucket"), "{}").status()).isEqualTo(405);
    assertThat(customer.put(api("topupBalance"), "{}").status()).isEqualTo(405);
  }

  @Test
  void onlyAPendingTopUpCanBeCancelled() throws IOException {
    customer.hasLine(NUMBER);
    customer.hasLine("12125550194");
    customer.pendsForAnHour();
    assertThat(customer.topsUp("ref-1", NUMBER).status()).isEqualTo(201);
    assertThat(customer.topsUp("ref-2", "12125550194").text("status")).isEqualTo("created");
    HttpRequest.BodyPublisher cancelled =
        HttpRequest.BodyPublishers.ofString("{\"status\":\"cancelled\"}");
    Customer.Reply late =
        customer.send(customer.request(api("topupBalance/1")).method("PATCH", cancelled));
    assertThat(late.status()).isEqualTo(409);
    Customer.Reply inTime =
        customer.send(customer.request(api("topupBalance/2")).method("PATCH", cancelled));
    assertThat(inTime.status()).isEqualTo(200);
    assertThat(inTime.text("status")).isEqualTo("cancelled");
    customer.clock("2026-11-24T18:00:00Z");
    assertThat(customer.get(api("topupBalance/2")).text("status")).isEqualTo("cancelled");
    assertThat(customer.validUntil("12125550194")).isEqualTo("2026-12-01");
  }
}
