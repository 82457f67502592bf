package dev.everline.channel.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.account.Account;
import dev.everline.account.Accounts;
import dev.everline.account.ApiTokens;
import dev.everline.account.Role;
import dev.everline.carrier.Carriers;
import dev.everline.catalog.Catalog;
import dev.everline.catalog.LapseRule;
import dev.everline.catalog.Plan;
import dev.everline.channel.cli.Services;
import dev.everline.channel.cli.Typed;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.line.LineService;
import dev.everline.payment.Wallet;
import dev.everline.renewal.Quotes;
import dev.everline.renewal.Renewals;
import dev.everline.renewal.decide.Outlook;
import dev.everline.sandbox.carrier.CarrierSandbox;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.annotation.Bean;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Terms and late payments from each door through to a carrier that counts by rules of its own, over
 * a socket: what is quoted is what it gives.
 */
class TermsAtTheCarrierTest {

  private static final String NOW = "2026-11-29T15:00:00Z";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir static Path folder;
  private static CarrierSandbox sandbox;
  private static PortalServer server;
  private static Account account;
  private static Browser owner;
  private static Services services;
  private static String token;
  private static final AtomicInteger KEYS = new AtomicInteger();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Typed typed = new Typed();

  /** The server's services, for commands. Bears no stereotype, so that no scan finds it. */
  static class Commands {

    @Bean
    Accounts accounts() {
      return server.get(Accounts.class);
    }

    @Bean
    Catalog catalog() {
      return server.get(Catalog.class);
    }

    @Bean
    LineService lineService() {
      return server.get(LineService.class);
    }

    @Bean(destroyMethod = "")
    Quotes quotes() {
      return server.get(Quotes.class);
    }

    @Bean
    Renewals renewals() {
      return server.get(Renewals.class);
    }

    @Bean
    Outlook outlook() {
      return server.get(Outlook.class);
    }
  }

  @BeforeAll
  static void start() throws Exception {
    sandbox = CarrierSandbox.start(CarrierSandbox.Options.in(folder));
    put("clock", "{\"now\":\"" + NOW + "\"}");
    String route = "--everline.carriers.routes[0].";
    server =
        new PortalServer(
            route + "name=sandbox",
            route + "kind=tmf654",
            route
                + "base-url="
                + sandbox.baseUri()
                + "/{carrier}/tmf-api/prepayBalanceManagement/v4",
            route + "carriers=mint,metro,cricket,boost,red-pocket");
    server.carrier.other = server.get(Carriers.class).find("mint").orElseThrow();
    server.clock.moveTo(Instant.parse(NOW));
    account = server.get(Accounts.class).open("A household", "America/New_York", null);
    server.get(Wallet.class).deposit(account.id(), Money.usd(900_00));
    owner = server.member(account.id(), Role.OWNER);
    token = server.get(ApiTokens.class).create(account.id(), "test", null);
    services = new Services(Commands.class);
  }

  @AfterAll
  static void stop() throws IOException {
    services.close();
    server.close();
    sandbox.close();
    HTTP.close();
  }

  // Terms

  @Test
  void aTermIsQuotedAndBoughtAtTheCommandLine() throws Exception {
    LineId line = line("mint-6gb", "2026-12-01");

    assertThat(everline("quote", line, "--term", "180 days")).isZero();
    assertThat(typed.out()).contains("120.00").contains("2027-05-30");
    assertThat(everline("renew", line, "--term", "180 days")).isZero();

    assertThat(atCarrier(line).path("validUntil").asString()).isEqualTo("2027-05-30");
    assertThat(known(line)).isEqualTo("2027-05-30");
    assertThat(typed.out()).contains("120.00");
  }

  @Test
  void aTermIsQuotedAndBoughtOverTheApiAndItsOrderSaysSo() throws Exception {
    LineId line = line("mint-6gb", "2026-12-01");
    String wish = "{\"kind\":\"WHOLE_PERIOD\",\"term\":\"P360D\"}";

    JsonNode quote = api("/api/v1/lines/" + line + "/quotes", wish);
    assertThat(quote.path("term").asString()).isEqualTo("P360D");
    assertThat(quote.path("valid_until").asString()).isEqualTo("2027-11-26");
    JsonNode order = api("/api/v1/lines/" + line + "/orders", wish);

    assertThat(order.path("term").asString()).isEqualTo("P360D");
    assertThat(order.path("periods").asInt()).isEqualTo(1);
    assertThat(order.path("state").asString()).isEqualTo("RENEWED");
    assertThat(atCarrier(line).path("validUntil").asString()).isEqualTo("2027-11-26");
    assertThat(known(line)).isEqualTo("2027-11-26");
  }

