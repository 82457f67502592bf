package dev.everline.carrier.tmf654;

import static dev.everline.carrier.tmf654.PlayedServer.answer;
import static dev.everline.carrier.tmf654.PlayedServer.cut;
import static dev.everline.carrier.tmf654.PlayedServer.raw;
import static dev.everline.carrier.tmf654.PlayedServer.silence;
import static dev.everline.carrier.tmf654.PlayedServer.trickle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.everline.TestClock;
import dev.everline.carrier.CallLimits;
import dev.everline.carrier.CarrierConnector.CarrierFacts;
import dev.everline.carrier.CarrierConnector.Done;
import dev.everline.carrier.CarrierConnector.NotFound;
import dev.everline.carrier.CarrierConnector.Pending;
import dev.everline.carrier.CarrierConnector.ReferenceUsed;
import dev.everline.carrier.CarrierConnector.Refused;
import dev.everline.carrier.CarrierConnector.TopUp;
import dev.everline.carrier.CarrierConnector.TopUpAnswer;
import dev.everline.carrier.CarrierConnector.Unknown;
import dev.everline.carrier.Secret;
import dev.everline.carrier.tmf654.PlayedServer.Play;
import dev.everline.carrier.tmf654.PlayedServer.Request;
import dev.everline.kernel.Money;
import dev.everline.kernel.ProblemException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Currency;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class Tmf654ConnectorTest {

  private static final String MSISDN = "12125550100";
  private static final TopUp REQUEST =
      new TopUp("or_1", "att-prepaid", MSISDN, Money.usd(2500), "att-25", 1, null);
  private static final String COMPLETED =
      """
      {"id":"tb-1","status":"completed","description":"or_1",
       "amount":{"amount":25.00,"units":"USD"},"logicalResource":[{"id":"12125550100"}],
       "validFor":{"endDateTime":"2026-12-25T05:00:00Z"}}
      """;

  private final TestClock clock = new TestClock("2026-11-24T12:00:00Z");
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : opened) {
      each.close();
    }
  }

  // What is sent

  @Test
  void aTopUpIsPostedAsTheStandardWantsIt() {
    PlayedServer server = server(request -> answer(201, COMPLETED));
    TopUp three = new TopUp("or_1", "att-prepaid", MSISDN, Money.usd(2500), "att-25", 3, null);

    connector(server, usual()).topUp(three);

    Request sent = server.posts().getFirst();
    assertThat(sent.target()).isEqualTo("/att-prepaid/v4/topupBalance");
    assertThat(sent.headers()).containsEntry("content-type", "application/json");
    assertThat(sent.headers()).doesNotContainKey("authorization");
    assertThat(json(sent.body()))
        .isEqualTo(
            json(
                """
                {"description":"or_1","amount":{"amount":25.00,"units":"USD"},
                 "usageType":"monetary","bucket":{"id":"12125550100-money"},
                 "partyAccount":{"id":"12125550100"},"logicalResource":[{"id":"12125550100"}],
                 "product":[{"id":"att-25"}],"numberOfPeriods":3,"channel":{"id":"everline"}}
                """));
  }

  @Test
  void aFlexibleTopUpNamesNoProductAndNoPeriods() {
    PlayedServer server = server(request -> answer(201, COMPLETED));

    connector(server, usual())
        .topUp(new TopUp("or_1", "att-prepaid", MSISDN, Money.usd(2500), null, 1, null));

    JsonNode sent = json(server.posts().getFirst().body());
    assertThat(sent.has("product")).isFalse();
    assertThat(sent.has("numberOfPeriods")).isFalse();
  }

  @Test
  void namesAndUnitsAreWrittenAsConfigured() {
    PlayedServer server =
        server(
            request ->
                answer(
                    201,
                    """
                    {"id":7,"status":"completed","externalId":"or_1",
                     "amount":{"amount":2500,"units":"cents"}}
                    """));

    TopUpAnswer answered =
        connector(
                server,
                settings ->
                    settings
                        .withUnits(
                            List.of(
                                new MoneyUnit("cents", Money.USD, 2),
                                new MoneyUnit("US-Dollar", Money.USD, 0)))
                        .withNaming(
                            new Tmf654Settings.Naming(
                                "m+{msisdn}", "a{msisdn}", "+{msisdn}", "externalId", "web", "x")))
            .topUp(REQUEST);

    assertThat(answered).isEqualTo(new Done("7", null, 1));
    JsonNode sent = json(server.posts().getFirst().body());
    assertThat(sent.path("amount")).isEqualTo(json("{\"amount\":2500,\"units\":\"cents\"}"));
    assertThat(sent.path("externalId").stringValue()).isEqualTo("or_1");
    assertThat(sent.at("/bucket/id").stringValue()).isEqualTo("m+12125550100");
    assertThat(sent.at("/partyAccount/id").stringValue()).isEqualTo("a12125550100");
    assertThat(sent.at("/logicalResource/0/id").stringValue()).isEqualTo("+12125550100");
    assertThat(sent.at("/channel/id").stringValue()).isEqualTo("web");
  }

  @Test
  void aCurrencyWithoutAUnitIsRefusedAndNothingIsSent() {
    PlayedServer server = server(request -> answer(201, COMPLETED));
    Money euros = new Money(2500, Currency.getInstance("EUR"));

    TopUpAnswer answered =
        connector(server, usual())
            .topUp(new TopUp("or_1", "att-prepaid", MSISDN, euros, null, 1, null));

    assertThat(answered)
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.code()).isEqualTo("currency-not-configured");
              assertThat(refused.mayRetry()).isFalse();
            });
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void theBucketIsLookedUpFirstWhenItsIdIsNoTemplate() {
    PlayedServer server =
        server(
            request ->
                request.method().equals("GET")
                    ? answer(
                        200,
                        """
                        [{"id":"b-9","usageType":"monetary","logicalResource":[{"id":"12125550100"}]},
                         {"id":"b-8","usageType":"data"}]
                        """)
                    : answer(201, COMPLETED));

    TopUpAnswer answered = connector(server, Tmf654ConnectorTest::lookingUpBuckets).topUp(REQUEST);

    assertThat(answered).isInstanceOf(Done.class);
    assertThat(server.requests().getFirst().target())
        .isEqualTo("/att-prepaid/v4/bucket?logicalResource.id=12125550100");
    assertThat(json(server.posts().getFirst().body()).at("/bucket/id").stringValue())
        .isEqualTo("b-9");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200 | [] | false",
        "200 | [{\"id\":\"a\",\"usageType\":\"monetary\"},{\"id\":\"b\",\"usageType\":\"monetary\"}] | false",
        "404 | {\"code\":\"60\",\"reason\":\"none\"} | false",
        "500 | {} | true",
      })
  void withoutOneBucketOfMoneyNothingIsPosted(int status, String body, boolean mayRetry) {
    PlayedServer server = server(request -> answer(status, body));

    TopUpAnswer answered = connector(server, Tmf654ConnectorTest::lookingUpBuckets).topUp(REQUEST);

    assertThat(answered)
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.mayRetry()).isEqualTo(mayRetry));
    assertThat(server.posts()).isEmpty();
  }

  // What a top-up is answered

  @Test
  void aCompletedTopUpIsDoneWithItsLastDayInTheCarriersZone() {
    PlayedServer server = server(request -> answer(201, COMPLETED));

    assertThat(connector(server, usual()).topUp(REQUEST))
        .isEqualTo(
            new Done(
                "tb-1",
                new CarrierFacts(LocalDate.of(2026, 12, 24), null, null, clock.instant()),
                1));
  }

  @Test
  void aCreatedTopUpIsPending() {
    PlayedServer server =
        server(request -> answer(201, "{\"id\":\"tb-1\",\"status\":\"created\"}"));

    assertThat(connector(server, usual()).topUp(REQUEST)).isEqualTo(new Pending("tb-1"));
  }

  @ParameterizedTest
  @CsvSource({
    "failed, lineBarred, lineBarred",
    "failed, The line is barred, failed",
    "failed, '', failed",
    "cancelled, '', cancelled"
  })
  void aTopUpThatEndedUnpaidIsRefusedForGood(String status, String reason, String code) {
    PlayedServer server =
        server(
            request ->
                answer(
                    201,
                    "{\"id\":\"tb-1\",\"status\":\"%s\",\"reason\":\"%s\"}"
                        .formatted(status, reason)));

    assertThat(connector(server, usual()).topUp(REQUEST))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(code);
              assertThat(refused.mayRetry()).isFalse();
            });
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 403, 404, 409, 422})
  void anErrorOfOursIsRefusedForGoodWithTheCarriersCode(int status) {
    PlayedServer server =
        server(
            request ->
                answer(
                    status,
                    "{\"code\":\"planNotHeld\",\"reason\":\"no\",\"message\":\"Another plan\"}"));

    assertThat(connector(server, usual()).topUp(REQUEST))
        .isEqualTo(new Refused("planNotHeld", "Another plan", false));
  }

  @Test
  void aReferenceThatWasUsedIsToBeLookedUp() {
    PlayedServer server =
        server(request -> answer(409, "{\"code\":\"referenceUsed\",\"reason\":\"used\"}"));

    assertThat(connector(server, usual()).topUp(REQUEST)).isEqualTo(new ReferenceUsed("used"));
  }

  @Test
  void aThrottledTopUpMayBeTriedAgain() {
    PlayedServer server = server(request -> answer(429, ""));

    assertThat(connector(server, usual()).topUp(REQUEST))
        .isEqualTo(new Refused("throttled", "too many requests", true));
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 404, 408, 409, 500, 502, 503, 504, 302, 303, 307})
  void aStatusWithoutTheStandardsErrorLeavesItUnknown(int status) {
    PlayedServer server =
        server(
            request ->
                answer(status, "<html>proxy</html>", "Location: " + request.path() + "/elsewhere"));

    assertThat(connector(server, usual()).topUp(REQUEST))
        .isEqualTo(new Unknown("HTTP status " + status));
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void anErrorOfTheServerIsUnknownUnlessItsCodeSaysThatNothingWasTaken() {
    PlayedServer server =
        server(request -> answer(503, "{\"code\":\"notTaken\",\"reason\":\"busy\"}"));

    assertThat(connector(server, usual()).topUp(REQUEST)).isEqualTo(new Unknown("HTTP status 503"));
    assertThat(
            connector(server, settings -> settings.withRefusingCodes(Set.of("notTaken")))
                .topUp(REQUEST))
        .isEqualTo(new Refused("notTaken", "busy", true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "garbage",
        "null",
        "[]",
        "{}",
        "{\"id\":\"tb-1\"}",
        "{\"status\":\"completed\"}",
        "{\"id\":\"\",\"status\":\"completed\"}",
        "{\"id\":\"tb-1\",\"status\":\"done\"}",
        "{\"id\":\"tb-1\",\"status\":\"completed\",\"status\":\"failed\"}",
        "{\"id\":\"tb-1\",\"status\":\"completed\"}{}",
        "{\"id\":\"tb-1\",\"status\":\"completed\",\"description\":\"or_2\"}",
        "{\"id\":\"tb-1\",\"status\":\"completed\",\"amount\":{\"amount\":24.99,\"units\":\"USD\"}}",
        "{\"id\":\"tb-1\",\"status\":\"completed\",\"amount\":{\"amount\":25,\"units\":\"EUR\"}}",
        "{\"id\":\"tb-1\",\"status\":\"completed\",\"amount\":{\"amount\":1e999999999,\"units\":\"USD\"}}",
        "{\"id\":\"tb-1\",\"status\":\"completed\",\"logicalResource\":[{\"id\":\"12125550101\"}]}",
      })
  void aBodyThatIsUnreadableOrContradictsUsLeavesItUnknown(String body) {
    PlayedServer server = server(request -> answer(201, body));

    assertThat(connector(server, usual()).topUp(REQUEST)).isInstanceOf(Unknown.class);
  }

  @Test
  void messagesOfTheCarrierShowNoNumbersAndNoControlCharacters() {
    PlayedServer server =
        server(
            request ->
                answer(
                    422,
                    "{\"code\":\"barred\",\"message\":\"Line +1 (212) 555-0100\\n8901410000000000000 \\u202e\"}"));

    assertThat(connector(server, usual()).topUp(REQUEST))
        .isInstanceOfSatisfying(
            Refused.class,
            refused ->
                assertThat(refused.message())
                    .startsWith("Line +…")
                    .doesNotContain("555", "8901", "\n", "\u202e"));
  }

  // What the network does

  @Test
  void aConnectionCutAfterTheRequestLeavesItUnknownAndIsPostedOnce() {
    PlayedServer server = server(request -> cut());

    assertThat(connector(server, usual()).topUp(REQUEST)).isInstanceOf(Unknown.class);
    assertThat(server.posts()).hasSize(1);
  }

  @Test
  void aKeptConnectionCutAfterTheRequestLeavesItUnknownAndIsPostedOnce() {
    PlayedServer server =
        server(request -> request.method().equals("GET") ? answer(200, "[]") : cut());
    Tmf654Connector connector = connector(server, usual());
    connector.find(REQUEST);

    assertThat(connector.topUp(REQUEST)).isInstanceOf(Unknown.class);
    assertThat(server.posts()).hasSize(1);
  }

  @Test
  void aJdkThatIsToldToRepeatEverythingIsRefused() {
    for (String on : List.of("", "true", "TRUE")) {
      assertThatThrownBy(() -> Wire.requireNoRepeats(on)).isInstanceOf(ProblemException.class);
    }
    Wire.requireNoRepeats("false");
    Wire.requireNoRepeats(null);
  }

  @Test
  void aServerThatNeverAnswersLeavesItUnknownAtTheDeadline() {
    PlayedServer server = server(request -> silence());

    assertThat(connector(server, Tmf654ConnectorTest::impatient).topUp(REQUEST))
        .isEqualTo(new Unknown("no answer within 1500 ms"));
    assertThat(server.posts()).hasSize(1);
  }

  @Test
  void anAnswerThatTricklesEndsAtTheDeadlineToo() {
    PlayedServer server = server(request -> trickle());

    assertThat(connector(server, Tmf654ConnectorTest::impatient).topUp(REQUEST))
        .isEqualTo(new Unknown("no answer within 1500 ms"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "not HTTP at all\r\n\r\n",
        "HTTP/1.1 201 Created\r\nContent-Length: 500\r\n\r\n{\"id\":\"tb-1\",\"status\":\"completed\"",
        "HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "HTTP/1.1 201 Created\r\nContent-Length: -5\r\n\r\n",
        "HTTP/1.1 201 Created\r\nX-Total-Count: many\r\nContent-Length: 0\r\n\r\n",
      })
  void anAnswerThatIsNotWholeLeavesItUnknown(String text) {
    PlayedServer server = server(request -> raw(text));

    assertThat(connector(server, usual()).topUp(REQUEST)).isInstanceOf(Unknown.class);
    assertThat(server.posts()).hasSize(1);
  }

  @Test
  void anAnswerAboveOneMebibyteLeavesItUnknown() {
    String padding = " ".repeat(1 << 20);
    PlayedServer server = server(request -> answer(201, COMPLETED + padding));

    assertThat(connector(server, usual()).topUp(REQUEST)).isInstanceOf(Unknown.class);
  }

  @Test
  void aServerThatIsNotThereHasSurelyNotTakenIt() throws IOException {
    // Held and not listened on: no other program gets the port, and connections are refused.
    try (Socket held = new Socket()) {
      held.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      Tmf654Connector gone = connector("http://127.0.0.1:" + held.getLocalPort(), usual());

      assertThat(gone.topUp(REQUEST))
          .isEqualTo(new Refused("not-sent", "the connection was refused", true));
      assertThat(gone.find(REQUEST)).isInstanceOf(Unknown.class);
      assertThat(gone.read("att-prepaid", MSISDN)).isInstanceOf(Unknown.class);
    }
  }

  @Test
  void anInterruptedCallIsUnknownAndStaysInterrupted() {
    CountDownLatch arrived = new CountDownLatch(1);
    PlayedServer server =
        server(
            request -> {
              arrived.countDown();
              return silence();
            });
    Tmf654Connector connector = connector(server, usual());
    Callable<Boolean> call =
        () -> {
          TopUpAnswer answered = connector.topUp(REQUEST);
          return answered instanceof Unknown && Thread.currentThread().isInterrupted();
        };

    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Thread> caller = new java.util.concurrent.CopyOnWriteArrayList<>();
      Future<Boolean> asExpected =
          threads.submit(
              () -> {
                caller.add(Thread.currentThread());
                return call.call();
              });
      arrived.await();
      caller.getFirst().interrupt();
      assertThat(asExpected.get()).isTrue();
    } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  // What a look-up is answered

  @Test
  void aLookUpAsksByOurReferenceAlone() {
    PlayedServer server = server(request -> answer(200, "[" + COMPLETED + "]"));
    TopUp odd = new TopUp("a b&c", "att-prepaid", MSISDN, Money.usd(2500), null, 1, null);

    assertThat(connector(server, usual()).find(odd)).isEqualTo(new NotFound());
    assertThat(server.requests().getFirst().target())
        .isEqualTo("/att-prepaid/v4/topupBalance?description=a%20b%26c");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[] | NotFound",
        "[{\"id\":1,\"status\":\"created\",\"description\":\"or_1\"}] | Pending",
        "[{\"id\":1,\"status\":\"failed\",\"description\":\"or_1\"}] | Refused",
        "[{\"id\":1,\"status\":\"cancelled\",\"description\":\"or_1\"}] | Refused",
        "[{\"id\":1,\"status\":\"failed\",\"description\":\"or_1\"},{\"id\":2,\"status\":\"created\",\"description\":\"or_1\"}] | Pending",
        "[{\"id\":1,\"status\":\"failed\",\"description\":\"or_1\"},{\"id\":2,\"status\":\"completed\",\"description\":\"or_1\"}] | Done",
        "[{\"id\":1,\"status\":\"completed\",\"description\":\"or_2\"}] | NotFound",
        "[{\"id\":1,\"status\":\"completed\"}] | Unknown",
        "[{\"id\":1,\"status\":\"odd\",\"description\":\"or_1\"}] | Unknown",
        "[{\"id\":1,\"status\":\"completed\",\"description\":\"or_1\",\"amount\":{\"amount\":1,\"units\":\"USD\"}}] | Unknown",
        "{} | Unknown",
        "garbage | Unknown",
      })
  void aListIsReadForWhatIsCertain(String body, String answer) {
    PlayedServer server = server(request -> answer(200, body));

    assertThat(connector(server, usual()).find(REQUEST).getClass().getSimpleName())
        .isEqualTo(answer);
  }

  @Test
  void severalCompletedTopUpsUnderOneReferenceAreDoneOnceAndCounted() {
    String second = COMPLETED.replace("tb-1", "tb-2");
    PlayedServer server = server(request -> answer(200, "[" + COMPLETED + "," + second + "]"));
    Tmf654Connector connector = connector(server, usual());

    assertThat(connector.find(REQUEST))
        .isInstanceOfSatisfying(
            Done.class,
            done -> {
              assertThat(done.carrierReference()).isEqualTo("tb-1");
              assertThat(done.copies()).isEqualTo(2);
            });
    assertThat(connector.duplicates()).isEqualTo(1);
  }

  @Test
  void aListInPagesIsReadToItsEnd() {
    PlayedServer server =
        server(
            request ->
                request.target().contains("offset=1")
                    ? answer(206, "[" + COMPLETED + "]", "X-Total-Count: 2")
                    : answer(
                        206,
                        "[{\"id\":1,\"status\":\"failed\",\"description\":\"or_1\"}]",
                        "X-Total-Count: 2"));

    assertThat(connector(server, usual()).find(REQUEST)).isInstanceOf(Done.class);
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void aListThatIsNotWholeProvesNothing() {
    PlayedServer endless =
        server(
            request -> answer(206, "[{\"id\":1,\"status\":\"failed\",\"description\":\"or_2\"}]"));
    PlayedServer brokenOff = server(request -> answer(206, "[]", "X-Total-Count: 5"));

    assertThat(connector(endless, usual()).find(REQUEST)).isInstanceOf(Unknown.class);
    assertThat(endless.requests()).hasSize(10);
    assertThat(connector(brokenOff, usual()).find(REQUEST)).isInstanceOf(Unknown.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 301, 400, 401, 403, 404, 429, 500, 503})
  void aLookUpThatFailsProvesNothing(int status) {
    PlayedServer server =
        server(
            request -> answer(status, status == 204 ? "" : "{\"code\":\"60\",\"reason\":\"no\"}"));

    assertThat(connector(server, usual()).find(REQUEST)).isInstanceOf(Unknown.class);
  }

  // What a line's buckets say

  @Test
  void aLineIsKnownByItsBucketsOfMoneyAndOfService() {
    PlayedServer server =
        server(
            request ->
                answer(
                    200,
                    """
                    [{"id":"12125550100-money","usageType":"monetary",
                      "remainingValue":{"amount":12.34,"units":"USD"},
                      "validFor":{"endDateTime":"2027-02-22T00:00:00-05:00"}},
                     {"id":"12125550100-service","name":"service","usageType":"other",
                      "validFor":{"endDateTime":"2026-12-24T23:59:59-05:00"}},
                     {"id":"12125550100-bonus","usageType":"monetary",
                      "remainingValue":{"amount":1,"units":"USD"}},
                     {"id":"12125550101-money","usageType":"monetary",
                      "logicalResource":[{"id":"12125550101"}],
                      "remainingValue":{"amount":99,"units":"USD"}}]
                    """));

    assertThat(connector(server, usual()).read("att-prepaid", MSISDN))
        .isEqualTo(
            new CarrierFacts(
                LocalDate.of(2026, 12, 24),
                Money.usd(1234),
                LocalDate.of(2027, 2, 21),
                clock.instant()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200 | [] | NotFound",
        "404 | {\"code\":\"60\",\"reason\":\"none\"} | NotFound",
        "404 | <html> | Unknown",
        "200 | [{\"id\":\"x\",\"usageType\":\"data\"}] | Unknown",
        "200 | [{\"id\":\"12125550100-money\",\"usageType\":\"monetary\",\"remainingValue\":{\"amount\":1,\"units\":\"miles\"}}] | Unknown",
        "500 | {} | Unknown",
      })
  void aLineThatCannotBeReadIsNotInvented(int status, String body, String answer) {
    PlayedServer server = server(request -> answer(status, body));

    assertThat(connector(server, usual()).read("att-prepaid", MSISDN).getClass().getSimpleName())
        .isEqualTo(answer);
  }

  // Who asks

  @Test
  void basicAndBearerAreSentWithEachRequest() {
    PlayedServer server = server(request -> answer(201, COMPLETED));

    connector(server, settings -> settings.withAuth(new Auth.Basic("u", new Secret("p:ä"))))
        .topUp(REQUEST);
    connector(server, settings -> settings.withAuth(new Auth.Bearer(new Secret("t-1"))))
        .topUp(REQUEST);

    assertThat(server.posts())
        .extracting(request -> request.headers().get("authorization"))
        .containsExactly(
            "Basic " + Base64.getEncoder().encodeToString("u:p:ä".getBytes(StandardCharsets.UTF_8)),
            "Bearer t-1");
  }

  @Test
  void credentialsThatAreNotAcceptedRefuseForNow() {
    PlayedServer server =
        server(request -> answer(401, "{\"code\":\"unauthorized\",\"reason\":\"no\"}"));

    assertThat(
            connector(server, settings -> settings.withAuth(new Auth.Bearer(new Secret("old"))))
                .topUp(REQUEST))
        .isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.mayRetry()).isTrue());
    assertThat(server.posts()).hasSize(1);
  }

  @Test
  void aTokenIsFetchedOnceAndRenewedBeforeItEnds() {
    TokenServer tokens = new TokenServer(3600);
    PlayedServer server = server(tokens.or(request -> answer(201, COMPLETED)));
    Tmf654Connector connector = connector(server, tokens.auth(server));

    connector.topUp(REQUEST);
    connector.topUp(REQUEST);
    clock.move(Duration.ofSeconds(3571));
    connector.topUp(REQUEST);

    assertThat(server.posts())
        .extracting(request -> request.headers().get("authorization"))
        .containsExactly("Bearer token-1", "Bearer token-1", "Bearer token-2");
    Request asked = server.requests().getFirst();
    assertThat(asked.body()).isEqualTo("grant_type=client_credentials&scope=top+up");
    assertThat(asked.headers().get("authorization"))
        .isEqualTo(
            "Basic "
                + Base64.getEncoder()
                    .encodeToString("id%3A1:s%26ecret".getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void aRefusedTokenIsRenewedOnceAndTheRequestSentAgain() {
    TokenServer tokens = new TokenServer(3600);
    PlayedServer server =
        server(
            tokens.or(
                request ->
                    "Bearer token-2".equals(request.headers().get("authorization"))
                        ? answer(201, COMPLETED)
                        : answer(401, "")));

    assertThat(connector(server, tokens.auth(server)).topUp(REQUEST)).isInstanceOf(Done.class);
    assertThat(server.posts()).hasSize(2);
  }

  @Test
  void aServerThatRefusesEveryTokenIsAskedTwiceAtMost() {
    TokenServer tokens = new TokenServer(3600);
    PlayedServer server = server(tokens.or(request -> answer(401, "")));

    assertThat(connector(server, tokens.auth(server)).topUp(REQUEST))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.code()).isEqualTo("unauthorized"));
    assertThat(server.posts()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "500 | {}",
        "200 | garbage",
        "200 | {}",
        "200 | {\"access_token\":\"a b\"}",
        "400 | {\"error\":\"invalid_client\"}",
      })
  void withoutATokenNothingIsSent(int status, String body) {
    PlayedServer server = server(request -> answer(status, body));

    Tmf654Connector connector = connector(server, new TokenServer(1).auth(server));

    assertThat(connector.topUp(REQUEST))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.code()).isEqualTo("not-sent");
              assertThat(refused.mayRetry()).isTrue();
              assertThat(refused.message()).doesNotContain("ecret");
            });
    assertThat(connector.find(REQUEST)).isInstanceOf(Unknown.class);
    assertThat(server.posts()).isEmpty();
  }

  // When calls are held back

  @Test
  void aCarrierThatGivesNoUsableAnswersIsLeftAloneForAWhile() {
    Deque<Play> plays = new ArrayDeque<>(List.of(cut(), cut(), answer(500, ""), answer(201, "?")));
    PlayedServer server =
        server(request -> plays.isEmpty() ? answer(201, COMPLETED) : plays.poll());
    Tmf654Connector connector =
        connector(
            server,
            settings ->
                settings.withLimits(
                    new CallLimits(8, Duration.ZERO, 4, 4, 50, Duration.ofSeconds(30))));
    for (int i = 0; i < 4; i++) {
      assertThat(connector.topUp(REQUEST)).isInstanceOf(Unknown.class);
    }

    assertThat(connector.topUp(REQUEST))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.code()).isEqualTo("breaker-open");
              assertThat(refused.mayRetry()).isTrue();
            });
    assertThat(connector.find(REQUEST)).isEqualTo(new Unknown("breaker-open"));
    assertThat(connector.read("att-prepaid", MSISDN)).isEqualTo(new Unknown("breaker-open"));
    assertThat(server.posts()).hasSize(4);

    TopUp elsewhere = new TopUp("or_1", "other", MSISDN, Money.usd(2500), "att-25", 1, null);
    assertThat(connector.topUp(elsewhere)).isInstanceOf(Done.class);

    clock.move(Duration.ofSeconds(31));
    assertThat(connector.topUp(REQUEST)).isInstanceOf(Done.class);
  }

  @Test
  void refusalsAndThrottlingDoNotOpenTheBreaker() {
    PlayedServer server =
        server(
            request ->
                server429(request)
                    ? answer(429, "")
                    : answer(422, "{\"code\":\"barred\",\"reason\":\"no\"}"));
    Tmf654Connector connector =
        connector(
            server,
            settings ->
                settings.withLimits(
                    new CallLimits(8, Duration.ZERO, 4, 4, 50, Duration.ofSeconds(30))));

    for (int i = 0; i < 12; i++) {
      assertThat(connector.topUp(REQUEST))
          .isInstanceOfSatisfying(
              Refused.class, refused -> assertThat(refused.code()).isNotEqualTo("breaker-open"));
    }
  }

  private static boolean server429(Request request) {
    return request.body().length() % 2 == 0;
  }

  @Test
  void aCallThatFindsNoPlaceIsTurnedAwayUnsent() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    PlayedServer server =
        server(
            request ->
                (out, closing) -> {
                  arrived.countDown();
                  try {
                    release.await();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                  return answer(201, COMPLETED).reply(out, closing);
                });
    Tmf654Connector connector =
        connector(
            server,
            settings ->
                settings.withLimits(
                    new CallLimits(1, Duration.ZERO, 4, 4, 50, Duration.ofSeconds(30))));

    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<TopUpAnswer> first = threads.submit(() -> connector.topUp(REQUEST));
      arrived.await();
      assertThat(connector.topUp(REQUEST))
          .isInstanceOfSatisfying(
              Refused.class,
              refused -> {
                assertThat(refused.code()).isEqualTo("busy");
                assertThat(refused.mayRetry()).isTrue();
              });
      release.countDown();
      assertThat(first.get()).isInstanceOf(Done.class);
    }
    assertThat(server.posts()).hasSize(1);
  }

  // The world of these tests

  private PlayedServer server(Function<Request, Play> script) {
    PlayedServer server = new PlayedServer(script);
    opened.add(server);
    return server;
  }

  private Tmf654Connector connector(PlayedServer server, UnaryOperator<Tmf654Settings> change) {
    return connector(server.url(), change);
  }

  private Tmf654Connector connector(String url, UnaryOperator<Tmf654Settings> change) {
    Tmf654Settings settings =
        Tmf654Settings.of(
            "played", url + "/{carrier}/v4", Map.of("att-prepaid", ZoneId.of("America/New_York")));
    Tmf654Connector connector = new Tmf654Connector(change.apply(settings), clock);
    opened.add(connector);
    return connector;
  }

  private static UnaryOperator<Tmf654Settings> usual() {
    return UnaryOperator.identity();
  }

  /** Long enough for a busy machine to connect and to send in half of it. */
  private static Tmf654Settings impatient(Tmf654Settings settings) {
    return settings.withTimes(Duration.ofMillis(1_500), Duration.ofSeconds(2));
  }

  private static Tmf654Settings lookingUpBuckets(Tmf654Settings settings) {
    return settings.withNaming(
        new Tmf654Settings.Naming(
            null, "{msisdn}", "{msisdn}", "description", "everline", "service"));
  }

  private static JsonNode json(String text) {
    return JsonMapper.shared().readTree(text);
  }

  /** Hands out token-1, token-2 and so on. */
  private static final class TokenServer {
    private final int life;
    private int handedOut;

    TokenServer(int life) {
      this.life = life;
    }

    UnaryOperator<Tmf654Settings> auth(PlayedServer server) {
      return settings ->
          settings.withAuth(
              new Auth.ClientCredentials(
                  URI.create(server.url() + "/token"), "id:1", new Secret("s&ecret"), "top up"));
    }

    Function<Request, Play> or(Function<Request, Play> others) {
      return request -> {
        if (!request.path().equals("/token")) {
          return others.apply(request);
        }
        handedOut++;
        return answer(
            200,
            "{\"access_token\":\"token-%d\",\"token_type\":\"Bearer\",\"expires_in\":%d}"
                .formatted(handedOut, life));
      };
    }
  }
}
