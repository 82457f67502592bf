package dev.everline.sandbox.carrier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpServer;
import dev.everline.sandbox.carrier.wire.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Adjustments, transfers and reservations: the rest of TMF654. */
class BalanceActsTest extends RunningSandbox {

  @BeforeEach
  void twoLinesWithMoney() {
    for (String number : List.of(NUMBER, OTHER_NUMBER)) {
      has(number, 5_00);
    }
  }

  private static void has(String number, int balanceMinor) {
    customer.hasLine(Customer.line(number).put("balanceMinor", balanceMinor));
  }

  private static Customer.Reply adjusts(String reference, String number, String amount)
      throws IOException {
    return post("adjustBalance", Customer.act(reference, number, amount));
  }

  private static Customer.Reply reserves(String reference, String amount) throws IOException {
    return post("reserveBalance", Customer.act(reference, NUMBER, amount));
  }

  private static Customer.Reply post(String resource, ObjectNode body) throws IOException {
    return customer.post(api(resource), body.toString());
  }

  private static Customer.Reply cancels(String resource, String id) throws IOException {
    return customer.send(
        customer
            .request(api(resource + "/" + id))
            .method(
                "PATCH",
                HttpRequest.BodyPublishers.ofString(
                    "{\"status\":\"cancelled\",\"reason\":\"no longer\"}")));
  }

  private static String api(String path) {
    return Customer.api(path);
  }

  private static String remaining(String number) {
    return customer.money(number, "remainingValue");
  }

  private static String reserved() {
    return customer.money(NUMBER, "reservedValue");
  }

