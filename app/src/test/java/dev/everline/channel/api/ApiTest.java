package dev.everline.channel.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.account.Accounts;
import dev.everline.account.ApiTokens;
import dev.everline.catalog.Basis;
import dev.everline.catalog.Catalog;
import dev.everline.catalog.Plan;
import dev.everline.channel.api.ApiServer.Answer;
import dev.everline.channel.api.http.Page;
import dev.everline.kernel.AccountId;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.kernel.OrderId;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.payment.Wallet;
import dev.everline.renewal.Quotes;
import dev.everline.renewal.Renewals;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The API as its callers meet it: over a socket, on the whole application and a real database. */
class ApiTest {

  private static final String WHOLE_PERIOD = "{\"kind\": \"WHOLE_PERIOD\"}";

  private static ApiServer server;
  private static Plan plan;

  @BeforeAll
  static void start() {
    server = new ApiServer();
    Catalog catalog = server.get(Catalog.class);
    Quotes quotes = server.get(Quotes.class);
    plan =
        catalog.plans().values().stream()
            .filter(
                each -> {
                  Basis basis = catalog.lapseRule(each.lapseRule()).basis();
                  return (basis == Basis.FROM_EXPIRY || basis == Basis.FROM_PAYMENT)
                      && !each.lapseRule().endsWith("-keep")
                      && each.period() != null
                      && each.priceOn(server.today()) != null;
                })
            .sorted(Comparator.comparing(Plan::id))
            .filter(
                each -> {
                  LineId line =
                      server.line(server.account.id(), each.carrier(), each.id(), server.today());
                  try {
                    return quotes
                        .quote(server.account.id(), line, Renewals.Wish.wholePeriods(1))
                        .total()
                        .isLessThan(Money.usd(100_00));
                  } catch (ProblemException notByWeb) {
                    return false;
                  }
                })
            .findFirst()
            .orElseThrow();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static LineId line() {
    return server.line(server.account.id(), plan, server.today().plusDays(3));
  }

  private static void fill(String amount) {
    Answer filled =
        server.post(
            "/api/v1/wallet/deposits",
            UUID.randomUUID().toString(),
            "{\"amount\": {\"amount\": \"" + amount + "\", \"currency\": \"USD\"}}");
    assertThat(filled.status()).as(filled.whole().body()).isEqualTo(201);
  }

  private static void assertProblem(Answer answer, ProblemType type) {
    assertThat(answer.whole().body()).contains("\"type\"");
    assertThat(answer.status()).as(answer.whole().body()).isEqualTo(type.httpStatus());
    assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    assertThat(answer.text("/type")).isEqualTo("https://everline.dev/problems/" + type.slug());
    assertThat(answer.body().at("/status").asInt()).isEqualTo(type.httpStatus());
    assertThat(answer.text("/title")).isNotEmpty();
    assertThat(answer.text("/detail")).isNotEmpty().doesNotContain("Exception");
  }

  private static void assertFieldProblem(Answer answer, String field) {
    assertProblem(answer, ProblemType.INVALID_VALUE);
    assertThat(answer.text("/errors/0/field")).isEqualTo(field);
    assertThat(answer.text("/errors/0/reason")).isNotEmpty();
    assertThat(answer.text("/errors/0/remedy")).isNotEmpty();
  }

  // --- who may call

  @Test
  void aWrongTokenOpensNothingAndTheAnswerSaysHowToSendOne() {
    for (String wrong : List.of("x", "", server.token + "A", server.token.substring(1), "é")) {
      if (wrong.equals("é")) {
        continue; // the client itself refuses to send it
      }
      Answer answer = server.send("GET", "/api/v1/wallet", wrong, null, Map.of());
      assertProblem(answer, ProblemType.UNAUTHENTICATED);
      assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer realm=\"everline\"");
    }
  }

