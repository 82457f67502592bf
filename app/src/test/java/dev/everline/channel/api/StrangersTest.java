package dev.everline.channel.api;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.everline.channel.RawHttp;
import dev.everline.channel.api.ApiServer.Answer;
import dev.everline.channel.api.http.SafeHeaders;
import dev.everline.kernel.Money;
import dev.everline.payment.Wallet;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/**
 * What strangers and mistaken programs send: judged before anything is done, told without their
 * numbers, logged nowhere.
 */
class StrangersTest {

  private static final String NUMBER = "2125550100";
  private static final String ONE_DOLLAR =
      "{\"amount\": {\"amount\": \"1.00\", \"currency\": \"USD\"}}";

  private static final ListAppender<ILoggingEvent> LOG = new ListAppender<>();

  private static ApiServer server;
  private static String line;

  @BeforeAll
  static void start() {
    server = new ApiServer();
    Answer added =
        server.post("/api/v1/lines", "{\"number\": \"6465550150\", \"carrier\": \"mint\"}");
    line = added.text("/id");
    // What is made once, when it is first asked for, has its own to say.
    server.send("GET", "/api/v1/openapi.json", null, null, Map.of());
    LOG.start();
    root().addAppender(LOG);
  }

  @AfterAll
  static void stop() {
    root().detachAppender(LOG);
    server.close();
  }

  private static Logger root() {
    return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }

  private static RawHttp.Answer raw(String request, Map<String, String> headers, String body) {
    LOG.list.clear();
    Map<String, String> all = new HashMap<>(headers);
    all.put("Authorization", "Bearer " + server.token);
    RawHttp.Answer answer =
        RawHttp.send(
            server.port, request + " HTTP/1.1", all, body.getBytes(StandardCharsets.UTF_8));
    assertThat(LOG.list).as(request + headers).isEmpty();
    return answer;
  }

  private static Money balance() {
    return server.get(Wallet.class).balance(server.account.id(), Money.USD);
  }

