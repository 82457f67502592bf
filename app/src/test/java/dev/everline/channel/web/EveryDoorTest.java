package dev.everline.channel.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.account.Account;
import dev.everline.account.ApiTokens;
import dev.everline.account.Role;
import dev.everline.catalog.Plan;
import dev.everline.channel.RawHttp;
import dev.everline.channel.web.door.PortalRules;
import dev.everline.channel.web.frame.Cookies;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.lan.HomeNetwork;
import dev.everline.payment.Wallet;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.handler.AbstractUrlHandlerMapping;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/**
 * Walks every route of every door with every kind of credential, and several at once. What a route
 * is for stands in {@code every-door.txt}; a route that doesn't stand there fails, and so does a
 * line without a route.
 */
public class EveryDoorTest {

  private static final String HUB_SECRET = "0123456789abcdef";

  /** After these a browser can't go on as before. */
  private static final Set<String> SPOIL_THE_WALK =
      Set.of("/sign-out", "/settings/careful/start", "/settings/careful/stop");

  /** What the forms need that do something to one thing. */
  private static final String FORM = "&name=walker&role=VIEWER&choice=whole-1&key=walk";

  private static PortalServer server;
  private static Account account;
  private static Plan plan;
  private static LineId line;
  private static Browser owner;
  private static Things things;
  private static final List<Caller> CALLERS = new ArrayList<>();
  private static final Map<String, String> PATHS = new HashMap<>();

  /** Whom a route is for, by the door it belongs to. */
  enum For {
    EVERYBODY,
    CODE_OWED,
    SIGNED_IN,
    VIEWER,
    MANAGER,
    OWNER,
    OPERATOR,
    /** The API's, with a token. */
    TOKEN,
    /** The API's, without one. */
    OPEN,
    /** Carriers' events, all answered alike. */
    EVENTS,
    /** The container's own way to tell of a failure. */
    FAILED
  }

  /** Who a session cookie says that somebody is. */
  enum Session {
    NONE,
    CODE_OWED,
    VIEWER,
    MANAGER,
    OWNER,
    /** The owner of another account. */
    STRANGER,
    OPERATOR
  }

  /** What account a bearer token opens. */
  enum Token {
    NONE,
    /** There is an Authorization header, and it opens nothing. */
    NO_GOOD,
    OWN,
    ANOTHERS
  }

  /** What a route answers. */
  enum Expected {
    /** By what it is there for, or by what it says of a wrong form. */
    ANSWERED,
    /** As if the things that the path names were not there. */
    NOT_THERE,
    SIGN_IN,
    GIVE_CODE,
    ROLE_REFUSED,
    TO_CONSOLE,
    TOKEN_NEEDED,
    HEARD
  }

  /**
   * Somebody with credentials.
   *
   * @param browser whose session and form token are sent along
   */
  record Caller(
      String name,
      Browser browser,
      String formToken,
      Session session,
      @Nullable String authorization,
      Token token) {}

  record Route(String method, String pattern) {}