  @Test
  void aliveIsAnsweredWithoutATokenAndWithoutDetails() {
    Answer answer = server.send("GET", "/healthz", null, null, Map.of());
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.whole().body()).isEqualTo("{\"status\":\"up\"}");
  }

  @Test
  void noAnswerSetsACookie() {
    assertThat(server.get("/api/v1/wallet").header("Set-Cookie")).isEmpty();
  }

  // --- problems

  @Test
  void anUnknownRouteIsAProblem() {
    assertProblem(server.get("/api/v1/nothing"), ProblemType.NOT_FOUND);
    assertProblem(server.get("/api/v2/lines"), ProblemType.NOT_FOUND);
  }

  @Test
  void aWrongMethodIsAProblemThatNamesTheRightOnes() {
    Answer answer = server.send("DELETE", "/api/v1/wallet", server.token, null, Map.of());
    assertProblem(answer, ProblemType.METHOD_NOT_ALLOWED);
    assertThat(answer.header("Allow")).contains("GET");
  }

  @Test
  void anotherMediaTypeIsAProblem() {
    assertProblem(
        server.send(
            "POST",
            "/api/v1/identify",
            server.token,
            "text=x",
            Map.of("Content-Type", "application/x-www-form-urlencoded")),
        ProblemType.UNSUPPORTED_MEDIA_TYPE);
    assertProblem(
        server.send(
            "GET", "/api/v1/wallet", server.token, null, Map.of("Accept", "application/xml")),
        ProblemType.NOT_ACCEPTABLE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{\"text\": ", "\u0000", "{\"text\": \"a\"} x", "{'a': 1}"})
  void whatIsNotJsonIsAProblem(String body) {
    assertProblem(server.post("/api/v1/identify", body), ProblemType.MALFORMED);
  }

  @Test
  void aFieldThatStandsTwiceIsRefused() {
    assertProblem(
        server.post("/api/v1/identify", "{\"text\": \"a\", \"text\": \"b\"}"),
        ProblemType.MALFORMED);
  }

  @Test
  void anUnknownFieldIsRefusedByItsName() {
    Answer answer = server.post("/api/v1/identify", "{\"text\": \"a\", \"txet\": \"b\"}");
    assertFieldProblem(answer, "txet");
    assertThat(answer.text("/errors/0/remedy")).contains("gid1, text");
  }

  @Test
  void aFieldOfTheWrongTypeIsRefusedByItsPath() {
    assertFieldProblem(server.post("/api/v1/identify", "{\"text\": 5}"), "text");
    assertFieldProblem(
        server.post(
            "/api/v1/wallet/deposits",
            "k",
            "{\"amount\": {\"amount\": 25.00, \"currency\": \"USD\"}}"),
        "amount.amount");
    assertFieldProblem(
        server.post("/api/v1/lines/" + line() + "/quotes", "{\"kind\": \"SOME\"}"), "kind");
    assertFieldProblem(
        server.post(
            "/api/v1/lines/" + line() + "/quotes",
            "{\"kind\": \"WHOLE_PERIOD\", \"periods\": 1.5}"),
        "periods");
    assertFieldProblem(server.post("/api/v1/identify", "[]"), "body");
  }

  @Test
  void aBodyBeyondTheBoundIsRefusedWithAndWithoutItsLength() throws IOException {
    String long1 = "{\"text\": \"" + "x".repeat(1 << 20) + "\"}";
    assertProblem(server.post("/api/v1/identify", long1), ProblemType.TOO_LARGE);
    String chunk = "x".repeat(32 * 1024);
    String request =
        "POST /api/v1/identify HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + "Authorization: Bearer "
            + server.token
            + "\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
            + "a\r\n{\"text\": \"\"\r\n".replace("\"\"", "\"")
            + ("8000\r\n" + chunk + "\r\n").repeat(4)
            + "2\r\n\"}\r\n0\r\n\r\n";
    assertThat(raw(request)).startsWith("HTTP/1.1 413").contains("problems/too-large");
  }

  @Test
  void whatTheContainerRefusesIsAProblemToo() throws IOException {
    assertThat(raw("GET /api/v1/%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 400")
        .contains("application/problem+json")
        .contains("problems/malformed");
    assertThat(raw("NONSENSE\r\n\r\n"))
        .startsWith("HTTP/1.1 400")
        .contains("application/problem+json");
    String rejected =
        raw(
            "GET /api/v1//wallet;a=b HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                + server.token
                + "\r\nConnection: close\r\n\r\n");
    assertThat(rejected).startsWith("HTTP/1.1 400").contains("application/problem+json");
  }

  @Test
  void anUnforeseenFailureShowsAnIncidentAndNeitherAMessageNorAStack() {
    Answer answer = server.get("/api/v1/failing/unforeseen");
    assertProblem(answer, ProblemType.UNEXPECTED);
    assertThat(answer.text("/incident")).isNotEmpty();
    assertThat(answer.whole().body()).doesNotContain("2125550100").doesNotContain("dev.everline.");
  }

  @Test
  void whatIsForbiddenIsAProblem() {
    assertProblem(server.get("/api/v1/failing/forbidden"), ProblemType.FORBIDDEN);
  }

  @Test
  void everyProblemIsDocumented() throws IOException {
    String page = Files.readString(Path.of("../docs/api.md"));
    for (ProblemType type : ProblemType.values()) {
      assertThat(page).contains("`" + type.slug() + "` | " + type.httpStatus());
    }
  }

  // --- the wallet

  @Test
  void aDepositIsMadeOnceForItsKey() {
    Money before = balance();
    String key = UUID.randomUUID().toString();
    String body = "{\"amount\": {\"amount\": \"25.00\", \"currency\": \"USD\"}}";
    Answer first = server.post("/api/v1/wallet/deposits", key, body);
    assertThat(first.status()).isEqualTo(201);
    Money after = before.plus(Money.usd(2500));
    assertThat(first.text("/balance/amount")).isEqualTo(after.toDecimal().toPlainString());
    assertThat(first.text("/balance/currency")).isEqualTo("USD");
    fill("1.00");
    Answer again = server.post("/api/v1/wallet/deposits", key, body);
    assertThat(again.status()).isEqualTo(201);
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(balance()).isEqualTo(after.plus(Money.usd(100)));
    assertProblem(
        server.post(
            "/api/v1/wallet/deposits",
            key,
            "{\"amount\": {\"amount\": \"25.01\", \"currency\": \"USD\"}}"),
        ProblemType.IDEMPOTENCY_KEY_REUSED);
  }

  @Test
  void theSameDepositMadeAHundredTimesAtOnceIsOne() throws Exception {
    Money before = balance();
    String key = UUID.randomUUID().toString();
    String body = "{\"amount\": {\"amount\": \"3.00\", \"currency\": \"USD\"}}";
    List<Answer> answers = atOnce(100, () -> server.post("/api/v1/wallet/deposits", key, body));
    assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isEqualTo(201));
    assertThat(answers.stream().map(answer -> answer.whole().body()).distinct()).hasSize(1);
    assertThat(balance()).isEqualTo(before.plus(Money.usd(300)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-1.00",
        "0",
        "0.00",
        "2000.00",
        "99999999999999999999",
        "999999999999999999",
        "0.001",
        "1e3",
        "1,000",
        "$5",
        "",
        "NaN",
        "5\\u0000",
        "\\ud83d\\ude00",
        "\\u202e5"
      })
  void anAmountThatIsNoDepositIsRefused(String amount) {
    Money before = balance();
    Answer answer =
        server.post(
            "/api/v1/wallet/deposits",
            UUID.randomUUID().toString(),
            "{\"amount\": {\"amount\": \"" + amount + "\", \"currency\": \"USD\"}}");
    assertProblem(answer, ProblemType.INVALID_VALUE);
    assertThat(answer.text("/errors/0/field")).startsWith("amount");
    assertThat(balance()).isEqualTo(before);
  }

  @Test
  void aWalletThatHasHadItsDayOfDepositsSaysWhenToTryAgain() {
    AccountId full = server.get(Accounts.class).open("A full wallet", "UTC", null).id();
    String token = server.get(ApiTokens.class).create(full, "test", null);
    Function<String, Answer> deposit =
        amount ->
            server.send(
                "POST",
                "/api/v1/wallet/deposits",
                token,
                "{\"amount\": {\"amount\": \"" + amount + "\", \"currency\": \"USD\"}}",
                Map.of("Idempotency-Key", UUID.randomUUID().toString()));
    assertThat(deposit.apply("1999.99").status()).isEqualTo(201);
    Answer refused = deposit.apply("0.01");
    assertFieldProblem(refused, "amount");
    assertThat(refused.text("/detail")).contains("1999.99 USD").contains("T00:00:00Z");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"amount\": null}",
        "{\"amount\": {}}",
        "{\"amount\": {\"amount\": \"5\"}}",
        "{\"amount\": {\"amount\": \"5\", \"currency\": \"EUR\"}}",
        "{\"amount\": {\"amount\": \"5\", \"currency\": \"usd\"}}",
        "{\"amount\": {\"amount\": \"5\", \"currency\": \"\\u0000\"}}",
        "{\"amount\": {\"currency\": \"USD\"}}"
      })
  void aDepositThatLacksItsAmountOrIsInAnotherCurrencyIsRefused(String body) {
    assertProblem(
        server.post("/api/v1/wallet/deposits", UUID.randomUUID().toString(), body),
        ProblemType.INVALID_VALUE);
  }

  @Test
  void theKeyIsRequiredAndChecked() {
    String body = "{\"amount\": {\"amount\": \"5.00\", \"currency\": \"USD\"}}";
    assertFieldProblem(server.post("/api/v1/wallet/deposits", body), "Idempotency-Key");
    assertFieldProblem(server.post("/api/v1/wallet/deposits", "", body), "Idempotency-Key");
    assertFieldProblem(server.post("/api/v1/wallet/deposits", "a b", body), "Idempotency-Key");
    assertFieldProblem(
        server.post("/api/v1/wallet/deposits", "k".repeat(201), body), "Idempotency-Key");
    assertFieldProblem(
        server.post("/api/v1/lines/" + line() + "/orders", WHOLE_PERIOD), "Idempotency-Key");
  }

  @Test
  void theStatementIsReadInPagesAndSumsToTheBalance() {
    IntStream.range(0, 5).forEach(i -> fill("1.0" + i));
    List<JsonNode> entries = pages("/api/v1/wallet/entries", 2);
    Money sum = Money.usd(0);
    Set<String> ids = new HashSet<>();
    for (JsonNode entry : entries) {
      sum = sum.plus(Money.parse(entry.at("/amount/amount").asString(), Money.USD));
      ids.add(entry.at("/id").asString());
    }
    assertThat(ids).hasSize(entries.size());
    assertThat(sum).isEqualTo(balance());
  }

  @Test
  void aLimitOrACursorThatIsNoneIsRefused() {
    for (String limit : List.of("0", "-1", "501", "99999999999", "x", "")) {
      assertThat(server.get("/api/v1/orders?limit=" + limit).status())
          .as(limit)
          .isEqualTo(limit.isEmpty() ? 200 : 400);
    }
    assertFieldProblem(server.get("/api/v1/orders?limit=501"), "limit");
    assertFieldProblem(server.get("/api/v1/orders?limit=x"), "limit");
    assertFieldProblem(server.get("/api/v1/orders?cursor=%00"), "cursor");
    assertFieldProblem(
        server.get("/api/v1/orders?cursor=" + Page.cursor("ln_00000000000011")), "cursor");
  }

  // --- renewals

  @Test
  void aQuoteSaysWhatItCostsAndGives() {
    LineId line = line();
    Answer quote = server.post("/api/v1/lines/" + line + "/quotes", WHOLE_PERIOD);
    assertThat(quote.status()).as(quote.whole().body()).isEqualTo(200);
    assertThat(quote.text("/line")).isEqualTo(line.toString());
    assertThat(quote.text("/valid_until")).isGreaterThan(server.today().toString());
    Money sum = Money.usd(0);
    for (JsonNode part : quote.body().at("/components")) {
      sum = sum.plus(Money.parse(part.at("/amount/amount").asString(), Money.USD));
    }
    assertThat(sum).isEqualTo(Money.parse(quote.text("/total/amount"), Money.USD));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"kind\": null}",
        "{\"kind\": \"\"}",
        "{\"kind\": 0}",
        "{\"kind\": \"WHOLE_PERIOD\", \"periods\": 0}",
        "{\"kind\": \"WHOLE_PERIOD\", \"periods\": -1}",
        "{\"kind\": \"WHOLE_PERIOD\", \"periods\": 25}",
        "{\"kind\": \"WHOLE_PERIOD\", \"periods\": 99999999999}",
        "{\"kind\": \"WHOLE_PERIOD\", \"periods\": \"1\"}",
        "{\"kind\": \"KEEP_ALIVE\", \"periods\": 1}",
        "{\"kind\": \"FLEXIBLE\"}",
        "{\"kind\": \"FLEXIBLE\", \"amount\": {\"amount\": \"-5\", \"currency\": \"USD\"}}",
        "{\"kind\": \"FLEXIBLE\", \"amount\": {\"amount\": \"5\", \"currency\": \"EUR\"}}",
        "{\"kind\": \"WHOLE_PERIOD\", \"amount\": {\"amount\": \"5\", \"currency\": \"USD\"}}"
      })
  void aWishThatIsNoneIsRefused(String wish) {
    LineId line = line();
    assertThat(server.post("/api/v1/lines/" + line + "/quotes", wish).status()).isBetween(400, 409);
    Answer order =
        server.post("/api/v1/lines/" + line + "/orders", UUID.randomUUID().toString(), wish);
    assertThat(order.status()).as(order.whole().body()).isBetween(400, 409);
    assertThat(order.header("Content-Type")).startsWith("application/problem+json");
  }

  @Test
  void anOrderRenewsTheLineFromTheWallet() {
    fill("250.00");
    LineId line = line();
    Answer order = server.post("/api/v1/lines/" + line + "/orders", "renew-1", WHOLE_PERIOD);
    assertThat(order.status()).as(order.whole().body()).isEqualTo(201);
    assertThat(order.text("/state")).isEqualTo("RENEWED");
    assertThat(order.text("/origin")).isEqualTo("api");
    String id = order.text("/id");
    assertThat(server.carrier.paid).containsKey(id);
    assertThat(order.header("Location")).isEqualTo("/api/v1/orders/" + id);
    assertThat(server.get("/api/v1/orders/" + id).body()).isEqualTo(order.body());
    Answer again = server.post("/api/v1/lines/" + line + "/orders", "renew-1", WHOLE_PERIOD);
    assertThat(again.text("/id")).isEqualTo(id);
    assertProblem(
        server.post(
            "/api/v1/lines/" + line + "/orders",
            "renew-1",
            "{\"kind\": \"WHOLE_PERIOD\", \"periods\": 2}"),
        ProblemType.IDEMPOTENCY_KEY_REUSED);
    assertProblem(
        server.post("/api/v1/orders/" + id + "/cancel", null), ProblemType.ILLEGAL_TRANSITION);
    assertProblem(
        server.post("/api/v1/orders/" + id + "/release", null), ProblemType.ILLEGAL_TRANSITION);
  }

  @Test
  void aTokenNeitherReleasesWhatALimitHoldsNorChangesTheLineOfTheOrder() {
    fill("100.00");
    LineId line = line();
    server.database.execute(
        "UPDATE everline.line SET charged_on = '%s', charged_count = 3 WHERE id = %d"
            .formatted(LocalDate.ofInstant(server.clock.instant(), ZoneOffset.UTC), line.value()));
    Answer order =
        server.post(
            "/api/v1/lines/" + line + "/orders", UUID.randomUUID().toString(), WHOLE_PERIOD);
    assertThat(order.text("/state")).isEqualTo("HELD_FOR_APPROVAL");
    String held = "/api/v1/orders/" + order.text("/id");

    Answer released = server.post(held + "/release", null);
    assertProblem(released, ProblemType.FORBIDDEN);
    assertThat(released.text("/detail")).contains("in the portal").contains("orders release");
    assertThat(server.get(held).text("/state")).isEqualTo("HELD_FOR_APPROVAL");
    assertProblem(
        patch(line.toString(), "{\"number\": \"+16465550161\"}"), ProblemType.ORDER_UNDER_WAY);
    assertProblem(patch(line.toString(), "{\"plan\": null}"), ProblemType.ORDER_UNDER_WAY);
    assertThat(server.post(held + "/cancel", null).status()).isEqualTo(200);
  }

  @Test
  void aLineWhoseCarrierCantBePaidFromHereSaysSoAndIsRefusedForThatAlone() {
    LineId line = line();
    String path = "/api/v1/lines/" + line;
    assertThat(server.get(path).body().at("/renewable_here").asBoolean()).isTrue();
    server.carrier.unreached = plan.carrier();
    try {
      Answer wished = patch(line.toString(), "{\"renewed_by\": \"EVERLINE\"}");
      assertThat(wished.status()).isEqualTo(200);
      assertThat(wished.body().at("/renewed_by").asString()).isEqualTo("EVERLINE");
      assertThat(wished.body().at("/renewable_here").asBoolean()).isFalse();
      assertThat(wished.text("/not_renewable_reason")).isEqualTo("NO_ROUTE");
      Answer refused = server.post(path + "/orders", UUID.randomUUID().toString(), WHOLE_PERIOD);
      assertProblem(refused, ProblemType.NO_ROUTE);
      assertThat(refused.text("/detail")).contains("from here").doesNotContain("plan or price");
    } finally {
      server.carrier.unreached = "";
    }
  }

  @Test
  void theSameOrderPostedAHundredTimesAtOnceIsOne() throws Exception {
    fill("250.00");
    LineId line = line();
    String key = UUID.randomUUID().toString();
    int booked = server.carrier.paid.size();
    List<Answer> answers =
        atOnce(100, () -> server.post("/api/v1/lines/" + line + "/orders", key, WHOLE_PERIOD));
    assertThat(answers)
        .allSatisfy(answer -> assertThat(answer.status()).as(answer.whole().body()).isIn(201, 202));
    assertThat(answers.stream().map(answer -> answer.text("/id")).distinct()).hasSize(1);
    assertThat(server.carrier.paid).hasSize(booked + 1);
    assertThat(
            server.database.number(
                "SELECT count(*) FROM everline.renewal_order WHERE line_id = " + line.value()))
        .isEqualTo(1);
  }

  @Test
  void anOrderWithoutMoneyIsDeclinedAndTakesNothing() {
    LineId line =
        server.line(server.other.id(), plan.carrier(), plan.id(), server.today().plusDays(3));
    Answer order =
        server.send(
            "POST",
            "/api/v1/lines/" + line + "/orders",
            server.otherToken,
            WHOLE_PERIOD,
            Map.of("Idempotency-Key", "poor"));
    assertThat(order.status()).isEqualTo(201);
    assertThat(order.text("/state")).isEqualTo("DECLINED");
    assertThat(order.text("/reason")).startsWith("WALLET_SHORT_BY");
  }

  @Test
  void noMoneyGoesToALineWhoseBrandIsNotConfirmed() {
    LineId line = line();
    server.database.execute(
        "UPDATE everline.line SET brand_confirmed_at = NULL WHERE id = " + line.value());
    assertProblem(
        server.post("/api/v1/lines/" + line + "/orders", "unconfirmed", WHOLE_PERIOD),
        ProblemType.BRAND_NOT_CONFIRMED);
  }

  @Test
  void ordersAreListedNewestFirstInStablePages() {
    fill("500.00");
    for (int i = 0; i < 3; i++) {
      server.post(
          "/api/v1/lines/" + line() + "/orders", UUID.randomUUID().toString(), WHOLE_PERIOD);
    }
    List<String> whole =
        pages("/api/v1/orders", 500).stream().map(order -> order.at("/id").asString()).toList();
    assertThat(whole).isSortedAccordingTo(Comparator.reverseOrder());
    List<String> inTwos =
        pages("/api/v1/orders", 2).stream().map(order -> order.at("/id").asString()).toList();
    assertThat(inTwos).isEqualTo(whole);
  }

  @Test
  void whatTheOwnerWasToldIsListed() {
    assertThat(server.get("/api/v1/notices?open=true").status()).isEqualTo(200);
    assertThat(server.get("/api/v1/notices").body().at("/items").isArray()).isTrue();
    assertFieldProblem(server.get("/api/v1/notices?open=maybe"), "open");
  }

  @Test
  void anotherAccountsThingsAreNotThere() {
    fill("250.00");
    LineId line = line();
    String order =
        server.post("/api/v1/lines/" + line + "/orders", "mine", WHOLE_PERIOD).text("/id");
    for (String path :
        List.of(
            "POST /lines/" + line + "/quotes",
            "POST /lines/" + line + "/orders",
            "GET /orders/" + order,
            "POST /orders/" + order + "/cancel",
            "POST /orders/" + order + "/release")) {
      String[] parts = path.split(" ", 2);
      boolean withBody = parts[1].endsWith("quotes") || parts[1].endsWith("/orders");
      Answer answer =
          server.send(
              parts[0],
              "/api/v1" + parts[1],
              server.otherToken,
              withBody ? WHOLE_PERIOD : null,
              Map.of("Idempotency-Key", "mine"));
      assertProblem(answer, ProblemType.NOT_FOUND);
    }
    Answer orders = server.send("GET", "/api/v1/orders", server.otherToken, null, Map.of());
    assertThat(orders.whole().body()).doesNotContain(line.toString());
    // The cursor of one account shows another nothing but its own.
    Answer beside =
        server.send(
            "GET",
            "/api/v1/orders?cursor=" + Page.cursor(new OrderId(Long.MAX_VALUE).toString()),
            server.otherToken,
            null,
            Map.of());
    assertThat(beside.whole().body()).doesNotContain(line.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "or_00000000000012", "ln_00000000000011", "%00", "%F0%9F%98%80"})
  void anIdThatIsNoneIsRefused(String id) {
    Answer answer = server.get("/api/v1/orders/" + id);
    assertThat(answer.status()).as(answer.whole().body()).isEqualTo(400);
    assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
  }

  // --- lines

  @Test
  void aPayAsYouGoLineWithoutCreditSaysThatItsBalanceEndedTheService() {
    Answer added =
        server.post(
            "/api/v1/lines",
            "{\"number\": \"6465550119\", \"carrier\": \"tello\", \"plan\": \"tello-paygo\","
                + " \"valid_until\": \"%s\", ".formatted(server.today().plusDays(40))
                + "\"balance\": {\"amount\": \"0.00\", \"currency\": \"USD\"}}");
    assertThat(added.status()).as(added.whole().body()).isEqualTo(201);
    String id = added.text("/id");
    for (String path : List.of("", "/timeline")) {
      Answer shown = server.get("/api/v1/lines/" + id + path);
      assertThat(shown.text("/status")).isEqualTo("SUSPENDED");
      assertThat(shown.text("/suspended_by")).isEqualTo("BALANCE");
    }
    Answer filled = patch(id, "{\"balance\": {\"amount\": \"0.01\", \"currency\": \"USD\"}}");
    assertThat(filled.text("/status")).isEqualTo("ACTIVE");
    assertThat(filled.body().at("/suspended_by").isNull()).isTrue();
  }

  private static String added(String number, String more) {
    Answer added =
        server.post(
            "/api/v1/lines",
            "{\"number\": \"%s\", \"carrier\": \"%s\"%s}".formatted(number, plan.carrier(), more));
    assertThat(added.status()).as(added.whole().body()).isEqualTo(201);
    assertThat(added.header("Location")).isEqualTo("/api/v1/lines/" + added.text("/id"));
    return added.text("/id");
  }

  private static Answer patch(String id, String body) {
    return server.send("PATCH", "/api/v1/lines/" + id, server.token, body, Map.of());
  }

  @Test
  void aLineIsAddedChangedPausedConfirmedAndRemoved() {
    String id =
        added(
            "+1 (646) 555-0111",
            ", \"plan\": \"%s\", \"valid_until\": \"%s\", \"label\": \"妈妈 📱\", \"tags\": [\"home\"],"
                    .formatted(plan.id(), server.today().plusDays(10))
                + " \"balance\": {\"amount\": \"5.00\", \"currency\": \"USD\"},"
                + " \"price_ceiling\": {\"amount\": \"40\", \"currency\": \"USD\"}");
    Answer line = server.get("/api/v1/lines/" + id);
    assertThat(line.text("/number")).isEqualTo("+16465550111");
    assertThat(line.text("/label")).isEqualTo("妈妈 📱");
    assertThat(line.text("/status")).isEqualTo("ACTIVE");
    assertThat(line.text("/balance/amount")).isEqualTo("5.00");
    assertThat(line.text("/price_ceiling/amount")).isEqualTo("40.00");
    assertThat(line.text("/validity_from/source")).isEqualTo("owner");
    assertThat(line.body().at("/brand_confirmed_at").isNull()).isTrue();

    assertThat(line.text("/if_not_renewed")).isEqualTo("TELL");
    assertThat(patch(id, "{\"if_not_renewed\": \"KEEP_NUMBER\"}").text("/if_not_renewed"))
        .isEqualTo("KEEP_NUMBER");
    assertThat(patch(id, "{\"if_not_renewed\": \"RENEW\"}").status()).isEqualTo(400);

    Answer changed = patch(id, "{\"label\": null, \"renewed_by\": \"EVERLINE\", \"tags\": []}");
    assertThat(changed.status()).as(changed.whole().body()).isEqualTo(200);
    assertThat(changed.text("/label")).isEmpty();
    assertThat(changed.body().at("/renewed_by").asString()).isEqualTo("EVERLINE");
    assertThat(changed.body().at("/tags").size()).isZero();
    assertThat(changed.text("/balance/amount")).isEqualTo("5.00");
    assertThat(changed.text("/if_not_renewed")).isEqualTo("KEEP_NUMBER");

    Answer paused = server.post("/api/v1/lines/" + id + "/pause", null);
    assertThat(paused.body().at("/paused_at").isNull()).isFalse();
    Answer resumed = server.post("/api/v1/lines/" + id + "/resume", null);
    assertThat(resumed.body().at("/paused_at").isNull()).isTrue();
    Answer confirmed = server.post("/api/v1/lines/" + id + "/confirm-brand", null);
    assertThat(confirmed.body().at("/brand_confirmed_at").isNull()).isFalse();

    Answer gone = server.send("DELETE", "/api/v1/lines/" + id, server.token, null, Map.of());
    assertThat(gone.status()).isEqualTo(204);
    assertProblem(server.get("/api/v1/lines/" + id), ProblemType.NOT_FOUND);
  }

  @Test
  void aTimelineSaysWhatHappensWhenAndOfWhichSource() {
    String id =
        added(
            "6465550112",
            ", \"plan\": \"%s\", \"valid_until\": \"%s\""
                .formatted(plan.id(), server.today().plusDays(10)));
    Answer timeline = server.get("/api/v1/lines/" + id + "/timeline");
    assertThat(timeline.status()).as(timeline.whole().body()).isEqualTo(200);
    List<String> kinds = new ArrayList<>();
    timeline
        .body()
        .at("/milestones")
        .forEach(
            milestone -> {
              kinds.add(milestone.at("/kind").asString());
              assertThat(milestone.at("/source").asString()).isNotEmpty();
            });
    assertThat(kinds).contains("REMINDER", "EXPIRY", "SUSPENSION");
    assertProblem(
        server.get("/api/v1/lines/" + added("6465550113", "") + "/timeline"),
        ProblemType.NOT_RENEWABLE);
  }

  @Test
  void linesAreListedInStablePagesAndByFilter() {
    for (int i = 0; i < 5; i++) {
      added("646555012" + i, ", \"tags\": [\"paged\"]");
    }
    List<JsonNode> lines = pages("/api/v1/lines", 2);
    // As they were added: their ids rise.
    assertThat(lines)
        .extracting(line -> line.at("/id").asString())
        .isSorted()
        .doesNotHaveDuplicates();
    List<String> numbers = lines.stream().map(line -> line.at("/number").asString()).toList();
    assertThat(numbers).contains("+16465550120", "+16465550124");
    assertThat(server.get("/api/v1/lines?tag=paged").body().at("/items").size()).isEqualTo(5);
    assertThat(server.get("/api/v1/lines?tag=%00").body().at("/items").size()).isZero();
    assertThat(server.get("/api/v1/lines?valid_until_before=2024-02-29").status()).isEqualTo(200);
    assertFieldProblem(
        server.get("/api/v1/lines?valid_until_before=2027-02-29"), "valid_until_before");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"number\": \"not one\"}",
        "{\"number\": null}",
        "{\"carrier\": \"none\"}",
        "{\"iccid\": \"123\"}",
        "{\"valid_until\": \"2027-02-29\"}",
        "{\"valid_until\": \"9999-12-31\"}",
        "{\"valid_until\": 5}",
        "{\"anchor_day\": 0}",
        "{\"anchor_day\": 32}",
        "{\"balance\": {\"amount\": \"-1\", \"currency\": \"USD\"}}",
        "{\"balance\": {\"amount\": \"1.001\", \"currency\": \"USD\"}}",
        "{\"balance\": {\"amount\": \"99999999999999999999\", \"currency\": \"USD\"}}",
        "{\"balance\": {\"amount\": \"1\", \"currency\": \"XXZ\"}}",
        "{\"price_ceiling\": {\"amount\": \"0\", \"currency\": \"USD\"}}",
        "{\"label\": \"a\\u0000b\"}",
        "{\"label\": \"\\ud83d\"}",
        "{\"tags\": [\"a;b\"]}",
        "{\"tags\": \"a\"}",
        "{\"renewed_by\": \"yes\"}",
        "{\"state\": \"XX\"}",
        "{\"as_of\": \"9999-01-01T00:00:00Z\"}",
        "{\"lable\": \"x\"}"
      })
  void aChangeThatCantBeTakenIsRefusedAndChangesNothing(String body) {
    String id = added("6465550130", "");
    String before = server.get("/api/v1/lines/" + id).whole().body();
    Answer answer = patch(id, body);
    assertProblem(answer, ProblemType.INVALID_VALUE);
    assertThat(answer.body().at("/errors").size()).isEqualTo(1);
    assertThat(server.get("/api/v1/lines/" + id).whole().body()).isEqualTo(before);
    server.send("DELETE", "/api/v1/lines/" + id, server.token, null, Map.of());
  }

  @Test
  void aNumberStandsOnceInAnAccount() {
    added("6465550140", "");
    Answer again =
        server.post(
            "/api/v1/lines",
            "{\"number\": \"6465550140\", \"carrier\": \"" + plan.carrier() + "\"}");
    assertProblem(again, ProblemType.CONFLICT);
    assertThat(again.whole().body()).doesNotContain("6465550140");
  }

  @Test
  void anotherAccountsLineIsNotThere() {
    String id = added("6465550141", "");
    for (String request :
        List.of(
            "GET ",
            "DELETE ",
            "GET /timeline",
            "POST /pause",
            "POST /resume",
            "POST /confirm-brand")) {
      String[] parts = request.split(" ", 2);
      String path = "/api/v1/lines/" + id + parts[1];
      assertProblem(
          server.send(parts[0], path, server.otherToken, null, Map.of()), ProblemType.NOT_FOUND);
    }
    assertProblem(
        server.send("PATCH", "/api/v1/lines/" + id, server.otherToken, "{}", Map.of()),
        ProblemType.NOT_FOUND);
    Answer list =
        server.send(
            "GET", "/api/v1/lines?cursor=" + Page.cursor(id), server.otherToken, null, Map.of());
    assertThat(list.whole().body()).doesNotContain(id);
    assertThat(server.get("/api/v1/lines/" + id).status()).isEqualTo(200);
  }

  // --- the catalog

  @Test
  void theCatalogIsShown() {
    Answer carriers = server.get("/api/v1/catalog/carriers");
    assertThat(carriers.body().at("/items").size()).isGreaterThan(20);
    Answer plans = server.get("/api/v1/catalog/plans?carrier=" + plan.carrier());
    assertThat(plans.body().at("/items").size()).isPositive();
    for (JsonNode each : plans.body().at("/items")) {
      assertThat(each.at("/carrier").asString()).isEqualTo(plan.carrier());
    }
    Answer one = server.get("/api/v1/catalog/plans/" + plan.id());
    assertThat(one.text("/name")).isEqualTo(plan.name());
    Answer payAsYouGo = server.get("/api/v1/catalog/plans/ultra-paygo");
    assertThat(payAsYouGo.text("/abroad/sms_abroad")).isEqualTo("ROAMING");
    assertThat(payAsYouGo.text("/abroad/sms_price/amount")).isEqualTo("0.10");
    assertThat(payAsYouGo.text("/abroad/sms_price_in")).isEqualTo("CN");
    assertThat(payAsYouGo.text("/abroad/provenance/confidence")).isEqualTo("HIGH");
    assertThat(plans.body().at("/items/0/abroad").isMissingNode()).isFalse();
    for (JsonNode each : server.get("/api/v1/catalog/carriers?limit=500").body().at("/items")) {
      switch (each.at("/id").asString()) {
        case "lycamobile" -> {
          assertThat(each.at("/network").asString()).isEqualTo("AT&T");
          assertThat(each.at("/earlier_networks/0/until").asString()).isEqualTo("2026");
        }
        case "google-voice" -> {
          assertThat(each.at("/kind").asString()).isEqualTo("VOIP");
          assertThat(each.at("/number_class/is").asString()).isEqualTo("VOIP");
        }
        default -> assertThat(each.at("/kind").isMissingNode()).isFalse();
      }
    }
    assertProblem(server.get("/api/v1/catalog/plans/none"), ProblemType.NOT_FOUND);
    assertProblem(server.get("/api/v1/catalog/plans?carrier=none"), ProblemType.NOT_FOUND);
  }

  @Test
  void theCatalogsListsAreReadInPages() {
    for (String list : List.of("carriers", "plans")) {
      String path = "/api/v1/catalog/" + list;
      List<String> whole = ids(pages(path, 500));
      assertThat(whole).isSorted().doesNotHaveDuplicates().hasSizeGreaterThan(30);
      assertThat(ids(pages(path, 7))).isEqualTo(whole);
      assertThat(ids(pages(path, 1))).isEqualTo(whole);
      Answer usual = server.get(path);
      assertThat(usual.body().at("/items").size()).isEqualTo(Math.min(50, whole.size()));
      assertThat(usual.body().at("/next").isNull()).isEqualTo(whole.size() <= 50);
    }
  }

  @Test
  void thePlansOfOneCarrierAreReadInPagesToo() {
    String path = "/api/v1/catalog/plans?carrier=att-prepaid&limit=";
    List<String> whole = new ArrayList<>();
    server
        .get(path + "500")
        .body()
        .at("/items")
        .forEach(each -> whole.add(each.at("/id").asString()));
    Answer first = server.get(path + "1");
    assertThat(first.text("/items/0/id")).isEqualTo(whole.get(0));
    assertThat(whole).hasSizeGreaterThan(1);
    Answer second = server.get(path + "1&cursor=" + first.text("/next"));
    assertThat(second.text("/items/0/id")).isEqualTo(whole.get(1));
  }

  @Test
  void theCatalogTakesNoLimitOrCursorThatIsNoneOfItsLists() {
    String ofCarriers = server.get("/api/v1/catalog/carriers?limit=1").text("/next");
    assertFieldProblem(server.get("/api/v1/catalog/plans?cursor=" + ofCarriers), "cursor");
    assertFieldProblem(
        server.get("/api/v1/catalog/plans?cursor=" + Page.cursor(line().toString())), "cursor");
    for (String path : List.of("/api/v1/catalog/plans", "/api/v1/catalog/carriers")) {
      assertFieldProblem(server.get(path + "?cursor=%00"), "cursor");
      assertFieldProblem(server.get(path + "?cursor=" + "A".repeat(5_000)), "cursor");
      assertFieldProblem(server.get(path + "?limit=0"), "limit");
      assertFieldProblem(server.get(path + "?limit=501"), "limit");
    }
  }

  private static List<String> ids(List<JsonNode> items) {
    return items.stream().map(item -> item.at("/id").asString()).toList();
  }

  @Test
  void anIdentifierIsNamedAndNonsenseIsSaidToBeNone() {
    Answer number = server.post("/api/v1/identify", "{\"text\": \"(212) 555-0100\"}");
    assertThat(number.text("/kind")).isEqualTo("MSISDN");
    assertThat(number.body().at("/brand").isNull()).isTrue();
    for (String odd :
        List.of("\\u0000", "\\ud83d\\ude00", "\\u202e123", "2026-02-29", "9".repeat(60_000))) {
      Answer answer = server.post("/api/v1/identify", "{\"text\": \"" + odd + "\"}");
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.text("/kind")).isEqualTo("UNKNOWN");
    }
  }

  @Test
  void ofTwoTokensNoneIsChosen() {
    Answer two =
        server.send(
            "GET",
            "/api/v1/lines",
            server.token,
            null,
            Map.of("Authorization", "Bearer " + server.otherToken));

    assertProblem(two, ProblemType.INVALID_VALUE);
    assertThat(two.text("/errors/0/reason")).isEqualTo("is sent more than once");
  }

  @Test
  void whatIsWrongWithATextIsRemediedAsInJson() {
    Answer label =
        server.post(
            "/api/v1/lines",
            "{\"number\": \"+12125550177\", \"carrier\": \"%s\", \"label\": \"a\\u0000b\"}"
                .formatted(plan.carrier()));

    assertProblem(label, ProblemType.INVALID_VALUE);
    assertThat(label.text("/errors/0/remedy")).isEqualTo("remove it");
  }

  // --- the description

  @Test
  void theDescriptionIsOpenApi31AndNamesEveryOperation() {
    Answer answer = server.send("GET", "/api/v1/openapi.json", null, null, Map.of());
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text("/openapi")).startsWith("3.1");
    assertThat(answer.text("/components/securitySchemes/token/scheme")).isEqualTo("bearer");
    for (String list : List.of("carriers", "plans")) {
      assertThat(answer.body().at("/paths/~1api~1v1~1catalog~1" + list + "/get/parameters"))
          .extracting(parameter -> parameter.at("/name").asString())
          .contains("cursor", "limit");
    }
    List<String> operations = new ArrayList<>();
    for (JsonNode path : answer.body().at("/paths")) {
      for (JsonNode operation : path) {
        operations.add(operation.at("/operationId").asString());
        assertThat(operation.at("/responses/default/content").has("application/problem+json"))
            .isTrue();
        for (JsonNode parameter : operation.at("/parameters")) {
          assertThat(parameter.at("/name").asString()).isNotEqualTo("account");
        }
      }
    }
    assertThat(operations)
        .doesNotHaveDuplicates()
        .contains(
            "addLine",
            "changeLine",
            "getTimeline",
            "renew",
            "quote",
            "listOrders",
            "deposit",
            "listPlans",
            "identify");
    JsonNode order = answer.body().at("/components/schemas/Order");
    assertThat(order.at("/properties").has("top_up")).isTrue();
    assertThat(order.at("/properties").has("topUp")).isFalse();
    List<String> required = new ArrayList<>();
    order.at("/required").forEach(name -> required.add(name.asString()));
    assertThat(required).contains("id", "total").doesNotContain("valid_until");
    assertThat(answer.body().at("/components/schemas/RenewalRequest/required"))
        .extracting(JsonNode::asString)
        .containsExactly("kind");
    assertThat(answer.body().at("/components/schemas/NewDeposit/required"))
        .extracting(JsonNode::asString)
        .containsExactly("amount");
    assertThat(answer.body().at("/components/schemas/Problem/properties").has("detail")).isTrue();
    assertThat(answer.whole().body()).doesNotContain("failing");
    for (String reference : answer.whole().body().split("\"#/components/schemas/", -1)) {
      String name = reference.substring(0, Math.max(0, reference.indexOf('"')));
      if (name.matches("[A-Za-z]+") && !reference.startsWith("{")) {
        assertThat(answer.body().at("/components/schemas").has(name)).as(name).isTrue();
      }
    }
  }

  private static Money balance() {
    return server.get(Wallet.class).balance(server.account.id(), Money.USD);
  }

  private static List<JsonNode> pages(String path, int limit) {
    List<JsonNode> all = new ArrayList<>();
    String cursor = "";
    for (int page = 0; page < 1_000; page++) {
      Answer answer = server.get(path + "?limit=" + limit + cursor);
      assertThat(answer.status()).as(answer.whole().body()).isEqualTo(200);
      answer.body().at("/items").forEach(all::add);
      JsonNode next = answer.body().at("/next");
      if (next.isNull()) {
        return all;
      }
      assertThat(answer.body().at("/items").size()).isEqualTo(limit);
      cursor = "&cursor=" + next.asString();
    }
    throw new IllegalStateException("the list never ends");
  }

  private static List<Answer> atOnce(int times, java.util.concurrent.Callable<Answer> call)
      throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Answer>> futures =
          IntStream.range(0, times).mapToObj(i -> threads.submit(call)).toList();
      List<Answer> answers = new ArrayList<>();
      for (Future<Answer> future : futures) {
        answers.add(future.get());
      }
      return answers;
    }
  }

  private static String raw(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port)) {
      socket.setSoTimeout(60_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