  @Test
  void thePortalOffersTheTermsSoldAndNothingThatNobodyShouldBuy() {
    LineId line = line("mint-6gb", "2026-12-01");
    String page = owner.get("/lines/" + line + "/renew").text();
    assertThat(page)
        .containsSubsequence("value=\"whole-1\"", "value=\"term-p180d\"", "value=\"term-p360d\"")
        .doesNotContain("value=\"whole-2\"")
        .doesNotContain("value=\"whole-6\"")
        .doesNotContain("value=\"whole-12\"");

    Browser.Page yearly =
        owner.get("/lines/" + line("cricket-12-month-unlimited", "2026-12-01") + "/renew");
    assertThat(yearly.text()).contains("value=\"whole-1\"").doesNotContain("value=\"whole-12\"");
  }

  @Test
  void aTermBoughtInThePortalStandsOnItsOrderItsReceiptAndTheStatement() throws Exception {
    LineId line = line("mint-6gb", "2026-12-01");
    String path = "/lines/" + line + "/renew";
    String key = owner.get(path).field("key");

    String order = owner.post(path, Map.of("choice", "term-p180d", "key", key)).location();

    assertThat(order).startsWith("/orders/");
    assertThat(owner.get(order).text()).contains("180 days at once, at its own price");
    assertThat(owner.get(order + "/receipt").text()).contains("180 days at once, at its own price");
    String id = order.substring("/orders/".length());
    assertThat(owner.get("/money/entries.csv").text().lines())
        .anyMatch(row -> row.contains(id) && row.endsWith(",P180D"));
    assertThat(atCarrier(line).path("validUntil").asString()).isEqualTo("2027-05-30");
  }

  @Test
  void aTermForNewCustomersIsRefusedToALineThatIsRenewed() {
    LineId line = line("metro-25-byod", "2026-12-16");
    assertThat(everline("quote", line, "--term", "6 months")).isNotZero();
    assertThat(typed.err()).contains("isn't sold for this plan");
    assertThat(owner.get("/lines/" + line + "/renew").text()).doesNotContain("term-p6m");
  }

  @Test
  void aTermAndPeriodsTogetherAreRefusedAtEachDoor() throws Exception {
    LineId line = line("mint-6gb", "2026-12-01");
    assertThat(everline("quote", line, "--term", "180 days", "--periods", "2")).isNotZero();
    assertThat(typed.err()).contains("can't be combined");
    JsonNode refused =
        api(
            "/api/v1/lines/" + line + "/quotes",
            "{\"kind\":\"WHOLE_PERIOD\",\"term\":\"P180D\",\"periods\":2}");
    assertThat(refused.toString()).contains("either periods or a term");
  }

  @Test
  void periodsThatAreMeantAsATermAreRefusedWithTheTermsThatAreSold() {
    LineId line = line("mint-6gb", "2026-12-01");
    assertThat(everline("quote", line, "--periods", "12")).isNotZero();
    assertThat(typed.err()).contains("90 days").contains("360 days").contains("180.00");
  }

  @Test
  void whereTheBalancePaysThePlanNoTermIsSold() {
    Plan monthly =
        server.get(Catalog.class).plans().values().stream()
            .filter(plan -> plan.lapseRule().equals("att-prepaid-monthly"))
            .filter(plan -> plan.period() != null && !plan.prices().isEmpty())
            .findFirst()
            .orElseThrow();
    LineId line = server.line(account.id(), monthly, day("2026-12-01"));
    assertThat(everline("quote", line, "--term", "3 months")).isNotZero();
    assertThat(typed.err()).contains("sells no longer term");
    assertThat(owner.get("/lines/" + line + "/renew").text()).doesNotContain("value=\"term-");
  }

  // Late payments, on the 29th