  // --- what is accepted as an answer

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json;charset=utf-16",
        "application/json;charset=iso-8859-1",
        "application/json;charset=none",
        "application/json;charset=",
        "application/*;charset=utf-16",
        "*/*;charset=utf-32",
        "application/json;version=2",
        "text/html;charset=utf-16, application/json;charset=utf-7;q=0.5",
        "a/b;q=2",
        "a/b/c",
        ";;;",
        ","
      })
  void anAnswerIsJsonInUtf8WhateverCharsetOrFormIsAsked(String accept) {
    Map<String, String> asked = Map.of("Accept", accept, "Accept-Charset", "utf-16");
    for (String path :
        List.of(
            "/healthz",
            "/api/v1/openapi.json",
            "/api/v1/wallet",
            "/api/v1/lines",
            "/api/v1/catalog/plans")) {
      RawHttp.Answer answer = raw("GET " + path, asked, "");
      assertThat(answer.status()).as(path).isEqualTo(200);
      assertThat(answer.header("Content-Type")).startsWith("application/json");
      assertThat(answer.body()).contains("{\"");
    }
    RawHttp.Answer problem = raw("GET /api/v1/orders/x", asked, "");
    assertThat(problem.status()).isEqualTo(400);
    assertThat(problem.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(raw("GET /nothing/there", asked, "").status()).isIn(303, 401, 404);
  }

  @ParameterizedTest
  @CsvSource({
    "application/json;charset=utf-16, 201",
    "application/json;charset=iso-8859-1, 201",
    "application/*;charset=x, 201",
    "text/csv, 406",
    "text/html;charset=utf-16, 406",
    "application/xml, 406"
  })
  void moneyIsBookedOnlyWhereTheAnswerCanBeGiven(String accept, int status) {
    Money before = balance();
    RawHttp.Answer answer =
        raw(
            "POST /api/v1/wallet/deposits",
            Map.of(
                "Accept",
                accept,
                "Content-Type",
                "application/json",
                "Idempotency-Key",
                UUID.randomUUID().toString()),
            ONE_DOLLAR);
    assertThat(answer.status()).isEqualTo(status);
    assertThat(balance()).isEqualTo(status == 201 ? before.plus(Money.usd(100)) : before);
  }

  // --- numbers beyond what a field holds

  static Stream<String> numbersBeyondAnyField() {
    return Stream.of(
        "2147483648",
        "-2147483649",
        "9223372036854775808",
        "-9223372036854775809",
        "9".repeat(300),
        "1e999999999",
        "-1e999999999",
        "1e-999999999",
        "1.5");
  }

  @ParameterizedTest
  @MethodSource("numbersBeyondAnyField")
  void aNumberThatNoFieldHoldsIsRefusedByItsField(String number) {
    LOG.list.clear();
    String anchor = "{\"anchor_day\": " + number + "}";
    Answer changed = server.send("PATCH", "/api/v1/lines/" + line, server.token, anchor, Map.of());
    Answer added =
        server.post(
            "/api/v1/lines",
            "{\"number\": \"6465550151\", \"carrier\": \"mint\", \"anchor_day\": " + number + "}");
    for (Answer refused : List.of(changed, added)) {
      isFieldProblem(refused, "anchor_day");
      if (!number.contains("e") && !number.contains(".")) {
        assertThat(refused.text("/errors/0/remedy")).contains("1 to 31");
      }
    }
    String wish = "{\"kind\": \"WHOLE_PERIOD\", \"periods\": " + number + "}";
    isFieldProblem(server.post("/api/v1/lines/" + line + "/quotes", wish), "periods");
    isFieldProblem(
        server.post("/api/v1/lines/" + line + "/orders", UUID.randomUUID().toString(), wish),
        "periods");
    Answer limit = server.get("/api/v1/lines?limit=" + number);
    isFieldProblem(limit, "limit");
    assertThat(limit.text("/errors/0/remedy")).contains("1 to 500");
    assertThat(LOG.list).isEmpty();
  }

  @Test
  void aNumberTooLongToBeReadIsNotSaidToBeNoJson() {
    Answer refused =
        server.post(
            "/api/v1/lines/" + line + "/quotes",
            "{\"kind\": \"WHOLE_PERIOD\", \"periods\": " + "9".repeat(2_000) + "}");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.text("/detail")).contains("beyond the limits").doesNotContain("JSON");
  }

  private static void isFieldProblem(Answer answer, String field) {
    assertThat(answer.status()).as(answer.whole().body()).isEqualTo(400);
    assertThat(answer.text("/type")).endsWith("/invalid-value");
    assertThat(answer.text("/errors/0/field")).isEqualTo(field);
  }

  // --- nobody's number is repeated

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /api/v1/lines/+12125550100",
        "GET /api/v1/lines/ln_2125550100",
        "GET /api/v1/lines/(212)%20555-0100/timeline",
        "GET /api/v1/orders/2125550100",
        "GET /api/v1/catalog/plans/2125550100",
        "GET /api/v1/catalog/plans?carrier=2125550100",
        "GET /api/v1/lines?limit=2125550100",
        "GET /api/v1/lines?limit=212-555-0100",
        "GET /api/v1/lines?cursor=2125550100",
        "GET /api/v1/lines?2125550100=x",
        "GET /api/v1/lines?valid_until_before=2125550100",
        "GET /api/v1/2125550100",
        "GET /api/2125550100",
        "GET /portal/WEB-INF/2125550100",
        "GET /portal/../2125550100",
        "GET /WEB-INF/2125550100",
        "GET /2125550100.css",
        "GET /carriers/tmf654/2125550100",
        "PUT /api/v1/lines/2125550100"
      })
  void aNumberInAnAddressIsNeitherToldBackNorLogged(String request) {
    RawHttp.Answer answer = raw(request, Map.of("Accept", "application/json"), "");
    assertThat(answer.status()).isGreaterThanOrEqualTo(300);
    // A page for people leads back to its own address.
    if (!answer.header("Content-Type").startsWith("text/html")) {
      assertHoldsNoNumber(answer.body());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"carrier\": \"%s\"}",
        "{\"plan\": \"%s\"}",
        "{\"state\": \"%s\"}",
        "{\"valid_until\": \"%s\"}",
        "{\"balance_expires_on\": \"%s\"}",
        "{\"as_of\": \"%s\"}",
        "{\"if_not_renewed\": \"%s\"}",
        "{\"tags\": [\"%s\\u0000\"]}",
        "{\"label\": \"%s\\u0000\"}",
        "{\"label\": \"                                                        %s\\u0000\"}",
        "{\"balance\": {\"amount\": \"%s\", \"currency\": \"%s\"}}",
        "{\"balance\": {\"amount\": \"%s\", \"currency\": \"USD\"}}",
        "{\"price_ceiling\": {\"amount\": \"-%s\", \"currency\": \"USD\"}}",
        "{\"anchor_day\": \"%s\"}",
        "{\"%s\": null}",
        "{\"%s\": 1}",
        "{\"balance\": {\"%s\": 1}}"
      })
  void aNumberInAFieldOfAnotherKindIsNeitherToldBackNorLogged(String body) {
    LOG.list.clear();
    for (String written : List.of(NUMBER, "+1 (212) 555-0100", "２１２５５５０１００")) {
      Answer answer =
          server.send(
              "PATCH",
              "/api/v1/lines/" + line,
              server.token,
              body.replace("%s", written),
              Map.of());
      assertThat(answer.status()).as(answer.whole().body()).isEqualTo(400);
      assertHoldsNoNumber(answer.whole().body());
    }
    assertThat(LOG.list).isEmpty();
  }

  @Test
  void aKeyThatIsANumberIsNotToldBack() {
    Answer first = server.post("/api/v1/wallet/deposits", NUMBER, ONE_DOLLAR);
    assertThat(first.status()).isEqualTo(201);
    Answer again =
        server.post("/api/v1/wallet/deposits", NUMBER, ONE_DOLLAR.replace("1.00", "2.00"));
    assertThat(again.status()).isEqualTo(422);
    assertHoldsNoNumber(again.whole().body());
  }

  private static void assertHoldsNoNumber(String body) {
    assertThat(body).doesNotContain("5550100", "555-0100", "５５５０１００");
  }

  // --- what the container itself answers

  @ParameterizedTest
  @CsvSource({
    "CONNECT 127.0.0.1:80 HTTP/1.1, '', ",
    "GET /healthz HTTP/2.0, '', 505",
    "GET /healthz HTTP/1.1, 'Transfer-Encoding: gzip, chunked', 501",
    "POST /api/v1/identify HTTP/1.1, 'Transfer-Encoding: x', 501",
    "TRACE / HTTP/1.1, '', 405",
    "TRACE /api/v1/wallet HTTP/1.1, '', 405",
    "GET /META-INF/a HTTP/1.1, '', 404",
    "GET /WEB-INF/a HTTP/1.1, '', 404",
    "GET /a%zz HTTP/1.1, '', 400"
  })
  void whatTheContainerAnswersIsTheSendersMistakeAndSafe(
      String request, String header, Integer status) {
    LOG.list.clear();
    String head =
        request
            + "\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
            + (header.isEmpty() ? "" : header + "\r\n")
            + "\r\n";
    RawHttp.Answer answer = RawHttp.send(server.port, head.getBytes(StandardCharsets.US_ASCII));
    if (status != null) {
      assertThat(answer.status()).isEqualTo(status);
    }
    assertThat(answer.status()).matches(code -> code >= 400 && code < 506 && code != 500);
    assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    assertThat(answer.body())
        .contains("\"status\":" + answer.status())
        .doesNotContain("unexpected");
    assertSafe(answer);
    assertThat(LOG.list).isEmpty();
  }

  @Test
  void theAnswerToOptionsOfAllIsSafeToo() {
    RawHttp.Answer answer =
        RawHttp.send(
            server.port,
            "OPTIONS * HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII));
    assertThat(answer.status()).isEqualTo(200);
    assertSafe(answer);
  }

  private static void assertSafe(RawHttp.Answer answer) {
    SafeHeaders.on(
        (name, value) -> {
          if (name.equals("Cache-Control")) {
            assertThat(answer.header(name)).contains(value);
          } else {
            assertThat(answer.header(name)).as(name).isNotEmpty();
          }
        });
  }

  // --- what is said twice, or not said

  @Test
  void ofTwoKeysNoneIsChosen() {
    Money before = balance();
    for (String second : List.of("one", "two")) {
      String head =
          "POST /api/v1/wallet/deposits HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
              + "Content-Type: application/json\r\nAuthorization: Bearer "
              + server.token
              + "\r\nIdempotency-Key: one\r\nIdempotency-Key: "
              + second
              + "\r\nContent-Length: "
              + ONE_DOLLAR.length()
              + "\r\n\r\n"
              + ONE_DOLLAR;
      RawHttp.Answer answer = RawHttp.send(server.port, head.getBytes(StandardCharsets.US_ASCII));
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.body()).contains("\"field\":\"Idempotency-Key\"");
    }
    assertThat(balance()).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource({
    "/api/v1/lines?number=x, number, valid_until_before",
    "/api/v1/lines?Limit=1, Limit, limit",
    "/api/v1/lines?limit=1&limit=2, limit, once",
    "/api/v1/orders?state=x, state, 'cursor, limit'",
    "/api/v1/notices?opened=true, opened, 'cursor, limit, open'",
    "/api/v1/wallet?currency=USD, currency, leave it out",
    "/api/v1/wallet/entries?from=x, from, 'cursor, limit'",
    "/api/v1/catalog/carriers?carrier=x, carrier, 'cursor, limit'",
    "/api/v1/catalog/plans?plan=x, plan, 'carrier, cursor, limit'"
  })
  void aParameterThatIsNotKnownIsRefusedByItsName(String path, String field, String remedy) {
    Answer answer = server.get(path);
    isFieldProblem(answer, field);
    assertThat(answer.text("/errors/0/remedy")).contains(remedy);
  }

  @Test
  void anEmptyTextErasesNothing() {
    String path = "/api/v1/lines/" + line;
    String said = "{\"valid_until\": \"2026-12-30\", \"label\": \"home\", \"state\": \"TX\"}";
    Answer before = server.send("PATCH", path, server.token, said, Map.of());
    assertThat(before.status()).as(before.whole().body()).isEqualTo(200);
    for (String field :
        List.of("valid_until", "label", "state", "plan", "iccid", "number", "carrier", "as_of")) {
      for (String empty : List.of("", " ")) {
        String body = "{\"" + field + "\": \"" + empty + "\"}";
        Answer refused = server.send("PATCH", path, server.token, body, Map.of());
        isFieldProblem(refused, field);
        assertThat(refused.text("/errors/0/remedy")).contains("null");
      }
    }
    assertThat(server.get(path).body()).isEqualTo(before.body());
    Answer erased = server.send("PATCH", path, server.token, "{\"valid_until\": null}", Map.of());
    assertThat(erased.body().at("/valid_until").isNull()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.000000000000000000", "1.000", "1.0000"})
  void anAmountWithMoreDecimalsThanItsCurrencyHasIsRefused(String amount) {
    Money before = balance();
    isFieldProblem(
        server.post(
            "/api/v1/wallet/deposits",
            UUID.randomUUID().toString(),
            ONE_DOLLAR.replace("1.00", amount)),
        "amount.amount");
    assertThat(balance()).isEqualTo(before);
  }

  @Test
  void anIdIsTakenAsItIsPrintedOnly() {
    List<String> others = new ArrayList<>();
    others.add(line.toUpperCase(java.util.Locale.ROOT));
    others.add(line.toLowerCase(java.util.Locale.ROOT));
    others.add("Ln" + line.substring(2));
    others.add(line + "%20");
    others.remove(line);
    for (String other : others) {
      isFieldProblem(server.get("/api/v1/lines/" + other), "line");
    }
    assertThat(server.get("/api/v1/lines/" + line).status()).isEqualTo(200);
  }
}