  @Test
  void anAdjustmentGivesAndTakesAndNeverMoreThanThereIs() throws IOException {
    Customer.Reply given = adjusts("a-1", NUMBER, "2.50");
    assertThat(given.status()).isEqualTo(201);
    assertThat(given.text("status")).isEqualTo("completed");
    assertThat(given.text("@type")).isEqualTo("AdjustBalance");
    assertThat(given.text("requestedDate")).isEqualTo("2026-11-24T17:00:00Z");
    assertThat(given.text("confirmationDate")).isEqualTo("2026-11-24T17:00:00Z");
    assertThat(given.header("Location")).isEqualTo(given.text("href"));
    assertThat(customer.get(given.text("href").replace(sandbox.baseUri().toString(), "")).json())
        .isEqualTo(given.json());
    assertThat(remaining(NUMBER)).isEqualTo("7.50");

    assertThat(adjusts("a-2", NUMBER, "-7.50").status()).isEqualTo(201);
    assertThat(remaining(NUMBER)).isEqualTo("0.00");

    Customer.Reply refused = adjusts("a-3", NUMBER, "-0.01");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text("code")).isEqualTo("insufficientBalance");
    assertThat(remaining(NUMBER)).isEqualTo("0.00");
    assertThat(customer.validUntil(NUMBER)).isEqualTo("2026-12-01");
  }

  @Test
  void aTransferTakesFromOneLineWhatItGivesToAnother() throws IOException {
    Customer.Reply moved =
        post("transferBalance", Customer.transfer("t-1", NUMBER, OTHER_NUMBER, "1.25"));
    assertThat(moved.status()).isEqualTo(201);
    assertThat(moved.text("@type")).isEqualTo("TransferBalance");
    assertThat(remaining(NUMBER)).isEqualTo("3.75");
    assertThat(remaining(OTHER_NUMBER)).isEqualTo("6.25");

    for (ObjectNode wrong :
        List.of(
            Customer.transfer("t-2", NUMBER, OTHER_NUMBER, "3.76"),
            Customer.transfer("t-3", NUMBER, "12125550188", "1"))) {
      assertThat(post("transferBalance", wrong).status()).isEqualTo(422);
    }
    assertThat(remaining(NUMBER)).isEqualTo("3.75");
    assertThat(remaining(OTHER_NUMBER)).isEqualTo("6.25");
  }

  @Test
  void whatIsReservedIsHeldUntilItIsLetGo() throws IOException {
    Customer.Reply held = reserves("r-1", "3.00");
    assertThat(held.status()).isEqualTo(201);
    assertThat(remaining(NUMBER)).isEqualTo("2.00");
    assertThat(reserved()).isEqualTo("3.00");
    assertThat(adjusts("a-1", NUMBER, "-2.01").status()).isEqualTo(422);
    assertThat(reserves("r-2", "1.50").status()).isEqualTo(201);
    assertThat(reserved()).isEqualTo("4.50");

    Customer.Reply freed = cancels("reserveBalance", held.text("id"));
    assertThat(freed.status()).isEqualTo(200);
    assertThat(freed.text("status")).isEqualTo("cancelled");
    assertThat(remaining(NUMBER)).isEqualTo("3.50");
    assertThat(reserved()).isEqualTo("1.50");

    assertThat(cancels("reserveBalance", held.text("id")).text("code")).isEqualTo("alreadySettled");
    assertThat(remaining(NUMBER)).isEqualTo("3.50");
    assertThat(reserves("r-1", "1").status()).as("its reference is free again").isEqualTo(201);
  }

  @Test
  void withoutAnAmountAllThatThereIsIsReserved() throws IOException {
    ObjectNode all = Customer.act("r-1", NUMBER, "1").without("amount");
    Customer.Reply held = post("reserveBalance", all);
    assertThat(held.json().path("amount").path("amount").decimalValue()).isEqualTo("5.00");
    assertThat(remaining(NUMBER)).isEqualTo("0.00");
    assertThat(post("reserveBalance", all.put("description", "r-2")).status()).isEqualTo(422);
  }

  @Test
  void whatIsDoneCannotBeCancelled() throws IOException {
    String id = adjusts("a-1", NUMBER, "1").text("id");
    assertThat(cancels("adjustBalance", id).status()).isEqualTo(409);
    assertThat(cancels("transferBalance", id).status()).as("of another kind").isEqualTo(404);
    assertThat(remaining(NUMBER)).isEqualTo("6.00");
  }

  @Test
  void aHundredTimesAtOnceUnderOneReferenceIsOnce() throws Exception {
    List<Integer> statuses = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> answers = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        answers.add(threads.submit(() -> adjusts("a-1", NUMBER, "0.01").status()));
      }
      for (Future<Integer> answer : answers) {
        statuses.add(answer.get());
      }
    }
    assertThat(statuses).containsOnlyOnce(201).containsOnly(201, 409);
    assertThat(remaining(NUMBER)).isEqualTo("5.01");
  }

  @Test
  void aReferenceIsUsedForEachKindByItselfAndNotByARefusal() throws IOException {
    assertThat(reserves("same", "9.00").status()).isEqualTo(422);
    assertThat(reserves("same", "1.00").status()).isEqualTo(201);
    assertThat(adjusts("same", NUMBER, "1.00").status()).isEqualTo(201);
    Customer.Reply again = adjusts("same", OTHER_NUMBER, "2.00");
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.text("code")).isEqualTo("referenceUsed");
    assertThat(remaining(OTHER_NUMBER)).isEqualTo("5.00");

    customer.faults("{\"*\":{\"answerTwice\":1}}");
    assertThat(adjusts("same", NUMBER, "1.00").status()).isEqualTo(201);
    assertThat(remaining(NUMBER)).isEqualTo("5.00");

    customer.faults("{}");
    customer.put("/sandbox/carriers", "{\"mint\":{\"enforcesReference\":false}}");
    assertThat(adjusts("same", NUMBER, "1.00").status()).isEqualTo(201);
    assertThat(remaining(NUMBER)).isEqualTo("6.00");
  }

  @ParameterizedTest
  @CsvSource({"90, 422, 422, 0", "91, 503, 201, 1", "96, 500, 201, 1", "97, 429, 201, 1"})
  void theFaultsOfANumberArePlayedOnThemToo(int digits, int first, int second, int done)
      throws IOException {
    String number = "121255501" + digits;
    has(number, 5_00);
    assertThat(adjusts("a-1", number, "1").status()).isEqualTo(first);
    assertThat(remaining(number)).isEqualTo("5.00");
    assertThat(adjusts("a-1", number, "1").status()).isEqualTo(second);
    assertThat(remaining(number)).isEqualTo(done + 5 + ".00");
  }

  @Test
  void anAnswerThatIsLostMayBeOfSomethingDone() throws IOException {
    customer.faults("{\"*\":{\"timeOut\":{\"p\":0,\"millis\":20}}}");
    for (String number : List.of("12125550192", "12125550193")) {
      has(number, 5_00);
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> adjusts("of " + number, number, "1"));
    }
    assertThat(remaining("12125550192")).isEqualTo("5.00");
    assertThat(remaining("12125550193")).isEqualTo("6.00");
    assertThat(adjusts("of 12125550192", "12125550192", "1").status()).isEqualTo(201);
    assertThat(adjusts("of 12125550193", "12125550193", "1").status()).isEqualTo(409);
    assertThat(remaining("12125550193")).isEqualTo("6.00");
  }

  @Test
  void listsAreFilteredPagedAndOfTheirOwnKindAndCarrier() throws IOException {
    for (int i = 1; i <= 3; i++) {
      assertThat(reserves("r-" + i, "0.5" + i).status()).isEqualTo(201);
    }
    String second =
        customer.get(api("reserveBalance?description=r-2")).json().path(0).path("id").asString();
    assertThat(cancels("reserveBalance", second).status()).isEqualTo(200);

    assertThat(references("status=cancelled")).containsExactly("r-2");
    assertThat(references("status=completed&usageType=monetary")).containsExactly("r-1", "r-3");
    assertThat(references("id=" + second)).containsExactly("r-2");
    Customer.Reply page = customer.get(api("reserveBalance?offset=1&limit=1"));
    assertThat(page.status()).isEqualTo(206);
    assertThat(page.header("X-Total-Count")).isEqualTo("3");
    assertThat(customer.get(api("reserveBalance?fields=id")).json().path(0).propertyNames())
        .containsExactlyInAnyOrder("id", "href", "status", "@type");
    assertThat(customer.get(api("adjustBalance")).json().size()).isZero();
    assertThat(customer.get(api("adjustBalance/" + second)).status()).isEqualTo(404);
    String other = api("reserveBalance").replace("mint", "metro");
    assertThat(customer.get(other).json().size()).isZero();
    assertThat(customer.get(other + "/" + second).status()).isEqualTo(404);
  }

  private static List<String> references(String filter) {
    List<String> references = new ArrayList<>();
    for (JsonNode item : customer.get(api("reserveBalance?" + filter)).json()) {
      references.add(item.path("description").asString());
    }
    return references;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"amount\":{\"amount\":0,\"units\":\"USD\"}}",
        "{\"amount\":{\"amount\":-1.001,\"units\":\"USD\"}}",
        "{\"amount\":{\"amount\":-1e999999999,\"units\":\"USD\"}}",
        "{\"amount\":null}",
        "{\"bucket\":{\"id\":\"12125550101-service\"}}",
        "{\"bucket\":null}",
        "{\"usageType\":null}",
        "{\"partyAccount\":{\"id\":\"12125550102\"}}",
        "{\"logicalResource\":[{\"id\":\"12125550102\"}]}",
        "{\"description\":7}"
      })
  void aWrongAdjustmentIsRefusedAndChangesNothing(String change) throws IOException {
    ObjectNode body = Customer.act("a-1", NUMBER, "1");
    body.setAll(Json.object(Json.parse(change), "change"));
    assertThat(post("adjustBalance", body).status()).isEqualTo(400);
    assertThat(remaining(NUMBER)).isEqualTo("5.00");
    assertThat(customer.get(api("adjustBalance")).json().size()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"reason\":null}",
        "{\"channel\":null}",
        "{\"logicalResource\":null}",
        "{\"receiverBucket\":null}",
        "{\"receiverBucket\":{\"id\":\"12125550101-money\"}}",
        "{\"receiverBucketUsageType\":null}",
        "{\"receiverLogicalResource\":{\"id\":\"12125550101\"}}",
        "{\"amount\":{\"amount\":-1,\"units\":\"USD\"}}"
      })
  void aWrongTransferIsRefusedAndChangesNothing(String change) throws IOException {
    ObjectNode body = Customer.transfer("t-1", NUMBER, OTHER_NUMBER, "1");
    body.setAll(Json.object(Json.parse(change), "change"));
    assertThat(post("transferBalance", body).status()).isEqualTo(400);
    assertThat(remaining(NUMBER)).isEqualTo("5.00");
  }

  @Test
  void anotherCurrencyAndAnotherUsageAreRefused() throws IOException {
    ObjectNode euros = Customer.act("a-1", NUMBER, "1");
    euros.putObject("amount").put("amount", 1).put("units", "EUR");
    assertThat(post("adjustBalance", euros).text("code")).isEqualTo("otherCurrency");
    ObjectNode data = Customer.act("a-1", NUMBER, "1").put("usageType", "data");
    assertThat(post("adjustBalance", data).text("code")).isEqualTo("unsupportedUsageType");
    assertThat(customer.send(customer.request(api("adjustBalance")).DELETE()).status())
        .isEqualTo(405);
  }

  @Test
  void listenersAreToldOfEachKind() throws Exception {
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    HttpServer listener =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    listener.createContext(
        "/",
        exchange -> {
          JsonNode event = Json.parse(exchange.getRequestBody().readAllBytes());
          String attribute = event.path("event").propertyNames().iterator().next();
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
          heard.add(
              event.path("eventType").asString()
                  + " "
                  + event.path("event").path(attribute).path("description").asString());
        });
    listener.start();
    try {
      String callback = "http://127.0.0.1:" + listener.getAddress().getPort();
      customer.post(api("hub"), "{\"callback\":\"" + callback + "\"}");
      adjusts("a-1", NUMBER, "1");
      assertThat(next(heard)).isEqualTo("AdjustBalanceCreateEvent a-1");
      post("transferBalance", Customer.transfer("t-1", NUMBER, OTHER_NUMBER, "1"));
      assertThat(next(heard)).isEqualTo("TransferBalanceCreateEvent t-1");
      String id = reserves("r-1", "1").text("id");
      assertThat(next(heard)).isEqualTo("ReserveBalanceCreateEvent r-1");
      cancels("reserveBalance", id);
      assertThat(next(heard)).isEqualTo("ReserveBalanceCancelEvent r-1");
    } finally {
      listener.stop(0);
    }
  }

  private static String next(BlockingQueue<String> heard) throws InterruptedException {
    return String.valueOf(heard.poll(60, TimeUnit.SECONDS));
  }

  @Test
  void whatWasAnsweredSurvivesAKill(@TempDir Path folder) throws Exception {
    try (CarrierSandboxProcess process =
            CarrierSandboxProcess.start(CarrierSandbox.Options.in(folder));
        Customer own = new Customer(process.baseUri())) {
      for (String number : List.of(NUMBER, OTHER_NUMBER)) {
        own.hasLine(Customer.line(number).put("balanceMinor", 5_00));
      }
      own.post(api("adjustBalance"), Customer.act("a-1", NUMBER, "2").toString());
      own.post(
          api("transferBalance"), Customer.transfer("t-1", NUMBER, OTHER_NUMBER, "1").toString());
      own.post(api("reserveBalance"), Customer.act("r-1", NUMBER, "1.50").toString());
      String before = everything(own);

      process.restart();

      assertThat(everything(own)).isEqualTo(before);
      assertThat(own.money(NUMBER, "remainingValue")).isEqualTo("4.50");
      assertThat(own.money(NUMBER, "reservedValue")).isEqualTo("1.50");
      assertThat(own.money(OTHER_NUMBER, "remainingValue")).isEqualTo("6.00");
      assertThat(
              own.post(api("adjustBalance"), Customer.act("a-1", NUMBER, "2").toString()).status())
          .isEqualTo(409);
    }
  }

  private static String everything(Customer own) {
    StringBuilder all = new StringBuilder();
    for (String resource :
        List.of("adjustBalance", "transferBalance", "reserveBalance", "bucket")) {
      all.append(own.get(api(resource)).response().body());
    }
    return all.toString();
  }
}