  @ParameterizedTest(name = "{0}, ended {1}: ${2} until {3}")
  @CsvSource({
    "cricket-smart-unlimited, 2026-11-10, 55.00, 2026-12-28",
    "cricket-smart-unlimited, 2026-11-28, 55.00, 2026-12-28",
    "cricket-smart-unlimited, 2026-10-30, 65.00, 2026-12-28",
    "cricket-smart-unlimited, 2026-11-29, 50.00, 2026-12-29",
    "boost-unlimited,         2026-11-20, 30.00, 2026-12-28",
    "metro-25-byod,           2026-11-16, 30.00, 2026-12-16",
  })
  void whatIsQuotedLateIsWhatTheCarrierGives(String plan, String end, String total, String until)
      throws Exception {
    LineId line = line(plan, end);

    assertThat(everline("quote", line, "--json")).isZero();
    JsonNode quote = JSON.readTree(typed.out());
    assertThat(quote.path("validUntil").asString()).isEqualTo(until);
    assertThat(quote.path("total").toString()).contains(total);
    assertThat(everline("renew", line)).isZero();

    assertThat(atCarrier(line).path("validUntil").asString()).isEqualTo(until);
    assertThat(known(line)).isEqualTo(until);
  }

  @Test
  void thatTheCarrierKeepsTheOldDateIsSaidBeforePaying() {
    LineId line = line("metro-25-byod", "2026-11-16");
    assertThat(everline("quote", line)).isZero();
    assertThat(typed.out()).contains("17 days");
    assertThat(owner.get("/lines/" + line + "/renew").text()).contains("17 days");
  }

  @Test
  void thatADateOfTheTwentyNinthIsUncertainIsSaidBeforePaying() throws Exception {
    LineId line = line("boost-unlimited", "2026-11-20");
    JsonNode quote = api("/api/v1/lines/" + line + "/quotes", "{\"kind\":\"WHOLE_PERIOD\"}");
    assertThat(quote.path("remarks").toString()).contains("DATE_UNCERTAIN");
  }

  // The world

  private int everline(String command, LineId line, String... more) {
    List<String> arguments = new ArrayList<>(List.of(command, line.toString()));
    arguments.addAll(List.of("--account", account.id().toString()));
    arguments.addAll(List.of(more));
    return typed.everline(services, arguments.toArray(String[]::new));
  }

  /** A line on a plan, known to Everline and to its carrier, by the catalog's prices. */
  private static LineId line(String planId, String end) {
    Catalog catalog = server.get(Catalog.class);
    Plan plan = catalog.plan(planId);
    LineId line = server.line(account.id(), plan, day(end));
    LapseRule rule = catalog.lapseRule(plan.lapseRule());
    String terms =
        plan.termsForRenewing().stream()
            .map(term -> "\"%s\":%d".formatted(term.length().key(), term.price().minor()))
            .collect(Collectors.joining(","));
    String fees =
        rule.late().fees().stream()
            .map(
                fee ->
                    "{\"fromDay\":%d,\"amountMinor\":%d}"
                        .formatted(fee.fromDay(), fee.amount().minor()))
            .collect(Collectors.joining(","));
    put(
        "lines",
        """
        {"carrier":"%s","msisdn":"%s","plan":"%s","priceMinor":%d,"period":"%s","basis":"%s",
         "validUntil":"%s","lateFirstDayCounts":%s,"terms":{%s},"lateFees":[%s]}
        """
            .formatted(
                plan.carrier(),
                server.number(line),
                planId,
                Objects.requireNonNull(plan.priceOn(day(end))).minor(),
                Objects.requireNonNull(plan.period()).key(),
                rule.basis().key(),
                end,
                rule.late().firstDayCounts(),
                terms,
                fees));
    return line;
  }

  private static LocalDate day(String text) {
    return LocalDate.parse(text);
  }

  private static JsonNode atCarrier(LineId line) {
    return JSON.readTree(
        send(
            HttpRequest.newBuilder(
                    URI.create(sandbox.baseUri() + "/sandbox/lines/" + server.number(line)))
                .GET()));
  }

  private static String known(LineId line) {
    return String.valueOf(
        server.get(LineService.class).get(account.id(), line).facts().validUntil());
  }

  private static JsonNode api(String path, String body) {
    return JSON.readTree(
        send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", "key-" + KEYS.incrementAndGet())
                .POST(HttpRequest.BodyPublishers.ofString(body))));
  }

  private static void put(String what, String body) {
    String said =
        send(
            HttpRequest.newBuilder(URI.create(sandbox.baseUri() + "/sandbox/" + what))
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(body)));
    assertThat(said).doesNotContain("invalidRequest");
  }

  private static String send(HttpRequest.Builder request) {
    try {
      return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString()).body();
    } catch (IOException | InterruptedException failure) {
      throw new IllegalStateException(failure);
    }
  }
}