  @BeforeAll
  static void start() throws GeneralSecurityException {
    server =
        new PortalServer(
            "--management.server.port=0",
            "--everline.lan.on=true",
            "--everline.lan.name=everline.test",
            "--everline.lan.port=0",
            "--everline.lan.setup-port=0",
            "--everline.carriers.routes[0].name=walk",
            "--everline.carriers.routes[0].kind=tmf654",
            "--everline.carriers.routes[0].base-url=http://127.0.0.1:9/{carrier}",
            "--everline.carriers.routes[0].carriers=mint",
            "--everline.carriers.routes[0].hub.callback-url=http://127.0.0.1:9/",
            "--everline.carriers.routes[0].hub.secret=" + HUB_SECRET);
    account = server.account();
    plan = server.plan(account.id());
    server.get(Wallet.class).deposit(account.id(), Money.usd(500_00));
    owner = server.member(account.id(), Role.OWNER);
    things = new Things(server, account, plan, owner);
    line = server.line(account.id(), plan, server.today().plusDays(3));
    callers();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static void callers() throws GeneralSecurityException {
    ApiTokens tokens = server.get(ApiTokens.class);
    Account another = server.account();
    String own = tokens.create(account.id(), "walk", null);
    String anothers = tokens.create(another.id(), "walk", null);
    String expired = tokens.create(account.id(), "expired", Duration.ofMinutes(1));
    server.clock.move(Duration.ofMinutes(2));
    String revoked = tokens.create(account.id(), "revoked", null);
    tokens.revoke(account.id(), tokens.list(account.id()).getLast().id());

    Browser viewer = server.member(account.id(), Role.VIEWER);
    Browser manager = server.member(account.id(), Role.MANAGER);
    Browser stranger = server.member(another.id(), Role.OWNER);
    Browser operator = server.operator();
    Browser ended = server.member(account.id(), Role.OWNER);
    String endedSession = ended.cookie(Cookies.SESSION);
    ended.post("/sign-out", Map.of());
    ended.cookies.put(Cookies.SESSION, endedSession);
    Browser tokenAsCookie = server.browser();
    tokenAsCookie.cookies.put(Cookies.SESSION, own);

    add("nobody", server.browser(), Session.NONE, null, Token.NONE);
    add("a code is owed", codeOwed(), Session.CODE_OWED, null, Token.NONE);
    add("viewer", viewer, Session.VIEWER, null, Token.NONE);
    add("manager", manager, Session.MANAGER, null, Token.NONE);
    add("owner", owner, Session.OWNER, null, Token.NONE);
    add("another account's owner", stranger, Session.STRANGER, null, Token.NONE);
    add("operator", operator, Session.OPERATOR, null, Token.NONE);
    add("ended session", ended, Session.NONE, null, Token.NONE);
    add("token", server.browser(), Session.NONE, "Bearer " + own, Token.OWN);
    add("another's token", server.browser(), Session.NONE, "Bearer " + anothers, Token.ANOTHERS);
    add("revoked token", server.browser(), Session.NONE, "Bearer " + revoked, Token.NO_GOOD);
    add("expired token", server.browser(), Session.NONE, "Bearer " + expired, Token.NO_GOOD);
    add("token as a cookie", tokenAsCookie, Session.NONE, null, Token.NONE);
    add("hub secret", server.browser(), Session.NONE, "Bearer " + HUB_SECRET, Token.NO_GOOD);
    add("Basic", server.browser(), Session.NONE, "Basic b3duZXI6b3duZXI=", Token.NO_GOOD);
    add(
        "session as a token",
        server.browser(),
        Session.NONE,
        "Bearer " + owner.cookie(Cookies.SESSION),
        Token.NO_GOOD);
    add("owner and nonsense", owner, Session.OWNER, "nonsense", Token.NO_GOOD);
    add("viewer and token", viewer, Session.VIEWER, "Bearer " + own, Token.OWN);
    add(
        "operator and another's token",
        operator,
        Session.OPERATOR,
        "Bearer " + anothers,
        Token.ANOTHERS);
    add("stranger and token", stranger, Session.STRANGER, "Bearer " + own, Token.OWN);
  }

  private static Browser codeOwed() throws GeneralSecurityException {
    Browser member = server.member(account.id(), Role.OWNER);
    Seed.startedBy(member, server.clock);
    Browser half = server.browser();
    half.name = member.name;
    assertThat(half.signIn(PortalServer.PASSWORD).location()).isEqualTo("/sign-in/code");
    return half;
  }

  private static void add(
      String name, Browser browser, Session session, @Nullable String authorization, Token token) {
    CALLERS.add(new Caller(name, browser, browser.token(), session, authorization, token));
  }

  // --- what is there, and for whom

  private static Set<Route> routes() {
    Set<Route> routes = new java.util.LinkedHashSet<>();
    for (HandlerMapping mapping : server.all(HandlerMapping.class).values()) {
      if (mapping instanceof RequestMappingInfoHandlerMapping methods) {
        methods
            .getHandlerMethods()
            .keySet()
            .forEach(
                info -> {
                  Collection<RequestMethod> taken = info.getMethodsCondition().getMethods();
                  for (String pattern : info.getPatternValues()) {
                    for (RequestMethod method :
                        taken.isEmpty() ? List.of(RequestMethod.GET) : taken) {
                      routes.add(new Route(method.name(), pattern));
                    }
                  }
                });
      } else if (mapping instanceof AbstractUrlHandlerMapping paths) {
        paths.getHandlerMap().keySet().forEach(path -> routes.add(new Route("GET", path)));
      }
    }
    return routes;
  }

  private static Map<Route, For> declared() throws IOException {
    Map<Route, For> declared = new LinkedHashMap<>();
    try (InputStream file = EveryDoorTest.class.getResourceAsStream("/every-door.txt")) {
      new String(file.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(row -> !row.isBlank() && !row.startsWith("#"))
          .map(row -> row.split(" +"))
          .forEach(row -> declared.put(new Route(row[1], row[2]), For.valueOf(row[0])));
    }
    return declared;
  }

  /** The one answer that is right. */
  private static Expected expected(Route route, For whom, Caller caller) {
    return switch (whom) {
      case OPEN, EVERYBODY -> Expected.ANSWERED;
      case EVENTS -> Expected.HEARD;
      // Nobody can ask for it.
      case FAILED -> byRole(caller.session(), Expected.NOT_THERE, Expected.NOT_THERE);
      case TOKEN ->
          switch (caller.token()) {
            case OWN -> Expected.ANSWERED;
            case ANOTHERS -> namesThings(route) ? Expected.NOT_THERE : Expected.ANSWERED;
            case NONE, NO_GOOD -> Expected.TOKEN_NEEDED;
          };
      case CODE_OWED ->
          switch (caller.session()) {
            case CODE_OWED -> Expected.ANSWERED;
            case NONE -> Expected.SIGN_IN;
            default -> Expected.ROLE_REFUSED;
          };
      case SIGNED_IN ->
          switch (caller.session()) {
            case NONE -> Expected.SIGN_IN;
            case CODE_OWED -> Expected.GIVE_CODE;
            case STRANGER, VIEWER, MANAGER, OPERATOR ->
                namesThings(route) ? Expected.NOT_THERE : Expected.ANSWERED;
            case OWNER -> Expected.ANSWERED;
          };
      case VIEWER -> forMembers(route, caller, Set.of(Session.VIEWER, Session.MANAGER));
      case MANAGER -> forMembers(route, caller, Set.of(Session.MANAGER));
      case OWNER -> forMembers(route, caller, Set.of());
      case OPERATOR ->
          byRole(
              caller.session(),
              caller.session() == Session.OPERATOR ? Expected.ANSWERED : Expected.ROLE_REFUSED,
              Expected.SIGN_IN);
    };
  }

  private static Expected byRole(Session session, Expected signedIn, Expected nobody) {
    return switch (session) {
      case NONE -> nobody;
      case CODE_OWED -> signedIn == Expected.NOT_THERE ? signedIn : Expected.GIVE_CODE;
      default -> signedIn;
    };
  }

  private static Expected forMembers(Route route, Caller caller, Set<Session> beside) {
    return switch (caller.session()) {
      case NONE -> Expected.SIGN_IN;
      case CODE_OWED -> Expected.GIVE_CODE;
      case OWNER -> Expected.ANSWERED;
      case STRANGER -> namesThings(route) ? Expected.NOT_THERE : Expected.ANSWERED;
      case VIEWER, MANAGER ->
          beside.contains(caller.session()) ? Expected.ANSWERED : Expected.ROLE_REFUSED;
      case OPERATOR -> route.pattern().equals("/") ? Expected.TO_CONSOLE : Expected.ROLE_REFUSED;
    };
  }

  /** Whether its path names what belongs to one account, or to one member. */
  private static boolean namesThings(Route route) {
    return Stream.of(
            "{line}",
            "{order}",
            "{job}",
            "{upload}",
            "{session}",
            "{invitation}",
            "{member}",
            "{device}",
            "{note}",
            "{place}",
            "{passkey}",
            "{token}")
        .anyMatch(route.pattern()::contains);
  }

  // --- the walk

  @Test
  void everyRouteAnswersEveryCredentialAsIsDeclared() throws IOException {
    Map<Route, For> declared = declared();
    assertThat(routes()).containsExactlyInAnyOrderElementsOf(declared.keySet());
    List<String> wrong = new ArrayList<>();
    Map<Expected, Integer> counts = new TreeMap<>();
    int asked = 0;
    List<Map.Entry<Route, For>> spoilersLast =
        declared.entrySet().stream()
            .sorted(
                java.util.Comparator.comparing(
                    entry -> SPOIL_THE_WALK.contains(entry.getKey().pattern())))
            .toList();
    for (Map.Entry<Route, For> entry : spoilersLast) {
      Route route = entry.getKey();
      for (Caller caller : CALLERS) {
        if (SPOIL_THE_WALK.contains(route.pattern()) && isSpoilt(entry.getValue(), caller)) {
          continue;
        }
        Expected expected = expected(route, entry.getValue(), caller);
        String path = path(route, expected);
        RawHttp.Answer answer =
            ask(caller, route.method(), path, expected == Expected.NOT_THERE ? FORM : "");
        asked++;
        counts.merge(expected, 1, Integer::sum);
        if (!is(expected, route, path, answer)) {
          wrong.add(
              caller.name() + ": " + route + " expected " + expected + ": " + answer.status());
        }
      }
    }
    System.out.printf(
        "every door: %d routes, %d credentials, %d answers %s%n",
        declared.size(), CALLERS.size(), asked, counts);
    assertThat(wrong).isEmpty();
    assertThat(asked).isGreaterThan(2_500);
  }

  /** Whoever asks, and for whatever: without TLS the home network gets what phones are taught. */
  @Test
  void noRouteLeadsAnywhereWithoutTlsInTheHomeNetwork() {
    int port = server.get(HomeNetwork.class).lan().orElseThrow().setupPort();
    List<String> wrong = new ArrayList<>();
    for (Route route : routes()) {
      for (Caller caller : CALLERS) {
        RawHttp.Answer answer =
            ask(port, caller, route.method(), path(route, Expected.ANSWERED), "");
        boolean closed =
            switch (route.method()) {
              case "GET" ->
                  route.pattern().equals("/")
                      ? answer.status() == 200 && !answer.body().contains("<form")
                      : answer.status() == 303 && answer.header("Location").equals("/");
              default -> answer.status() == 405 && answer.body().isEmpty();
            };
        if (!closed || !answer.header("Set-Cookie").isEmpty()) {
          wrong.add(caller.name() + ": " + route + ": " + answer.status());
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  /** The owner's session must last: the others share it. Its own door has tests for these pages. */
  private static boolean isSpoilt(For whom, Caller caller) {
    return whom == For.SIGNED_IN
        && caller.session() != Session.NONE
        && caller.session() != Session.CODE_OWED;
  }

  /** Here no heart beats, and {@code /readyz} says so. */
  private static boolean isNotReady(Route route, RawHttp.Answer answer) {
    return route.pattern().equals("/readyz") && answer.status() == 503;
  }

  private static boolean is(Expected expected, Route route, String path, RawHttp.Answer answer) {
    // What the caller named is told back to them: that isn't telling anything.
    boolean leaks =
        Stream.of(line.toString(), account.id().toString())
            .anyMatch(id -> answer.body().contains(id) && !path.contains(id));
    return switch (expected) {
      case ANSWERED ->
          answer.status() >= 200
              && (answer.status() < 500 || isNotReady(route, answer))
              && !answer.header("WWW-Authenticate").startsWith("Bearer")
              && !isToSignIn(answer)
              && !isRefused(answer)
              && !(answer.status() == 403 && answer.body().contains("This form has expired"))
              && (answer.status() != 404
                  || namesThings(route)
                  || route.pattern().contains("{")
                  || route.pattern().endsWith("**"));
      case NOT_THERE -> answer.status() == 404 && !leaks;
      case SIGN_IN -> isToSignIn(answer) && answer.body().isEmpty();
      case GIVE_CODE ->
          answer.status() == 303
              && answer.header("Location").equals("/sign-in/code")
              && answer.body().isEmpty();
      case ROLE_REFUSED -> isRefused(answer) && !leaks;
      case TO_CONSOLE ->
          answer.status() == 303
              && answer.header("Location").equals("/console")
              && answer.body().isEmpty();
      case TOKEN_NEEDED ->
          answer.status() == 401
              && answer.header("WWW-Authenticate").startsWith("Bearer")
              && answer.header("Content-Type").equals("application/problem+json")
              && !leaks;
      case HEARD -> answer.status() == 204;
    };
  }

  private static boolean isToSignIn(RawHttp.Answer answer) {
    return answer.status() == 303 && answer.header("Location").matches("/sign-in(\\?next=[^&]*)?");
  }

  /** How the page begins that tells members that the console isn't theirs. */
  public static final String OPERATORS_ONLY = "This page is for operators of this server";

  private static boolean isRefused(RawHttp.Answer answer) {
    return answer.status() == 403
        && (answer.body().contains("Your role doesn’t allow this")
            || answer.body().contains(OPERATORS_ONLY));
  }

  /** Real things where nothing may be done to them, or only looked at. */
  private static String path(Route route, Expected expected) {
    boolean real = expected != Expected.ANSWERED || route.method().equals("GET");
    String pattern =
        route
            .pattern()
            .replace(
                "{event:topupBalance(?:Create|Cancel|Failure)Event}", "topupBalanceCreateEvent")
            .replace("{route}", "walk")
            .replace("{secret}", HUB_SECRET)
            .replace("{plan}", plan.id())
            .replace("{how}", "not")
            .replace("{digest}", "0".repeat(64))
            .replace("/**", "/none")
            .replace(
                "{line}", real && !route.pattern().contains("{note}") ? line.toString() : "{line}");
    return real
        ? PATHS.computeIfAbsent(pattern, things::path)
        : pattern.replaceAll("\\{[^}]*}", "x");
  }

  private static RawHttp.Answer ask(Caller caller, String method, String path) {
    return ask(caller, method, path, "");
  }

  private static RawHttp.Answer ask(Caller caller, String method, String path, String form) {
    return ask(server.port(), caller, method, path, form);
  }

  private static RawHttp.Answer ask(
      int port, Caller caller, String method, String path, String form) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Accept-Language", "en");
    if (!caller.browser().cookies.isEmpty()) {
      headers.put(
          "Cookie",
          caller.browser().cookies.entrySet().stream()
              .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
              .collect(Collectors.joining("; ")));
    }
    if (caller.authorization() != null) {
      headers.put("Authorization", caller.authorization());
    }
    byte[] body = new byte[0];
    if (path.startsWith("/api/") && !method.equals("GET")) {
      headers.put("Content-Type", "application/json");
      headers.put("Idempotency-Key", "walk");
      body =
          (path.matches(".*/(quotes|orders)") ? "{\"kind\": \"WHOLE_PERIOD\"}" : "{}")
              .getBytes(StandardCharsets.UTF_8);
    } else if (path.equals("/lines/new/scan")) {
      // A picture comes as it is; its token in a header.
      headers.put("X-XSRF-TOKEN", caller.formToken());
      headers.put("Content-Type", "application/octet-stream");
      body = "no picture".getBytes(StandardCharsets.UTF_8);
    } else if (method.equals("POST") && !path.startsWith("/carriers/")) {
      headers.put("Content-Type", "application/x-www-form-urlencoded");
      body =
          ("_csrf=" + URLEncoder.encode(caller.formToken(), StandardCharsets.UTF_8) + form)
              .getBytes(StandardCharsets.UTF_8);
    }
    return RawHttp.send(port, method + " " + path + " HTTP/1.1", headers, body);
  }

  private static Caller caller(String name) {
    return CALLERS.stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
  }

  /** The strongest that there is, all at once. */
  private static List<Caller> strongest() {
    return List.of(caller("operator and another's token"), caller("viewer and token"));
  }

  @Test
  void noOtherMethodOfAPathDoesAnything() throws IOException {
    Map<String, Set<String>> methods = new TreeMap<>();
    declared()
        .keySet()
        .forEach(
            route ->
                methods
                    .computeIfAbsent(route.pattern(), pattern -> new TreeSet<>())
                    .add(route.method()));
    List<String> wrong = new ArrayList<>();
    int asked = 0;
    for (Map.Entry<String, Set<String>> path : methods.entrySet()) {
      for (String method :
          List.of("GET", "POST", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "FOO", "get")) {
        if (path.getValue().contains(method)) {
          continue;
        }
        String at = path(new Route("GET", path.getKey()), Expected.NOT_THERE);
        for (Caller caller : strongest()) {
          RawHttp.Answer answer = ask(caller, method, at);
          asked++;
          // A page can have the path of what only takes a form: its own answer is walked above.
          boolean byAnotherPattern =
              method.equals("GET")
                  && server
                      .get(PortalRules.class)
                      .ruleFor(org.springframework.http.HttpMethod.GET, at)
                      .isPresent();
          if (!byAnotherPattern
              && (answer.status() < 400 || answer.status() >= 500)
              && answer.status() != 501) {
            wrong.add(method + " " + at + " as " + caller.name() + ": " + answer.status());
          }
        }
      }
    }
    System.out.printf("every door: %d answers to other methods%n", asked);
    assertThat(wrong).isEmpty();
  }

  /** Ways to say one path that filters and the pages might read as two. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/../../console",
        "/api/v1/..;/..;/console",
        "/api/%2e%2e/console",
        "/api/v1/%2e%2e/%2e%2e/console/accounts",
        "/healthz/../console",
        "/healthz;/../console",
        "/console;jsessionid=1",
        "/console;a=b/accounts",
        "//console",
        "/console//accounts",
        "/console/",
        "/console/accounts/",
        "/CONSOLE",
        "/Console/accounts",
        "/console%2faccounts",
        "/console%2Faccounts",
        "/console%5caccounts",
        "/console\\accounts",
        "/console%00",
        "/console%0a",
        "/console%252faccounts",
        "/%63onsole%2f",
        "/./console",
        "/console/.",
        "/api/v1//lines",
        "/api/v1/lines/",
        "/api/v1/lines;a=b",
        "/api//v1/lines",
        "/API/v1/lines",
        "/api/v2/lines",
        "/api",
        "/api/",
        "/api/v1",
        "/actuator",
        "/actuator/prometheus",
        "/carriers/tmf654",
        "/carriers/none",
        "/error",
        "/error/x",
        "/readyz/x",
        "/healthz/x",
        "/portal/../console",
        "/webjars/../console",
        "/webjars/%2e%2e/application.yaml",
        "/portal/..%2f..%2fapplication.yaml",
        "*",
        "console",
        "http://127.0.0.1/console/",
        "http://evil.example/console//accounts"
      })
  void aPathWrittenAnotherWayLeadsNowhere(String path) {
    for (Caller caller : List.of(strongest().getFirst(), strongest().getLast(), caller("token"))) {
      RawHttp.Answer answer = ask(caller, "GET", path);
      assertThat(answer.status()).as(caller.name()).isBetween(400, 404);
    }
  }

  @Test
  void aHeaderOrAFieldChangesNeitherTheMethodNorThePath() {
    Caller operator = caller("operator");
    for (String header :
        List.of(
            "X-HTTP-Method-Override",
            "X-HTTP-Method",
            "X-Method-Override",
            "X-Original-URL",
            "X-Rewrite-URL",
            "X-Forwarded-Prefix")) {
      Map<String, String> headers = new LinkedHashMap<>();
      headers.put(header, header.contains("URL") || header.contains("Prefix") ? "/console" : "GET");
      headers.put("Authorization", "Bearer nothing");
      headers.put("Cookie", Cookies.SESSION + "=" + operator.browser().cookie(Cookies.SESSION));
      RawHttp.Answer answer =
          RawHttp.send(server.port(), "GET /nothing-here HTTP/1.1", headers, new byte[0]);
      assertThat(answer.status()).as(header).isEqualTo(404);
    }
    RawHttp.Answer overridden =
        ask(operator, "POST", "/console/accounts?_method=GET&_csrf=" + operator.formToken());
    assertThat(overridden.status()).isEqualTo(404);
  }

  @Test
  void aPortalsPageIsTheSameWithAnAuthorizationHeader() {
    RawHttp.Answer plain = ask(caller("operator"), "GET", "/console/accounts");
    RawHttp.Answer beside = ask(caller("operator and another's token"), "GET", "/console/accounts");
    assertThat(plain.status()).isEqualTo(beside.status()).isEqualTo(200);
    for (String header :
        List.of("Content-Security-Policy", "Referrer-Policy", "Permissions-Policy")) {
      assertThat(beside.header(header)).isEqualTo(plain.header(header)).isNotEmpty();
    }
    // The token of a form is asked for as before.
    Caller forger =
        new Caller(
            "forger",
            caller("operator").browser(),
            "AAAA",
            Session.OPERATOR,
            "Bearer x",
            Token.NO_GOOD);
    assertThat(ask(forger, "POST", "/console/proof").status()).isEqualTo(403);
  }

  @Test
  void theMetricsEndpointShowsMetricsAndNothingElseToEveryCaller() throws IOException {
    int port = server.managementPort();
    int asked = 0;
    for (Caller caller : CALLERS) {
      Map<String, String> headers = new LinkedHashMap<>();
      headers.put("Cookie", Cookies.SESSION + "=" + caller.browser().cookie(Cookies.SESSION));
      if (caller.authorization() != null) {
        headers.put("Authorization", caller.authorization());
      }
      for (String metrics : List.of("/actuator/prometheus", "/actuator/metrics")) {
        asked++;
        assertThat(
                RawHttp.send(port, "GET " + metrics + " HTTP/1.1", headers, new byte[0]).status())
            .as(caller.name() + metrics)
            .isEqualTo(200);
        assertThat(
                RawHttp.send(server.port(), "GET " + metrics + " HTTP/1.1", headers, new byte[0])
                    .status())
            .as(caller.name() + metrics)
            .isEqualTo(404);
      }
      for (Route route : declared().keySet()) {
        if (!route.method().equals("GET") || route.pattern().equals("/error")) {
          continue;
        }
        asked++;
        RawHttp.Answer answer =
            RawHttp.send(
                port, "GET " + path(route, Expected.NOT_THERE) + " HTTP/1.1", headers, new byte[0]);
        assertThat(answer.status()).as(caller.name() + route).isNotEqualTo(200).isLessThan(500);
        assertThat(answer.body()).doesNotContain(line.toString());
      }
    }
    System.out.printf("every door: %d answers of the metrics port%n", asked);
  }

  @Test
  void whatFailsBeforeAnyPageIsReachedHasTheHeadersThatBrowsersNeed() {
    for (String request :
        List.of(
            "GET /api/v1//lines HTTP/1.1",
            "GET /api/v1/lines;a=b HTTP/1.1",
            "FOO /api/v1/lines HTTP/1.1",
            "GET /api/v1/lines HTTP/1.1",
            "GET /api/v2/lines HTTP/1.1",
            "GET /api/v1/failing/error HTTP/1.1",
            "POST /healthz HTTP/1.1",
            "GET /actuator HTTP/1.1",
            "GET /nothing-here HTTP/1.1",
            "GET /%zz HTTP/1.1")) {
      Map<String, String> headers = new LinkedHashMap<>();
      if (request.contains("failing")) {
        headers.put("Authorization", caller("token").authorization());
      }
      RawHttp.Answer answer = RawHttp.send(server.port(), request, headers, new byte[0]);
      assertThat(answer.status()).as(request).isGreaterThanOrEqualTo(400);
      assertThat(answer.header("X-Content-Type-Options")).as(request).isEqualTo("nosniff");
      assertThat(answer.header("Content-Security-Policy"))
          .as(request)
          .contains("default-src 'none'");
      assertThat(answer.header("X-Frame-Options")).as(request).isEqualTo("DENY");
      assertThat(answer.header("Cache-Control")).as(request).contains("no-store");
    }
  }
}
